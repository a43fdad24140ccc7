package telegramtest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
)

const (
	maxBody = 60 << 20 // bytes of a call
	maxFile = 50 << 20 // bytes of an uploaded file
)

// upload is a file that came with a call.
type upload struct {
	name, kind string
	content    []byte
}

// params are the parameters of a call as they came: an upload, a string from a form (which
// has no other type), or a value of JSON.
type params map[string]any

// attached takes the files out that another parameter names as attach://NAME, by their names.
func (p params) attached() map[string]*upload {
	files := map[string]*upload{}
	for name, v := range p {
		file, ok := v.(*upload)
		if !ok {
			continue
		}
		for _, other := range p {
			if text, ok := other.(formText); ok && strings.Contains(string(text), `"attach://`+name+`"`) {
				files[name] = file
				delete(p, name)
			}
		}
	}
	return files
}

// formText is a parameter that came as text and may stand for any type.
type formText string

// errField says that a field came without a name, or twice.
var errField = errors.New("field without a name, or twice")

// readParams reads the body of a call in one of the three ways Telegram accepts.
func readParams(r *http.Request) (params, error) {
	body := bufio.NewReader(io.LimitReader(r.Body, maxBody))
	if _, err := body.Peek(1); errors.Is(err, io.EOF) {
		return params{}, nil // also a multipart body without parts, not even the closing one
	}
	kind, attributes, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, fmt.Errorf("read content type: %w", err)
	}
	switch kind {
	case "multipart/form-data":
		return readMultipart(multipart.NewReader(body, attributes["boundary"]))
	case "application/x-www-form-urlencoded":
		return readForm(body)
	case "application/json":
		return readJSON(body)
	}
	return nil, fmt.Errorf("content type %q", kind)
}

func readMultipart(parts *multipart.Reader) (params, error) {
	out := params{}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read multipart: %w", err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, fmt.Errorf("read part: %w", err)
		}
		name := part.FormName()
		if _, twice := out[name]; twice || name == "" {
			return nil, fmt.Errorf("%w: %q", errField, name)
		}
		if part.FileName() != "" {
			out[name] = &upload{name: part.FileName(), kind: part.Header.Get("Content-Type"), content: content}
			continue
		}
		out[name] = formText(content)
	}
}

func readForm(body io.Reader) (params, error) {
	raw, err := io.ReadAll(body)
	if err != nil {
		return nil, fmt.Errorf("read form: %w", err)
	}
	values, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, fmt.Errorf("parse form: %w", err)
	}
	out := params{}
	for name, all := range values {
		if len(all) != 1 || name == "" {
			return nil, fmt.Errorf("%w: %q", errField, name)
		}
		out[name] = formText(all[0])
	}
	return out, nil
}

func readJSON(body io.Reader) (params, error) {
	out := params{}
	if err := decodeJSON(body, &out); err != nil {
		return nil, err
	}
	return out, nil
}

// decodeJSON decodes exactly one value, its numbers as they are written.
func decodeJSON(from io.Reader, to any) error {
	d := json.NewDecoder(from)
	d.UseNumber()
	if err := d.Decode(to); err != nil {
		return fmt.Errorf("parse JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("parse JSON: more than one value")
	}
	return nil
}

// args are the parameters of a call after the specification has been applied: int64, string,
// bool, *upload, []any, map[string]any.
type args map[string]any

func (a args) text(name string) string  { v, _ := a[name].(string); return v }
func (a args) number(name string) int64 { v, _ := a[name].(int64); return v }
func (a args) boolean(name string) bool { v, _ := a[name].(bool); return v }

func (a args) has(name string) bool { _, ok := a[name]; return ok }

func (a args) list(name string) []any { v, _ := a[name].([]any); return v }

// object returns an object, nil where there is none.
func (a args) object(name string) args { v, _ := a[name].(map[string]any); return v }

// chat returns a chat_id as a number; 0 for the name of a channel.
func (a args) chat() int64 { return a.number("chat_id") }

// strings returns a list of strings.
func (a args) strings(name string) []string {
	var out []string
	for _, v := range a.list(name) {
		s, _ := v.(string)
		out = append(out, s)
	}
	return out
}

// isObject reports whether the text may be a JSON object.
func (f formText) isObject() bool { return strings.HasPrefix(strings.TrimSpace(string(f)), "{") }
