package plan

import "hspbot/scoring"

// Advice is all that this package says of a person.
type Advice struct {
	AsOf       scoring.Date
	Assessment scoring.Assessment // of today
	Goals      []Goal             // by category asked for, and mark
	Calendar   Calendar
	Losses     []Loss
	Routes     []scoring.Route
	base       []scoring.BaseResult
}

// Goal is a mark in a category: the ways to it, and the salary that it takes.
type Goal struct {
	Category scoring.Category
	Mark     int
	Ways     []Way
	Salary   int64 // the least in yen, all else as it is; 0 where any is enough
	Possible bool  // there is such a salary
	// Later are the salaries from the coming birthdays on, where they change.
	Later []LaterSalary
}

// LaterSalary is the least salary from a birthday on.
type LaterSalary struct {
	Birthday
	Salary   int64
	Possible bool
}

const (
	advisedWays = 12 // to a mark
	backWays    = 3  // to make up for a loss
)

// Advise returns the advice for a person. The errors are those of [scoring.Assess] and [scoring.Routes].
func Advise(p *scoring.Person, among scoring.Sheets) (a Advice, err error) {
	a.AsOf = p.AsOf
	if a.Assessment, err = scoring.Assess(&p.Profile, among); err != nil {
		return a, err
	}
	a.base = scoring.BaseCriteria(p, among)
	for c := range scoring.Category(scoring.Categories) {
		if !among.Has(c) {
			continue
		}
		for _, mark := range Marks {
			g := Goal{Category: c, Mark: mark}
			if g.Ways, err = Ways(p, c, mark, advisedWays, among); err != nil {
				return a, err
			}
			g.salaries(p)
			a.Goals = append(a.Goals, g)
		}
	}
	if a.Calendar, err = NewCalendar(p, among); err != nil {
		return a, err
	}
	if a.Losses, err = a.Calendar.Losses(backWays); err != nil {
		return a, err
	}
	a.Routes, err = scoring.Routes(p, among)
	return a, err
}

// salaries fills in the salaries.
func (g *Goal) salaries(p *scoring.Person) {
	g.Salary, g.Possible = LeastSalary(p.Profile, g.Category, g.Mark)
	last, possible := g.Salary, g.Possible
	for _, b := range Birthdays(p, scoring.Only(g.Category), CalendarYears) {
		then := LaterSalary{Birthday: b}
		then.Salary, then.Possible = LeastSalary(b.After, g.Category, g.Mark)
		if then.Salary != last || then.Possible != possible {
			g.Later = append(g.Later, then)
		}
		last, possible = then.Salary, then.Possible
	}
}
