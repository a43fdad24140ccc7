package api

import (
	"errors"
	"net/http"
	"strings"

	"hspbot/scoring"
)

// causes are why a request is not answered, and with which status: 400 and so on. The text keys
// are "api." and the cause, with ".title" and ".text".
var causes = map[string]int{
	"malformed":    http.StatusBadRequest,
	"parameter":    http.StatusBadRequest,
	"unauthorized": http.StatusUnauthorized,
	"origin":       http.StatusForbidden,
	"missing":      http.StatusNotFound,
	"method":       http.StatusMethodNotAllowed,
	"large":        http.StatusRequestEntityTooLarge,
	"many":         http.StatusRequestEntityTooLarge,
	"media":        http.StatusUnsupportedMediaType,
	"invalid":      http.StatusUnprocessableEntity,
	"busy":         http.StatusTooManyRequests,
	"failed":       http.StatusInternalServerError,
	"overloaded":   http.StatusServiceUnavailable,
}

// problem is a problem by RFC 9457. Nothing of a value that was sent is in it.
type problem struct {
	Type   string  `json:"type"`
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Detail string  `json:"detail"`
	Errors []fault `json:"errors,omitempty"`
}

// fault is what is wrong with one profile or parameter.
type fault struct {
	// Index is the profile's place among those sent, from 0, and Pointer the JSON pointer inside it.
	Index     *int     `json:"index,omitempty"`
	Pointer   *string  `json:"pointer,omitempty"`
	Parameter string   `json:"parameter,omitempty"` // of the query
	Fault     string   `json:"fault"`
	Detail    string   `json:"detail"`
	Allowed   []string `json:"allowed,omitempty"`
}

// problem says why a request is not answered, in the language of who asks. Pairs fill the text.
func (c *call) problem(cause string, pairs ...any) *answer {
	return c.problemWith(nil, cause, pairs...)
}

func (c *call) problemWith(faults []fault, cause string, pairs ...any) *answer {
	p := problem{Type: "about:blank", Title: c.voice.Say("api." + cause + ".title"), Status: causes[cause],
		Detail: c.voice.Say("api."+cause+".text", pairs...), Errors: faults}
	a := jsonAnswer(p.Status, mediaProblem, p)
	a.header.Set("Content-Language", c.voice.Tag())
	return a
}

// wrongParameter says what is wrong with a parameter of the query.
func (c *call) wrongParameter(name string, what scoring.Fault, pairs ...any) *answer {
	return c.problemWith([]fault{{Parameter: name, Fault: string(what), Detail: c.say(what, pairs...)}}, "parameter")
}

// profileFault says what is wrong with the profile at an index.
func (c *call) profileFault(index int, err error) fault {
	var wrong *scoring.ProfileError
	if !errors.As(err, &wrong) {
		panic("api: a profile has no such error")
	}
	return fault{Index: &index, Pointer: &wrong.Pointer, Fault: string(wrong.Fault), Detail: c.say(wrong.Fault, "Names", strings.Join(wrong.Names, ", "),
		"Date", scoring.Editions[0].From.String()), Allowed: wrong.Names}
}

// say says what is wrong.
func (c *call) say(what scoring.Fault, pairs ...any) string {
	return c.voice.Say("api.fault."+string(what), pairs...)
}
