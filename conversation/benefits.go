package conversation

import (
	"strings"

	"hspbot/scoring"
)

// benefits draws every preferential treatment with the conditions that decide it.
func (t *turn) benefits() Screen {
	a, v := &t.plan.assessment, t.voice
	s := t.detail("benefits", "benefits.title")
	var list []Line
	for b := range scoring.Benefit(scoring.BenefitCount) {
		if !t.concerns(b) {
			continue
		}
		r := &a.Benefits[b]
		line := Line{Mark: mark(r.State), Label: v.Say("benefit." + b.String() + ".name"), Note: v.Say("benefit." + b.String() + ".about")}
		if reason := t.reason(r, inFull); reason != "" && (b == scoring.Parents || b == scoring.Housekeeper) {
			line.Note = strings.TrimSpace(reason + v.Say("list.stop"))
			if r.State == scoring.Yes {
				line.Note = sentences(v, line.Note, v.Say("benefit."+b.String()+".about"))
			}
		}
		list = append(list, line)
		if b != scoring.Housekeeper {
			continue
		}
		for _, way := range r.Routes {
			if way.State == scoring.Yes { // what else there is, the reason says
				list = append(list, Line{Mark: Met, Label: v.Say("housekeeper." + way.ID)})
			}
		}
	}
	s.Lines(List, list...)
	if a.MeetsJSkip() == scoring.Yes {
		s.Text(Paragraph, v.Say("benefits.j_skip"))
	}
	s.Text(Small, t.applied())
	s.Text(Small, v.Say("source.disclaimer"))
	t.addViews(&s, guideView)
	return s
}
