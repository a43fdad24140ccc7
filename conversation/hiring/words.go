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

// foot ends a screen with the rules, the day and the disclaimer.
func (p *page) foot(a *scoring.Assessment) {
	p.Text(conversation.Small, conversation.Applied(p.voice, a.AsOf, a.Sheets))
	p.Text(conversation.Small, p.voice.Say("source.disclaimer"))
}

// assess scores the candidate as known.
func assess(s conversation.State, at time.Time) (scoring.Assessment, error) {
	profile := s.Profile(at)
	return scoring.Assess(&profile, s.Sheets())
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
	p.Lines(conversation.List, list...)
}

// reached are the categories that are enough, or else the one that comes nearest. Of several
// the work decides, not the points.
func reached(a *scoring.Assessment) []scoring.Category {
	var list []scoring.Category
	for c := range a.Sheets.All() {
		if o := conversation.VerdictOf(a, c); o == "passes" || o == "j_skip" {
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
		names = append(names, conversation.Short(v, c))
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
