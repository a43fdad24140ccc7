package web

import "net/http"

// landing is the page for those who come from elsewhere.
type landing struct{}

func (h *handler) landing(out http.ResponseWriter, r *http.Request) {
	v := voiceOf(r)
	p := h.page(v)
	p.Path = r.URL.Path
	p.Heading, p.Title, p.Start = v.Say("intro.title"), v.Say("intro.title"), true
	if code := r.PathValue("code"); referralForm.MatchString(code) {
		p.Referral = code
	}
	h.write(out, r, http.StatusOK, "message", p)
}
