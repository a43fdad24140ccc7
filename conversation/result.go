package conversation

import (
	"strings"
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

// Report is the result for a profile, without a conversation: what a person would see at
// the end of the interview, and every detail behind its buttons.
func Report(profile scoring.Profile, among scoring.Sheets, language string) []Screen {
	t := &turn{voice: locales.In(language), today: profile.AsOf}
	t.state.Goal = goalAll
	for c := range scoring.Category(scoring.Categories) {
		if among == scoring.Only(c) {
			t.state.Goal = c.String()
		}
	}
	t.plan.profile = profile
	a, err := scoring.Assess(&profile, among)
	t.plan.assessment, t.plan.covered = a, err == nil
	if err != nil {
		return []Screen{t.uncovered()}
	}
	list := []Screen{t.result(), t.points(), t.benefits(), t.residence(), t.documents()}
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
	s.text(Paragraph, t.years())
	s.text(Heading, v.Say("result.benefits"))
	s.Body = append(s.Body, t.summary())
	if names := t.missing(a.Needs); names != "" {
		s.text(Paragraph, v.Say("result.needs", "Facts", names))
	}
	warnings := Block{Kind: List}
	for _, id := range a.Cautions {
		switch id {
		case "birthday_soon":
			warnings.Lines = append(warnings.Lines, Line{Mark: Caution, Label: v.Say("caution." + id)})
		case "base_criteria", "business_manager_2025": // in short; the details are with the points
			warnings.Lines = append(warnings.Lines, Line{Mark: Caution, Label: v.Say("result.caution." + id)})
		}
	}
	if len(warnings.Lines) > 0 {
		s.Body = append(s.Body, warnings)
	}
	s.text(Small, v.Say("result.rules", "Rules", date(v, a.Rules), "Date", date(v, a.AsOf)))
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

// best names the category to choose, or the one that comes nearest; nothing while nothing is known.
func (t *turn) best() string {
	a := &t.plan.assessment
	id := "result.best"
	switch r := &a.Categories[a.Best]; {
	case r.Verdict == scoring.Passes || a.JSkip[a.Best] == scoring.Yes:
	case r.Min == 0:
		return ""
	default:
		id = "result.closest"
	}
	return t.voice.Say(id, "Category", t.voice.Say("category."+a.Best.String()+".short"))
}

// refused lists what would have earned points in the given categories and did not, once each.
func (t *turn) refused(among scoring.Sheets) []Block {
	list := Block{Kind: List}
	seen := map[scoring.Refusal]bool{}
	for c := range scoring.Category(scoring.Categories) {
		for _, r := range t.plan.assessment.Categories[c].Refused {
			if among.Has(c) && !seen[r] {
				seen[r] = true
				list.Lines = append(list.Lines, Line{Mark: Caution, Label: t.voice.Say("refused." + r.Item.ID() + "." + r.Because.Key())})
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

// years says what the points mean for permanent residence.
func (t *turn) years() string {
	a, v := &t.plan.assessment, t.voice
	switch {
	case a.Reaches(80) == scoring.Yes:
		return v.Say("result.residence.one_year")
	case a.MeetsJSkip() == scoring.Yes:
		return v.Say("result.residence.j_skip")
	case a.Reaches(70) == scoring.Yes:
		return v.Say("result.residence.three_years")
	case a.Benefits[scoring.PermanentResidence].State != scoring.No:
		return v.Say("result.residence.depends")
	}
	return v.Say("result.residence.no")
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
	id := "benefit.depends"
	if b.State == scoring.No {
		id = "benefit.missing"
	}
	return v.Say(id, "Conditions", conditions(v, t.lacking(b)))
}

// lacking names what a benefit lacks or depends on: what all its ways have in common, and
// any one of the rest. Ways that are shut say nothing while others are open.
func (t *turn) lacking(b *scoring.BenefitResult) []string {
	v := t.voice
	count := map[string]int{}
	ways := 0
	var order []string
	for i := range b.Routes {
		w := &b.Routes[i]
		if w.State != b.State || b.State == scoring.No && w.Number > 1 { // two workers ask for more than one
			continue
		}
		ways++
		for _, r := range w.Requirements {
			if r.State == b.State {
				if count[r.ID]++; count[r.ID] == 1 {
					order = append(order, r.ID)
				}
			}
		}
	}
	var all, any []string
	for _, id := range order {
		if count[id] == ways {
			all = append(all, v.Say("requirement."+id))
		} else {
			any = append(any, v.Say("requirement."+id))
		}
	}
	if len(all) > 0 && b.State == scoring.No || len(any) == 0 {
		return all // the first thing to mend
	}
	return append(all, v.Say("benefit.any_of", "Conditions", conditions(v, any)))
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
