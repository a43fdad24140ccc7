package conversation

import "strings"

// People correct a message after it was sent. What the corrected one says is read as an
// answer to the question that was on the table when it was written.

// maxHeard is how many messages can be corrected: who corrects one does so soon.
const maxHeard = 8

// heard notes a message that is about to be read, and the question that is on the table.
func (t *turn) heard(message string) {
	if message == "" || strings.ContainsAny(message, " ,") {
		return
	}
	if q := t.current(); q != nil {
		message += " " + q.id
	}
	list := append(split(t.state.Heard), message)
	t.state.Heard = strings.Join(list[max(0, len(list)-maxHeard):], ",")
}

// asked returns the question that a message was to answer, nil where none was on the table;
// ok is false for a message that was not heard.
func (s *State) asked(message string) (q *question, ok bool) {
	for _, h := range split(s.Heard) {
		if m, id, _ := strings.Cut(h, " "); m == message {
			q, ok = find(id), true
		}
	}
	return q, ok
}

// reread reads a message whose text has been changed. Where it says nothing that answers its
// question nothing changes, and the person is told so.
func (t *turn) reread(message, text string) {
	if t.isNew || strings.TrimSpace(text) == "" {
		return // there was nothing to correct, or there is nothing to read
	}
	q, ok := t.state.asked(message)
	if ok && q == t.current() {
		t.read(text)
		return
	}
	before := t.state
	if ok && q != nil && t.state.inPlay(q) && !slash(text) {
		t.edit(q)
		t.read(text)
		if t.rereadTaken() {
			return
		}
	}
	t.state = before
	t.replan()
	t.say("notice.edited")
}

// rereadTaken reports whether a question that was put on the table again has been answered,
// or what the answer means is asked back.
func (t *turn) rereadTaken() bool {
	n := t.state.Notice
	asksBack := n != nil && (len(n.Offers) > 0 || len(n.Answers) > 0 || len(n.Universities) > 0)
	return t.state.View == "" && (t.state.Editing == "" || asksBack)
}
