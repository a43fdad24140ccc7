package conversation

import (
	"slices"
	"strings"

	"hspbot/conversation/typed"
	"hspbot/scoring"
)

// One fact that belongs to another question than the one asked: "I'm 32" where the salary is
// asked. It is taken where it can be of one question only, said back, and the question is asked
// again.

// readAnother takes a fact of another question; false where the text is none. What is named in a
// way that leaves room for doubt is confirmed first.
func (t *turn) readAnother(text string) bool {
	q, said := t.current(), words().choices[anyQuestion].Read(text)
	if q == nil || q.aboutResidence() || onlyDigits(text) || said.If {
		return false
	}
	other, arg := t.unmarried(q, text)
	if other == nil {
		if said.Other || said.Third && !t.state.Candidate {
			return false
		}
		if none, arg := t.denied(text, t.state.Goal); none != nil && none != q && t.choice(q, text).arg == "" {
			t.offerAnother(none, arg)
			return true
		}
		if said.Still || t.readsHere(q, text) {
			return false
		}
		other, arg = t.onlyQuestion(q, text, said.About)
	}
	if other == nil {
		return false
	}
	itself := t.namesItself(other, text, said.About)
	switch {
	case t.state.answeredAny(other) && !itself && !t.givenAlready(other, arg):
		return false
	case !t.state.answeredAny(other) && itself:
		t.choose(other, t.added(other, arg))
		t.sayOf(other, understood)
		t.state.View = ""
	default:
		t.offerAnother(other, arg)
	}
	return true
}

// offerAnother offers an answer to another question than the one asked.
func (t *turn) offerAnother(q *question, arg string) {
	t.state.View = ""
	switch {
	case t.state.answeredAny(q) && t.givenAlready(q, arg):
		t.sayOf(q, understood)
	case t.state.answeredAny(q):
		t.changeTo(q, arg)
	default:
		t.propose([]Answer{{q.id, arg}})
	}
}

// unmarried returns the question for a spouse where a text says nothing but that there is none:
// "not married yet", which at other questions sounds like none of these.
func (t *turn) unmarried(q *question, text string) (*question, string) {
	other := find("spouse")
	if strings.ContainsFunc(text, han) { // 没 老婆
		text = strings.ReplaceAll(text, " ", "")
	}
	said := words().choices[other.id].Read(text)
	if slices.Contains(aboutFamily, q.id) || !t.state.inPlay(other) || !said.IsOnly() || said.Named[0] != "no" || t.choice(q, text).arg != "" {
		return nil, ""
	}
	return other, "no"
}

// namesItself reports whether a text says of which question its answer is: 年収850万, 32歳, N1, but
// not 850万, which may be the spouse's, nor a university, of which there may be others.
func (t *turn) namesItself(q *question, text string, about []string) bool {
	switch {
	case q.id == "universities" || q.id == "family":
		return false
	case q.id == "age":
		return true
	case q.style == number:
		return slices.Contains(about, q.wordsID()) || t.reading(q, text).Own
	}
	return true
}

// readsHere reports whether a text may be an answer to the question that is asked, or wants
// something else.
func (t *turn) readsHere(q *question, text string) bool {
	if q.style == number {
		r := t.reading(q, text)
		_, letter := t.letter(q, text)
		if letter || t.isOwn(q, r, text) {
			return true
		}
	}
	u := t.choice(q, text)
	school := q.id == "universities" && len(words().choices[schoolNames].Read(text).Named) > 0
	return school || !u.empty() && u.notice != stillToCome && u.notice != "doubt.which"
}

// isOwn reports whether a clear number is one for the question: "I'm 32" is no time of work, and
// what I earn is not my spouse's.
func (t *turn) isOwn(q *question, r typed.Reading, text string) bool {
	switch {
	case r.Doubt != typed.Clear || r.Own && q.id == "spouse_income":
		return false
	case q.facts[0] == scoring.Age:
		return !r.Birth.IsZero() || r.From >= youngest
	case q.facts[0] == scoring.AnnualIncome || q.facts[0] == scoring.SpouseIncome:
		return true
	}
	return r.Unit || r.From < youngest || onlyDigits(text)
}

// onlyDigits reports whether a text is nothing but digits.
func onlyDigits(text string) bool { return strings.Trim(fold(text), "0123456789., ") == "" }

// ofOne are the questions a single fact is taken for: an answer in words that mean nothing else.
var ofOne = []string{"degrees", "salary", "age", "career_i-a", "career_i-b", "career_i-c", "japanese", "universities", "position", "spouse", "family"}

// onlyQuestion returns the one question other than q that a text answers for sure, with the
// answer; nil where there is none or more than one, or where the text is about something else
// too: 修士論文 is no degree.
func (t *turn) onlyQuestion(q *question, text string, about []string) (*question, string) {
	var found *question
	var arg string
	_, exact := words().exact["spouse"][fold(text)]
	said := words().choices[anyQuestion].Read(text)
	plain := exact && (said.Yes || said.No || said.None || said.Not)
	for _, id := range ofOne {
		other := find(id)
		answer := t.certain(other, text, t.state.Goal)
		if id == "spouse" && plain { // yes and no are answers to anything
			continue
		}
		if id == "universities" && q.id == "goal" && found == nil { // without a degree that is where the work is
			continue
		}
		if id == q.id || answer == "" || answer == notSure || !t.state.inPlay(other) || t.ownStill(q, other, about, text) || t.counted(other, text) {
			continue
		}
		if found != nil || slices.ContainsFunc(about, func(subject string) bool { return subject != other.wordsID() }) {
			return nil, ""
		}
		found, arg = other, answer
	}
	return found, arg
}

// counted reports whether a text says more of an option than its name: PhD 4 years.
func (t *turn) counted(q *question, text string) bool {
	return q.style != number && q.id != "japanese" && q.id != "family" && len(words().choices[q.id].Read(text).Amounts) > 0
}

// ownStill reports whether a text rather speaks of what is under way at the question asked: 5年
// at the degrees is a year of a course.
func (t *turn) ownStill(q, other *question, about []string, text string) bool {
	return q.style != number && strings.HasPrefix(other.id, "career_") && !slices.Contains(about, other.wordsID()) && t.choice(q, text).notice == stillToCome
}

// added is an answer to a page that leaves the rest of it as it is. Degrees that are no higher than
// those there are stand for all of them: "only a bachelor's".
func (t *turn) added(q *question, arg string) string {
	if q.style != pages || strings.Contains(arg, "~") || q.id == "degrees" && !t.higherThanNow(arg) {
		return arg
	}
	var on []*option
	for _, id := range split(arg) {
		o := q.option(id)
		if o == nil { // none, or not sure
			return arg
		}
		on = append(on, o)
	}
	return arg + "~" + maskOf(q, on)
}

// givenAlready reports whether an answer says what is stored.
func (t *turn) givenAlready(q *question, arg string) bool {
	other := *t
	other.choose(q, t.added(q, arg))
	return other.state.Facts == t.state.Facts && other.state.Spouse == t.state.Spouse && other.state.Unsure == t.state.Unsure
}
