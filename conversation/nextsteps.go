package conversation

import (
	"slices"

	"hspbot/scoring"
)

// officialPages are the editions whose pages help with an application, in the order shown.
var officialPages = []string{"form_2023", "evidence_2023", "landing_criteria", "preferential_2013", "guideline_2026_02", "guideline_2026_10", "fees_2026"}

// The information centre of the Immigration Services Agency. The number was compared with
// copies of its page on the day centreChecked; the page itself is the authority.
const (
	centrePhone = "0570-013904"
	centrePage  = "https://www.moj.go.jp/isa/consultation/center/index.html"
)

var centreChecked = scoring.Date{Year: 2026, Month: 11, Day: 29}

// whomToAsk draws what to apply for, the official pages, and whom to ask.
func (t *turn) whomToAsk() Screen {
	v := t.voice
	s := t.detail("next", "next.title")
	var apply, pages []Line
	step := func(id string) { apply = append(apply, Line{Label: v.Say("next.apply." + id)}) }
	switch {
	case t.plan.qualifies() == scoring.No:
		step("ordinary")
	case t.onHSP():
		step("extension")
	default:
		if !t.holds("work", "other") {
			step("abroad")
		}
		if !t.holds("abroad") {
			step("in_japan")
		}
	}
	if t.plan.qualifies() != scoring.No {
		step("documents")
		step("residence")
	}
	s.Text(Heading, v.Say("next.apply"))
	s.Lines(List, apply...)
	s.Text(Heading, v.Say("next.pages"))
	checked := centreChecked
	for _, e := range scoring.InForce(scoring.Editions, t.today) {
		if slices.Contains(officialPages, e.ID) {
			pages = append(pages, Line{Label: v.Say("page." + e.ID), Note: e.URL})
			checked = e.Checked
		}
	}
	s.Lines(List, pages...)
	s.Text(Small, v.Say("next.checked", "Date", date(v, checked)))
	s.Text(Heading, v.Say("next.ask"))
	s.Lines(List, append(t.partnerContacts(),
		Line{Label: v.Say("next.centre", "Phone", centrePhone, "Date", date(v, centreChecked)), Note: centrePage},
		Line{Label: v.Say("next.lawyer")})...)
	t.addViews(&s, guideView)
	if t.canShare() {
		t.addViews(&s, shareView)
	}
	return s
}
