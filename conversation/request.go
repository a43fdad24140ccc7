package conversation

// Request is that somebody's employer, or one to be, has asked for their result by a link. They
// answer privately; at the end they are asked once whether what [Shared] draws may be handed over,
// and it is shown to them before. Nothing else ever goes back.
type Request struct {
	// Code names the request to the platform. It is empty in an event whose link has ended.
	Code string `json:"code"`
	// By is who asks, as they read it.
	By string `json:"by,omitempty"`
	// Consent is "yes" or "no" once they have answered.
	Consent string `json:"consent,omitempty"`
}

// The answers to what is asked at the end, and the action before them.
const (
	consentVerb = "hand"
	consentYes  = "yes"
	consentNo   = "no"
)

// Agreed returns the code of the request to which the person has agreed to hand their result over.
func (s State) Agreed() (code string, ok bool) {
	if s.Forgotten || s.Request == nil || s.Request.Consent != consentYes {
		return "", false
	}
	return s.Request.Code, true
}

// requested takes a request that led the person here, and says what will and will not happen.
func (t *turn) requested(r *Request) {
	switch {
	case r == nil:
	case r.Code == "":
		t.say("request.over")
	case t.state.Request != nil && t.state.Request.Code == r.Code:
	default:
		t.state.Request = &Request{Code: r.Code, By: r.By}
		t.say("request.begun")
	}
}

// consents reports whether the person is still to be asked whether the result may be handed over.
func (t *turn) consents() bool { return t.state.Request != nil && t.state.Request.Consent == "" }

// consent shows what would be handed over, and asks whether it may be.
func (t *turn) consent() Screen {
	v, by := t.voice, t.state.Request.By
	s := t.detail("request", "request.title", "By", by)
	s.Text(Paragraph, v.Say("request.text", "By", by))
	if shared, ok := shared(t); ok {
		s.Body = append(s.Body, shared.Body...)
	}
	s.add(Option, consentYes, consentVerb+":"+consentYes, v.Say("request.yes"))
	s.add(Option, consentNo, consentVerb+":"+consentNo, v.Say("request.no"))
	return s
}

// hand takes the answer to whether the result may be handed over. It is asked once, and what was
// pressed before there is a result means nothing.
func (t *turn) hand(answer string) {
	if !t.consents() || !t.finished() || answer != consentYes && answer != consentNo {
		t.say("notice.old_button")
		return
	}
	r := *t.state.Request
	r.Consent = answer
	t.state.Request, t.state.View = &r, ""
	t.say("request.said_" + answer)
}
