package conversation

import (
	"slices"
	"strings"
)

// What was read and is to be confirmed waits: beside what is asked back, and under the answer that is
// taken meanwhile.

// propose has answers confirmed.
func (t *turn) propose(answers []Answer) {
	t.state.Notice = &Notice{Text: readTogether, Answers: answers}
}

// beside are the beginnings of the notices under which answers that are to be confirmed wait.
var beside = []string{"doubt.", "aside.", "university.", "topic.", "notice.want_"}

// wait keeps the answers that wait to be confirmed: they are asked about together with those said
// now, or under the answer taken now, or wait until that is clear.
func (t *turn) wait() {
	n := t.state.Notice
	more := n.confirms()
	left := slices.DeleteFunc(slices.Clone(t.waiting), func(a Answer) bool {
		q := find(a.Question)
		again := more && slices.ContainsFunc(n.Answers, func(b Answer) bool { return a.Question == b.Question })
		return q == nil || again || !more && t.state.answeredAny(q)
	})
	switch {
	case len(left) == 0 || t.state.View != "":
	case n == nil:
		t.propose(left)
	case n.Text == understood, n.Text == "notice.changed":
		t.state.Notice = &Notice{Text: readTogether, Question: n.Question, Answers: left}
	case more, slices.ContainsFunc(beside, func(text string) bool { return strings.HasPrefix(n.Text, text) }):
		other := *n
		other.Answers = append(slices.Clone(n.Answers), left...)
		slices.SortStableFunc(other.Answers, func(a, b Answer) int { return orderOf(a.Question) - orderOf(b.Question) })
		t.state.Notice = &other
	}
}
