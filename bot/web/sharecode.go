package web

import (
	"net/http"

	"hspbot/conversation"
	"hspbot/locales"
)

// codePath is where a code is typed that somebody was told.
const codePath = "/web/code"

// maxCode is how many bytes of what was typed are shown again: a link is shorter.
const maxCode = 300

// codeField is the field for a code.
type codeField struct {
	Value string // what was typed
	Wrong string // what is wrong with it; empty for nothing
	Why   string // what may be the reason; empty for nothing to be said
}

// typeCode asks for a code.
func (h *handler) typeCode(out http.ResponseWriter, r *http.Request) {
	v := voiceOf(r)
	h.writeCode(out, r, http.StatusOK, v, &codeField{})
}

// openCode leads to the page of what a typed code names, or asks for the code again.
func (h *handler) openCode(out http.ResponseWriter, r *http.Request) {
	v := voiceOf(r)
	field := &codeField{}
	if !h.mayTry(r) {
		field.Wrong = v.Say("code.too_many")
		h.writeCode(out, r, http.StatusTooManyRequests, v, field)
		return
	}
	if err := r.ParseForm(); err != nil {
		h.say(out, r, http.StatusBadRequest, "trouble")
		return
	}
	field.Value = r.PostForm.Get("code")
	share, err := h.typed(r, field.Value)
	if err != nil {
		h.fail(out, r, err)
		return
	}
	if share == nil {
		h.missed(r)
		field.Wrong, field.Why = v.Say("code.gone"), v.Say("code.gone_text")
		h.writeCode(out, r, http.StatusNotFound, v, field)
		return
	}
	h.redirect(out, r, shareFolder+share.Code+"?lang="+v.Tag(), http.StatusSeeOther)
}

// typed returns what a typed code names, which may be without its first letters; nil where nothing is.
func (h *handler) typed(r *http.Request, text string) (*conversation.Share, error) {
	id, ok := conversation.TypedShare(text)
	if !ok {
		id, ok = conversation.TypedShare("HSP-" + text)
	}
	if !ok {
		return nil, nil
	}
	return h.bot.Share(r.Context(), id)
}

func (h *handler) writeCode(out http.ResponseWriter, r *http.Request, status int, v *locales.Voice, field *codeField) {
	p := h.page(v, v.Say("webcode.title"))
	p.Path, p.Code = codePath, field
	if len(field.Value) > maxCode {
		field.Value = ""
	}
	h.write(out, r, status, "message", p)
}
