package conversation

import (
	"slices"
	"strings"

	"hspbot/conversation/typed"
	"hspbot/scoring"
)

// What if: other answers are tried out, and what they would change is shown. Nothing is stored
// until the person says so.

// tried is the notice with the answers that are tried out.
const tried = "notice.tried"

// triesOut tries out what a text supposes when every question has an answer: "what if I earn 10M",
// "N1?". Before that it says when it will. It is false where nothing in the text is an answer.
func (t *turn) triesOut(text string) bool {
	q := t.current()
	if q != nil && q.aboutResidence() || !hasWord(fold(text), words().ifs) {
		return false
	}
	said := words().choices[anyQuestion].Read(text)
	switch {
	case inGuide(&said), q != nil && !said.If:
		return false
	case t.next() == nil:
		return t.whatIf(text)
	}
	answers, ok := t.supposedAll(text)
	own := slices.ContainsFunc(answers, func(a Answer) bool { return a.Question == q.id })
	if !ok || len(answers) == 0 || (own || q.style == number) && said.Topic != "what_if" && !supposesAll(text) {
		return false
	}
	t.about(nil, "what_if_later")
	return true
}

// supposesAll reports whether a text begins or ends with words that suppose: if it were N1, but not
// N2なら持ってます.
func supposesAll(text string) bool {
	text = strings.Trim(fold(text), "?？!！。.〜~… ")
	return slices.ContainsFunc(words().ifs, func(w string) bool {
		if !han([]rune(w)[0]) {
			return strings.HasPrefix(text, w+" ")
		}
		return strings.HasPrefix(text, w) || strings.HasSuffix(text, w)
	})
}

// whatIf tries out the answers that a text supposes: "what if I earn 10M". It is false where
// none can be read, or a part of it cannot.
func (t *turn) whatIf(text string) bool {
	answers, ok := t.supposedAll(text)
	answers = slices.DeleteFunc(answers, func(a Answer) bool { return t.givenAlready(find(a.Question), a.Arg) })
	if !ok || len(answers) == 0 || t.state.Goal == "" {
		return false
	}
	t.state.View = "tryout"
	t.state.Notice = &Notice{Text: tried, Answers: answers}
	return true
}

// supposed are the answers in a text: several, or the one that it may be.
func (t *turn) supposed(text string) []Answer {
	if rest, denied := withoutDenial(text); denied {
		return t.without(rest)
	}
	if found, _ := t.facts(text); len(found) > 0 {
		return found
	}
	about := words().choices[anyQuestion].Read(text).About
	school := t.schoolSupposed(text)
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
		if arg == "" || q.id == "degrees" && school != "" && !t.higherThanNow(arg) || q.style != number && t.namesMoney(q, text) {
			continue
		}
		found = append(found, Answer{q.id, arg})
	}
	if school != "" && len(found) < 2 {
		return append(found, Answer{"universities", school})
	}
	if len(found) != 1 {
		return nil
	}
	return found
}

// schoolSupposed is the answer about universities in a text, by a name or by what counts.
func (t *turn) schoolSupposed(text string) string {
	q := find("universities")
	if !t.state.inPlay(q) {
		return ""
	}
	if said := words().choices[q.id].Read(text); len(said.Named) == 1 && q.option(said.Named[0]) != nil && !said.None && !said.Not {
		return said.Named[0]
	}
	return t.certain(q, text, t.state.Goal)
}

// leastMoney is the least number that is no count, no score and no year.
const leastMoney = 10_000

// namesMoney reports whether a text at a question for a choice names an amount that is another answer.
func (t *turn) namesMoney(q *question, text string) bool {
	amounts := words().choices[q.id].Read(text).Amounts
	return slices.ContainsFunc(amounts, func(a typed.Amount) bool { return a.From >= leastMoney })
}

// without are the answers of somebody who does not have what a text names: N2, a doctorate. There are
// none where the person does not have it now.
func (t *turn) without(text string) []Answer {
	named := t.supposed(text)
	if about := words().choices[anyQuestion].Read(text).About; len(named) == 0 && len(about) == 1 {
		if q := t.questionAbout(about[0]); q != nil && q.style != pages && q.style != number && q.noneArg() != "" {
			return []Answer{{q.id, q.noneArg()}}
		}
	}
	if len(named) != 1 {
		return nil
	}
	q := find(named[0].Question)
	switch {
	case q.id == "degrees":
		left := idsOf(q.optionsWhere(func(o *option) bool { return o.holds(t.state.Facts.Value(o.fact)) }))
		held := len(left)
		left = slices.DeleteFunc(left, func(id string) bool { return slices.Contains(split(named[0].Arg), id) })
		if 0 < len(left) && len(left) < held {
			return []Answer{{q.id, strings.Join(left, ",")}}
		}
	case q.style != pages && q.style != number && q.noneArg() != "" && t.givenAlready(q, named[0].Arg):
		return []Answer{{q.id, q.noneArg()}}
	}
	return nil
}

// denial stands for all the words that deny what is supposed.
const denial = "without"

// withoutDenial takes a denial out of a text that went through withoutIf.
func withoutDenial(text string) (rest string, denied bool) {
	list := strings.Fields(text)
	if !slices.Contains(list, denial) {
		return text, false
	}
	return strings.Join(slices.DeleteFunc(list, func(w string) bool { return w == denial }), " "), true
}

// hasWord reports whether one of the words stands in a folded text.
func hasWord(text string, list []string) bool {
	return slices.ContainsFunc(list, func(w string) bool { return withoutWords(text, []string{w}) != text })
}

// withoutIf drops the words that suppose from a folded text. What denies becomes one word, what joins a sign.
func (v *vocabulary) withoutIf(text string) string {
	text = strings.Trim(text, "?？ ")
	text = replaceWords(text, v.denials, " "+denial+" ")
	text = replaceWords(text, v.joins, ",")
	return strings.Trim(withoutWords(withoutWords(text, v.ifs), v.passed), "?？, ")
}

// withoutWords drops words from a folded text; those of letters only where they stand alone.
func withoutWords(text string, drop []string) string { return replaceWords(text, drop, " ") }

// replaceWords replaces words of a folded text; those of letters only where they stand alone.
func replaceWords(text string, list []string, by string) string {
	for _, w := range list {
		if han([]rune(w)[0]) {
			text = strings.ReplaceAll(text, w, by)
			continue
		}
		text = strings.TrimSpace(strings.ReplaceAll(" "+text+" ", " "+w+" ", " "+strings.TrimSpace(by)+" "))
	}
	return text
}

// tryout draws what the answers tried out would change, and asks whether to keep them.
func (t *turn) tryout() Screen {
	s := t.detail("tryout", "tryout.title")
	n := t.state.Notice
	if n == nil || n.Text != tried {
		s.Text(Paragraph, t.voice.Say("topic.what_if"))
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
