package conversation

import (
	"slices"
	"strings"
	"unicode"

	"hspbot/conversation/typed"
)

// Several facts in one message: "32, master's from Kyoto University, 8.5M, N2". What was
// understood is shown once, to be taken or changed line by line. Nothing is stored before.

// Answer is an answer to a question, as the action of a button carries it.
type Answer struct {
	Question string `json:"question"`
	Arg      string `json:"arg"`
}

// breaks are the signs between the facts of a message.
const breaks = ",、，;；\n。・/／|｜"

// longestFacts is the most bytes of a message that is read for several facts: every piece is read at every
// question, while others wait.
const longestFacts = 600

// several reads a message of several facts; false where it is none.
func (t *turn) several(text string) bool {
	found, all := t.facts(text)
	least := 2
	if q := t.current(); q != nil && q.style == number && !all && !slices.ContainsFunc(found, func(a Answer) bool { return a.Question == q.id }) {
		least = 3 // its own answer may have several parts
	}
	if len(found) < least {
		return false
	}
	t.state.View = ""
	t.propose(found)
	return true
}

// orderOf is where a question stands among those of the interview.
func orderOf(id string) int {
	return slices.IndexFunc(questions, func(q question) bool { return q.id == id })
}

// facts returns the answers that the pieces of a text give, in the order of the questions, and
// whether all pieces give one. A question that two pieces answer differently is left to be asked.
func (t *turn) facts(text string) (answers []Answer, all bool) {
	if len(text) > longestFacts {
		return nil, false
	}
	list := parts(text)
	switch isHan := strings.ContainsFunc(text, han); {
	case isHan && len(list) == 1: // 30岁 硕士 年薪600万日元
		list = strings.Fields(text)
		if slices.ContainsFunc(list, denies) { // 没 老婆
			return nil, false
		}
	case !isHan && len(strings.Fields(text)) <= mostWords && !t.takes(text): // 32 masters 8.5M N2
		var pieces []string
		for _, part := range list {
			pieces = append(pieces, t.unsigned(part)...)
		}
		list = pieces
	}
	if len(list) < 2 || len(list) > 20 {
		return nil, false
	}
	goal := t.state.Goal
	for _, piece := range list {
		if arg := t.certain(find("goal"), piece, ""); arg != "" {
			goal = arg
		}
	}
	args, doubtful := map[string]string{}, map[string]bool{}
	all = true
	for _, piece := range list {
		found := t.piece(piece, goal)
		all = all && len(found) > 0
		for id, arg := range found {
			old, known := args[id]
			switch {
			case !known || old == arg:
				args[id] = arg
			case find(id).style == pages:
				args[id] = strings.Join(union(find(id), old, arg), ",")
			default:
				doubtful[id] = true
			}
		}
	}
	if args["spouse"] == "no" { // nor is there an income
		delete(args, "spouse_income")
	}
	for i := range questions {
		id := questions[i].id
		if arg, ok := args[id]; ok && !doubtful[id] {
			answers = append(answers, Answer{Question: id, Arg: arg})
		}
	}
	return answers, all
}

// denies reports whether a piece does nothing but deny what stands beside it.
func denies(piece string) bool {
	said := words().choices[anyQuestion].Read(piece)
	return (said.None || said.No || said.Not) && !said.Unknown && len(said.About)+len(said.Amounts) == 0
}

// parts cuts a text at the signs between facts; a comma inside of a number, or a stroke in a date, is none.
func parts(text string) []string {
	runes := []rune(text)
	var list []string
	from := 0
	for i, r := range runes {
		inside := i > 0 && i+1 < len(runes) && unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1])
		if !strings.ContainsRune(breaks, r) || inside && (r == ',' || r == '/') {
			continue
		}
		list, from = append(list, string(runes[from:i])), i+1
	}
	list = append(list, string(runes[from:]))
	return slices.DeleteFunc(list, func(s string) bool { return strings.TrimSpace(s) == "" })
}

func han(r rune) bool { return r > 0x2e7f && r < 0xff00 }

// union are the options of both answers to a page, in its order.
func union(q *question, a, b string) []string {
	return idsOf(q.optionsWhere(func(o *option) bool { return slices.Contains(split(a), o.id) || slices.Contains(split(b), o.id) }))
}

// piece returns the answers one piece of a message gives for sure, by question. Years of work
// are those of the goal.
func (t *turn) piece(text, goal string) map[string]string {
	found := map[string]string{}
	if q := t.current(); q != nil { // what answers the question asked is nothing else
		if arg := t.certain(q, text, goal); arg != "" && q.id != "goal" {
			return map[string]string{q.id: arg}
		}
	}
	if q, arg := t.denied(text, goal); q != nil {
		return map[string]string{q.id: arg}
	}
	for i := range questions {
		q := &questions[i]
		if q.id == "goal" && t.state.Goal != "" { // "school of engineering" is not a change of work
			continue
		}
		if arg := t.certain(q, text, goal); arg != "" {
			found[q.id] = arg
		}
	}
	if len(found) > 0 {
		return found
	}
	plain := words().choices[anyQuestion].Read(text)
	if said := words().choices["japanese"].Read(text); !plain.None && !plain.Not && said.None && !said.Unknown { // N3
		return map[string]string{"japanese": "none"}
	}
	if said := words().choices["degrees"].Read(text); said.Whole && len(said.Maybe) == 1 && find("degrees").option(said.Maybe[0]) != nil {
		return map[string]string{"degrees": said.Maybe[0]} // what it may be is confirmed with the rest
	}
	return nil
}

// certain returns the answer to q that a piece gives for sure, "" where it gives none.
func (t *turn) certain(q *question, text, goal string) string {
	said := words().choices[q.id].Read(text)
	switch {
	case q.id == "universities":
		return together(onList(words().choices[schoolNames].Read(text).Named))
	case q.id == "goal" && len(said.Named) == 0 && said.Whole && len(said.Maybe) == 1 && q.option(said.Maybe[0]) != nil:
		return said.Maybe[0] // what it may be is confirmed with the rest
	case q.id == "spouse_income" && len(said.Named) == 1 && !said.Unknown && len(said.Amounts) == 0:
		if t.deniesElse(text) {
			return ""
		}
		return "under-1"
	case q.style == number:
		return t.sureNumber(q, text, goal)
	case !t.isNamed(q, said):
		return ""
	}
	u := t.choice(q, text)
	if u.arg == "none" || u.arg == "unsure" || u.arg == goalAll {
		return ""
	}
	return u.arg
}

// deniesElse reports whether a piece says no to something that is no income, or to nothing it names:
// "no PhD" says nothing of a spouse's income.
func (t *turn) deniesElse(text string) bool {
	said := words().choices[anyQuestion].Read(text)
	about := slices.ContainsFunc(said.About, func(subject string) bool { return subject != "salary" && !slices.Contains(aboutFamily, subject) })
	return about || said.None && len(said.About) == 0 && !said.Unknown && !said.Other
}

// isNamed reports whether a piece names an option of the question, or the ages of children.
func (t *turn) isNamed(q *question, said typed.Said) bool {
	return len(said.Named) > 0 || q.id == "family" && len(said.Maybe) > 0 && len(said.Amounts) > 0
}

// sureNumber reads a number that can be of one question only: an age in years of age or of a
// grown person, a time in years, an amount with a scale.
func (t *turn) sureNumber(q *question, text, goal string) string {
	r := t.reading(q, text)
	if r.Doubt != typed.Clear || r.About || r.From == 0 || r.Spouse {
		return ""
	}
	switch {
	case q.id == "age" && !r.Birth.IsZero() && r.From < 18: // the day of something else
	case q.id == "age" && !r.Birth.IsZero():
		return bornPrefix + r.Birth.String()
	case q.id == "age" && q.exact(r) && 18 <= r.From && r.From < 75 && (onlyDigits(text) || !t.isTime(text)):
		return "=" + digits(r.From)
	case q.id == "salary" && q.exact(r) && leastSalary <= r.From && r.From <= mostSalary && !onlyDigits(text):
		return "=" + digits(r.From)
	case q.id == "career_"+goal && r.Unit && q.exact(r) && r.From < 50 && !t.isAge(text):
		return "=" + digits(r.From)
	}
	return ""
}

// leastAge is from how many years on a number of them may rather be an age than years of work.
const leastAge = 30

// isAge reports whether a text is years of age or of work, and many for work: 36 y.
func (t *turn) isAge(text string) bool {
	r := t.numberReader().Age(text, t.today)
	return r.Doubt == typed.Clear && r.Unit && r.From >= leastAge
}

// isTime reports whether a text is clearly a time in years.
func (t *turn) isTime(text string) bool {
	r := t.numberReader().Years(text)
	return r.Doubt == typed.Clear && r.Unit
}

// takeSeveral stores what was shown, but for one question, which is put on the table.
func (t *turn) takeSeveral(except string) {
	if !t.before.confirms() {
		t.say("notice.old_button")
		return
	}
	t.waiting = nil
	for _, a := range t.before.Answers {
		if q := find(a.Question); q != nil && a.Question != except {
			if t.before.Text == tried {
				t.suppose(a)
				continue
			}
			t.chooseTyped(q, a.Arg)
		}
	}
	if t.before.Text != tried {
		t.state.Notice = &Notice{Text: "notice.several_taken"}
	}
	if q := find(except); q != nil {
		t.edit(q)
	}
}

// severalChoices draws what was understood, each to be changed, and the way to take it all.
func (t *turn) severalChoices(s *Screen) bool {
	n := t.state.Notice
	if !n.confirms() {
		return false
	}
	s.Several, s.Number = false, false
	s.add(Option, "take", "take:", t.voice.Say("control.take"))
	for _, a := range n.Answers {
		s.add(Option, "except-"+a.Question, "take:"+a.Question, t.voice.Say("control.except", "Question", t.voice.Say("question."+a.Question+".short")))
	}
	s.add(Control, "others", "show:", t.voice.Say("control.others"))
	return true
}
