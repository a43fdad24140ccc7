package conversation

import (
	"slices"
	"strings"

	"hspbot/locales"
)

// The views of what is sent to a partner: which answers go along, with a dot and a number for the
// pages after the first; how the person can be reached; what will be sent; the receipt.
const (
	leadView    = "lead"
	leadContact = "lead.contact"
	leadReview  = "lead.review"
	leadReceipt = "lead.receipt"
)

// isLead reports whether a view is one of what is sent to a partner.
func isLead(view string) bool {
	name, _, _ := strings.Cut(view, ".")
	return name == leadView
}

// widestOnPhone is how many columns a button has on a phone.
const widestOnPhone = 30

// offerLead adds the button of the way to the partner, where there is one.
func (t *turn) offerLead(s *Screen) {
	v, r := t.voice, t.state.receipt()
	if r != nil && r.State == LeadFailed && t.leadTo() != nil {
		s.Lines(List, Line{Mark: Caution, Label: v.Say("lead.failed", "Name", r.Name)})
	}
	switch p := t.leadTo(); {
	case t.sentLead():
		s.add(Control, leadReceipt, ShowAction(leadReceipt), v.Say("lead.control.receipt"))
	case p != nil:
		label := v.Say("lead.control", "Name", p.Name)
		if locales.Columns(label) > widestOnPhone {
			label = v.Say("lead.control.long")
		}
		s.add(Control, leadView, ShowAction(leadView), label)
	}
}

// leadScreen draws a view of what is sent to a partner.
func (t *turn) leadScreen(view string) Screen {
	p := t.leadTo()
	switch {
	case t.sentLead() || view == leadReceipt && t.state.receipt() != nil:
		return t.leadReceipt()
	case p == nil:
		s := t.detail(leadView, "lead.none.title")
		s.Text(Paragraph, t.voice.Say("lead.none"))
		return s
	case view == leadContact:
		return t.leadContact(p)
	case view == leadReview && t.prepared().Contact != "":
		return t.leadReview(p)
	case view == leadReview:
		return t.leadContact(p)
	}
	return t.leadFacts(p, view)
}

// leadFacts asks which answers go along.
func (t *turn) leadFacts(p *Partner, view string) Screen {
	v := t.voice
	pages := togglePages(t.leadQuestions())
	list, n := onPage(pages, strings.TrimPrefix(view, leadView+"."))
	s := t.detail(pageView(leadView, n), "lead.facts.title", "Name", p.Name)
	s.Several = true
	s.Text(Paragraph, v.Say("lead.facts"))
	var answers []Line
	ticked := split(t.prepared().Facts)
	for _, q := range list {
		verb, on := "on", slices.Contains(ticked, q.id)
		if on {
			verb = "off"
		}
		answers = append(answers, Line{Label: q.name(v), Value: t.answerText(q)})
		s.add(Option, q.id, leadVerb+":"+verb+":"+q.id, q.name(v)).Selected = on
	}
	s.Lines(Table, answers...)
	t.turnPages(&s, leadView, n, len(pages))
	s.add(Control, "next", ShowAction(leadContact), v.Say("lead.control.next"))
	return s
}

// leadContact asks how the person can be reached.
func (t *turn) leadContact(p *Partner) Screen {
	v := t.voice
	s := t.detail(leadContact, "lead.contact.title", "Name", p.Name)
	s.Text(Paragraph, v.Say("lead.contact.text"))
	s.Hint = v.Say("lead.contact.hint")
	if contact := t.prepared().Contact; contact != "" {
		s.Lines(Table, Line{Label: v.Say("lead.contact"), Value: contact})
		s.add(Option, "next", ShowAction(leadReview), v.Say("lead.control.keep"))
	}
	s.add(Control, "facts", ShowAction(leadView), v.Say("lead.control.facts"))
	return s
}

// leadReview shows exactly what will be sent, and asks once.
func (t *turn) leadReview(p *Partner) Screen {
	v, m := t.voice, t.message()
	s := t.detail(leadReview, "lead.review.title", "Name", p.Name)
	m.draw(&s, v)
	s.Text(Small, v.Say("lead.review.also"))
	if p.Consent != "" {
		s.Text(Heading, v.Say("lead.review.words", "Name", p.Name))
		s.Text(Paragraph, p.Consent)
	}
	s.Text(Paragraph, v.Say("lead.review.consent", "Name", p.Name))
	s.add(Option, "send", leadVerb+":send:"+m.digest(p), v.Say("lead.control.send"))
	s.add(Option, "drop", leadVerb+":drop", v.Say("lead.control.drop"))
	s.add(Control, "facts", ShowAction(leadView), v.Say("lead.control.facts"))
	s.add(Control, "contact", ShowAction(leadContact), v.Say("lead.control.contact"))
	return s
}

// leadReceipt shows what was sent and how far it has come.
func (t *turn) leadReceipt() Screen {
	v, r := t.voice, t.state.receipt()
	s := t.detail(leadReceipt, "lead.receipt.title", "Name", r.Name)
	s.Text(Paragraph, v.Say("lead.state."+string(r.State), "Name", r.Name))
	s.Lines(Table, append([]Line{{Label: v.Say("lead.receipt.sent"), Value: day(v, r.Sent)}}, t.sent(r)...)...)
	switch r.State {
	case LeadSent, LeadDelivered, LeadNotWithdrawn:
		s.Text(Small, v.Say("lead.receipt.how", "Name", r.Name))
		s.add(Option, "withdraw", leadVerb+":withdraw", v.Say("lead.control.withdraw"))
	case LeadWithdrawn, LeadFailed:
		if t.leadTo() != nil {
			s.add(Option, "again", ShowAction(leadView), v.Say("lead.control.again"))
		}
	}
	return s
}

// namesOf names questions by their ids.
func (t *turn) namesOf(facts string) []string {
	var list []string
	for _, id := range split(facts) {
		if q := find(id); q != nil {
			list = append(list, q.name(t.voice))
		}
	}
	return list
}

// sent are the lines of what went along, and of what names it.
func (t *turn) sent(r *Receipt) []Line {
	v := t.voice
	facts := append([]string{v.Say("lead.receipt.always")}, t.namesOf(r.Facts)...)
	return []Line{{Label: v.Say("lead.receipt.facts"), Value: join(v, facts)}, {Label: v.Say("lead.receipt.id"), Note: r.ID}}
}

// storedLead are the lines of what is kept for the partner.
func (t *turn) storedLead() []Line {
	v, l := t.voice, t.prepared()
	var list []Line
	draft := t.namesOf(l.Facts)
	if l.Contact != "" {
		draft = append(draft, l.Contact)
	}
	if len(draft) > 0 {
		list = append(list, Line{Label: v.Say("lead.stored.draft"), Value: join(v, draft)})
	}
	if r := l.Receipt; r != nil {
		list = append(list, Line{Label: v.Say("lead.receipt.title", "Name", r.Name), Value: day(v, r.Sent), Note: v.Say("lead.state."+string(r.State), "Name", r.Name)})
		list = append(list, t.sent(r)...)
	}
	if m := l.Message; m != nil {
		list = append(list, Line{Label: v.Say("lead.stored.contact"), Value: m.Contact})
	}
	return list
}
