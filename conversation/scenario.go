package conversation

import (
	"slices"
	"strings"
	"unicode"

	"hspbot/conversation/typed"
	"hspbot/locales"
	"hspbot/scoring"
	scoringplan "hspbot/scoring/plan"
)

// Scenarios: up to three sets of other answers, an offer among them, kept beside the real ones and
// compared with them, also as of another day. They change no answer until the person makes one real.

// sideView is the view of all of them, scenarioView with one's letter that of one, and with nameEnd
// after it that of its name.
const (
	sideView     = "scenarios"
	scenarioView = "scenario."
	nameEnd      = ".name"
)

// letters name the scenarios there can be.
var letters = []string{"a", "b", "c"}

// longestName is how many characters the name of a scenario has.
const longestName = 30

// Scenario is one of them.
type Scenario struct {
	Letter  string       `json:"letter"`
	Name    string       `json:"name,omitempty"` // one's own, of one line; empty where there is none
	On      scoring.Date `json:"on,omitzero"`    // zero for today
	Answers []Answer     `json:"answers"`
}

// Scenarios are those kept, in the order of their letters. They are never changed in place.
type Scenarios []Scenario

// find returns a copy of the scenario of a letter, nil where there is none.
func (s Scenarios) find(letter string) *Scenario {
	for _, sc := range s {
		if sc.Letter == letter {
			return &sc
		}
	}
	return nil
}

// with returns the scenarios with sc in the place of its letter.
func (s Scenarios) with(sc Scenario) Scenarios {
	list := append(s.without(sc.Letter), sc)
	slices.SortFunc(list, func(a, b Scenario) int { return strings.Compare(a.Letter, b.Letter) })
	return list
}

// without returns the scenarios without that of a letter.
func (s Scenarios) without(letter string) Scenarios {
	return slices.DeleteFunc(slices.Clone(s), func(sc Scenario) bool { return sc.Letter == letter })
}

// free is the first letter without a scenario, "" where all have one.
func (s Scenarios) free() string {
	for _, letter := range letters {
		if s.find(letter) == nil {
			return letter
		}
	}
	return ""
}

// nameOf makes a name of what was typed: one line of at most so many characters that are shown.
func nameOf(text string) string {
	words := strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	shown := []rune(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, strings.Join(words, " ")))
	return strings.TrimSpace(string(shown[:min(len(shown), longestName)]))
}

// suppose answers a question as a scenario does: what of a page it does not name stays as it is.
func (t *turn) suppose(a Answer) {
	q, arg := find(a.Question), a.Arg
	if q == nil || q.aboutResidence() {
		return
	}
	t.chooseTyped(q, t.added(q, arg))
}

// levels are the degrees, the lesser first.
var levels = [...]uint{scoring.Bachelor, scoring.Master | scoring.Professional | scoring.MBA, scoring.Doctorate}

// higherThanNow reports whether degrees are of a higher level than those the person is known to have.
func (t *turn) higherThanNow(arg string) bool {
	now, known := t.state.Facts.Value(scoring.Degrees).Subset()
	if !known {
		return true
	}
	var then uint
	for _, id := range split(arg) {
		if i := slices.Index(scoring.Degrees.Names(), id); i >= 0 {
			then |= 1 << i
		}
	}
	for _, level := range slices.Backward(levels[:]) {
		if now&level != 0 || then&level != 0 {
			return now&level == 0
		}
	}
	return false
}

// under is the turn as it would be with other answers, on another day where one is named.
func (t *turn) under(answers []Answer, on scoring.Date) *turn {
	other := *t
	for _, a := range answers {
		other.suppose(a)
	}
	if !on.IsZero() && on != t.today {
		person := other.plan.person
		person.Profile = person.On(on)
		for _, a := range answers {
			q := find(a.Question)
			if q == nil {
				continue
			}
			for _, f := range q.facts {
				if v := other.state.Facts.Value(f); v.Known() { // what is supposed is so on that day
					person.Profile = person.With(f, v)
				}
			}
		}
		other.today = on
		other.plan = plan{person: person}
		a, err := scoring.Assess(&other.plan.person.Profile, other.state.sheets())
		other.plan.assessment, other.plan.covered = a, err == nil
	}
	other.state.Notice, other.state.Before = nil, outcome(&questions[0], &t.plan.assessment)
	return &other
}

// tried are the lines of what answers change, before and after.
func (t *turn) tried(answers []Answer, other *turn) []Line {
	var list []Line
	for _, a := range answers {
		q := find(a.Question)
		if q == nil {
			continue
		}
		list = append(list, Line{Label: q.name(t.voice), Value: t.triedAt(q, other)})
	}
	return list
}

// triedAt writes what changes at a question: of a page what comes to it and what falls away.
func (t *turn) triedAt(q *question, other *turn) string {
	v := t.voice
	if q.style != pages {
		before := v.Say("answer.none")
		if t.state.answeredAny(q) {
			before = t.answerText(q)
		}
		return v.Say("tryout.change", "Before", before, "After", other.answerText(q))
	}
	var list []string
	for i := range q.options {
		o := &q.options[i]
		switch before, after := o.holds(t.state.Facts.Value(o.fact)), o.holds(other.state.Facts.Value(o.fact)); {
		case after && !before:
			list = append(list, "+ "+t.optionText(o, q))
		case before && !after:
			list = append(list, "− "+t.optionText(o, q))
		}
	}
	if len(list) == 0 {
		return other.answerText(q)
	}
	return join(v, list)
}

// displayName is the name of a scenario, or what it changes.
func (t *turn) displayName(sc *Scenario) string {
	if sc.Name != "" {
		return sc.Name
	}
	var list []string
	other := t.under(sc.Answers, scoring.Date{})
	for _, a := range sc.Answers {
		switch q := find(a.Question); {
		case q == nil:
		case q.style == pages:
			list = append(list, t.triedAt(q, other))
		default:
			list = append(list, other.answerText(q))
		}
	}
	return join(t.voice, list)
}

// called is what a scenario with a name is called, cut to a number of columns: its letter, the name and the
// day.
func (t *turn) called(sc *Scenario, name string, columns int) string {
	name = t.voice.Say("scenario.name", "Letter", strings.ToUpper(sc.Letter), "Name", name)
	if sc.On.IsZero() {
		return clip(name, columns)
	}
	day := t.voice.Say("list.comma") + date(t.voice, sc.On) // which is not cut
	return clip(name, columns-locales.Columns(day)) + day
}

// residenceShort says in a few words when permanent residence is possible: the day, where the stay in
// Japan is known, else the years.
func (t *turn) residenceShort() string {
	v, id := t.voice, "years"
	if t.staySaid() {
		id = "closed"
		for _, r := range t.ranked() {
			switch {
			case r.Aim != scoring.ToPermanentResidence:
			case r.State == scoring.RouteOpen:
				return v.Say("scenario.residence.open")
			case r.State == scoring.RouteOpens:
				return v.Say("scenario.residence.from", "Date", date(v, r.From))
			case r.State == scoring.RouteUnknown:
				id = "unknown"
			}
		}
		return v.Say("scenario.residence." + id)
	}
	route, n, mark := yearsTo(&t.plan.assessment), 3, scoring.PassMark
	if route == "one_year" {
		n, mark = 1, 80
	}
	switch {
	case route == "no":
		id = "no"
	case route == "depends", t.unbarred() == scoring.Only(scoring.Management) && t.plan.person.BusinessManager != scoring.Yes:
		id = "unknown"
	case t.plan.assessment.MeetsJSkip() != scoring.Yes && t.cutShort(mark):
		id = "cut_short"
	}
	return v.Say("scenario.residence."+id, "N", n)
}

// among are the categories to compare: all of those scored where there is room, else the best of each.
func (t *turn) among(others []*turn) scoring.Sheets {
	if len(others) < len(letters) {
		return t.plan.assessment.Sheets
	}
	list := scoring.Only(t.plan.assessment.Best)
	for _, other := range others {
		list |= scoring.Only(other.plan.assessment.Best)
	}
	return list & t.plan.assessment.Sheets
}

// sideBySide draws the real answers and the scenarios, each with its points and permanent residence.
func (t *turn) sideBySide() Screen {
	v := t.voice
	s := t.detail(sideView, "scenario.title")
	list := t.state.Scenarios
	var others []*turn
	for i := range list {
		others = append(others, t.under(list[i].Answers, list[i].On))
	}
	among := t.among(others)
	now := Block{Kind: Table}
	for c := range scoring.Category(scoring.Categories) {
		if among.Has(c) {
			now.Lines = append(now.Lines, Standing(v, &t.plan.assessment, c))
		}
	}
	now.Lines = append(now.Lines, Line{Label: v.Say("scenario.residence"), Value: t.residenceShort()})
	s.Text(Heading, v.Say("scenario.now"))
	s.Body = append(s.Body, now)
	for i, other := range others {
		name := t.displayName(&list[i])
		s.Text(Heading, t.called(&list[i], name, widestLabel))
		s.Body = append(s.Body, Block{Kind: Table, Lines: t.beside(other, among)})
		s.add(Option, list[i].Letter, ShowAction(scenarioView+list[i].Letter), t.called(&list[i], name, widestChoice))
	}
	if len(list) < len(letters) {
		s.Text(Small, v.Say("scenario.how"))
	}
	s.add(Control, "offer", ShowAction(offerView), v.Say("control.offer"))
	return s
}

// widestChoice is how many columns the label of an option has.
const widestChoice = 30

// beside are the lines of one scenario: the points before and after, and what differs of the verdict and
// of permanent residence.
func (t *turn) beside(other *turn, among scoring.Sheets) []Line {
	v := t.voice
	if !other.plan.covered {
		return []Line{{Label: v.Say("uncovered.title")}}
	}
	var list []Line
	for c := range scoring.Category(scoring.Categories) {
		x, y := &t.plan.assessment.Categories[c], &other.plan.assessment.Categories[c]
		if !among.Has(c) || !other.plan.assessment.Sheets.Has(c) {
			continue
		}
		line := Standing(v, &other.plan.assessment, c)
		if VerdictOf(&t.plan.assessment, c) == VerdictOf(&other.plan.assessment, c) {
			line.Value = Score(v, y.Min, y.Max)
		}
		if x.Min != y.Min || x.Max != y.Max {
			line.Value = v.Say("tryout.change", "Before", Score(v, x.Min, x.Max), "After", line.Value)
		}
		list = append(list, line)
	}
	if residence := other.residenceShort(); residence != t.residenceShort() {
		list = append(list, Line{Label: v.Say("scenario.residence"), Value: residence})
	}
	return list
}

// scenarioAlone draws one scenario: what it changes, what follows, and what may be done with it.
func (t *turn) scenarioAlone(sc *Scenario) Screen {
	v := t.voice
	other := t.under(sc.Answers, sc.On)
	s := t.detail(scenarioView+sc.Letter, "scenario.title")
	s.Title = t.called(sc, t.displayName(sc), longestTitle)
	if lines := t.tried(sc.Answers, other); len(lines) > 0 {
		s.Body = append(s.Body, Block{Kind: List, Lines: lines})
	}
	t.follows(&s, other)
	s.Text(Small, v.Say("scenario.hint"))
	s.add(Option, "real", "scenario:"+sc.Letter+":real", v.Say("tryout.keep"))
	s.add(Option, "drop", "scenario:"+sc.Letter+":drop", v.Say("scenario.drop"))
	s.add(Control, "name", ShowAction(scenarioView+sc.Letter+nameEnd), v.Say("control.scenario.name"))
	s.add(Control, sideView, ShowAction(sideView), v.Say("control.scenarios"))
	return s
}

// longestTitle is how many columns of a scenario's name stand above it.
const longestTitle = 70

// follows says what other answers would bring: the verdict, what of points and benefits differs, and
// permanent residence.
func (t *turn) follows(s *Screen, other *turn) {
	v := t.voice
	if !other.plan.covered {
		s.Text(Paragraph, v.Say("uncovered.text"))
		return
	}
	s.Text(Heading, other.headline())
	differs := Differences(v, &t.plan.assessment, &other.plan.assessment)
	differs = slices.DeleteFunc(differs, func(l Line) bool { // permanent residence is said below, and the rest goes with the points
		return l.Label == v.Say("hiring.benefit.residence") || l.Label == v.Say("hiring.benefit.plain")
	})
	if len(differs) == 0 {
		differs = []Line{{Label: v.Say("scenario.same")}}
	}
	s.Body = append(s.Body, Block{Kind: Table, Lines: differs})
	s.Text(Paragraph, other.years())
}

// naming asks for the name of a scenario.
func (t *turn) naming(sc *Scenario) Screen {
	s := t.detail(scenarioView+sc.Letter+nameEnd, "scenario.naming")
	s.Text(Paragraph, t.voice.Say("scenario.naming_how", "N", longestName))
	s.add(Option, "as-it-is", ShowAction(scenarioView+sc.Letter), t.voice.Say("scenario.no_name"))
	return s
}

// scenarioScreen draws the view of a scenario; those there are where it is gone.
func (t *turn) scenarioScreen(view string) Screen {
	letter, isName := strings.CutSuffix(strings.TrimPrefix(view, scenarioView), nameEnd)
	sc := t.state.Scenarios.find(letter)
	switch {
	case sc == nil:
		return t.sideBySide()
	case isName:
		return t.naming(sc)
	}
	return t.scenarioAlone(sc)
}

// keepScenario keeps answers as a scenario, where there is room, and shows all of them.
func (t *turn) keepScenario(answers []Answer) {
	t.state.View = sideView
	kept := func(sc Scenario) bool { return sc.On.IsZero() && slices.Equal(sc.Answers, answers) }
	if slices.ContainsFunc(t.state.Scenarios, kept) {
		return
	}
	letter := t.state.Scenarios.free()
	if letter == "" {
		t.say("scenario.three")
		return
	}
	t.state.Scenarios = t.state.Scenarios.with(Scenario{Letter: letter, Answers: answers})
}

// pressScenario does what a button of the scenarios says.
func (t *turn) pressScenario(letter, what string) {
	sc := t.state.Scenarios.find(letter)
	switch {
	case letter == "new" && what == "tried" && t.before != nil && t.before.Text == tried:
		t.keepScenario(t.before.Answers)
	case letter == "new" && what == "offer" && t.figure().Known():
		pay := t.figure()
		arg := bandID(pay)
		if pay.Below == pay.From+1 { // an exact amount
			arg = "=" + digits(pay.From)
		}
		if t.keepScenario([]Answer{{"salary", arg}}); t.state.Notice == nil {
			t.state.Offer = ""
		}
	case sc != nil && what == "drop":
		t.state.Scenarios, t.state.View = t.state.Scenarios.without(letter), sideView
	case sc != nil && what == "real":
		t.makeReal(sc)
	default:
		t.say("notice.old_button")
	}
}

// makeReal answers the questions as the scenario does.
func (t *turn) makeReal(sc *Scenario) {
	before := t.plan.assessment
	for _, a := range sc.Answers {
		t.suppose(a)
	}
	t.state.Scenarios, t.state.View = t.state.Scenarios.without(sc.Letter), ""
	if len(sc.Answers) > 0 {
		t.state.Before = outcome(find(sc.Answers[len(sc.Answers)-1].Question), &before)
	}
	t.say("scenario.made")
}

// readScenario reads what is typed where scenarios are looked at: another answer, a day, or the name.
func (t *turn) readScenario(text string) bool {
	view := t.state.View
	letter, isName := strings.CutSuffix(strings.TrimPrefix(view, scenarioView), nameEnd)
	sc := t.state.Scenarios.find(letter)
	if strings.HasPrefix(view, scenarioView) && sc == nil { // gone: all are shown
		view = sideView
	}
	switch {
	case view == sideView:
		answers, ok := t.supposedAll(text)
		switch {
		case !ok:
			t.say("scenario.unread")
		case len(answers) > 0:
			t.keepScenario(answers)
		}
		return !ok || len(answers) > 0
	case sc == nil:
		return false
	case isName:
		if _, command := readCommand(text); command || nameOf(text) == "" {
			return false
		}
		sc.Name, view = nameOf(text), scenarioView+letter
	default:
		if !t.alter(sc, text) {
			return false
		}
	}
	t.state.Scenarios, t.state.View = t.state.Scenarios.with(*sc), view
	return true
}

// alter adds what a text says to a scenario: its day, or other answers. It is false where the text says
// neither.
func (t *turn) alter(sc *Scenario, text string) bool {
	day, _, doubt := t.numberReader().Date(text)
	switch {
	case doubt == typed.Clear && !t.canLookAt(day):
		t.say("scenario.day")
		return true
	case doubt == typed.Clear:
		sc.On = day
		return true
	}
	answers, ok := t.supposedAll(text)
	if !ok {
		t.say("scenario.unread")
		return true
	}
	sc.Answers = merged(sc.Answers, answers)
	return len(answers) > 0
}

// merged are the answers of both, the later ones instead of the earlier.
func merged(earlier, later []Answer) []Answer {
	list := slices.Clone(earlier)
	for _, a := range later {
		list = append(slices.DeleteFunc(list, func(b Answer) bool { return a.Question == b.Question }), a)
	}
	return list
}

// supposedAll are the answers in all parts of a text. It is not ok where some parts have one and others
// do not: nothing is passed over.
func (t *turn) supposedAll(text string) (answers []Answer, ok bool) {
	unread := false
	for _, part := range parts(words().withoutIf(fold(text))) {
		pieces := []string{part}
		for _, and := range words().ands {
			if !han([]rune(and)[0]) {
				pieces = strings.Split(strings.ReplaceAll(strings.Join(pieces, "\n"), " "+and+" ", "\n"), "\n")
			}
		}
		for _, piece := range pieces {
			found := t.supposed(piece)
			for _, cut := range words().cut(piece) {
				found = merged(found, t.supposed(cut))
			}
			if len(found) == 0 {
				found = t.meantAlone(piece)
			}
			unread = unread || len(found) == 0
			answers = merged(answers, found)
		}
	}
	return answers, len(answers) == 0 || !unread
}

// meantAlone is the answer that a text may mean, where it can be to one question of a choice only.
func (t *turn) meantAlone(text string) []Answer {
	var list []Answer
	alone := words().choices[anyQuestion].Read(text)
	for i := range questions {
		q := &questions[i]
		if q.style == number || q.id == "goal" || q.id == "universities" || q.id == "spouse" || !t.state.inPlay(q) {
			continue
		}
		said := words().choices[q.id].Read(text)
		itself := slices.Contains(alone.About, q.wordsID()) || slices.ContainsFunc(alone.Amounts, func(a typed.Amount) bool { return a.Unit == q.id })
		if len(said.Amounts) > 0 && len(said.Named)+len(said.Maybe) == 0 && !itself { // two of what?
			continue
		}
		if meant := t.meant(q, text); len(meant) == 1 {
			list = append(list, Answer{q.id, meant[0]})
		}
	}
	if len(list) != 1 {
		return nil
	}
	return list
}

// canLookAt reports whether a scenario may be of the day: one of those of a calendar, with a table.
func (t *turn) canLookAt(day scoring.Date) bool {
	years := scoringplan.CalendarYears
	return scoring.Covered(day) && !day.Before(t.today.AddYears(-years)) && !t.today.AddYears(years).Before(day)
}

// storedScenarios says the scenarios for those who look at what is stored.
func (t *turn) storedScenarios() []Line {
	var list []Line
	for _, sc := range t.state.Scenarios {
		var answers []string
		for _, l := range t.tried(sc.Answers, t.under(sc.Answers, sc.On)) {
			answers = append(answers, l.Label+" "+l.Value)
		}
		list = append(list, Line{Label: t.called(&sc, t.displayName(&sc), longestTitle), Value: join(t.voice, answers)})
	}
	return list
}
