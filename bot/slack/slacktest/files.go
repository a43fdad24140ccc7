package slacktest

import (
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// File is a file that was uploaded and shared.
type File struct {
	ID      string
	Name    string
	Title   string
	AltText string
	Content []byte
	Channel string // empty where it is not shared
	Thread  string
}

// file is a file on its way.
type file struct {
	File
	in     *install
	length int
	key    string // of the upload address
	stored bool
	done   bool
}

// Files returns the files that were completed, in the order of their uploads.
func (s *Server) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []File
	for _, f := range s.files {
		if f.done {
			out = append(out, f.File)
		}
	}
	return out
}

func (f *file) json() object {
	return object{"id": f.ID, "name": f.Name, "title": f.Title, "size": len(f.Content), "mode": "hosted", "alt_txt": f.AltText,
		"created": 1, "timestamp": 1, "user": f.in.bot, "url_private": "https://files.slack.example/" + f.ID}
}

func (c *call) filesGetURL() (object, *refusal) {
	n := c.args.number("length")
	if n <= 0 {
		return nil, c.malformed("missing_argument", "length")
	}
	if utf8.RuneCountInString(c.args.text("alt_txt")) > 1000 {
		return nil, refuse("alt_txt_too_large")
	}
	f := &file{File: File{ID: c.s.id("F"), Name: c.args.text("filename"), AltText: c.args.text("alt_txt")},
		in: c.token.in, length: n, key: c.s.secret()}
	c.s.files = append(c.s.files, f)
	return object{"upload_url": c.s.http.URL + "/upload/" + f.key, "file_id": f.ID}, nil
}

// serveUpload takes the content of a file.
func (s *Server) serveUpload(r *http.Request, key string) reply {
	content, err := readUpload(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{s: s, method: "upload", args: args{}, at: s.o.Now()}
	fault := s.pickFault("upload")
	if out, ok := fault.replyBefore(); ok {
		return s.record(c, out)
	}
	out := reply{text: "OK", delay: fault.Delay}
	if fault.Kind == ResetAfter {
		out.fault = ResetAfter
	}
	i := slices.IndexFunc(s.files, func(f *file) bool { return f.key == key })
	switch {
	case i < 0:
		return s.record(c, reply{text: "not found", status: http.StatusNotFound})
	case r.Method != http.MethodPost || err != nil:
		c.violate("is no POST with a body that can be read")
		return s.record(c, reply{text: "bad request", status: http.StatusBadRequest})
	case len(content) != s.files[i].length:
		c.violate("%d bytes were announced, %d came", s.files[i].length, len(content))
	}
	s.files[i].Content, s.files[i].stored = content, true
	return s.record(c, out)
}

// readUpload reads the content as the body, or as the only file of a form.
func readUpload(r *http.Request) ([]byte, error) {
	body := io.LimitReader(r.Body, maxBody)
	kind, attributes, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return io.ReadAll(body)
	}
	parts := multipart.NewReader(body, attributes["boundary"])
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil, err
		}
		if part.FileName() != "" {
			return io.ReadAll(part)
		}
	}
}

func (c *call) filesComplete() (object, *refusal) {
	var list []struct{ ID, Title string }
	if err := json.Unmarshal(c.args.raw("files"), &list); err != nil || len(list) == 0 {
		return nil, c.malformed("invalid_arguments", "[ERROR] files is no list of files")
	}
	var files []*file
	for _, entry := range list {
		i := slices.IndexFunc(c.s.files, func(f *file) bool { return f.ID == entry.ID && f.in == c.token.in })
		if i < 0 || !c.s.files[i].stored || c.s.files[i].done {
			return nil, refuse("file_not_found")
		}
		f := c.s.files[i]
		if f.Title = entry.Title; f.Title == "" {
			f.Title = f.Name
		}
		files = append(files, f)
	}
	if c.args.has("channels") {
		return nil, c.malformed("invalid_channel", "several channels are not faked")
	}
	if c.args.has("channel_id") {
		if r := c.share(files); r != nil {
			return nil, r
		}
	}
	out := []any{}
	for _, f := range files {
		f.done = true
		out = append(out, object{"id": f.ID, "title": f.Title})
	}
	return object{"files": out}, nil
}

// share posts files into a channel.
func (c *call) share(files []*file) *refusal {
	if !strings.HasPrefix(c.args.text("channel_id"), "C") && !strings.HasPrefix(c.args.text("channel_id"), "D") &&
		!strings.HasPrefix(c.args.text("channel_id"), "G") {
		return c.malformed("invalid_channel")
	}
	ch, r := c.channel("channel_id")
	if r != nil {
		return r
	}
	if !ch.bot {
		return refuse("not_in_channel")
	}
	thread, r := c.thread(ch)
	if r != nil {
		return r
	}
	var w content
	if c.args.has("initial_comment") || c.args.has("blocks") {
		c.args["text"] = c.args["initial_comment"]
		if w, r = c.content(maxText); r != nil {
			return r
		}
	}
	m := &message{user: c.token.in.bot, bot: true, thread: thread, files: files}
	m.set(w)
	for _, f := range files {
		f.Channel, f.Thread = ch.ID, thread
	}
	ch.add(m)
	c.s.sendPostedEvent(m)
	return nil
}
