package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"hspbot/bot"
	"hspbot/locales"
)

// Paths are those of the website, as a [http.ServeMux] has them. The first answers a GET with a
// redirect.
var Paths = []string{"/web/", "/go/", "/s/", "/{$}"}

// maxForm is the most bytes of a form. What people type is far less.
const maxForm = 16 << 10

// handler answers browsers.
type handler struct {
	*Web
	bot *bot.Bot
}

// Handler answers at [Paths].
func (w *Web) Handler(b *bot.Bot) http.Handler {
	h := &handler{w, b}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", h.landing)
	mux.HandleFunc("GET /go/{code}", h.landing)
	mux.HandleFunc("GET "+shareFolder+"{code}", h.share)
	mux.HandleFunc("GET "+codePath, h.typeCode)
	mux.HandleFunc("POST "+codePath, h.openCode)
	mux.HandleFunc("GET /web/{$}", func(out http.ResponseWriter, r *http.Request) { h.redirect(out, r, "/", http.StatusFound) })
	// The interview, on pages of its own and in a frame, where the token is a part of the address.
	interview := func(method, page string, handle http.HandlerFunc) {
		mux.HandleFunc(method+" /web/"+strings.Replace(page, "/{token}", "", 1), handle)
		mux.HandleFunc(method+" "+embedPath+"{code}/"+page, h.framed(handle))
	}
	interview("POST", "start", h.start)
	interview("GET", "chat/{token}", h.chat)
	interview("POST", "chat/{token}", h.answer)
	interview("GET", "file/{token}/{name}", h.file)
	interview("GET", "deleted", h.deleted)
	mux.HandleFunc("GET "+embedPath+"{code}", h.framed(h.embed))
	if h.o.Records != nil {
		interview("GET", "link/{token}", h.link)
		interview("POST", "link/{token}", h.link)
		mux.HandleFunc("GET "+goOnPath+"{code}", h.goOn)
		mux.HandleFunc("POST "+goOnPath+"{code}", h.goOn)
	}
	mux.HandleFunc("GET /web/assets/{name}", serveAsset)
	mux.HandleFunc("GET /web/partner/{code}/{name}", h.partnerFile)
	mux.HandleFunc("/", func(out http.ResponseWriter, r *http.Request) { h.say(out, r, http.StatusNotFound, "missing") })
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		h.protect(out.Header())
		if at := placeOf(r); at.Embedded() {
			h.allowFrame(out.Header(), at.Code)
		}
		out.Header().Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(out, r.Body, maxForm)
		switch {
		case !h.client(r).requests.AllowN(h.o.Now(), 1):
			h.say(out, r, http.StatusTooManyRequests, "busy")
		case h.cross.Check(r) != nil:
			h.say(out, r, http.StatusForbidden, "foreign")
		default:
			mux.ServeHTTP(out, r)
		}
	})
}

// redirect leads to a page of the website.
func (h *handler) redirect(out http.ResponseWriter, _ *http.Request, path string, status int) {
	out.Header().Set("Location", h.base()+path)
	out.WriteHeader(status)
}

// languageOf returns the language of a page: what the address names, then what the browser does;
// known is false where there is no such text, and chosen says that the address names it.
func languageOf(r *http.Request) (tag string, chosen, known bool) {
	if tag, ok := locales.Match(r.URL.Query().Get("lang")); ok {
		return tag, true, true
	}
	tag, known = locales.Accepted(r.Header.Get("Accept-Language"))
	return tag, false, known
}

// voiceOf returns the voice of that language.
func voiceOf(r *http.Request) *locales.Voice {
	tag, _, _ := languageOf(r)
	return locales.In(tag)
}

// start begins the interview, or goes on with the one that the browser has.
func (h *handler) start(out http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		h.say(out, r, http.StatusBadRequest, "trouble")
		return
	}
	t, ok := h.tokenOf(r)
	if ok {
		s, err := h.bot.Session(r.Context(), t.key())
		ok = err == nil && !s.State.Forgotten
	}
	if !ok { // a token that nobody was given here begins nothing
		if !h.mayBegin(r) {
			h.say(out, r, http.StatusTooManyRequests, "busy")
			return
		}
		t = newToken()
	}
	if _, err := h.bot.Take(r.Context(), bot.Delivery{Key: t.key(), Event: h.started(r)}); err != nil {
		h.say(out, r, http.StatusServiceUnavailable, "trouble")
		return
	}
	h.keep(out, r, t, h.o.TTL)
	h.redirect(out, r, placeOf(r).with(t).screen("main"), http.StatusSeeOther)
}

// deleted says that everything is.
func (h *handler) deleted(out http.ResponseWriter, r *http.Request) {
	h.write(out, r, http.StatusOK, "message", h.goodbye(voiceOf(r)))
}

// say answers with a page that says one thing.
func (h *handler) say(out http.ResponseWriter, r *http.Request, status int, what string) {
	v := voiceOf(r)
	p := h.page(v, v.Say("web."+what+".title"))
	p.Blocks = []block{{Kind: "paragraph", Text: v.Say("web." + what + ".text")}}
	p.Start, p.Continue = what == "gone" || what == "missing" || what == "over", what == "trouble" || what == "busy" || what == "foreign"
	h.write(out, r, status, "message", p)
}

// fail answers where what is stored could not be looked at.
func (h *handler) fail(out http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil && errors.Is(err, context.Cause(r.Context())) {
		return // nobody waits any more
	}
	h.o.Log.LogAttrs(r.Context(), slog.LevelError, "page failed", slog.String("platform", Platform), slog.Any("error", err))
	h.say(out, r, http.StatusServiceUnavailable, "trouble")
}

// write draws a page.
func (h *handler) write(out http.ResponseWriter, r *http.Request, status int, template string, p *page) {
	p.Place = placeOf(r)
	if p.Place.Embedded() {
		p.openLinksApart()
	}
	var b bytes.Buffer
	if err := templatesFor(p.Tag).ExecuteTemplate(&b, template, p); err != nil {
		h.o.Log.Error("draw page", "platform", Platform, "error", err)
		http.Error(out, "something went wrong", http.StatusInternalServerError)
		return
	}
	out.Header().Set("Content-Type", "text/html; charset=utf-8")
	out.Header().Set("Content-Language", p.Lang)
	out.Header().Add("Vary", "Accept-Language, Cookie")
	if status == http.StatusTooManyRequests {
		out.Header().Set("Retry-After", "10")
	}
	switch {
	case p.Secret:
	case !strings.HasPrefix(p.Path, "/web/"):
		out.Header().Set("Cache-Control", "private, no-cache")
	default:
		out.Header().Set("X-Robots-Tag", "noindex")
	}
	out.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = out.Write(b.Bytes()) // who has left has left
	}
}
