package conversation

import (
	"math"
	"slices"
	"strings"

	"hspbot/scoring"
	scoringplan "hspbot/scoring/plan"
)

// The points of every day of five years back and ahead, in words.

// How many days a calendar shows: the last before today, and the coming ones.
const (
	pastTurns   = 1
	comingTurns = 5
)

// calendarDays draws the days on which the points change, from when to when there are 70 and 80, what
// would make up for the next loss, and the best route to permanent residence.
func (t *turn) calendarDays() Screen {
	v, c := t.voice, t.category()
	s := t.detail("calendar", "calendar.title")
	k, err := scoringplan.NewCalendar(&t.plan.person, scoring.Only(c))
	if err != nil {
		return t.uncovered()
	}
	now := k.On(k.Today).Points[c]
	s.Text(Paragraph, v.Say("calendar.now", "Category", Short(v, c), "Score", Score(v, now.Min, now.Max)))
	var days, runs []Line
	for _, turn := range t.shownTurns(&k, c) {
		days = append(days, t.turnLine(&turn, c))
	}
	if len(days) == 0 {
		days = append(days, Line{Label: v.Say("calendar.same")})
	}
	s.Lines(List, days...)
	for _, mark := range scoringplan.Marks {
		runs = append(runs, Line{Label: t.runOf(&k, c, mark)})
	}
	s.Lines(List, runs...)
	t.makeUp(&s, &k, c)
	t.routeAhead(&s)
	s.Text(Small, v.Say("calendar.note"))
	t.askDays(&s, c)
	if !t.state.Candidate {
		t.addViews(&s, notifyView)
	}
	t.addViews(&s, chartView, "ways")
	return s
}

// shownTurns are the last days up to today and the next ones after it on which the points that are
// certain change, or whether they count. Of those up to today only those whose day is known.
func (t *turn) shownTurns(k *scoringplan.Calendar, c scoring.Category) []scoringplan.Turn {
	all := slices.DeleteFunc(changingTurns(k, c), func(turn scoringplan.Turn) bool {
		return !k.Today.Before(turn.On) && !t.datedFor(&turn, c)
	})
	coming := slices.IndexFunc(all, func(turn scoringplan.Turn) bool { return k.Today.Before(turn.On) })
	if coming < 0 {
		coming = len(all)
	}
	return all[max(0, coming-pastTurns):min(len(all), coming+comingTurns)]
}

// changingTurns are the days on which the points that are certain change, or whether they count.
func changingTurns(k *scoringplan.Calendar, c scoring.Category) []scoringplan.Turn {
	return slices.DeleteFunc(k.Turns(), func(turn scoringplan.Turn) bool {
		x, y := turn.Before, turn.After
		return x.Points[c].Min == y.Points[c].Min && (x.Floor[c] == scoring.Yes) == (y.Floor[c] == scoring.Yes)
	})
}

// turnLine is the line of a day: the day and why, and the points before and after.
func (t *turn) turnLine(turn *scoringplan.Turn, c scoring.Category) Line {
	v := t.voice
	before, after := turn.Before.Points[c].Min, turn.After.Points[c].Min
	line := Line{Label: v.Say("calendar.day", "Date", date(v, turn.On), "Because", t.turnReason(turn, c)),
		Value: v.Say("way.points", "Before", before, "After", after)}
	for _, mark := range scoringplan.Marks {
		had, has := turn.Before.Has(c, mark), turn.After.Has(c, mark)
		if had && !has {
			line.Mark = Caution
		}
		if has && !had {
			line.Mark = Met
		}
	}
	return line
}

// turnReason says what changes the points on a day. Where the day is known of neither the birthday nor
// the experience, both may change on it: with the years points come, with the age they go.
func (t *turn) turnReason(turn *scoringplan.Turn, c scoring.Category) string {
	v, day := t.voice, t.plan.person.On(turn.On)
	more := turn.Before.Points[c].Min < turn.After.Points[c].Min
	because := turn.Because
	if because.Has(scoring.CareerIn(c)) && because.Has(scoring.Age) {
		switch {
		case more && t.plan.person.Birth.IsZero():
			because &^= scoring.FactsOf(scoring.Age)
		case !more && t.plan.person.CareerSince.IsZero():
			because &^= scoring.FactsOf(scoring.CareerIn(c))
		}
	}
	var parts []string
	switch {
	case !because.Has(scoring.Age):
	case t.plan.person.Birth.IsZero():
		parts = append(parts, v.Say("calendar.because.age_open"))
	default:
		parts = append(parts, v.Say("calendar.because.age", "Age", int(day.Value(scoring.Age).From)))
	}
	switch {
	case !because.Has(scoring.CareerIn(c)):
	case more || !t.plan.person.CareerSince.IsZero():
		parts = append(parts, v.Say("calendar.because.career", "Years", v.Decimal(day.Value(scoring.CareerIn(c)).From)))
	default:
		parts = append(parts, v.Say("calendar.because.career_open"))
	}
	rest := because &^ scoring.FactsOf(scoring.Age, scoring.CareerAcademic, scoring.CareerTechnical, scoring.CareerManagement)
	if names := t.missing(rest); names != "" {
		parts = append(parts, names)
	}
	if len(parts) == 0 {
		return v.Say("calendar.because.rules")
	}
	return strings.Join(parts, v.Say("list.comma"))
}

// runOf says from when to when the points of a mark are certain: the run of days that today belongs
// to, else the next, else the last.
func (t *turn) runOf(k *scoringplan.Calendar, c scoring.Category, mark int) string {
	v := t.voice
	runs := k.Runs(c, mark)
	if len(runs) == 0 {
		if slices.ContainsFunc(k.Spans, func(s scoringplan.Span) bool { return s.Covered && s.Points[c].Max >= mark && s.Floor[c] != scoring.No }) {
			return v.Say("calendar.run.open", "Mark", mark)
		}
		return v.Say("calendar.run.never", "Mark", mark)
	}
	i := slices.IndexFunc(runs, func(r scoringplan.Run) bool { return !r.Last.Before(k.Today) })
	if i < 0 {
		i = len(runs) - 1
	}
	r := runs[i]
	id := "between"
	begins, ends := t.hadBefore(k, r.First), r.Last == k.Until
	switch {
	case begins && ends:
		id = "always"
	case ends:
		id = "from"
	case begins, !k.Today.Before(r.First) && !t.knownToBegin(k, c, r.First):
		id = "until"
	}
	return v.Say("calendar.run."+id, "Mark", mark, "First", date(v, r.First), "Last", date(v, r.Last))
}

// hadBefore reports whether a run that begins on the day may have begun before: at the first day of the
// calendar, or of the tables.
func (t *turn) hadBefore(k *scoringplan.Calendar, first scoring.Date) bool {
	return first == k.From || !k.On(first.AddDays(-1)).Covered
}

// knownToBegin reports whether a run begins on the day because of something whose day is known.
func (t *turn) knownToBegin(k *scoringplan.Calendar, c scoring.Category, first scoring.Date) bool {
	return slices.ContainsFunc(k.Turns(), func(turn scoringplan.Turn) bool { return turn.On == first && t.datedFor(&turn, c) })
}

// makeUp says what would make up for the next loss of 70 points, or where there is none of 80; false where
// there is no loss.
func (t *turn) makeUp(s *Screen, k *scoringplan.Calendar, c scoring.Category) bool {
	losses, err := k.Losses(shownBack)
	if err != nil || len(losses) == 0 {
		return false
	}
	loss := &losses[0]
	if i := slices.IndexFunc(losses, func(l scoringplan.Loss) bool { return l.Mark == scoring.PassMark }); i >= 0 {
		loss = &losses[i]
	}
	v := t.voice
	s.Text(Heading, v.Say("calendar.loss", "Mark", loss.Mark, "Date", date(v, loss.On)))
	if len(loss.Ways) == 0 {
		s.Text(Paragraph, v.Say("ways.none", "Mark", loss.Mark, "N", scoringplan.MostChanges))
		return true
	}
	var list []Line
	for i := range loss.Ways {
		w := &loss.Ways[i]
		list = append(list, Line{Label: t.way(w, loss.On), Value: v.Say("way.points",
			"Before", k.On(loss.On).Points[c].Min, "After", w.Assessment.Categories[c].Min)})
	}
	s.Lines(List, list...)
	return true
}

// shownBack is how many ways back a calendar shows.
const shownBack = 2

// routeAhead says when permanent residence can be applied for, where the stay is known.
func (t *turn) routeAhead(s *Screen) {
	if !t.staySaid() {
		return
	}
	for _, r := range t.ranked() {
		if r.Aim == scoring.ToPermanentResidence && (r.State == scoring.RouteOpen || r.State == scoring.RouteOpens) {
			s.Text(Heading, t.voice.Say("control.residence"))
			s.Lines(List, t.route(&r))
			return
		}
	}
}

// askDays offers to give the day of birth and the months of experience, where only years are known. It
// reports whether there is anything to give.
func (t *turn) askDays(s *Screen, c scoring.Category) bool {
	asks := false
	for _, f := range []scoring.Fact{scoring.Age, scoring.CareerIn(c)} {
		label := "control.career_months"
		if f == scoring.Age {
			label = "control.birth_date"
		}
		if t.dated(f) || f == scoring.Age && c == scoring.Management {
			continue
		}
		for i := range questions {
			if q := &questions[i]; slices.Contains(q.facts, f) {
				s.add(Option, q.id, "edit:"+q.id, t.voice.Say(label))
				asks = true
			}
		}
	}
	return asks
}

// dated reports whether more is known than the years of an age or of experience: the day, or the months.
func (t *turn) dated(f scoring.Fact) bool {
	p := &t.plan.person
	if f == scoring.Age {
		return !p.Birth.IsZero()
	}
	years := p.Value(f).From
	return !p.CareerSince.IsZero() || years != math.Floor(years)
}

// datedFor reports whether the day of a change is known, which it is not where only the years are of
// what changes.
func (t *turn) datedFor(turn *scoringplan.Turn, c scoring.Category) bool {
	because := turn.Because & scoring.FactsOf(scoring.Age, scoring.CareerIn(c))
	return because == 0 || because.Has(scoring.Age) && t.dated(scoring.Age) || because.Has(scoring.CareerIn(c)) && t.dated(scoring.CareerIn(c))
}
