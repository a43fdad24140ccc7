package conversation

import (
	"slices"
	"strings"

	"hspbot/scoring"
)

// What if: other answers are tried out, and what they would change is shown. Nothing is stored
// until the person says so.

// tried is the notice with the answers that are tried out.
const tried = "notice.tried"

// whatIf tries out the answers that a text supposes: "what if I earn 10M". It is false where
// none can be read.
func (t *turn) whatIf(text string) bool {
	answers := t.supposed(words().withoutIf(fold(text)))
	answers = slices.DeleteFunc(answers, func(a Answer) bool { return t.givenAlready(find(a.Question), a.Arg) })
	if len(answers) == 0 || t.state.Goal == "" {
		return false
	}
	t.state.View = "tryout"
	t.state.Notice = &Notice{Text: tried, Answers: answers}
	return true
}

// supposed are the answers in a text: several, or the one that it may be.
func (t *turn) supposed(text string) []Answer {
	if found := t.facts(text); len(found) > 0 {
		return found
	}
	about := words().choices(anyQuestion).Read(text).About
	var found []Answer
	for i := range questions {
		q := &questions[i]
		if q.id == "universities" || q.id == "goal" || !t.state.inPlay(q) {
			continue
		}
		arg := t.certain(q, text, t.state.Goal)
		if arg == "" && slices.Contains(about, q.wordsID()) {
			if meant := t.meant(q, text); len(meant) == 1 {
				arg = meant[0]
			}
		}
		if arg != "" {
			found = append(found, Answer{q.id, arg})
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found
}

// withoutIf drops the words that suppose from a folded text.
func (v *vocabulary) withoutIf(text string) string {
	return strings.Trim(withoutWords(text, v.ifs), "?？ ")
}

// withoutWords drops words from a folded text; those of letters only where they stand alone.
func withoutWords(text string, drop []string) string {
	for _, w := range drop {
		if han([]rune(w)[0]) {
			text = strings.ReplaceAll(text, w, " ")
			continue
		}
		text = strings.TrimSpace(strings.ReplaceAll(" "+text+" ", " "+w+" ", " "))
	}
	return text
}

// tryout draws what the answers tried out would change, and asks whether to keep them.
func (t *turn) tryout() Screen {
	s := t.detail("tryout", "tryout.title")
	n := t.state.Notice
	if n == nil || n.Text != tried {
		s.text(Paragraph, t.voice.Say("topic.what_if"))
		return s
	}
	other := t.under(n.Answers, scoring.Date{})
	s.Body = append(s.Body, Block{Kind: List, Lines: t.tried(n.Answers, other)})
	t.follows(&s, other)
	s.add(Option, "keep-it", "take:", t.voice.Say("tryout.keep"))
	s.add(Option, "leave-it", ActionContinue, t.voice.Say("tryout.leave"))
	s.add(Control, "keep", "scenario:new:tried", t.voice.Say("control.scenario.keep"))
	return s
}
