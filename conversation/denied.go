package conversation

import (
	"slices"

	"hspbot/conversation/typed"
	"hspbot/scoring"
)

// People say what they do not have before they are asked: "no kids".

// deniable are the questions that have an answer in there being none: no licences, no children.
var deniable = []string{"degrees", "career_i-a", "career_i-b", "career_i-c", "japanese", "licences", "family"}

// denied returns the question whose subject a text says there is none of, and the answer: "no kids".
// Years of work are those of the goal.
func (t *turn) denied(text, goal string) (*question, string) {
	said := words().choices[anyQuestion].Read(text)
	if !said.None && !said.Not || said.Question || len(said.About) > 1 {
		return nil, ""
	}
	for _, id := range deniable {
		q := find(id)
		about := slices.Contains(said.About, q.wordsID())
		if id == "family" {
			about = (about || len(said.About) == 0) && hasWord(fold(text), words().children)
		} else if said.Unknown {
			about = false
		}
		if !about || !t.state.inPlay(q) || q.style == number && id != "career_"+goal {
			continue
		}
		if arg := t.noneOf(q, text); arg != "" {
			return q, arg
		}
	}
	return nil, ""
}

// noneOf is the answer to a question that a text gives by saying that there is none. At the one for the
// family that is children: nothing else is said of it.
func (t *turn) noneOf(q *question, text string) string {
	if q.style == number {
		if r := t.reading(q, text); r.Doubt != typed.Clear || r.From > 0 || !q.exact(r) {
			return ""
		}
		return q.noneArg()
	}
	u := t.choice(q, text)
	switch {
	case q.id == "family" && (u.arg == "none" || u.notice == askedBack && slices.Equal(u.offers, []string{"none"})):
		return noChildren()
	case q.id != "family" && u.arg == "none":
		return u.arg
	}
	return ""
}

// noChildren is the answer that there are no children the table knows of.
func noChildren() string {
	q := find("family")
	return "none~" + maskOf(q, q.optionsWhere(func(o *option) bool { return o.fact == scoring.ChildrenAges }))
}
