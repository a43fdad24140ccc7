package conversation

import (
	"strings"
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

// Report is the result for a person, without a conversation: what they would see at
// the end of the interview, and every detail behind its buttons.
func Report(person scoring.Person, among scoring.Sheets, language string) []Screen {
	t := &turn{voice: locales.In(language), today: person.AsOf}
	profile := person.Profile
	t.state.Goal = goalAll
	for c := range scoring.Category(scoring.Categories) {
		if among == scoring.Only(c) {
			t.state.Goal = c.String()
		}
	}
	t.plan.profile, t.plan.person = profile, person
	t.state.Asking = true
	a, err := scoring.Assess(&profile, among)
	t.plan.assessment, t.plan.covered = a, err == nil
	if err != nil {
		return []Screen{t.uncovered()}
	}
	list := []Screen{t.result(), t.points(), t.benefits(), t.residence(), t.sheets(), t.checks(), t.documents()}
	for i := range list {
		list[i].Choices, list[i].Language = nil, language
	}
	return list
}

// result draws the outcome, short; the details are behind its buttons.
func (t *turn) result() Screen {
	a, v := &t.plan.assessment, t.voice
	next := t.plan.next(&t.state)
	s := Screen{Kind: Result, ID: "result", Title: v.Say("result.title")}
	if next != nil {
		s.Kind, s.Title = Detail, v.Say("result.so_far")
	}
	table := Block{Kind: Table}
	asked := 0
	for c := range scoring.Category(scoring.Categories) {
		if a.Sheets.Has(c) {
			table.Lines = append(table.Lines, t.verdict(c))
			asked++
		}
	}
	s.Body = append(s.Body, table)
	s.Body = append(s.Body, t.refused(scoring.AllSheets)...)
	if line := t.difference(); line != "" {
		s.text(Paragraph, line)
	}
	if asked > 1 {
		s.text(Paragraph, t.best())
	}
	warnings := Block{Kind: List, Lines: t.bases()}
	if line := t.birthdayLine(); line != nil {
		warnings.Lines = append(warnings.Lines, *line)
	}
	if len(warnings.Lines) > 0 {
		s.Body = append(s.Body, warnings)
	}
	s.text(Paragraph, t.years())
	s.text(Heading, v.Say("result.benefits"))
	s.Body = append(s.Body, t.summary())
	if names := t.missing(a.Needs); names != "" {
		s.text(Paragraph, v.Say("result.needs", "Facts", names))
	}
	s.text(Small, t.applied())
	s.text(Small, v.Say("source.disclaimer"))
	if next != nil {
		s.add(Control, "continue", ActionContinue, v.Say("control.continue"))
	}
	for _, view := range []string{"points", "benefits", "residence", "documents"} {
		s.add(Control, view, ShowAction(view), v.Say("control."+view))
	}
	if t.state.Goal != "" {
		s.add(Control, "change", ShowAction("change"), v.Say("control.change"))
	}
	if next == nil {
		s.add(Control, "restart", actionRestart, v.Say("control.restart"))
	}
	return s
}

func (s *Screen) text(kind BlockKind, text string) {
	if text != "" {
		s.Body = append(s.Body, Block{Kind: kind, Text: text})
	}
}

// verdict is the line of one category.
func (t *turn) verdict(c scoring.Category) Line {
	r, v := &t.plan.assessment.Categories[c], t.voice
	line := Line{Label: v.Say("category." + c.String() + ".name"), Value: score(v, r.Min, r.Max)}
	switch skip := t.plan.assessment.JSkip[c]; {
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
	default:
		line.Mark, line.Note = NotMet, v.Say("verdict.fails", "Missing", scoring.PassMark-r.Max)
	}
	return line
}

// bases says for each category that is open what is needed beside the points.
func (t *turn) bases() []Line {
	a := &t.plan.assessment
	var list []Line
	for c := range scoring.Category(scoring.Categories) {
		if a.Sheets.Has(c) && (a.Categories[c].Verdict == scoring.Passes || a.JSkip[c] == scoring.Yes) {
			list = append(list, t.basis(c)...)
		}
	}
	return list
}

// best says which categories are enough, or which comes nearest; nothing while nothing is
// known. Of several the work decides, not the points.
func (t *turn) best() string {
	a, v := &t.plan.assessment, t.voice
	var enough []string
	for c := range scoring.Category(scoring.Categories) {
		if a.Sheets.Has(c) && (a.Categories[c].Verdict == scoring.Passes || a.JSkip[c] == scoring.Yes) {
			enough = append(enough, v.Say("category."+c.String()+".short"))
		}
	}
	switch {
	case len(enough) > 1:
		return v.Say("result.several", "Categories", join(v, enough))
	case len(enough) == 1:
		return v.Say("result.best", "Category", enough[0])
	case a.Categories[a.Best].Min == 0:
		return ""
	}
	return v.Say("result.closest", "Category", v.Say("category."+a.Best.String()+".short"))
}

// refused lists what would have earned points in the given categories and did not, once each.
func (t *turn) refused(among scoring.Sheets) []Block {
	list := Block{Kind: List}
	seen := map[string]bool{}
	for c := range scoring.Category(scoring.Categories) {
		for _, r := range t.plan.assessment.Categories[c].Refused {
			if text := t.voice.Say(r.Text); among.Has(c) && !seen[text] {
				seen[text] = true
				list.Lines = append(list.Lines, Line{Mark: Caution, Label: text})
			}
		}
	}
	if len(list.Lines) == 0 {
		return nil
	}
	return []Block{list}
}

// score writes points, or the least and most.
func score(v *locales.Voice, least, most int) string {
	if least == most {
		return v.Say("points.exact", "N", least)
	}
	return v.Say("points.range", "From", least, "To", most)
}

// difference says what the last change of an answer did.
func (t *turn) difference() string {
	before, v := t.state.Before, t.voice
	if before == nil || t.plan.next(&t.state) != nil {
		return ""
	}
	var parts []string
	for c := range scoring.Category(scoring.Categories) {
		now := &t.plan.assessment.Categories[c]
		was := before.Points[c]
		if !t.plan.assessment.Sheets.Has(c) {
			continue
		}
		if was.Min == now.Min && was.Max == now.Max && before.Verdicts[c] == now.Verdict {
			continue
		}
		id := "difference.points"
		if before.Verdicts[c] != now.Verdict {
			id = "difference." + now.Verdict.String()
		}
		parts = append(parts, v.Say(id, "Category", v.Say("category."+c.String()+".short"),
			"Before", score(v, was.Min, was.Max), "After", score(v, now.Min, now.Max)))
	}
	question := v.Say("question." + before.Question + ".short")
	if len(parts) == 0 && before.Rights != rights(&t.plan.assessment) {
		return v.Say("difference.rights", "Question", question)
	}
	if len(parts) == 0 {
		return v.Say("difference.none", "Question", question)
	}
	return v.Say("difference.some", "Question", question, "Changes", join(v, parts))
}

// years says what the points mean for permanent residence: what the routes say where the
// person told of the stay, else whether points are kept that long.
func (t *turn) years() string {
	a, v := &t.plan.assessment, t.voice
	if t.state.Residence.get("status") != "" && t.nextAboutResidence() == nil {
		return t.lead(t.ranked())
	}
	switch open := t.unbarred(); {
	case a.Benefits[scoring.PermanentResidence].State == scoring.Yes && open == 0:
		return "" // what is in the way is said by itself
	case open == scoring.Only(scoring.Management) && t.plan.person.BusinessManager != scoring.Yes:
		return v.Say("result.residence.management")
	}
	b := t.nextBirthday()
	falls := func(points int) bool { // in every category that has the points
		if b == nil {
			return false
		}
		for c := range scoring.Category(scoring.Categories) {
			if r := &a.Categories[c]; a.Sheets.Has(c) && r.Min >= points && r.Floor != scoring.No && !b.breaks(c, points) {
				return false
			}
		}
		return true
	}
	switch {
	case a.MeetsJSkip() == scoring.Yes:
		return v.Say("result.residence.j_skip")
	case a.Reaches(80) == scoring.Yes && falls(80) && b.years <= 1:
		return v.Say("result.residence.one_year_broken")
	case a.Reaches(80) == scoring.Yes:
		return v.Say("result.residence.one_year")
	case a.Reaches(scoring.PassMark) == scoring.Yes && falls(scoring.PassMark):
		return v.Say("result.residence.three_years_broken")
	case a.Reaches(scoring.PassMark) == scoring.Yes:
		return v.Say("result.residence.three_years")
	case a.Benefits[scoring.PermanentResidence].State != scoring.No:
		return v.Say("result.residence.depends")
	}
	return v.Say("result.residence.no")
}

// unbarred are the categories that are enough, without those that the criteria beside the points
// rule out.
func (t *turn) unbarred() scoring.Sheets {
	a := &t.plan.assessment
	var open scoring.Sheets
	for c := range scoring.Category(scoring.Categories) {
		if !a.Sheets.Has(c) || a.Categories[c].Verdict != scoring.Passes && a.JSkip[c] != scoring.Yes {
			continue
		}
		barred := c == scoring.Management && t.plan.person.BusinessManager == scoring.No
		for _, base := range scoring.BaseCriteria(&t.plan.person, scoring.Only(c)) {
			barred = barred || base.State == scoring.No
		}
		if !barred {
			open |= scoring.Only(c)
		}
	}
	return open
}

// summary lists the benefits in a line each; those that need nothing but the status share one.
func (t *turn) summary() Block {
	a, v := &t.plan.assessment, t.voice
	list := Block{Kind: List}
	var plain []string
	for b := range scoring.Benefit(scoring.BenefitCount) {
		if b != scoring.Parents && b != scoring.Housekeeper && b != scoring.PermanentResidence {
			plain = append(plain, v.Say("benefit.short."+b.String()))
		}
	}
	status := a.Benefits[scoring.FiveYearStay].State
	list.Lines = append(list.Lines, Line{Mark: mark(status), Label: join(v, plain)})
	for _, b := range []scoring.Benefit{scoring.Parents, scoring.Housekeeper} {
		line := Line{Mark: mark(a.Benefits[b].State), Label: v.Say("benefit.short." + b.String())}
		if status == scoring.Yes {
			line.Note = t.reason(&a.Benefits[b])
		}
		if a.Benefits[b].State == scoring.Yes {
			if line.Note != "" {
				line.Note = strings.TrimSpace(line.Note + v.Say("list.stop"))
			}
			line.Note = sentences(v, line.Note, v.Say("benefit.price."+b.String()))
		}
		list.Lines = append(list.Lines, line)
	}
	return list
}

func mark(t scoring.Truth) Mark { return [...]Mark{Depends, NotMet, Met}[t] }

// reason says what a benefit lacks or depends on, or how many persons it allows.
func (t *turn) reason(b *scoring.BenefitResult) string {
	v := t.voice
	if b.State == scoring.Yes {
		if b.Benefit != scoring.Housekeeper {
			return ""
		}
		if b.UpTo > b.Number {
			return v.Say("benefit.number_up_to", "N", b.Number, "UpTo", b.UpTo)
		}
		return v.Say("benefit.number", "N", b.Number)
	}
	missing, open := t.lacking(b)
	if b.State == scoring.Unknown {
		return v.Say("benefit.depends", "Conditions", open)
	}
	text := v.Say("benefit.missing", "Conditions", missing)
	if open != "" {
		text += v.Say("list.stop") + v.Say("benefit.open", "Conditions", open)
	}
	return text
}

// lacking names what a benefit lacks, and what of it is open: the conditions that all its ways
// have in common, and then, unless one way has no other, any one of the rest. Ways that are shut
// say nothing while others are open.
func (t *turn) lacking(b *scoring.BenefitResult) (missing, open string) {
	var ways []*scoring.RouteResult
	count := map[string]int{}
	for i := range b.Routes {
		w := &b.Routes[i]
		if w.State != b.State || b.State == scoring.No && w.Number > 1 { // two workers ask for more than one
			continue
		}
		ways = append(ways, w)
		for _, r := range w.Requirements {
			if r.State != scoring.Yes {
				count[r.ID]++
			}
		}
	}
	var all, any [3][]string // by what is known of them
	enough := false          // a way has nothing but what all have in common
	for n, w := range ways {
		state, own := scoring.Unknown, 0
		var names []string
		for _, r := range w.Requirements {
			name := t.voice.Say("requirement." + r.ID)
			switch {
			case r.State == scoring.Yes:
			case count[r.ID] < len(ways):
				names = append(names, name)
				own++
				if r.State == scoring.No {
					state = scoring.No
				}
			case n == 0:
				all[r.State] = append(all[r.State], name)
			}
		}
		enough = enough || own == 0
		any[state] = append(any[state], conditions(t.voice, names))
	}
	if !enough {
		state := scoring.No
		if len(any[scoring.Unknown]) > 0 {
			state = scoring.Unknown
		}
		all[state] = append(all[state], t.anyOf(any[state]))
	}
	return conditions(t.voice, all[scoring.No]), conditions(t.voice, all[scoring.Unknown])
}

// anyOf lists conditions of which one is enough.
func (t *turn) anyOf(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return t.voice.Say("benefit.any_of", "Conditions", strings.Join(list, t.voice.Say("list.alternatives")))
}

// conditions lists conditions so that each is told from the next.
func conditions(v *locales.Voice, list []string) string {
	return strings.Join(list, v.Say("list.conditions"))
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
	return Screen{Kind: Detail, ID: "uncovered", Title: t.voice.Say("uncovered.title"),
		Body: []Block{{Kind: Paragraph, Text: t.voice.Say("uncovered.text")}}}
}

// date writes a day the way the language does.
func date(v *locales.Voice, d scoring.Date) string { return v.Date(d.Year, int(d.Month), d.Day) }

// day writes a moment as a day in Japan.
func day(v *locales.Voice, at time.Time) string { return date(v, scoring.DateOf(at.In(japan))) }
