package conversation

import (
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
	s.text(Paragraph, v.Say("calendar.now", "Category", v.Say("category."+c.String()+".short"), "Score", score(v, now.Min, now.Max)))
	days := Block{Kind: List}
	for _, turn := range shownTurns(&k, c) {
		days.Lines = append(days.Lines, t.turnLine(&turn, c))
	}
	if len(days.Lines) == 0 {
		days.Lines = append(days.Lines, Line{Label: v.Say("calendar.same")})
	}
	s.Body = append(s.Body, days)
	runs := Block{Kind: List}
	for _, mark := range scoringplan.Marks {
		runs.Lines = append(runs.Lines, Line{Label: t.runOf(&k, c, mark)})
	}
	s.Body = append(s.Body, runs)
	t.makeUp(&s, &k, c)
	t.routeAhead(&s)
	s.text(Small, v.Say("calendar.note"))
	t.askDays(&s, c)
	if !t.state.Candidate {
		s.add(Control, "notify", ShowAction(notifyView), v.Say("control.notify"))
	}
	s.add(Control, "chart", ShowAction(chartView), v.Say("control.chart"))
	s.add(Control, "ways", ShowAction("ways"), v.Say("control.ways"))
	return s
}

// shownTurns are the last days before today and the next ones after it on which the points that are
// certain change, or whether they count.
func shownTurns(k *scoringplan.Calendar, c scoring.Category) []scoringplan.Turn {
	all := changingTurns(k, c)
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

// turnReason says what changes the points on a day.
func (t *turn) turnReason(turn *scoringplan.Turn, c scoring.Category) string {
	v, day := t.voice, t.plan.person.On(turn.On)
	age, career := day.Value(scoring.Age), day.Value(scoring.CareerIn(c))
	var parts []string
	switch {
	case !turn.Because.Has(scoring.Age):
	case t.plan.person.Birth.IsZero():
		parts = append(parts, v.Say("calendar.because.age_open"))
	default:
		parts = append(parts, v.Say("calendar.because.age", "Age", int(age.From)))
	}
	switch {
	case !turn.Because.Has(scoring.CareerIn(c)):
	case turn.Before.Points[c].Min < turn.After.Points[c].Min && len(parts) == 0 || !t.plan.person.CareerSince.IsZero():
		parts = append(parts, v.Say("calendar.because.career", "Years", v.Decimal(career.From)))
	case len(parts) == 0:
		parts = append(parts, v.Say("calendar.because.career_open"))
	}
	rest := turn.Because &^ scoring.FactsOf(scoring.Age, scoring.CareerAcademic, scoring.CareerTechnical, scoring.CareerManagement)
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
		return v.Say("calendar.run.never", "Mark", mark)
	}
	i := slices.IndexFunc(runs, func(r scoringplan.Run) bool { return !r.Last.Before(k.Today) })
	if i < 0 {
		i = len(runs) - 1
	}
	r := runs[i]
	id := "between"
	switch begins, ends := t.hadBefore(k, r.First), r.Last == k.Until; {
	case begins && ends:
		id = "always"
	case begins:
		id = "until"
	case ends:
		id = "from"
	}
	return v.Say("calendar.run."+id, "Mark", mark, "First", date(v, r.First), "Last", date(v, r.Last))
}

// hadBefore reports whether a run that begins on the day may have begun before: at the first day of the
// calendar, or of the tables.
func (t *turn) hadBefore(k *scoringplan.Calendar, first scoring.Date) bool {
	return first == k.From || !k.On(first.AddDays(-1)).Covered
}

// makeUp says what would make up for the next loss of 70 points, or where there is none of 80.
func (t *turn) makeUp(s *Screen, k *scoringplan.Calendar, c scoring.Category) {
	losses, err := k.Losses(shownBack)
	if err != nil || len(losses) == 0 {
		return
	}
	loss := &losses[0]
	if i := slices.IndexFunc(losses, func(l scoringplan.Loss) bool { return l.Mark == scoring.PassMark }); i >= 0 {
		loss = &losses[i]
	}
	v := t.voice
	s.text(Heading, v.Say("calendar.loss", "Mark", loss.Mark, "Date", date(v, loss.On)))
	if len(loss.Ways) == 0 {
		s.text(Paragraph, v.Say("ways.none", "Mark", loss.Mark, "N", scoringplan.MostChanges))
		return
	}
	list := Block{Kind: List}
	for i := range loss.Ways {
		w := &loss.Ways[i]
		list.Lines = append(list.Lines, Line{Label: t.way(w, loss.On), Value: v.Say("way.points",
			"Before", k.On(loss.On).Points[c].Min, "After", w.Assessment.Categories[c].Min)})
	}
	s.Body = append(s.Body, list)
}

// shownBack is how many ways back a calendar shows.
const shownBack = 2

// routeAhead says when permanent residence can be applied for, where the stay is known.
func (t *turn) routeAhead(s *Screen) {
	if t.state.Residence.get("status") == "" || t.nextAboutResidence() != nil {
		return
	}
	for _, r := range t.ranked() {
		if r.Aim == scoring.ToPermanentResidence && (r.State == scoring.RouteOpen || r.State == scoring.RouteOpens) {
			s.text(Heading, t.voice.Say("control.residence"))
			s.Body = append(s.Body, Block{Kind: List, Lines: []Line{t.route(&r)}})
			return
		}
	}
}

// askDays offers to give the day of birth and the months of experience, where only years are known.
func (t *turn) askDays(s *Screen, c scoring.Category) {
	p := &t.plan.person
	for _, f := range []scoring.Fact{scoring.Age, scoring.CareerIn(c)} {
		if f == scoring.Age && !p.Birth.IsZero() || f != scoring.Age && !p.CareerSince.IsZero() || f == scoring.Age && c == scoring.Management {
			continue
		}
		for i := range questions {
			if q := &questions[i]; slices.Contains(q.facts, f) {
				s.add(Option, q.id, "edit:"+q.id, t.voice.Say("control.except", "Question", q.name(t.voice)))
			}
		}
	}
}
