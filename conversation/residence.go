package conversation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"hspbot/locales"
	"hspbot/scoring"
)

// The answer to the question when permanent residence can be applied for, and 高度専門職2号.

// residence draws the routes, the best first, and what is in their way. While the interview is
// not finished it says that this comes after it.
func (t *turn) residence() Screen {
	v := t.voice
	s := t.detail("residence", "residence.title")
	if !t.state.Asking && !t.finished() {
		s.Text(Paragraph, t.years())
		s.Text(Paragraph, v.Say("residence.later"))
		t.offerGuide(&s, "residence")
		return s
	}
	routes := t.ranked()
	s.Text(Paragraph, t.residenceWhen(routes))
	var list []Line
	for i := range routes {
		if r := &routes[i]; r.State != scoring.RouteClosed && !surpassed(r, routes[:i]) {
			list = append(list, t.route(r))
		}
	}
	s.Lines(List, list...)
	s.Text(Small, t.closed(routes))
	s.Lines(List, t.inTheWay()...)
	s.Text(Small, v.Say("residence.only_years"))
	s.Text(Small, t.applied())
	t.addViews(&s, "checks", "sheets")
	if len(t.state.Residence) > 0 {
		t.addViews(&s, "stay")
	}
	t.offerGuide(&s, "residence")
	return s
}

// ranked are the routes, the best first: those open, then by the day on which they open, then
// those not known, then those closed; of equals permanent residence first.
func (t *turn) ranked() []scoring.Route {
	list := slices.Clone(t.routes())
	rank := [...]int{scoring.RouteOpen: 0, scoring.RouteOpens: 1, scoring.RouteUnknown: 2, scoring.RouteClosed: 3}
	slices.SortStableFunc(list, func(a, b scoring.Route) int {
		if first := cmp.Or(cmp.Compare(a.Aim, b.Aim), cmp.Compare(rank[a.State], rank[b.State])); first != 0 || a.State != scoring.RouteOpens {
			return first
		}
		return b.From.DaysUntil(a.From)
	})
	return list
}

// surpassed reports whether a better route makes this one idle: one with the same aim that is
// there no later, and stays at least as long.
func surpassed(r *scoring.Route, better []scoring.Route) bool {
	return slices.ContainsFunc(better, func(b scoring.Route) bool {
		stays := b.KeptUntil.IsZero() && len(b.Needs) == 0 || !r.KeptUntil.IsZero() && !b.KeptUntil.Before(r.KeptUntil)
		return b.Aim == r.Aim && (b.State == scoring.RouteOpen || b.State == scoring.RouteOpens) && stays
	})
}

// residenceWhen says in a sentence when permanent residence can be applied for.
func (t *turn) residenceWhen(ranked []scoring.Route) string {
	v := t.voice
	if len(ranked) == 0 {
		return ""
	}
	until, sure := t.openUntil(ranked)
	switch r := &ranked[0]; {
	case r.State == scoring.RouteOpen && !sure:
		return v.Say("residence.lead.open_until", "Date", date(v, until))
	case r.State == scoring.RouteOpen:
		return v.Say("residence.lead.open")
	case r.State == scoring.RouteOpens:
		return v.Say("residence.lead.opens", "Date", date(v, r.From))
	case r.State == scoring.RouteUnknown:
		return v.Say("residence.lead.unknown")
	}
	return v.Say("residence.lead.closed")
}

// openUntil returns the day on which no route to permanent residence is open any more, of the
// days that follow today without a break; sure is whether there is no such day in sight.
func (t *turn) openUntil(ranked []scoring.Route) (until scoring.Date, sure bool) {
	until = t.today
	for _, r := range ranked { // those open, then the others by the day on which they open
		if r.Aim != scoring.ToPermanentResidence || r.State != scoring.RouteOpen && r.State != scoring.RouteOpens || until.Before(r.From) {
			continue
		}
		if r.KeptUntil.IsZero() {
			return until, true
		}
		if until.Before(r.KeptUntil) {
			until = r.KeptUntil
		}
	}
	return until, false
}

// route is the line of a route that is open, opens or is not known.
func (t *turn) route(r *scoring.Route) Line {
	v := t.voice
	line := Line{Label: v.Say("route." + r.ID)}
	switch r.State {
	case scoring.RouteOpen:
		line.Mark, line.Note = Met, v.Say("residence.open", "Date", date(v, r.From))
	case scoring.RouteOpens:
		line.Note = v.Say("residence.opens", "Date", date(v, r.From))
	default:
		line.Mark = Depends
		if line.Note = v.Say("residence.unknown_table"); r.Because != "table" {
			line.Note = v.Say("residence.unknown", "Needs", t.needed(r.Needs))
		}
		return line
	}
	if !r.KeptUntil.IsZero() {
		line.Note = sentences(v, line.Note, v.Say("residence.kept", "Date", date(v, r.KeptUntil), "Because", t.because(r)))
	}
	return line
}

// because says what takes a route away on the day on which it is open no longer.
func (t *turn) because(r *scoring.Route) string {
	v := t.voice
	if r.Because != "age" || t.state.Facts.Birth.IsZero() && t.plan.person.Birth.IsZero() {
		return v.Say("residence.because." + r.Because)
	}
	day := t.plan.person.On(r.KeptUntil)
	a, err := scoring.Assess(&day, t.plan.assessment.Sheets)
	if err != nil {
		return v.Say("residence.because.age")
	}
	c := t.category()
	points := &a.Categories[c]
	return v.Say("residence.because.birthday", "Age", int(day.Value(scoring.Age).From), "Points", Score(v, points.Min, points.Max))
}

// onHSP reports whether the person holds, or is to hold, Highly Skilled Professional or J-Skip.
func (t *turn) onHSP() bool {
	held := func(s scoring.Since) bool { return s.Known() && !s.Never }
	return held(t.plan.person.Stay.HSP) || held(t.plan.person.Stay.JSkip) || t.holds("hsp", "j_skip")
}

// category is the one the routes are spoken of in: that of the work, else the best.
func (t *turn) category() scoring.Category {
	if c, one := t.plan.person.Activity.One(); one {
		return c
	}
	return t.plan.assessment.Best
}

// closed names the routes that are closed for the next five years in one line, by what is short.
func (t *turn) closed(routes []scoring.Route) string {
	v := t.voice
	names := map[string][]string{}
	var order []string
	b := t.nextBirthday()
	for _, r := range routes {
		if r.State != scoring.RouteClosed || r.Aim == scoring.ToHSP2 && !t.onHSP() || r.Because == "business_manager" {
			continue // the last is said by itself
		}
		because := r.Because
		switch stay := &t.plan.person.Stay; { // what the person never held comes before the points
		case r.Held == scoring.HeldHSP && stay.HSP.Never:
			because = "hsp_since"
		case r.Held == scoring.HeldJSkip && stay.JSkip.Never:
			because = "j_skip_since"
		case b != nil && t.brokenBy(b, &r): // the years would be complete, but for the points
			because = "points_" + strconv.Itoa(r.Points)
		}
		if names[because] == nil {
			order = append(order, because)
		}
		names[because] = append(names[because], v.Say("route."+r.ID))
	}
	var parts []string
	for _, because := range order {
		parts = append(parts, v.Say("residence.closed_by", "Routes", join(v, names[because]), "Because", v.Say("residence.short."+because)))
	}
	if len(parts) == 0 {
		return ""
	}
	return v.Say("residence.closed", "Routes", strings.Join(parts, v.Say("list.semicolon")))
}

// inTheWay says what the routes alone do not: the criteria of Business Manager for 1号ハ, and
// what permanent residence would end.
func (t *turn) inTheWay() []Line {
	a, v := &t.plan.assessment, t.voice
	var list []Line
	add := func(m Mark, label, note string) { list = append(list, Line{Mark: m, Label: label, Note: note}) }
	if t.plan.person.Activity == scoring.Only(scoring.Management) && t.managerMatters() {
		switch t.plan.person.BusinessManager {
		case scoring.Yes:
			add(Met, v.Say("residence.manager.met"), "")
		case scoring.No:
			add(NotMet, v.Say("residence.manager.not_met"), t.withManager(v.Say("benefit.missing", "Conditions", conditions(v, t.managerList(scoring.No)))))
		default:
			add(Depends, v.Say("residence.manager.unknown"), t.withManager(v.Say("benefit.depends", "Conditions", conditions(v, t.managerList(scoring.Unknown)))))
		}
	}
	if b := t.nextBirthday(); b != nil && len(b.broken()) > 0 {
		add(Caution, t.birthdayText(b, b.falls()), t.keeping(b))
	}
	day := t.filing()
	for _, c := range t.residenceChecks(day) {
		if c.ID == "longest_period" && c.State != scoring.Yes && t.plan.person.Stay.PeriodYears > 0 {
			add(mark(c.State), v.Say("residence.period_"+c.State.String(), "Date", date(v, day)), t.checkNote(&c, day))
		}
	}
	if a.Benefits[scoring.Parents].State == scoring.Yes || a.Benefits[scoring.Housekeeper].State == scoring.Yes {
		add(Caution, v.Say("statement.ends_family_basis"), "")
	}
	return list
}

// withManager adds to what is missing when permanent residence could be applied for without it, where
// that is known.
func (t *turn) withManager(missing string) string {
	other := *t
	other.plan.person.BusinessManager, other.plan.routes = scoring.Yes, nil
	missing = strings.TrimSpace(missing + t.voice.Say("list.stop"))
	ranked := other.ranked()
	if len(ranked) == 0 || ranked[0].State == scoring.RouteUnknown {
		return missing
	}
	return sentences(t.voice, missing, t.voice.Say("residence.manager.then", "When", other.residenceWhen(ranked)))
}

// needed names what the keys of the JSON contract ask for.
func (t *turn) needed(keys []string) string {
	of := map[string]string{"stay.in_japan_since": "in_japan_since", "stay.work_status_since": "work_since", "stay.hsp_since": "hsp_since",
		"stay.j_skip_since": "j_skip_since", "stay.hsp_points": "hsp_points", "birth_date": "birth", "age": "birth",
		"career_since": "career_since", "career_years": "career_since", "business_manager": "business_manager"}
	var names []string
	add := func(q *question) {
		if name := q.name(t.voice); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, key := range keys {
		if id := of[key]; id != "" {
			add(find(id))
			continue
		}
		for i := range questions {
			q := &questions[i]
			if t.state.inPlay(q) && slices.ContainsFunc(q.facts, func(f scoring.Fact) bool { return f.Key() == key }) {
				add(q)
			}
		}
	}
	return join(t.voice, names)
}

// applied names the editions of the law that the result rests on.
func (t *turn) applied() string { return Applied(t.voice, t.today, t.plan.assessment.Sheets) }

// stayAnswers lists what was said about the stay and the past; each answer can be changed.
func (t *turn) stayAnswers() Screen {
	s := t.detail("stay", "residence.stay_title")
	var list []Line
	for i := range residenceQuestions {
		if q := &residenceQuestions[i]; t.given(q) {
			list = append(list, Line{Label: q.name(t.voice), Value: t.saidOf(q)})
			s.add(Option, q.id, "edit:"+q.id, q.name(t.voice))
		}
	}
	s.Lines(Table, list...)
	return s
}

// sentences writes sentences one after the other the way the language does.
func sentences(v *locales.Voice, list ...string) string {
	text := ""
	for _, s := range list {
		switch {
		case text == "":
			text = s
		case s != "":
			text = v.Say("list.sentences", "First", text, "Second", s)
		}
	}
	return text
}
