package conversation

import (
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

// What others than the interview may ask of a state, and the words in which its screens
// write an outcome, so that every screen writes them alike.

// Profile is what is known of the person on the day in Japan that at falls on.
func (s State) Profile(at time.Time) scoring.Profile {
	return s.profile(scoring.DayInJapan(at))
}

// Sheets are the categories the person is scored in: the one chosen, else all.
func (s State) Sheets() scoring.Sheets { return s.sheets() }

// Progress writes how far the interview is ("About 5 more"); empty once the result is due.
func (s State) Progress(at time.Time) string {
	t := begin(s, at)
	q := t.next()
	if q == nil {
		return ""
	}
	return t.progress(q)
}

// Names lists the questions that ask for the facts, in short and in the order of asking;
// empty where none is asked of the person.
func (s State) Names(facts scoring.FactSet) string {
	t := turn{state: s, voice: locales.In(s.Language)}
	return t.missing(facts)
}

// Income writes what is known of a yearly income, as the interview writes it; the value is known.
func Income(v *locales.Voice, value scoring.Value) string {
	return label(v, scoring.AnnualIncome, value)
}

// Applied names the editions of the law that a result of the day rests on, and the day.
func Applied(v *locales.Voice, day scoring.Date, among scoring.Sheets) string {
	var names []string
	for _, e := range scoring.Applied(day, among) {
		names = append(names, v.Say("edition."+e.ID))
	}
	return v.Say("result.rules", "Editions", join(v, names), "Date", date(v, day))
}

// Birthday says what the next birthday within three years does to the points, without the day,
// and within how many years it comes; empty where there is none.
func (s State) Birthday(at time.Time) (changes string, years int) {
	t := begin(s, at)
	b := t.nextBirthday()
	if b == nil {
		return "", 0
	}
	return t.changes(b, b.falls()), b.years
}

// Uncovered is the screen for a day on which nothing can be scored.
func Uncovered(language string) Screen {
	t := turn{voice: locales.In(language)}
	return t.uncovered()
}

// QuestionOf returns the question that is asked, by its id; empty where none is, or where something
// else is looked at.
func QuestionOf(s State, at time.Time) string {
	if s.View != "" || s.Forgotten {
		return ""
	}
	if q := begin(s, at).current(); q != nil {
		return q.id
	}
	return ""
}

// OutcomeOf is the short of a result for statistics: 80 or 70 where a category is open with so
// many points, below where none is, and undecided where answers are missing. It is empty where
// there can be no result. Points are the least of the best category.
func OutcomeOf(s State, at time.Time) (outcome string, points int) {
	p := s.Profile(at)
	a, err := scoring.Assess(&p, s.Sheets())
	if err != nil {
		return "", 0
	}
	outcome, points = "below", a.Categories[a.Best].Min
	for c, r := range a.Categories {
		switch {
		case !a.Sheets.Has(scoring.Category(c)):
		case r.Verdict == scoring.Passes && r.Min >= 80:
			return "80", points
		case r.Verdict == scoring.Passes:
			outcome = "70"
		case r.Verdict == scoring.Undecided && outcome == "below":
			outcome = "undecided"
		}
	}
	return outcome, points
}
