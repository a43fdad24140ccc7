package conversation

import (
	"slices"
	"strings"

	"hspbot/scoring"
)

// documents draws the evidence for the items claimed, in the best category asked for.
func (t *turn) documents() Screen {
	a, v := &t.plan.assessment, t.voice
	title := "documents.title"
	if t.plan.qualifies() == scoring.No {
		title = "documents.would"
	}
	s := t.detail("documents", title, "Category", v.Say("category."+a.Best.String()+".short"))
	s.Text(Heading, v.Say("documents.now"))
	s.Text(Paragraph, v.Say("document.note"))
	if a.JSkip[a.Best] == scoring.Yes {
		s.Text(Paragraph, v.Say("documents.j_skip"))
	}
	list := []Line{{Label: v.Say("document.points_sheet")}}
	for _, d := range t.proof() {
		list = append(list, Line{Label: t.document(d)})
	}
	s.Lines(List, list...)
	concerning := t.applications()
	for _, of := range []scoring.Application{scoring.ForResidence, scoring.ForSpouse, scoring.ForParents, scoring.ForHousekeeper} {
		if !slices.Contains(concerning, of) {
			continue
		}
		s.Text(Heading, v.Say("documents."+string(of)))
		s.prose(v.Say("document." + string(of)))
		if of == scoring.ForResidence {
			s.Text(Small, v.Say("document.pension_years"))
			s.sources(t, "residence_papers")
		}
	}
	for _, said := range t.stated(t.today, "true_and_complete") {
		s.Lines(List, Line{Mark: Caution, Label: said})
	}
	for _, f := range feesOn(t.today, statusFees...) {
		s.Text(Small, t.fee("documents.fee", f))
	}
	t.addViews(&s, papersView)
	t.offerPaper(&s)
	return s
}

// document is what a document has to show, with its number on the list of the form.
func (t *turn) document(id string) string {
	return strings.TrimSpace(scoring.DocumentNo(id) + " " + t.voice.Say("document."+id))
}
