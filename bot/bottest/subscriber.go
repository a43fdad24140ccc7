package bottest

import (
	"time"

	"hspbot/conversation"
	"hspbot/scoring"
)

// Finished is the state of somebody with all questions answered: 80 points in 1号ロ (master's degree 20,
// 5 years 10, age 10, 8.5 million yen 30, N2 10), of which 5 go on the day they turn 35, which is
// so many days after a day.
func Finished(tag string, from time.Time, days int) conversation.State {
	birth := scoring.DateOf(from).AddDays(days).AddYears(-35)
	facts := scoring.Profile{AsOf: scoring.DateOf(from)}.With(scoring.Degrees, scoring.Members(scoring.Master)).With(scoring.CareerTechnical, scoring.Real(5)).
		With(scoring.Age, scoring.Number(34)).With(scoring.AnnualIncome, scoring.Number(8_500_000)).With(scoring.Japanese, scoring.Option(scoring.N2))
	facts.AsOf, facts.Birth = scoring.Date{}, birth
	s := conversation.State{Language: tag, Chosen: true, Goal: scoring.Technical.String(), Spouse: "no", Facts: conversation.Facts{Profile: facts}, Unsure: ^scoring.FactSet(0), Started: from, Touched: from}
	for f := range scoring.Fact(scoring.FactCount) {
		if facts.Value(f).Known() {
			s.Unsure &^= scoring.FactsOf(f)
		}
	}
	return s
}
