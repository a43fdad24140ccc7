package conversation

import (
	"slices"
	"strings"
	"time"

	"hspbot/scoring"
	scoringplan "hspbot/scoring/plan"
)

// Notices: who asks for them is written to before a day on which the points change, when new rules
// change them, and when the list of universities is renewed. A platform that can write to people
// unasked looks every day what there is to be told ([State.News]) and keeps what has been told.

const (
	notifyView = "notify"
	notifyVerb = "notify"
)

// OffersNotices reports whether a choice leads to the notices, which only platforms send that can
// write to people unasked.
func (c Choice) OffersNotices() bool { return c.Action == ShowAction(notifyView) }

// leads are how many days before a day it is told of, the first first.
var leads = [...]int{30, 7}

// How long somebody's answers are kept for notices: since they were last used, and after the last day
// that is told of. No day is told of that was more than scoringplan.CalendarYears away at the last use.
const (
	noticeYears = 1
	noticeDays  = 7
)

// Told is what somebody who asked for notices has been told. The zero Told is of somebody who has
// just asked: they are told of what comes, not of what has been.
type Told struct {
	// Through is the last day whose notices have been looked for.
	Through scoring.Date `json:"through,omitzero"`
	// Rules is the newest day on which the points table changes that was known then, and List the
	// first day of the newest list of universities.
	Rules scoring.Date `json:"rules,omitzero"`
	List  scoring.Date `json:"list,omitzero"`
	// Lead is what of a delivery that failed has been told, whoever asked for notices: see
	// [State.LeadNews].
	Lead string `json:"lead,omitempty"`
}

// IsZero reports whether nothing is known of anything.
func (d Told) IsZero() bool { return d == Told{} }

// Begun reports whether notices have been looked for.
func (d Told) Begun() bool { return !d.Through.IsZero() }

// News returns what somebody who asked for notices is to be told at a time, and what they have been
// told then. It is not ok where there is nothing to tell.
func (s State) News(told Told, at time.Time) (screen Screen, now Told, ok bool) {
	t := begin(s, at)
	now = Told{Through: t.today, Rules: newestRules(), List: newestList(), Lead: told.Lead}
	if !told.Begun() || !s.Notify || s.Forgotten || !t.finished() {
		return Screen{}, now, false
	}
	v := t.voice
	screen = t.detail("news", "news.title")
	var days []Line
	for _, d := range t.coming(t.today.AddYears(1)) {
		if d.due(told.Through, t.today) {
			line := d.line
			line.Label = v.Say("news.in_days", "N", t.today.DaysUntil(d.on), "Day", line.Label)
			days = append(days, line)
		}
	}
	screen.Lines(List, days...)
	if told.Rules.Before(now.Rules) {
		t.newRules(&screen, told.Rules)
	}
	if told.List.Before(now.List) && t.asksForList() {
		screen.Text(Paragraph, v.Say("news.list", "Date", date(v, now.List)))
	}
	if len(screen.Body) == 0 {
		return Screen{}, now, false
	}
	screen.Text(Small, v.Say("news.note"))
	t.addViews(&screen, "calendar")
	screen.add(Control, "notify-off", notifyVerb+":off", v.Say("notify.off"))
	return screen, now, true
}

// NoticesUntil returns until when the answers of somebody who asked for notices are kept for them,
// unless they are used again: a year, and longer as long as days are to come.
func (s State) NoticesUntil() time.Time {
	t := begin(s, s.Touched)
	until := t.today.AddYears(noticeYears)
	for _, d := range t.coming(t.today.AddYears(scoringplan.CalendarYears)) {
		if last := d.on.AddDays(noticeDays); until.Before(last) {
			until = last
		}
	}
	return time.Date(until.Year, until.Month, until.Day, 0, 0, 0, 0, Japan)
}

// comingDay is a day that somebody is told of before.
type comingDay struct {
	on   scoring.Date
	line Line
}

// due reports whether one of the days on which it is told of is after the last one looked at, and
// not after today. A day that has come needs no telling.
func (d *comingDay) due(through, today scoring.Date) bool {
	for _, lead := range leads {
		if on := d.on.AddDays(-lead); through.Before(on) && !today.Before(on) && today.Before(d.on) {
			return true
		}
	}
	return false
}

// coming lists the days after today, up to the last, on which the points change for certain, or on
// which a route to permanent residence opens.
func (t *turn) coming(last scoring.Date) []comingDay {
	if !t.finished() {
		return nil
	}
	var list []comingDay
	c := t.category()
	if k, err := scoringplan.NewCalendar(&t.plan.person, scoring.Only(c)); err == nil {
		for _, turn := range changingTurns(&k, c) {
			if t.today.Before(turn.On) && !last.Before(turn.On) && t.datedFor(&turn, c) {
				list = append(list, comingDay{turn.On, t.turnLine(&turn, c)})
			}
		}
	}
	if t.staySaid() {
		for _, r := range t.ranked() {
			if r.State == scoring.RouteOpens && t.today.Before(r.From) && !last.Before(r.From) {
				line := t.route(&r)
				line.Mark = NoMark
				list = append(list, comingDay{r.From, line})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b comingDay) int { return b.on.DaysUntil(a.on) })
	return list
}

// newRules says what the changes of the table after a day do to the points of the person, all else as
// it is, where they do anything.
func (t *turn) newRules(s *Screen, after scoring.Date) {
	v := t.voice
	for _, on := range rulesAfter(after) {
		then := t.plan.person.Profile // of today, where the change is one of the past
		if t.today.Before(on) {
			then = t.plan.person.On(on)
		}
		before := then
		before.AsOf, then.AsOf = on.AddDays(-1), on
		var list []Line
		old, err := scoring.Assess(&before, t.plan.assessment.Sheets)
		now, err2 := scoring.Assess(&then, t.plan.assessment.Sheets)
		if err != nil || err2 != nil {
			continue
		}
		for c := range now.Sheets.All() {
			was := &old.Categories[c]
			if said := t.differs(c, scoring.Points{Min: was.Min, Max: was.Max}, was.Verdict, &now.Categories[c]); said != "" {
				list = append(list, Line{Label: said})
			}
		}
		if len(list) > 0 {
			s.Text(Heading, v.Say("news.rules", "Date", date(v, on)))
			s.Lines(List, list...)
		}
	}
}

// rulesAfter are the days after a day on which rows of the points table begin or end.
func rulesAfter(after scoring.Date) []scoring.Date {
	var list []scoring.Date
	for _, c := range scoring.Changes(after, endOfTime) {
		if c.Row != nil && !slices.Contains(list, c.On) {
			list = append(list, c.On)
		}
	}
	return list
}

var endOfTime = scoring.Date{Year: 9999, Month: 12, Day: 31}

// newestRules is the last day on which the points table is known to change.
func newestRules() scoring.Date {
	days := rulesAfter(scoring.Date{Year: 1, Month: 1, Day: 1})
	if len(days) == 0 {
		return scoring.Date{}
	}
	return days[len(days)-1]
}

// listEdition begins the ids of the editions of the list of universities.
const listEdition = "universities_"

// newestList is the first day of the newest list of universities.
func newestList() (newest scoring.Date) {
	for _, e := range scoring.Editions {
		if strings.HasPrefix(e.ID, listEdition) && newest.Before(e.From) {
			newest = e.From
		}
	}
	return newest
}

// asksForList reports whether the answer rests on the list of universities, or waits for it.
func (t *turn) asksForList() bool {
	f := scoring.DesignatedUniversity
	return t.plan.person.Profile.Value(f).Known() || t.state.Unsure.Has(f)
}

// shownComing is how many days are shown that somebody is to be told of.
const shownComing = 3

// notify says what notices there are, and turns them on and off.
func (t *turn) notify() Screen {
	v := t.voice
	s := t.detail(notifyView, "notify.title")
	s.Text(Paragraph, v.Say("notify.text"))
	coming := t.coming(t.today.AddYears(scoringplan.CalendarYears))
	if len(coming) > 0 {
		s.Text(Heading, v.Say("notify.coming"))
	}
	var list []Line
	for _, d := range coming[:min(len(coming), shownComing)] {
		list = append(list, d.line)
	}
	s.Lines(List, list...)
	switch asks := t.finished() && t.askDays(&s, t.category()); {
	case len(coming) > 0:
	case asks:
		s.Text(Paragraph, v.Say("notify.undated"))
	default:
		s.Text(Paragraph, v.Say("notify.none"))
	}
	kept := t.state
	if kept.Touched.IsZero() {
		kept.Touched = kept.Started
	}
	until := day(v, kept.NoticesUntil())
	if t.state.Notify {
		s.Text(Paragraph, v.Say("notify.is_on", "Date", until))
		s.add(Option, "notify-off", notifyVerb+":off", v.Say("notify.off"))
	} else {
		s.Text(Paragraph, v.Say("notify.is_off", "Date", until))
		s.add(Option, "notify-on", notifyVerb+":on", v.Say("notify.on"))
	}
	return s
}
