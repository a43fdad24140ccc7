package web

import (
	"crypto/subtle"
	"net/http"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

// shareFolder is below which what people share is shown, each by its code.
const shareFolder = "/s/"

// shareTries are the codes under which nothing is, that a client may ask for: one that was mistyped
// or has ended is asked for again, and nobody guesses 130 bits.
var shareTries = limit{10 * time.Second, 30}

// ShareAddress is the address of the page that shows what people share, without the code, on a website.
func ShareAddress(public string) string { return public + shareFolder }

// share answers with what somebody shares. It sets no cookie, and neither this page nor its address
// is to be found anywhere else.
func (h *handler) share(out http.ResponseWriter, r *http.Request) {
	out.Header().Set("Referrer-Policy", "no-referrer")
	out.Header().Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	if !h.mayTry(r, false) {
		out.Header().Set("Retry-After", "10")
		h.say(out, r, http.StatusTooManyRequests, "busy")
		return
	}
	share, err := h.shared(r)
	if err != nil {
		h.fail(out, r, err)
		return
	}
	v := voiceOf(r)
	p := h.page(v)
	p.Path, p.Secret = r.URL.Path, true
	status := http.StatusOK
	if share == nil {
		h.mayTry(r, true)
		status = http.StatusNotFound
		p.Heading, p.Blocks = v.Say("code.gone"), []block{{Kind: "paragraph", Text: v.Say("code.gone_text")}}
	} else {
		err = bot.Guard(func() error {
			screen := conversation.SharedResult(share, v.Tag())
			p.Heading, p.Blocks = screen.Title, blocksOf(v, screen.Body)
			return nil
		})
	}
	if err != nil {
		h.fail(out, r, err)
		return
	}
	p.Title = p.Heading
	h.write(out, r, status, "message", p)
}

// shared returns what the whole code of an address names; nil where nothing is.
func (h *handler) shared(r *http.Request) (*conversation.Share, error) {
	code, ok := conversation.ReadShareCode(r.PathValue("code"))
	if !ok {
		return nil, nil
	}
	share, err := h.bot.Share(r.Context(), conversation.ShareID(code))
	if err != nil || share == nil || subtle.ConstantTimeCompare([]byte(share.Code), []byte(code)) != 1 {
		return nil, err
	}
	return share, nil
}

// mayTry reports whether a client may ask for a code, and counts one under which nothing was.
func (h *handler) mayTry(r *http.Request, missed bool) bool {
	if h.o.NoRateLimit {
		return true
	}
	c, now := h.client(r), h.o.Now()
	if missed {
		return c.shares.AllowN(now, 1)
	}
	return c.shares.TokensAt(now) >= 1
}
