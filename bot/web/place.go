package web

import (
	"net/http"
	"strings"
)

// place is where an interview is held: on pages of its own, or in a frame on a page of a partner.
//
// In a frame the token is a part of the address instead of a cookie, which many browsers keep from
// frames. Nobody sees the address there, and no other page can make up a form with it. Only a frame
// is answered, so a link to a frame's interview leads nobody into one that somebody else has begun.
type place struct {
	Code  string // of the partner; empty on pages of its own
	token string // as the address has it
}

// embedPath begins the addresses in a frame; the partner's code follows.
const embedPath = "/web/embed/"

// placeOf returns where a page is.
func placeOf(r *http.Request) place {
	rest, ok := strings.CutPrefix(r.URL.Path, embedPath)
	if !ok {
		return place{}
	}
	parts := strings.SplitN(rest, "/", 4)
	p := place{Code: parts[0]}
	if len(parts) > 2 {
		p.token = parts[2]
	}
	return p
}

func (p place) with(t token) place {
	if p.Embedded() {
		p.token = string(t)
	}
	return p
}

// Embedded reports whether it is a frame.
func (p place) Embedded() bool { return p.Code != "" }

// Page is the address of a page that is the same for all: "start", which begins the interview, and
// "deleted".
func (p place) Page(name string) string {
	if p.Embedded() {
		return embedPath + p.Code + "/" + name
	}
	return "/web/" + name
}

// Own is the address of a page of the interview: "chat", its present screen; "file", below which its file
// is; and "link", where a link is made that opens it elsewhere. Of a frame whose cookie is refused, that is the
// only way back once the page around it has been left.
func (p place) Own(name string) string {
	if p.Embedded() {
		name += "/" + p.token
	}
	return p.Page(name)
}

// screen is the address of the present screen for a redirect. Keyboards and screen readers begin at the element
// of an id; in a frame the page around it would move.
func (p place) screen(id string) string {
	if p.Embedded() {
		return p.Own("chat")
	}
	return p.Own("chat") + "#" + id
}
