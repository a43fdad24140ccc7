package hiring

import (
	"strings"
	"time"
	"unicode"

	"hspbot/conversation"
	"hspbot/locales"
	"hspbot/scoring"
)

// page is a screen under way, in the language of its reader.
type page struct {
	conversation.Screen
	voice *locales.Voice
}

// open begins a screen. Title is its text key.
func open(language, id, title string) *page {
	v := locales.In(language)
	return &page{conversation.Screen{Kind: conversation.Detail, ID: id, Language: v.Tag(), Title: v.Say(title)}, v}
}

func (p *page) text(kind conversation.BlockKind, text string) {
	if text != "" {
		p.Body = append(p.Body, conversation.Block{Kind: kind, Text: text})
	}
}

func (p *page) lines(kind conversation.BlockKind, lines []conversation.Line) {
	if len(lines) > 0 {
		p.Body = append(p.Body, conversation.Block{Kind: kind, Lines: lines})
	}
}

// foot ends a screen with the rules, the day and the disclaimer.
func (p *page) foot(a *scoring.Assessment) {
	p.text(conversation.Small, conversation.Applied(p.voice, a.AsOf, a.Sheets))
	p.text(conversation.Small, p.voice.Say("source.disclaimer"))
}

// assess scores the candidate as known.
func assess(s conversation.State, at time.Time) (scoring.Assessment, error) {
	profile := s.Profile(at)
	return scoring.Assess(&profile, s.Sheets())
}

func short(v *locales.Voice, c scoring.Category) string {
	return v.Say("category." + c.String() + ".short")
}

// outcome names in one word how a category stands; a key of "hiring.verdict.".
func outcome(a *scoring.Assessment, c scoring.Category) string {
	switch r := &a.Categories[c]; {
	case r.Verdict == scoring.Passes:
		return "passes"
	case a.JSkip[c] == scoring.Yes:
		return "j_skip"
	case r.Floor == scoring.No:
		return "floor"
	case r.Verdict == scoring.Fails:
		return "fails"
	}
	return "undecided"
}

// standing is the line of one category in short: the points and how it stands.
func standing(v *locales.Voice, a *scoring.Assessment, c scoring.Category) conversation.Line {
	r := &a.Categories[c]
	return conversation.Line{Mark: conversation.Verdict(v, a, c).Mark, Label: short(v, c),
		Value: v.Say("hiring.standing", "Points", conversation.Score(v, r.Min, r.Max), "Verdict", v.Say("hiring.verdict."+outcome(a, c)))}
}

// rights are the lines of what the status would allow. They give no reasons: those would
// tell of the candidate's family.
func rights(v *locales.Voice, a *scoring.Assessment) []conversation.Line {
	list := []conversation.Line{residence(v, a)}
	for _, b := range [...]struct {
		benefit scoring.Benefit
		id      string
	}{{scoring.FiveYearStay, "plain"}, {scoring.Parents, "parents"}, {scoring.Housekeeper, "housekeeper"}} {
		r := &a.Benefits[b.benefit]
		line := conversation.Line{Mark: mark(r.State), Label: v.Say("hiring.benefit." + b.id), Value: v.Say("hiring.state." + r.State.String())}
		switch {
		case r.Number > 0 && r.UpTo > r.Number:
			line.Value = v.Say("benefit.number_up_to", "N", r.Number, "UpTo", r.UpTo)
		case r.Number > 0:
			line.Value = v.Say("benefit.number", "N", r.Number)
		}
		list = append(list, line)
	}
	return list
}

// residence is the line on the years before permanent residence.
func residence(v *locales.Voice, a *scoring.Assessment) conversation.Line {
	id, m := "no", conversation.NotMet
	switch {
	case a.Reaches(80) == scoring.Yes || a.MeetsJSkip() == scoring.Yes:
		id, m = "one_year", conversation.Met
	case a.Reaches(scoring.PassMark) == scoring.Yes && (a.Reaches(80) == scoring.Unknown || a.MeetsJSkip() == scoring.Unknown):
		id, m = "three_years_or_one", conversation.Met
	case a.Reaches(scoring.PassMark) == scoring.Yes:
		id, m = "three_years", conversation.Met
	case a.Benefits[scoring.PermanentResidence].State != scoring.No:
		id, m = "depends", conversation.Depends
	}
	return conversation.Line{Mark: m, Label: v.Say("hiring.benefit.residence"), Value: v.Say("hiring.residence." + id)}
}

func mark(t scoring.Truth) conversation.Mark {
	return [...]conversation.Mark{conversation.Depends, conversation.NotMet, conversation.Met}[t]
}

// warnings are what the points do not say, of what concerns an employer: the criteria besides
// the points, and what the next birthday does, without the day.
func (p *page) warnings(s conversation.State, at time.Time, a *scoring.Assessment) {
	v := p.voice
	var list []conversation.Line
	for _, id := range a.Cautions {
		if id == "base_criteria" && a.Sheets != scoring.Only(scoring.Management) || id == "business_manager_2025" {
			list = append(list, conversation.Line{Mark: conversation.Caution, Label: v.Say("hiring.caution." + id)})
		}
	}
	s.Language = v.Tag()
	if changes, years := s.Birthday(at); changes != "" {
		list = append(list, conversation.Line{Label: v.Say("hiring.birthday", "N", years, "Changes", changes)})
	}
	p.lines(conversation.List, list)
}

// reached are the categories that are enough, or else the one that comes nearest. Of several
// the work decides, not the points.
func reached(a *scoring.Assessment) []scoring.Category {
	var list []scoring.Category
	for c := range scoring.Category(scoring.Categories) {
		if o := outcome(a, c); a.Sheets.Has(c) && (o == "passes" || o == "j_skip") {
			list = append(list, c)
		}
	}
	if len(list) == 0 {
		return []scoring.Category{a.Best}
	}
	return list
}

// shorts are the categories in short, side by side.
func shorts(v *locales.Voice, list []scoring.Category) string {
	var names []string
	for _, c := range list {
		names = append(names, short(v, c))
	}
	return strings.Join(names, v.Say("list.comma"))
}

// longest is how many characters of a label are shown.
const longest = 60

// tidy makes one short line of a label that somebody typed.
func tidy(label string) string {
	label = strings.Join(strings.FieldsFunc(label, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if r := []rune(label); len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return label
}
