package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
)

// maxBody is how many bytes a body may have: 200 profiles with all that there is take half of it.
const maxBody = 1 << 20

// form is how profiles were sent, and how what they get is answered.
type form uint8

const (
	one   form = iota // an object
	list              // an array
	lines             // one on each line
)

// profiles reads the profiles of a body, at most most.
func (c *call) profiles(most int) (texts [][]byte, as form, refused *answer) {
	media, _, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	encoding := c.Header.Get("Content-Encoding")
	if err != nil || encoding != "" && encoding != "identity" {
		media = ""
	}
	switch media {
	case mediaJSON:
	case mediaLines, "application/ndjson", "application/jsonl":
		as = lines
	default:
		p := c.problem("media")
		p.header.Set("Accept-Post", mediaJSON+", "+mediaLines)
		return nil, as, p
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.out, c.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, as, c.problem("large", "N", maxBody>>10)
	case err != nil:
		return nil, as, c.problem("malformed")
	}
	texts, as, err = split(body, as, most)
	switch {
	case errors.Is(err, errMany):
		return nil, as, c.problem("many", "N", most)
	case err != nil:
		return nil, as, c.problem("malformed")
	}
	return texts, as, nil
}

var (
	errMany      = errors.New("too many profiles")
	errMalformed = errors.New("neither an object nor an array")
)

// split splits a body into the texts of its profiles. Of an array, each is JSON; else that is for
// who reads the profiles to say.
func split(body []byte, as form, most int) (texts [][]byte, _ form, err error) {
	const blank = " \t\r\n"
	if as == lines {
		for line := range bytes.Lines(body) {
			if line = bytes.Trim(line, blank); len(line) == 0 {
				continue
			}
			if len(texts) == most {
				return nil, as, errMany
			}
			texts = append(texts, line)
		}
		return texts, as, nil
	}
	body = bytes.Trim(body, blank)
	if len(body) == 0 {
		return nil, as, errMalformed
	}
	if body[0] != '[' {
		return [][]byte{body}, one, nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	if _, err := d.Token(); err != nil {
		return nil, list, errMalformed
	}
	for d.More() {
		var text json.RawMessage
		if d.Decode(&text) != nil {
			return nil, list, errMalformed
		}
		if len(texts) == most {
			return nil, list, errMany
		}
		texts = append(texts, text)
	}
	if _, err := d.Token(); err != nil || int(d.InputOffset()) != len(body) {
		return nil, list, errMalformed
	}
	return texts, list, nil
}

// frame puts what the profiles get into the form in which they came.
func frame(b []byte, as form, n int, each func(b []byte, i int) ([]byte, error)) ([]byte, error) {
	if as == list {
		b = append(b, '[')
	}
	for i := range n {
		if as == list && i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = each(b, i); err != nil {
			return nil, err
		}
		if as == lines {
			b = append(b, '\n')
		}
	}
	switch as {
	case list:
		b = append(b, "]\n"...)
	case one:
		b = append(b, '\n')
	}
	return b, nil
}

// mediaOf is the media type of an answer to profiles that came in a form.
func mediaOf(as form) string {
	if as == lines {
		return mediaLines
	}
	return mediaJSON
}
