package conversation

import (
	"slices"
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

// Report is the result for a person, without a conversation: what they would see at
// the end of the interview, and every detail behind its buttons.
func Report(person scoring.Person, among scoring.Sheets, language string) []Screen {
	t, err := reportOn(person, among, language)
	if err != nil {
		return []Screen{t.uncovered()}
	}
	list := []Screen{t.result(), t.points(), t.benefits(), t.residence(), t.sheets(), t.checks(), t.documents()}
	for i := range list {
		list[i].Choices, list[i].Language = nil, language
	}
	return list
}

// reportOn scores a person without a conversation. The error is that of [scoring.Assess].
func reportOn(person scoring.Person, among scoring.Sheets, language string) (*turn, error) {
	t := &turn{voice: locales.In(language), today: person.AsOf}
	t.state.Goal = goalAll
	if c, one := among.One(); one {
		t.state.Goal = c.String()
	}
	t.plan.person = person
	t.state.Asking = true
	a, err := scoring.Assess(&t.plan.person.Profile, among)
	t.plan.assessment, t.plan.covered = a, err == nil
	return t, err
}

// result draws the outcome, short: the verdict, permanent residence, the family, what to do
// next. All the rest is behind its buttons.
func (t *turn) result() Screen {
	v := t.voice
	qualifies := t.plan.qualifies()
	s := Screen{Kind: Result, ID: "result", Title: t.headline()}
	if t.finished() {
		s.InShort = t.oneLine()
	} else {
		s.Kind = Detail
	}
	s.Lines(List, t.standings()...)
	s.Text(Paragraph, t.difference())
	switch qualifies {
	case scoring.Yes:
		t.qualified(&s)
		if t.finished() { // the buttons of what is not known of the family
			t.toDecide(&s)
		}
	case scoring.No:
		t.waysTo(&s, t.category(), scoring.PassMark, shownChanges)
		s.Text(Paragraph, t.years())
	default:
		s.Text(Paragraph, t.years())
		s.Text(Heading, v.Say("result.decide"))
		s.Lines(List, t.toDecide(&s)...)
	}
	if form, guideline := scoring.Basis(t.today); form != nil && guideline != nil {
		t.ending(&s, v.Say("result.small", "Date", date(v, t.today), "Form", v.MonthOf(form.From.Year, int(form.From.Month)),
			"Guideline", v.MonthOf(guideline.From.Year, int(guideline.From.Month))), v.Say("partner.basis", "Date", date(v, t.today)))
	}
	t.nextSteps(&s)
	return s
}

// finished reports whether the result is due: nothing that matters is left to ask.
func (t *turn) finished() bool { return t.plan.covered && t.next() == nil }

// shownOpen is how many open questions a result shows; the others are a button away.
const shownOpen = 4

// toDecide adds the buttons of the open questions, and returns the points that hang on them.
func (t *turn) toDecide(s *Screen) []Line {
	var lines []Line
	list := t.deciding()
	for _, o := range list[:min(len(list), shownOpen)] {
		name := o.question.name(t.voice)
		s.add(Option, o.question.id, "edit:"+o.question.id, name)
		line := Line{Label: name}
		if o.points > 0 {
			line.Value = t.voice.Say("result.up_to", "N", o.points)
		}
		lines = append(lines, line)
	}
	return lines
}

// nextSteps are the buttons of a result.
func (t *turn) nextSteps(s *Screen) {
	v, qualifies := t.voice, t.plan.qualifies()
	if !t.finished() {
		s.add(Control, "continue", ActionContinue, v.Say("control.continue"))
	}
	shown := []string{"next", "points", "benefits", "residence", "documents"}
	if qualifies == scoring.No {
		shown = []string{"points", "next", "residence"}
	}
	// Both lead on to offers and to what is to be tried.
	if qualifies == scoring.Yes {
		shown = append(shown, "calendar")
	}
	if len(t.marks(t.category())) > 0 {
		shown = append([]string{"ways"}, shown...)
	}
	t.addViews(s, shown...)
	if t.state.Goal != "" {
		if len(t.state.Scenarios) > 0 {
			t.addViews(s, sideView)
		}
		t.addViews(s, "change")
	}
	t.offerLead(s)
	if t.finished() {
		s.add(Control, "restart", actionRestart, v.Say("control.restart"))
	}
}

// qualified adds what is said to somebody who qualifies: permanent residence, what is in the
// way, and the family.
func (t *turn) qualified(s *Screen) {
	warnings := t.contradictions("contradiction")
	if len(warnings) == 0 { // nothing is promised by answers that cannot both be right
		s.Text(Paragraph, t.years())
		warnings = append(t.barred(), t.birthdayShort()...)
	}
	s.Lines(List, warnings...)
	s.Text(Heading, t.voice.Say("result.benefits"))
	s.Lines(List, t.family()...)
	if len(warnings) == 0 && len(t.standings()) == 1 { // else there is more to say than fits a phone
		s.Text(Small, t.feesInShort())
	}
}

// barred says, where no category is left, what rules them out besides the points.
func (t *turn) barred() []Line {
	if t.unbarred() != 0 {
		return nil
	}
	return slices.DeleteFunc(t.bases(), func(l Line) bool { return l.Mark != NotMet })
}

// headline says the verdict, the points and what they are short of.
func (t *turn) headline() string {
	a, v := &t.plan.assessment, t.voice
	c := a.Best
	r := &a.Categories[c]
	id := "open"
	switch qualifies := t.plan.qualifies(); {
	case t.manyOpen():
		id = "several"
	case qualifies == scoring.Yes && t.unbarred() == 0:
		id = "barred"
	case qualifies == scoring.Yes && r.Verdict == scoring.Passes && a.JSkip[c] == scoring.Yes:
		id = "passes_j_skip"
	case qualifies == scoring.Yes && r.Verdict == scoring.Passes:
		id = "passes"
	case qualifies == scoring.Yes:
		id = "j_skip"
	case qualifies == scoring.No && r.Floor == scoring.No && r.Max >= scoring.PassMark:
		id = "floor"
	case qualifies == scoring.No && r.Floor == scoring.No:
		id = "floor_short"
	case qualifies == scoring.No && r.Min == r.Max:
		id = "fails"
	case qualifies == scoring.No:
		id = "fails_at_most"
	case r.Min >= scoring.PassMark:
		id = "floor_open"
	}
	return v.Say("headline."+id, "Score", Score(v, r.Min, r.Max), "N", r.Min, "Most", r.Max, "Short", scoring.PassMark-r.Max, "Category", Short(v, c))
}

// standings are the lines of the categories: of one, what it is; of several, their points.
func (t *turn) standings() []Line {
	a, v := &t.plan.assessment, t.voice
	var list []Line
	for c := range a.Sheets.All() {
		line := Verdict(v, a, c)
		line.Label, line.Note = v.Say("result.work."+c.String()), ""
		if a.Sheets == scoring.Only(c) { // its points stand in the headline
			line.Label, line.Value = v.Say("option.goal."+c.String()), ""
		}
		if line.Mark == Met && !t.unbarred().Has(c) {
			line.Mark = Caution
		}
		list = append(list, line)
	}
	return list
}

// manyOpen reports whether more than one category is enough: then the work decides.
func (t *turn) manyOpen() bool { u := t.unbarred(); return u&(u-1) != 0 }

// family lists the benefits: those for the family with their price, or what they lack, and in
// one line those that need nothing but the status.
func (t *turn) family() []Line {
	a, v := &t.plan.assessment, t.voice
	var list []Line
	for _, b := range []scoring.Benefit{scoring.Parents, scoring.Housekeeper} {
		r := &a.Benefits[b]
		reason := t.reason(r, inShort)
		switch price := v.Say("benefit.price." + b.String()); {
		case r.State == scoring.Yes && reason != "":
			reason += v.Say("list.comma") + price
		case r.State == scoring.Yes:
			reason = price
		}
		list = append(list, Line{Mark: mark(r.State), Label: v.Say("benefit.line", "Benefit", v.Say("benefit.short."+b.String()), "Reason", reason)})
	}
	var plain []string
	for _, b := range []scoring.Benefit{scoring.FiveYearStay, scoring.MultipleActivities, scoring.SpouseWork, scoring.PriorityProcessing} {
		if t.concerns(b) {
			plain = append(plain, v.Say("benefit.short."+b.String()))
		}
	}
	return append(list, Line{Mark: mark(a.Benefits[scoring.FiveYearStay].State), Label: join(v, plain)})
}

// concerns reports whether a benefit can mean anything to the person: a spouse's work does not
// to somebody without a spouse.
func (t *turn) concerns(b scoring.Benefit) bool {
	return b != scoring.SpouseWork || t.state.Spouse != "no"
}

func mark(t scoring.Truth) Mark { return [...]Mark{Depends, NotMet, Met}[t] }

// Verdict is the line of one category of a result: its name, the points and the verdict.
func Verdict(v *locales.Voice, a *scoring.Assessment, c scoring.Category) Line {
	r := &a.Categories[c]
	line := Line{Label: v.Say("category." + c.String() + ".name"), Value: Score(v, r.Min, r.Max)}
	switch skip := a.JSkip[c]; {
	case r.Verdict == scoring.Passes:
		line.Mark, line.Note = Met, v.Say("verdict.passes")
	case r.Verdict == scoring.Undecided && r.Min >= scoring.PassMark:
		line.Mark, line.Note = Depends, v.Say("verdict.floor_open")
	case r.Verdict == scoring.Undecided:
		line.Mark, line.Note = Depends, v.Say("verdict.undecided")
	case skip == scoring.Yes:
		line.Mark, line.Note = Met, v.Say("verdict.j_skip")
	case r.Floor == scoring.No:
		line.Mark, line.Note = NotMet, v.Say("verdict.floor")
	case r.Min < r.Max:
		line.Mark, line.Note = NotMet, v.Say("verdict.fails_at_most", "Missing", scoring.PassMark-r.Max)
	default:
		line.Mark, line.Note = NotMet, v.Say("verdict.fails", "Missing", scoring.PassMark-r.Max)
	}
	return line
}

// bases says for each category that is open what is needed besides the points.
func (t *turn) bases() []Line {
	a := &t.plan.assessment
	var list []Line
	for c := range a.Sheets.All() {
		if a.Categories[c].Verdict == scoring.Passes || a.JSkip[c] == scoring.Yes {
			list = append(list, t.basis(c)...)
		}
	}
	return list
}

// refused lists what would have earned points in a category and did not, once each.
func (t *turn) refused(c scoring.Category) []Line {
	var list []Line
	for _, r := range t.plan.assessment.Categories[c].Refused {
		if line := (Line{Label: t.voice.Say(r.Text)}); !slices.Contains(list, line) {
			list = append(list, line)
		}
	}
	return list
}

// Score writes points, or the least and the most.
func Score(v *locales.Voice, least, most int) string {
	if least == most {
		return v.Say("points.exact", "N", least)
	}
	return v.Say("points.range", "From", least, "To", most)
}

// difference says what the last change of an answer did.
func (t *turn) difference() string {
	before, v := t.state.Before, t.voice
	if before == nil || !t.finished() {
		return ""
	}
	question := v.Say("question." + before.Question + ".short")
	switch effects := t.effects(); {
	case effects != "":
		return v.Say("difference.some", "Question", question, "Changes", effects)
	case before.Rights != rights(&t.plan.assessment):
		return v.Say("difference.rights", "Question", question)
	}
	return v.Say("difference.none", "Question", question)
}

// effects are the points and verdicts that are others than before, "" where there are none.
func (t *turn) effects() string {
	before, a := t.state.Before, &t.plan.assessment
	var parts []string
	for c := range a.Sheets.All() {
		if part := t.differs(c, before.Points[c], before.Verdicts[c], &a.Categories[c]); part != "" {
			parts = append(parts, part)
		}
	}
	return join(t.voice, parts)
}

// differs says how the points or the verdict of a category differ from what they were, "" where they do
// not.
func (t *turn) differs(c scoring.Category, was scoring.Points, verdict scoring.Verdict, now *scoring.CategoryResult) string {
	v, id := t.voice, "difference.points"
	switch {
	case verdict != now.Verdict:
		id = "difference." + now.Verdict.String()
	case was.Min == now.Min && was.Max == now.Max:
		return ""
	}
	return v.Say(id, "Category", Short(v, c), "Before", Score(v, was.Min, was.Max), "After", Score(v, now.Min, now.Max))
}

// rights is what the status would allow, for comparing.
func rights(a *scoring.Assessment) Rights {
	r := Rights{JSkip: a.JSkip}
	for b := range a.Benefits {
		r.Benefits[b], r.Numbers[b] = a.Benefits[b].State, a.Benefits[b].Number
	}
	return r
}

// missing names the questions whose facts could still change a verdict or a benefit.
func (t *turn) missing(needs scoring.FactSet) string {
	var names []string
	for i := range questions {
		for _, f := range questions[i].facts {
			if needs.Has(f) && t.state.inPlay(&questions[i]) {
				names = append(names, t.voice.Say("question."+questions[i].id+".short"))
				break
			}
		}
	}
	return join(t.voice, names)
}

// uncovered is the screen on a day without a table: a clock gone wrong.
func (t *turn) uncovered() Screen {
	s := t.detail("uncovered", "uncovered.title")
	s.Text(Paragraph, t.voice.Say("uncovered.text"))
	return s
}

// date writes a day the way the language does.
func date(v *locales.Voice, d scoring.Date) string { return v.Date(d.Year, int(d.Month), d.Day) }

// day writes a moment as a day in Japan.
func day(v *locales.Voice, at time.Time) string { return date(v, scoring.DayInJapan(at)) }
