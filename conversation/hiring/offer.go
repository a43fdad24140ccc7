package hiring

import (
	"math"
	"time"

	"hspbot/conversation"
	"hspbot/scoring"
)

// Offer is what an employer offers.
type Offer struct {
	Label  string  // as HR calls it; empty for a name of our own
	Salary float64 // yen a year, not negative; not a number where it is open
	// Terms are the other facts an offer decides, those of [Decided]. What they do not know
	// stays as it is known of the candidate; all else in them is ignored.
	Terms scoring.Profile
}

// Decided are the facts besides the salary that an offer decides.
var Decided = scoring.FactsOf(scoring.Position, scoring.InnovationSupport, scoring.SME, scoring.LocalGovernmentSupport,
	scoring.RnDRatio, scoring.GrowthFieldProject, scoring.InvestmentManagement)

// most is more than any salary, in yen.
const most = 1e12

// income is the offer's salary as a fact.
func (o *Offer) income() scoring.Value {
	if math.IsNaN(o.Salary) {
		return scoring.Value{}
	}
	return scoring.Number(int64(min(max(0, o.Salary), most)))
}

// to returns the candidate with the offer.
func (o *Offer) to(p scoring.Profile) scoring.Profile {
	p = p.With(scoring.AnnualIncome, o.income())
	for _, f := range Decided.List() {
		if term := o.Terms.Value(f); term.Known() {
			p = p.With(f, term)
		}
	}
	return p
}

// Compare sets two offers to a candidate side by side, in the candidate's language: the
// points and the verdict per category and what the status would allow, and then only what
// differs.
func Compare(s conversation.State, at time.Time, a, b Offer) conversation.Screen {
	p := open(s.Language, "hiring.compare", "hiring.compare.title")
	v := p.voice
	names := [2]string{tidy(a.Label), tidy(b.Label)}
	for i, id := range [2]string{"hiring.compare.first", "hiring.compare.second"} {
		if names[i] == "" {
			names[i] = v.Say(id)
		}
	}
	var outcomes [2]scoring.Assessment
	for i, offer := range [2]Offer{a, b} {
		offered := offer.to(s.Profile(at))
		var err error
		if outcomes[i], err = scoring.Assess(&offered, s.Sheets()); err != nil {
			return conversation.Uncovered(s.Language)
		}
		salary := v.Say("hiring.compare.salary_open")
		if income := offer.income(); income.Known() {
			salary = conversation.Income(v, income)
		}
		p.Text(conversation.Heading, v.Say("hiring.compare.offer", "Label", names[i], "Salary", salary))
		p.Lines(conversation.Table, append(conversation.Standings(v, &outcomes[i]), conversation.Allows(v, &outcomes[i])...)...)
	}
	p.Text(conversation.Heading, v.Say("hiring.compare.differs"))
	differs := conversation.Differences(v, &outcomes[0], &outcomes[1])
	if len(differs) == 0 {
		p.Text(conversation.Paragraph, v.Say("hiring.compare.same"))
	}
	p.Lines(conversation.Table, differs...)
	if open := s.Names(outcomes[0].Needs | outcomes[1].Needs); open != "" {
		p.Text(conversation.Paragraph, v.Say("result.needs", "Facts", open))
	}
	p.foot(&outcomes[0])
	return p.Screen
}
