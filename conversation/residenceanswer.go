package conversation

import (
	"strings"

	"hspbot/conversation/typed"
	"hspbot/scoring"
)

// Answering the questions about permanent residence.

// title asks the question. It may name the pay asked about and the day before which it was.
func (t *turn) title(q *question) string {
	v := t.voice
	if !q.aboutResidence() {
		return t.voice.Say("question." + q.id + ".ask")
	}
	a := t.state.Residence
	income := t.state.Facts.Value(scoring.AnnualIncome)
	if n := q.repeat(); n > 0 {
		income, _ = find(numbered("salary_before", n-1)).value(a[numbered("salary_before", n-1)])
	}
	since, _, _ := strings.Cut(q.text(), "_")
	since += "_since"
	if since == "salary_since" {
		since = numbered(since, q.repeat())
	}
	pairs := []any{"Salary", "", "Date", ""}
	if income.Known() {
		pairs[1] = label(v, scoring.AnnualIncome, income)
	}
	if d := a.day(since); !d.IsZero() {
		pairs[3] = date(v, d)
	}
	id := "question." + q.text() + ".ask"
	if q.text() == "salary_since" && !income.Known() {
		id = "question.salary_since.ask_unknown"
	}
	return t.voice.Say(id, pairs...)
}

// saidOf says in short what was answered.
func (t *turn) saidOf(q *question) string {
	v, answer := t.voice, t.state.Residence[q.id]
	if answer == notSure {
		return v.Say("answer.unsure")
	}
	if d := t.state.Residence.day(q.id); !d.IsZero() {
		return date(v, d)
	}
	if q.style == number {
		if value, ok := q.value(answer); ok {
			return label(v, q.facts[0], value)
		}
		return ""
	}
	var list []string
	for _, id := range split(answer) {
		switch o := q.option(id); {
		case o != nil:
			list = append(list, t.optionText(o, q))
		case id == notSure:
			list = append(list, v.Say("answer.rest"))
		default:
			list = append(list, v.Say("answer.none"))
		}
	}
	return join(v, list)
}

// chosenIDs writes the toggles that are on, in their order, as an answer.
func (q *question) chosenIDs(on map[string]bool, rest bool) string {
	list := idsOf(q.optionsWhere(func(o *option) bool { return on[o.id] }))
	if rest {
		list = append(list, notSure)
	}
	if len(list) == 0 {
		return nothing
	}
	return strings.Join(list, ",")
}

// answerResidence answers a question with what a button carries, which may be old or forged.
func (t *turn) answerResidence(q *question, arg string) {
	answer, ok := q.normal(arg)
	if !ok {
		t.say("notice.old_button")
		return
	}
	d, err := scoring.ParseDate(answer)
	if err == nil {
		if wrong := t.wrongDay(q, d); wrong != "" {
			t.sayOf(q, wrong)
			return
		}
	}
	t.leave(q)
	switch {
	case err != nil:
	case q.id == "birth":
		t.state.setBirth(d)
	case q.id == "career_since":
		for c := range scoring.Category(scoring.Categories) {
			t.state.set(scoring.CareerIn(c), scoring.Value{})
		}
		t.state.Facts.CareerSince = d
	}
	t.state.Residence = t.state.Residence.with(q.id, answer)
	t.state.countGaps()
	t.replan()
}

// forget takes the answer back.
func (t *turn) forget(q *question) {
	t.state.Residence = t.state.Residence.without(q.id)
	switch q.id {
	case "birth":
		t.state.Facts.Birth = scoring.Date{}
	case "career_since":
		t.state.Facts.CareerSince = scoring.Date{}
	}
	t.state.countGaps()
}

// countGaps moves the first day of the work, where it is known, by the gaps.
func (s *State) countGaps() {
	if d := s.Residence.careerSince(); !s.Facts.CareerSince.IsZero() && !d.IsZero() {
		s.Facts.CareerSince = d
	}
}

// normal is the answer in the form it is kept in; false where it is none.
func (q *question) normal(arg string) (string, bool) {
	if arg == notSure || arg == "not-sure" {
		return notSure, true
	}
	switch q.style {
	case pages:
		on, rest, ok := q.selection(split(arg))
		return q.chosenIDs(on, rest), ok
	case number:
		_, ok := q.value(arg)
		return arg, ok
	case calendar:
		if _, err := scoring.ParseDate(arg); err == nil {
			return arg, true
		}
	}
	return arg, q.option(arg) != nil
}

// wrongDay returns the notice that says why a day cannot be the answer; "" where it can.
func (t *turn) wrongDay(q *question, d scoring.Date) string {
	rule, late := q.residence.days, t.today.Before(d)
	switch {
	case rule == afterToday && !late:
		return "residence.wrong.past"
	case rule == afterToday:
		return ""
	case late || d.Year < 1920:
		return "residence.wrong.future"
	case rule == ofBirth && t.today.AddYears(-youngest).Before(d):
		return "residence.wrong.birth"
	case rule == afterArrival && d.Before(t.state.Residence.day("in_japan_since")):
		return "residence.wrong.arrival"
	case rule == beforeTheChange && q.repeat() > 0 && !d.Before(t.state.Residence.day(numbered("salary_since", q.repeat()-1))):
		return "residence.wrong.order"
	case rule == inCareer && d.Before(t.state.Residence.day("career_since")),
		rule == afterTheGap && d.Before(t.state.Residence.day(numbered("gap_since", q.repeat()))):
		return "residence.wrong.gap"
	}
	return ""
}

// readDay reads a typed day or month.
func (t *turn) readDay(q *question, text string) bool {
	t.state.View = ""
	first, last, doubt := t.numberReader().Date(text)
	switch {
	case doubt == typed.Clear && q.id == "birth" && first != last:
		t.sayOf(q, "residence.want_day")
	case doubt == typed.Clear:
		d := first
		if q.residence.month == lastDay {
			d = last
			if t.today.Before(last) && !t.today.Before(first) && q.residence.days != afterToday {
				d = t.today
			}
		}
		if t.answerResidence(q, d.String()); t.state.Notice == nil {
			t.sayOf(q, understood)
		}
	case doubt == typed.DateOrder:
		t.sayOf(q, "residence.want_order")
	case doubt == typed.OnlyYear:
		t.sayOf(q, "residence.want_month")
	default:
		if u := t.choice(q, text); u.arg != "" || u.topic != "" {
			return t.answer(q, u)
		}
		t.sayOf(q, "residence.want_date")
	}
	return true
}

// readPay reads a yearly pay of an earlier time.
func (t *turn) readPay(q *question, text string) bool {
	t.state.View = ""
	band, ok := t.letter(q, text)
	r := t.reading(q, text)
	switch {
	case ok:
		t.chooseTyped(q, band)
	case r.Doubt == typed.Clear && q.exact(r):
		t.chooseTyped(q, "="+digits(r.From))
	case r.Doubt == typed.Clear:
		t.chooseTyped(q, bandID(scoring.Between(r.From, r.Below)))
	case r.Doubt == typed.NoNumber:
		return t.answer(q, t.choice(q, text))
	default:
		t.sayOf(q, doubt(q, r), offered(r.Suggest)...)
	}
	return true
}
