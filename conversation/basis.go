package conversation

import (
	"hspbot/scoring"
)

// basis says what is known of the landing criteria of the ordinary status that matches a
// category, which points do not replace. Nothing is said of a day on which none are here.
func (t *turn) basis(c scoring.Category) []Line {
	p := &t.plan.person
	var list []Line
	for _, base := range scoring.BaseCriteria(p, scoring.Only(c)) {
		id, m := "basis."+c.String(), NoMark
		if c == scoring.Management { // newer criteria than the points, which many do not meet
			m = Caution
		}
		switch years := p.Value(scoring.CareerTechnical); {
		case c == scoring.Management && p.BusinessManager == scoring.Yes, c == scoring.Technical && years.From >= yearsWithoutDegree:
			id, m = id+".met", Met
		case base.State == scoring.No, c == scoring.Management && p.BusinessManager == scoring.No:
			id, m = id+".not_met", NotMet
		}
		list = append(list, Line{Mark: m, Label: t.voice.Say(id)})
	}
	return list
}

// yearsWithoutDegree is the experience that meets the criteria of 技術・人文知識・国際業務 whatever
// the field of a degree.
const yearsWithoutDegree = 10
