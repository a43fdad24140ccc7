package conversation

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hspbot/locales"
	"hspbot/scoring"
)

// A person may send their result to the partner whose link led them here: they tick which answers go
// along, write how they can be reached, are shown exactly what will be sent, and agree. What has been
// agreed to is kept until the partner has it; then a receipt stays, with which it can be withdrawn.

// Lead is what is kept of a result for the partner: what is prepared, is on its way, or was sent.
type Lead struct {
	// Facts are the questions whose answers are ticked to go along ("degrees,salary"), and Contact is
	// how the person can be reached, as they wrote it. Both are kept until it is sent, or dropped.
	Facts   string `json:"facts,omitempty"`
	Contact string `json:"contact,omitempty"`
	// Message is what was agreed to, until the partner has it or it has been given up.
	Message *Message `json:"message,omitempty"`
	Receipt *Receipt `json:"receipt,omitempty"`
}

// Message is what a partner gets.
type Message struct {
	ID       string       `json:"id"`      // nobody guesses it; the same if it comes twice
	Partner  string       `json:"partner"` // code
	Sent     time.Time    `json:"sent"`    // when the person agreed
	Language string       `json:"language"`
	AsOf     scoring.Date `json:"as_of"` // day of the law and the age
	Results  []LeadResult `json:"results"`
	Facts    []LeadFact   `json:"facts"` // those ticked; may be none
	Contact  string       `json:"contact"`
}

// LeadResult is the outcome in one category, and LeadFact one answer, both in the person's language.
type (
	LeadResult struct {
		Category string `json:"category"` // i-a, i-b or i-c
		Name     string `json:"name"`
		Least    int    `json:"least"` // points
		Most     int    `json:"most"`
		Verdict  string `json:"verdict"` // passes, fails or undecided
	}
	LeadFact struct {
		ID       string `json:"id"`
		Question string `json:"question"`
		Answer   string `json:"answer"`
	}
)

// Receipt is what stays of a message.
type Receipt struct {
	ID      string    `json:"id"`
	Partner string    `json:"partner"` // code
	Name    string    `json:"name"`
	Sent    time.Time `json:"sent,omitzero"`
	Facts   string    `json:"facts,omitempty"` // as in [Lead]
	State   LeadState `json:"state"`
}

// LeadState is how far a message, or its withdrawal, has come.
type LeadState string

// The states. From LeadSent a message comes to LeadDelivered or LeadFailed, and from LeadWithdrawing
// its withdrawal to LeadWithdrawn or LeadNotWithdrawn.
const (
	LeadSent         LeadState = "sent" // on its way
	LeadDelivered    LeadState = "delivered"
	LeadFailed       LeadState = "failed"
	LeadWithdrawing  LeadState = "withdrawing"
	LeadWithdrawn    LeadState = "withdrawn"
	LeadNotWithdrawn LeadState = "not_withdrawn" // the partner could not be told
)

// leadFrom are the states that come before those that a delivery leads to.
var leadFrom = map[LeadState]LeadState{LeadDelivered: LeadSent, LeadFailed: LeadSent, LeadWithdrawn: LeadWithdrawing, LeadNotWithdrawn: LeadWithdrawing}

// LeadSettled returns the state after a message of that id, or its withdrawal, has come to its end;
// ok is false where it is of none of the person's any more.
func (s State) LeadSettled(id string, as LeadState) (after State, ok bool) {
	if s.Lead == nil || s.Lead.Receipt == nil || s.Lead.Receipt.ID != id || s.Lead.Receipt.State != leadFrom[as] {
		return s, false
	}
	l, r := *s.Lead, *s.Lead.Receipt
	r.State, l.Receipt, l.Message = as, &r, nil
	s.Lead = &l
	return s, true
}

// Forget returns what is left of a state when the person has asked to be forgotten: the language of
// the goodbye, and what of theirs is to be withdrawn.
func (s State) Forget() State {
	left := State{Language: s.Language, Forgotten: true}
	if r := s.receipt(); r != nil && r.State != LeadWithdrawn {
		left.Lead = &Lead{Receipt: &Receipt{ID: r.ID, Partner: r.Partner, Name: r.Name, State: LeadWithdrawing}}
	}
	return left
}

// WithoutDelivery returns the state as it is before anything has become of what was sent, which
// happens without the person's doing.
func (s State) WithoutDelivery() State {
	r := s.receipt()
	if r == nil {
		return s
	}
	l, receipt := *s.Lead, *r
	if before, ok := leadFrom[receipt.State]; ok {
		receipt.State = before
	}
	l.Message, l.Receipt = nil, &receipt
	s.Lead = &l
	return s
}

// receipt is that of the last message, nil where there is none.
func (s *State) receipt() *Receipt {
	if s.Lead == nil {
		return nil
	}
	return s.Lead.Receipt
}

// kept is what is left when the person starts again: what was sent.
func (l *Lead) kept() *Lead {
	if l == nil || l.Receipt == nil {
		return nil
	}
	return &Lead{Message: l.Message, Receipt: l.Receipt}
}

// prepared is what is kept for the partner.
func (t *turn) prepared() Lead {
	if t.state.Lead == nil {
		return Lead{}
	}
	return *t.state.Lead
}

// setLead replaces what is kept.
func (t *turn) setLead(l Lead) {
	t.state.Lead = &l
	if l == (Lead{}) {
		t.state.Lead = nil
	}
}

// leadTo is the partner to whom the result can be sent, nil where there is none: it has to be the
// person's own, whole, and looked at where nobody reads along.
func (t *turn) leadTo() *Partner {
	p := &t.partner
	if !p.Leads || t.state.Candidate || t.state.Open || t.event.Public || !t.finished() {
		return nil
	}
	return p
}

// sentLead reports whether a message is with the partner, or on its way, and not withdrawn.
func (t *turn) sentLead() bool {
	r := t.state.receipt()
	return r != nil && r.State != LeadFailed && r.State != LeadWithdrawn
}

// leadQuestions are the questions whose answers may go along. The category goes along in any case.
func (t *turn) leadQuestions() []*question {
	return slices.DeleteFunc(everyQuestion(), func(q *question) bool { return q.id == "goal" || !t.given(q) })
}

// message is what would be sent now, without what is known only then.
func (t *turn) message() *Message {
	l, v := t.prepared(), t.voice
	m := &Message{Partner: t.state.Referral, Language: v.Tag(), AsOf: t.today, Facts: []LeadFact{}, Contact: l.Contact}
	a := &t.plan.assessment
	for c := range a.Sheets.All() {
		r := &a.Categories[c]
		m.Results = append(m.Results, LeadResult{c.String(), v.Say("category." + c.String() + ".name"), r.Min, r.Max, r.Verdict.String()})
	}
	ticked := split(l.Facts)
	for _, q := range t.leadQuestions() {
		if slices.Contains(ticked, q.id) {
			m.Facts = append(m.Facts, LeadFact{q.id, q.name(v), t.answerText(q)})
		}
	}
	return m
}

// digest names what is shown before it is sent, with the words of who gets it, so that nothing else is.
func (m *Message) digest(by *Partner) string {
	b, err := json.Marshal([]any{m, by.Name, by.Consent})
	if err != nil {
		panic("conversation: a message has no JSON form") // it holds texts and numbers only
	}
	h := fnv.New64a()
	h.Write(b)
	return fmt.Sprintf("%016x", h.Sum64())
}

// verdictMarks are the marks of the verdicts, by their names.
var verdictMarks = map[string]Mark{scoring.Passes.String(): Met, scoring.Fails.String(): NotMet, scoring.Undecided.String(): Depends}

// draw adds what is in the message to a screen.
func (m *Message) draw(s *Screen, v *locales.Voice) {
	var results, also []Line
	for _, r := range m.Results {
		results = append(results, Line{Mark: verdictMarks[r.Verdict], Label: r.Name, Value: Score(v, r.Least, r.Most)})
	}
	s.Lines(Table, results...)
	for _, f := range m.Facts {
		also = append(also, Line{Label: f.Question, Value: f.Answer})
	}
	s.Lines(Table, append(also, Line{Label: v.Say("lead.contact"), Value: m.Contact}, Line{Label: v.Say("lead.as_of"), Value: date(v, m.AsOf)})...)
}

// Title is what the message is, in a line.
func (m *Message) Title() string { return locales.In(m.Language).Say("lead.plain.title") }

// Plain is the message as a text for who gets it, in the person's language.
func (m *Message) Plain() string {
	v := locales.In(m.Language)
	s := Screen{Title: m.Title()}
	m.draw(&s, v)
	s.Text(Small, v.Say("lead.plain.note", "ID", m.ID))
	return s.Plain()
}

// WithdrawalTitle is what a withdrawal is, in a line.
func WithdrawalTitle(language string) string {
	return locales.In(language).Say("lead.plain.withdrawal")
}

// PlainWithdrawal is the text of a withdrawal of the message of an id.
func PlainWithdrawal(id, language string) string {
	return WithdrawalTitle(language) + "\n\n" + locales.In(language).Say("lead.plain.withdrawn", "ID", id) + "\n"
}

// The actions of what is sent to a partner begin with leadVerb.
const leadVerb = "lead"

// pressLead does what a button about the message says.
func (t *turn) pressLead(what, arg string) {
	l := t.prepared()
	switch {
	case what == "withdraw" && t.state.receipt() != nil:
		t.withdraw()
	case what == "drop":
		t.setLead(Lead{Message: l.Message, Receipt: l.Receipt})
		t.state.View = ""
		t.say("lead.dropped")
	case t.leadTo() == nil:
		t.state.View = ""
		t.say("notice.old_button")
	case t.sentLead(): // pressed twice
		t.state.View = leadReceipt
	case what == "on" || what == "off":
		t.tickLead(arg, what == "on")
	case what == "send":
		t.send(arg)
	default:
		t.say("notice.old_button")
	}
}

// tickLead has an answer go along, or not, and shows the page it is on.
func (t *turn) tickLead(id string, on bool) {
	list := t.leadQuestions()
	at := slices.IndexFunc(list, func(q *question) bool { return q.id == id })
	if at < 0 {
		t.say("notice.old_button")
		return
	}
	l := t.prepared()
	l.Facts = withID(l.Facts, id, on)
	t.setLead(l)
	t.state.View = pageView(leadView, at/perPage(len(list))+1)
}

// send agrees to what was shown.
func (t *turn) send(shown string) {
	m := t.message()
	if m.Contact == "" || t.event.Random == "" || m.digest(&t.partner) != shown {
		t.state.View = leadReview
		t.say("lead.changed")
		return
	}
	m.ID, m.Sent = t.event.Random, t.state.Touched
	facts := make([]string, 0, len(m.Facts))
	for _, f := range m.Facts {
		facts = append(facts, f.ID)
	}
	l := Lead{Message: m, Receipt: &Receipt{ID: m.ID, Partner: m.Partner, Name: t.partner.Name, Sent: m.Sent, Facts: strings.Join(facts, ","), State: LeadSent}}
	t.setLead(l)
	t.state.View = leadReceipt
}

// withdraw takes back what was sent.
func (t *turn) withdraw() {
	l, r := t.prepared(), *t.state.receipt()
	t.state.View = leadReceipt
	if r.State == LeadWithdrawn || r.State == LeadWithdrawing {
		return
	}
	r.State = LeadWithdrawing
	l.Message, l.Receipt = nil, &r
	t.setLead(l)
}

// What is written about how to reach somebody has at least and at most so many characters; of the
// least, letters and digits count.
const (
	leastContact = 4
	mostContact  = 200
)

// readLead takes how the person can be reached, where that is asked.
func (t *turn) readLead(text string) bool {
	if t.state.View != leadContact || t.leadTo() == nil {
		return false
	}
	if _, command := readCommand(text); command {
		return false
	}
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > mostContact {
		t.say("lead.contact.long")
		return true
	}
	written := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			written++
		}
	}
	if written < leastContact {
		if !t.pick(text) {
			t.say("lead.contact.short")
		}
		return true
	}
	if t.pick(text) { // the words of a button
		return true
	}
	l := t.prepared()
	l.Contact = text
	t.setLead(l)
	t.state.View = leadReview
	return true
}
