package plan

import "hspbot/scoring"

// LeastSalary returns the least yearly pay in yen with which p certainly has the points of the mark in
// c, and the income floor, all else as it is; ok is false where no pay is enough.
func LeastSalary(p scoring.Profile, c scoring.Category, mark int) (yen int64, ok bool) {
	for _, x := range append([]float64{0}, scoring.Thresholds(p.AsOf, scoring.AnnualIncome, scoring.Only(c))...) {
		paid := p.With(scoring.AnnualIncome, scoring.Number(int64(x)))
		if a, err := scoring.Assess(&paid, scoring.Only(c)); err == nil && reached(&a, c, mark) {
			return int64(x), true
		}
	}
	return 0, false
}

// Birthday is one at which the table may give other points.
type Birthday struct {
	Age int
	// On is the day; zero where only the age is known: then it comes within Years.
	On            scoring.Date
	Years         int
	Before, After scoring.Profile
}

// Birthdays returns the birthdays within the years ahead at which an age of the table is complete, the
// next one first; none where the age is not known.
func Birthdays(p *scoring.Person, among scoring.Sheets, within int) []Birthday {
	now := p.Value(scoring.Age)
	if !now.Known() || now.Below != now.From+1 {
		return nil
	}
	var list []Birthday
	for _, at := range scoring.Thresholds(p.AsOf, scoring.Age, among) {
		b := Birthday{Age: int(at), Years: int(at - now.From)}
		if b.Years < 1 || b.Years > within {
			continue
		}
		b.Before, b.After = p.Profile, p.With(scoring.Age, scoring.Number(int64(at)))
		if !p.Birth.IsZero() {
			b.On, _ = p.Completes(scoring.Age, b.Age)
			if p.AsOf.AddYears(within).Before(b.On) {
				continue
			}
			b.Before, b.After = p.On(b.On.AddDays(-1)), p.On(b.On)
		}
		list = append(list, b)
	}
	return list
}
