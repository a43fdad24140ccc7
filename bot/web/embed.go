package web

import (
	"net/http"
	"strings"
)

// framed answers frames of a partner. Anybody else is led to the page, so that a link opens no
// interview of somebody else. Browsers from before 2023 do not tell.
func (h *handler) framed(next http.HandlerFunc) http.HandlerFunc {
	return func(out http.ResponseWriter, r *http.Request) {
		p, ok := h.o.Partners.Find(r.PathValue("code"))
		dest := r.Header.Get("Sec-Fetch-Dest")
		switch {
		case !ok || len(p.Origins) == 0:
			h.say(out, r, http.StatusNotFound, "missing")
		case dest != "" && dest != "iframe" && dest != "frame":
			h.redirect(out, r, "/go/"+p.Code, http.StatusSeeOther)
		default:
			next(out, r)
		}
	}
}

// allowFrame lets pages of a partner's origins show an answer in a frame, and nobody else.
func (w *Web) allowFrame(h http.Header, code string) {
	p, _ := w.o.Partners.Find(code)
	if len(p.Origins) == 0 {
		return
	}
	h.Set("Content-Security-Policy", strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors "+strings.Join(p.Origins, " "), 1))
	h.Del("X-Frame-Options")
}

// embed answers with what stands in a frame first: the interview that the browser has begun in frames
// of this website, where it keeps such a cookie, or else what it is and the button that begins it.
func (h *handler) embed(out http.ResponseWriter, r *http.Request) {
	at := placeOf(r)
	if c, err := r.Cookie(frameCookie); err == nil {
		if t, ok := parseToken(c.Value); ok {
			if s, err := h.bot.Session(r.Context(), t.key()); err == nil && !s.State.Forgotten {
				h.redirect(out, r, at.with(t).screen("main"), http.StatusSeeOther)
				return
			}
		}
	}
	v := voiceOf(r)
	p := h.page(v, v.Say("intro.title"))
	p.Referral, p.Partner = at.Code, h.partner(at.Code, v)
	h.write(out, r, http.StatusOK, "embed", p)
}
