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

// Start is where the form goes that begins the interview.
func (p place) Start() string {
	if p.Embedded() {
		return embedPath + p.Code + "/start"
	}
	return "/web/start"
}

// Chat is the address of the present screen.
func (p place) Chat() string {
	if p.Embedded() {
		return embedPath + p.Code + "/chat/" + p.token
	}
	return "/web/chat"
}

// screen is Chat for a redirect. The fragment has keyboards and screen readers begin at it; in a frame
// the page around it would move.
func (p place) screen() string {
	if p.Embedded() {
		return p.Chat()
	}
	return p.Chat() + "#main"
}

// wrong is screen for a page that says what is wrong with an answer: it begins there.
func (p place) wrong() string {
	if p.Embedded() {
		return p.Chat()
	}
	return p.Chat() + "#notice"
}

// File is what the addresses of files begin with.
func (p place) File() string {
	if p.Embedded() {
		return embedPath + p.Code + "/file/" + p.token + "/"
	}
	return "/web/file/"
}

// Link is where a link is made that opens the interview elsewhere. Of a frame whose cookie is refused,
// it is the only way back once the page around it has been left.
func (p place) Link() string {
	if p.Embedded() {
		return embedPath + p.Code + "/link/" + p.token
	}
	return linkPath
}

func (p place) deleted() string {
	if p.Embedded() {
		return embedPath + p.Code + "/deleted"
	}
	return "/web/deleted"
}
