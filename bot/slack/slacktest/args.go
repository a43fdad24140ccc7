package slacktest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const maxBody = 8 << 20 // bytes of a call

// args are the arguments of a call: formText from a form, else values of JSON. Null is absent.
type args map[string]any

// formText is an argument that came as text and may stand for any type.
type formText string

var (
	errTwice = errors.New("argument is there twice")
	errKind  = errors.New("content type is none that Slack takes")
	errCut   = errors.New("body ends too early")
	errQuery = errors.New("arguments in the address")
)

// readArgs reads the body of a call and takes the token out, wherever it stands.
func readArgs(r *http.Request) (a args, token string, err error) {
	bearer, hasBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return nil, "", errCut
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Method == http.MethodGet && len(body) == 0: // only readOnly are called so
		kind, body = "application/x-www-form-urlencoded", []byte(r.URL.RawQuery)
	case r.URL.RawQuery != "":
		return nil, "", errQuery
	}
	a = args{}
	switch {
	case len(body) == 0:
	case kind == "application/json":
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		if err := decoder.Decode(&a); err != nil {
			return nil, "", fmt.Errorf("read json: %w", err)
		}
	case kind == "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, "", fmt.Errorf("read form: %w", err)
		}
		for name, v := range values {
			if len(v) > 1 {
				return nil, "", fmt.Errorf("%w: %s", errTwice, name)
			}
			a[name] = formText(v[0])
		}
	default:
		return nil, "", fmt.Errorf("%w: %q", errKind, kind)
	}
	for name, v := range a {
		if v == nil {
			delete(a, name)
		}
	}
	if hasBearer {
		token = bearer
	}
	if t, ok := a["token"].(formText); ok { // Slack does not look for a token in JSON
		token = string(t)
	}
	delete(a, "token")
	return a, token, nil
}

// has reports whether an argument is there and not empty.
func (a args) has(name string) bool {
	v, ok := a[name]
	return ok && v != "" && v != formText("")
}

// text returns a string, "" where there is none.
func (a args) text(name string) string {
	switch v := a[name].(type) {
	case formText:
		return string(v)
	case string:
		return v
	}
	return ""
}

// boolean returns a boolean, false where there is none.
func (a args) boolean(name string) bool {
	v, _ := a[name].(bool)
	return v || a.text(name) == "true" || a.text(name) == "1"
}

// number returns an integer, 0 where there is none.
func (a args) number(name string) int {
	n, _ := number(a[name])
	return n
}

func number(v any) (int, bool) {
	text := ""
	switch v := v.(type) {
	case formText:
		text = string(v)
	case string:
		text = v
	case json.Number:
		text = v.String()
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// raw returns the JSON of an argument, nil where there is none. In a form, and as a string
// in JSON, it is text that holds JSON.
func (a args) raw(name string) []byte {
	if !a.has(name) {
		return nil
	}
	if text := a.text(name); text != "" {
		return []byte(text)
	}
	out, err := json.Marshal(a[name])
	if err != nil {
		return nil
	}
	return out
}
