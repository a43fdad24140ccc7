package conversation

import (
	"strings"

	"hspbot/scoring"
)

// Whether the employer is a small or medium-sized enterprise, by two questions: the industry, and
// the capital or the employees. The answer is a toggle of the page about the employer; nothing else
// of it is stored.

// smeView is the view of the industries; with a dot and the industry it is that of its limits.
const smeView = "sme"

// sme draws the first question, or the second.
func (t *turn) sme(view string) Screen {
	v := t.voice
	_, industry, _ := strings.Cut(view, ".")
	limits := scoring.InForce(scoring.SMELimits, t.today)
	for _, l := range limits {
		if l.Industry != industry {
			continue
		}
		s := t.detail(view, "sme.size", "Capital", v.Yen(l.Capital), "Employees", l.Employees)
		s.Text(Paragraph, v.Say("sme.size_about"))
		s.Text(Small, v.Say("rules.source", "Cite", l.Cite))
		s.add(Option, "yes", "on:employer:sme", v.Say("sme.yes"))
		s.add(Option, "no", "off:employer:sme", v.Say("sme.no"))
		return s
	}
	s := t.detail(smeView, "sme.industry")
	s.Text(Paragraph, v.Say("sme.industry_about"))
	for _, l := range limits {
		s.add(Option, l.Industry, "show:"+smeView+"."+l.Industry, v.Say("sme."+l.Industry))
	}
	return s
}
