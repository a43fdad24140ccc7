package conversation

import (
	"strings"

	"hspbot/scoring"
)

// Examinations of the IT notification by name, at the question for licences.

// examination reads a text that is the names of examinations and nothing else, and says what
// each is. Those on the list are counted where the names are clear, else the count is offered.
func (t *turn) examination(q *question, text string) bool {
	found, sure := scoring.FindExaminations(text)
	if len(found) == 0 {
		return false
	}
	listed := 0
	var names []string
	for _, x := range found {
		names = append(names, x.Name)
		if x.Listed {
			listed++
		}
	}
	t.state.View = ""
	arg := [...]string{"none", "one", "two-or-more"}[min(listed, 2)]
	switch {
	case listed == 0:
		t.sayOf(q, "aside.not_counted")
	case sure && listed == len(found) && !strings.ContainsAny(text, "?？"):
		t.chooseTyped(q, arg)
	default:
		t.sayOf(q, askedBack)
		t.state.Notice.Offers = []string{arg}
	}
	t.state.Notice.Examinations = names
	return true
}

// examinations says what the examinations of a notice are.
func (t *turn) examinations(n *Notice) string {
	said := map[string][]string{}
	for _, name := range n.Examinations {
		x := scoring.ExaminationNamed(name)
		switch {
		case x == nil: // of a list that is over
		case x.Former:
			said["former"] = append(said["former"], name)
		case x.Listed:
			said["listed"] = append(said["listed"], name)
		default:
			said["not_listed"] = append(said["not_listed"], name)
		}
	}
	var lines []string
	for _, id := range []string{"listed", "former", "not_listed"} {
		if len(said[id]) > 0 {
			lines = append(lines, t.voice.Say("examination."+id, "Names", join(t.voice, said[id])))
		}
	}
	return strings.Join(lines, "\n")
}
