package web

import (
	"crypto/subtle"
	"net/http"

	"hspbot/bot"
	"hspbot/conversation"
)

// shareFolder is below which what people share is shown, each by its code.
const shareFolder = "/s/"

// ShareAddress is the address of the page that shows what people share, without the code, on a website.
func ShareAddress(public string) string { return public + shareFolder }

// share answers with what somebody shares. It sets no cookie, and neither this page nor its address
// is to be found anywhere else.
func (h *handler) share(out http.ResponseWriter, r *http.Request) {
	out.Header().Set("Referrer-Policy", "no-referrer")
	out.Header().Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	if !h.mayTry(r) {
		h.say(out, r, http.StatusTooManyRequests, "busy")
		return
	}
	share, err := h.shared(r)
	if err != nil {
		h.fail(out, r, err)
		return
	}
	v := voiceOf(r)
	p := h.page(v, v.Say("code.gone"))
	p.Path, p.Secret = r.URL.Path, true
	status := http.StatusOK
	if share == nil {
		h.missed(r)
		status = http.StatusNotFound
		p.Blocks = []block{{Kind: "paragraph", Text: v.Say("code.gone_text")}}
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
