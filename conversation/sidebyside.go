package conversation

import (
	"hspbot/locales"
	"hspbot/scoring"
)

// Outcomes side by side: of two offers to a candidate, of what is tried and what is so.

// Short names a category in a few letters: 1号ロ.
func Short(v *locales.Voice, c scoring.Category) string {
	return v.Say("category." + c.String() + ".short")
}

// VerdictOf names in one word how a category stands; a key of "hiring.verdict.".
func VerdictOf(a *scoring.Assessment, c scoring.Category) string {
	switch r := &a.Categories[c]; {
	case r.Verdict == scoring.Passes:
		return "passes"
	case a.JSkip[c] == scoring.Yes:
		return "j_skip"
	case r.Floor == scoring.No:
		return "floor"
	case r.Verdict == scoring.Fails:
		return "fails"
	}
	return "undecided"
}

// Standing is the line of one category in short: the points and how it stands.
func Standing(v *locales.Voice, a *scoring.Assessment, c scoring.Category) Line {
	r := &a.Categories[c]
	return Line{Mark: Verdict(v, a, c).Mark, Label: Short(v, c),
		Value: v.Say("hiring.standing", "Points", Score(v, r.Min, r.Max), "Verdict", v.Say("hiring.verdict."+VerdictOf(a, c)))}
}

// Standings are the lines of the categories asked for.
func Standings(v *locales.Voice, a *scoring.Assessment) []Line {
	var list []Line
	for c := range a.Sheets.All() {
		list = append(list, Standing(v, a, c))
	}
	return list
}

// Allows are the lines of what the status would allow. They give no reasons: those would
// tell of the candidate's family.
func Allows(v *locales.Voice, a *scoring.Assessment) []Line {
	list := []Line{yearsLine(v, a)}
	for _, b := range [...]struct {
		benefit scoring.Benefit
		id      string
	}{{scoring.FiveYearStay, "plain"}, {scoring.Parents, "parents"}, {scoring.Housekeeper, "housekeeper"}} {
		r := &a.Benefits[b.benefit]
		line := Line{Mark: mark(r.State), Label: v.Say("hiring.benefit." + b.id), Value: v.Say("hiring.state." + r.State.String())}
		switch {
		case r.Number > 0 && r.UpTo > r.Number:
			line.Value = v.Say("benefit.number_up_to", "N", r.Number, "UpTo", r.UpTo)
		case r.Number > 0:
			line.Value = v.Say("benefit.number", "N", r.Number)
		}
		list = append(list, line)
	}
	return list
}

// yearsTo names the years before permanent residence that the points allow; a key of
// "hiring.residence.".
func yearsTo(a *scoring.Assessment) string {
	switch {
	case a.Reaches(80) == scoring.Yes || a.MeetsJSkip() == scoring.Yes:
		return "one_year"
	case a.Reaches(scoring.PassMark) == scoring.Yes && (a.Reaches(80) == scoring.Unknown || a.MeetsJSkip() == scoring.Unknown):
		return "three_years_or_one"
	case a.Reaches(scoring.PassMark) == scoring.Yes:
		return "three_years"
	case a.Benefits[scoring.PermanentResidence].State != scoring.No:
		return "depends"
	}
	return "no"
}

// yearsLine is the line on the years before permanent residence.
func yearsLine(v *locales.Voice, a *scoring.Assessment) Line {
	id, m := yearsTo(a), Met
	switch id {
	case "depends":
		m = Depends
	case "no":
		m = NotMet
	}
	return Line{Mark: m, Label: v.Say("hiring.benefit.residence"), Value: v.Say("hiring.residence." + id)}
}

// Differences are the lines that differ, from the first to the second; the marks are those
// of the second.
func Differences(v *locales.Voice, first, second *scoring.Assessment) []Line {
	var list []Line
	add := func(m Mark, label, from, to string) {
		if from != to {
			list = append(list, Line{Mark: m, Label: label, Value: from + " → " + to})
		}
	}
	for c := range first.Sheets.All() {
		from, to := Standing(v, first, c), Standing(v, second, c)
		if x, y := &first.Categories[c], &second.Categories[c]; VerdictOf(first, c) == VerdictOf(second, c) {
			from.Value, to.Value = Score(v, x.Min, x.Max), Score(v, y.Min, y.Max)
		}
		add(to.Mark, to.Label, from.Value, to.Value)
	}
	before := Allows(v, first)
	for i, line := range Allows(v, second) {
		add(line.Mark, line.Label, before[i].Value, line.Value)
	}
	return list
}
