package conversation

import (
	"slices"
	"strings"

	"hspbot/scoring"
	scoringplan "hspbot/scoring/plan"
)

// The cheapest ways to 70 and 80 points, and the salary that it takes.

// marks are the points worth reaching that a category does not have for certain.
func (t *turn) marks(c scoring.Category) []int {
	r := &t.plan.assessment.Categories[c]
	return slices.DeleteFunc(slices.Clone(scoringplan.Marks[:]), func(mark int) bool { return r.Min >= mark && r.Floor == scoring.Yes })
}

// ways are the cheapest ways to a mark in a category, at most so many.
func (t *turn) ways(c scoring.Category, mark, most int) []scoringplan.Way {
	list, err := scoringplan.Ways(&t.plan.person, c, mark, most, t.plan.assessment.Sheets)
	if err != nil { // of a day without a table there is no such screen
		return nil
	}
	return list
}

// wayLines writes ways, a line each: what to do or to ask, and the points in c before and after.
func (t *turn) wayLines(c scoring.Category, ways []scoringplan.Way) []Line {
	var list []Line
	for i := range ways {
		w := &ways[i]
		before, after := &t.plan.assessment.Categories[c], w.Assessment.Categories[c].Min
		line := Line{Label: t.way(w, t.today), Value: t.voice.Say("way.points", "Before", before.Min, "After", after)}
		if before.Floor != scoring.Yes {
			line.Value = t.voice.Say("way.counts", "N", after)
		}
		switch {
		case w.Base == scoring.No:
			line.Mark = Caution
		case w.OnlyAsks():
			line.Mark = Depends
		}
		list = append(list, line)
	}
	return list
}

// way writes the changes of a way that may begin on the day.
func (t *turn) way(w *scoringplan.Way, begin scoring.Date) string {
	v := t.voice
	month := v.MonthOf(w.On.Year, int(w.On.Month))
	var parts []string
	dated := w.On == begin
	if w.Years > 0 {
		parts, dated = append(parts, v.Say("way.years", "Years", w.Years, "Month", month)), true
	}
	for i := range w.Changes {
		dated = dated || w.Changes[i].Months > 0
		parts = append(parts, t.planned(w.Changes, i, month))
	}
	if !dated {
		parts = append(parts, v.Say("way.later", "Month", month))
	}
	return strings.Join(parts, v.Say("way.and"))
}

// planned writes the i-th change of a way, which is there by the month.
func (t *turn) planned(changes []scoringplan.Change, i int, month string) string {
	v, c := t.voice, &changes[i]
	switch {
	case c.Kind == scoringplan.Ask:
		return t.toAsk(c)
	case c.Fact == scoring.AnnualIncome:
		return v.Say("way.salary", "Yen", v.Yen(int64(c.Value.From)))
	case c.Fact == scoring.Licences:
		now := t.plan.person.Profile.Value(scoring.Licences)
		return v.Say("way.licences", "N", int(c.Value.From-now.From))
	}
	if i > 0 && c.Kind == scoringplan.Employer && changes[i-1].Kind == scoringplan.Employer { // of the same one
		return v.Say("way.also." + c.ID)
	}
	if c.Kind == scoringplan.Employer && t.category() == scoring.Management {
		return v.Say("way.company." + c.ID)
	}
	return v.Say("way."+c.ID, "Month", month)
}

// toAsk writes whom to ask what: of the employer's facts the employer.
func (t *turn) toAsk(c *scoringplan.Change) string {
	v := t.voice
	for i := range questions {
		q := &questions[i]
		if !slices.Contains(q.facts, c.Fact) {
			continue
		}
		answer := label(v, c.Fact, scoring.Between(c.Value.From, inf))
		for j := range q.options {
			if o := &q.options[j]; o.fact == c.Fact && (o.holds(c.Value) || o.on.Below > 0 && o.on.From == c.Value.From) {
				answer = v.Say(o.key(q))
			}
		}
		if q.id == "employer" {
			return t.voice.Say("way.ask_employer", "Answer", answer)
		}
		return v.Say("way.ask", "Question", q.name(v), "Answer", answer)
	}
	return ""
}

// gap says above ways to a mark what they are.
func (t *turn) gap(ways []scoringplan.Way, mark int) string {
	if len(ways) == 0 {
		return t.voice.Say("ways.none", "Mark", mark, "N", scoringplan.MostChanges)
	}
	return t.voice.Say("ways.any_one", "Mark", mark)
}

// shownWays is how many ways to a mark are shown, shownChanges how many changes they have together,
// and fewerChanges how many those to a second mark have.
const (
	shownWays    = 4
	shownChanges = 6
	fewerChanges = 4
)

// brief are the first of the ways, at least one, with so many changes together.
func brief(ways []scoringplan.Way, most int) []scoringplan.Way {
	changes := 0
	for i := range ways {
		changes += len(ways[i].Changes)
		if ways[i].Years > 0 {
			changes++
		}
		if i > 0 && changes > most {
			return ways[:i]
		}
	}
	return ways
}

// waysTo adds the ways to a mark under a heading, with so many changes together, and returns them.
func (t *turn) waysTo(s *Screen, c scoring.Category, mark, changes int) []scoringplan.Way {
	ways := brief(t.ways(c, mark, shownWays), changes)
	s.Text(Heading, t.gap(ways, mark))
	if len(ways) == 0 {
		return nil
	}
	s.Lines(List, t.wayLines(c, ways)...)
	if slices.ContainsFunc(ways, func(w scoringplan.Way) bool { return w.Base == scoring.No }) {
		s.Text(Small, t.voice.Say("ways.base."+c.String()))
	}
	return ways
}

// passesExamination reports whether a licence or an examination is among the changes of ways.
func passesExamination(ways []scoringplan.Way) bool {
	return slices.ContainsFunc(ways, func(w scoringplan.Way) bool {
		return slices.ContainsFunc(w.Changes, func(c scoringplan.Change) bool { return c.Fact == scoring.Licences })
	})
}

// morePoints draws the ways to 70 and 80 points.
func (t *turn) morePoints() Screen {
	v, c := t.voice, t.category()
	s := t.detail("ways", "ways.title")
	r := &t.plan.assessment.Categories[c]
	now, shown := "ways.now", [...]int{shownChanges, fewerChanges}
	level := t.level(c)
	if len(level) > 1 {
		now, shown = "ways.tie", [...]int{shownChanges - 1, fewerChanges - 1}
	}
	s.Text(Paragraph, v.Say(now, "Category", Short(v, c), "Score", Score(v, r.Min, r.Max), "All", join(v, level)))
	marks := t.marks(c)
	examination := false
	for i, mark := range marks {
		examination = passesExamination(t.waysTo(&s, c, mark, shown[i])) || examination
	}
	keeps := len(marks) == 0 && t.keepWays(&s, c)
	if len(marks) == 0 && !keeps {
		s.Text(Paragraph, v.Say("ways.enough"))
	}
	if pay := t.pay(); len(pay) > 0 {
		s.Text(Heading, v.Say("ways.pay"))
		s.Lines(List, pay...)
	}
	if len(marks) > 0 || keeps {
		note := "ways.note"
		if c == scoring.Management && t.plan.person.BusinessManager != scoring.Yes && len(t.basis(c)) > 0 {
			note = "ways.note_management" // what no points replace
		}
		s.Text(Small, v.Say(note))
	}
	if examination { // which count, by name
		s.add(Control, "licences", "why:licences", v.Say("control.licences"))
	}
	t.addViews(&s, "calendar", offerView, sideView, "change")
	return s
}

// keepWays says what keeps the points of somebody who will lose them; false where they stay.
func (t *turn) keepWays(s *Screen, c scoring.Category) bool {
	k, err := scoringplan.NewCalendar(&t.plan.person, scoring.Only(c))
	return err == nil && t.makeUp(s, &k, c)
}

// level names the categories asked for that have as many points for certain as c, with c.
func (t *turn) level(c scoring.Category) []string {
	a := &t.plan.assessment
	var names []string
	for other := range a.Sheets.All() {
		if a.Categories[other].Min == a.Categories[c].Min {
			names = append(names, Short(t.voice, other))
		}
	}
	return names
}

// pay lists the least salary for a mark, now and from the next birthday at which it is another:
// of one category for 70 and 80 points, of several for 70.
func (t *turn) pay() []Line {
	among := t.plan.assessment.Sheets
	var list []Line
	for c := range among.All() {
		for _, mark := range t.marks(c) {
			if mark > scoring.PassMark && among != scoring.Only(c) {
				continue
			}
			if _, ok := scoringplan.LeastSalary(t.plan.person.Profile, c, mark); !ok && t.plan.assessment.Categories[c].Verdict == scoring.Undecided {
				continue // open answers may do what no salary does
			}
			list = append(list, Line{Label: t.payFor(c, mark)})
		}
	}
	return list
}

// payFor says which salary a mark takes.
func (t *turn) payFor(c scoring.Category, mark int) string {
	v, person := t.voice, &t.plan.person
	pairs := []any{"Category", Short(v, c), "Mark", mark}
	now, ok := scoringplan.LeastSalary(person.Profile, c, mark)
	if !ok {
		return v.Say("ways.pay.never", pairs...)
	}
	pairs = append(pairs, "Yen", v.Yen(now))
	for _, b := range scoringplan.Birthdays(person, scoring.Only(c), lookBack) {
		pairs := append(pairs, "Age", b.Age)
		switch then, ok := scoringplan.LeastSalary(b.After, c, mark); {
		case !ok:
			return v.Say("ways.pay.until", pairs...)
		case then != now:
			return v.Say("ways.pay.then", append(pairs, "Then", v.Yen(then))...)
		}
	}
	return v.Say("ways.pay.now", pairs...)
}
