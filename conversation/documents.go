package conversation

import (
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
	list := Block{Kind: List, Lines: []Line{{Label: v.Say("document.points_sheet")}}}
	seen := map[string]bool{}
	prove := func(d string) {
		if !seen[d] {
			seen[d] = true
			list.Lines = append(list.Lines, Line{Label: strings.TrimSpace(scoring.DocumentNo(d) + " " + v.Say("document."+d))})
		}
	}
	if a.JSkip[a.Best] == scoring.Yes {
		s.Text(Paragraph, v.Say("documents.j_skip"))
	}
	for _, d := range t.proof() {
		prove(d)
	}
	s.Body = append(s.Body, list)
	for _, d := range []struct {
		benefit scoring.Benefit
		id      string
	}{{scoring.PermanentResidence, "permanent_residence"}, {scoring.SpouseWork, "spouse"}, {scoring.Parents, "parents"}, {scoring.Housekeeper, "housekeeper"}} {
		if a.Benefits[d.benefit].State == scoring.No || !t.concerns(d.benefit) {
			continue
		}
		s.Text(Heading, v.Say("documents."+d.id))
		s.prose(v.Say("document." + d.id))
		if d.benefit == scoring.PermanentResidence {
			s.Text(Small, v.Say("document.pension_years"))
			s.sources(t, "residence_papers")
		}
	}
	if stated("true_and_complete", t.today) {
		s.Body = append(s.Body, Block{Kind: List, Lines: []Line{{Mark: Caution, Label: v.Say("statement.true_and_complete")}}})
	}
	for _, f := range scoring.InForce(scoring.Fees, t.today) {
		if f.ID == "five_years" || f.ID == "change_or_extension" {
			s.Text(Small, v.Say("documents.fee", "What", v.Say("fee."+f.ID), "Yen", v.Yen(int64(f.Yen)), "Online", v.Yen(int64(f.Online))))
		}
	}
	s.add(Control, papersView, ShowAction(papersView), v.Say("control.papers"))
	t.offerPaper(&s)
	return s
}
