package conversation

import (
	"hspbot/scoring"
)

// sheets draws the points of today, of one year ago and of three years ago in one category, as
// the check boxes of the official form want a sheet of each.
func (t *turn) sheets() Screen {
	v, c := t.voice, t.category()
	s := t.detail("sheets", "sheets.title", "Category", Short(v, c))
	for _, years := range []int{0, 1, 3} {
		d := t.today.AddYears(-years)
		if arrived := t.plan.person.Stay.InJapan.Day; years > 0 && d.Before(arrived) {
			break
		}
		id := "sheets.ago"
		if years == 0 {
			id = "sheets.now"
		}
		s.Text(Heading, v.Say(id, "N", years, "Date", date(v, d)))
		day := t.plan.person.On(d)
		a, err := scoring.Assess(&day, t.plan.assessment.Sheets)
		if err != nil {
			s.Text(Paragraph, v.Say("sheets.uncovered"))
			continue
		}
		s.Lines(Table, t.sheet(&a, c)...)
		t.offerForms(&s, years, date(v, d))
	}
	s.Text(Small, v.Say("sheets.note"))
	return s
}

// sheet lists the items of one category with their points, and the total.
func (t *turn) sheet(a *scoring.Assessment, c scoring.Category) []Line {
	r := &a.Categories[c]
	total := t.total(r)
	if a.JSkip[c] == scoring.Yes {
		total.Note = t.voice.Say("points.j_skip.met")
	}
	return append(t.items(r), total)
}
