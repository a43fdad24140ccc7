package conversation

import (
	"hspbot/scoring"
)

// basis says what is known of the landing criteria of the ordinary status that matches a
// category, which points do not replace (上陸基準省令). For 1号ロ that is as a rule 技術・人文知識・国際業務:
// a degree in the field, a Japanese vocational diploma, ten years of experience, or a listed IT
// examination.
func (t *turn) basis(c scoring.Category) Line {
	p := &t.plan.profile
	id, m := "basis."+c.String(), Caution
	switch c {
	case scoring.Technical:
		if state := t.engineers(p); state != scoring.Unknown {
			id += "." + state.String()
			m = mark(state)
		}
	case scoring.Management:
		switch t.plan.person.BusinessManager {
		case scoring.Yes:
			id, m = id+".met", Met
		case scoring.No:
			id, m = id+".not_met", NotMet
		}
	}
	return Line{Mark: m, Label: t.voice.Say(id)}
}

// yearsWithoutDegree is the experience that stands in for a degree.
const yearsWithoutDegree = 10

// engineers says whether the criteria of 技術・人文知識・国際業務 are met as far as the facts
// say: Yes by ten years, No without a degree, the years and any examination. A degree is met
// only in the field, which only the person knows.
func (t *turn) engineers(p *scoring.Profile) scoring.Truth {
	years, degrees, licences := p.Value(scoring.CareerTechnical), p.Value(scoring.Degrees), p.Value(scoring.Licences)
	switch {
	case years.Known() && years.From >= yearsWithoutDegree:
		return scoring.Yes
	case degrees == scoring.Members(0) && years.Known() && years.Below <= yearsWithoutDegree && licences == scoring.Number(0):
		return scoring.No
	}
	return scoring.Unknown
}
