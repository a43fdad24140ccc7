package hiring

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"time"

	"hspbot/conversation"
	"hspbot/locales"
	"hspbot/scoring"
)

// CSV writes the candidates of a channel as a table for a spreadsheet, with a header in the
// language: UTF-8 with a byte order mark and CRLF, as Excel wants them. Amounts are yen in
// digits. A cell that a spreadsheet would take for a formula begins with an apostrophe.
func CSV(list []Candidate, language string, at time.Time) []byte {
	v := locales.In(language)
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	w.UseCRLF = true
	write := func(cells []string) {
		for i := range cells {
			cells[i] = defuse(cells[i])
		}
		_ = w.Write(cells) // a buffer does not fail
	}
	write(header(v))
	for _, c := range list {
		write(cells(v, c, at))
	}
	w.Flush()
	return b.Bytes()
}

// defuse makes text of what would be a formula. Excel takes the full-width signs as well.
func defuse(cell string) string {
	if strings.IndexAny(cell, "=+-@\t\r\n＝＋－＠") == 0 {
		return "'" + cell
	}
	return cell
}

func header(v *locales.Voice) []string {
	list := []string{v.Say("hiring.csv.label"), v.Say("hiring.csv.state"), v.Say("hiring.csv.goal")}
	for c := range scoring.AllSheets.All() {
		for _, id := range [...]string{"least", "most", "verdict"} {
			list = append(list, v.Say("hiring.csv."+id, "Category", conversation.Short(v, c)))
		}
	}
	list = append(list, v.Say("hiring.csv.best"), v.Say("hiring.csv.salary"))
	for _, target := range targets {
		for _, id := range [...]string{"sure", "perhaps"} {
			list = append(list, v.Say("hiring.csv."+id, "N", target))
		}
	}
	return append(list, v.Say("hiring.csv.missing"), v.Say("hiring.csv.touched"), v.Say("hiring.csv.link"))
}

// cells are those of one candidate; what is not known is empty.
func cells(v *locales.Voice, c Candidate, at time.Time) []string {
	s := c.State
	s.Language = v.Tag()
	r := look(c, v.Tag(), at)
	list := []string{c.Label, r.state(v), goal(v, s)}
	for c := range scoring.AllSheets.All() {
		if !r.scored || !r.outcome.Sheets.Has(c) {
			list = append(list, "", "", "")
			continue
		}
		points := &r.outcome.Categories[c]
		list = append(list, strconv.Itoa(points.Min), strconv.Itoa(points.Max), v.Say("hiring.verdict."+conversation.VerdictOf(&r.outcome, c)))
	}
	best := ""
	if r.scored {
		best = shorts(v, reached(&r.outcome))
	}
	profile := s.Profile(at)
	list = append(list, best, salary(v, profile.Value(scoring.AnnualIncome)))
	list = append(list, needs(v, s, at, &r)...)
	return append(list, r.needs, day(c.Touched), c.Link)
}

// goal names the category asked for; empty before the first answer.
func goal(v *locales.Voice, s conversation.State) string {
	if s.Goal == "" {
		return ""
	}
	if c, one := s.Sheets().One(); one {
		return conversation.Short(v, c)
	}
	return v.Say("hiring.csv.all")
}

// salary writes the salary in digits, or a band as the interview does.
func salary(v *locales.Voice, income scoring.Value) string {
	switch {
	case !income.Known():
		return ""
	case income.Below == income.From+1:
		return digits(income.From)
	}
	return conversation.Income(v, income)
}

// needs are the least salaries for each target in the best category: sure, and perhaps.
func needs(v *locales.Voice, s conversation.State, at time.Time, r *row) []string {
	list := make([]string, 0, 2*len(targets))
	tries, err := try(s, at)
	for _, target := range targets {
		if !r.scored || err != nil {
			list = append(list, "", "")
			continue
		}
		need := tries.salary(r.outcome.Best, target)
		sure, perhaps := v.Say("hiring.need.open"), digits(need.Best)
		if !need.BestExists {
			sure, perhaps = v.Say("hiring.need.none"), v.Say("hiring.need.none")
		}
		if need.SureExists {
			sure = digits(need.Sure)
		}
		list = append(list, sure, perhaps)
	}
	return list
}

func digits(yen float64) string { return strconv.FormatInt(int64(yen), 10) }

// day writes a moment as the day it was in Japan, in the form spreadsheets sort.
func day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(scoring.Japan).Format(time.DateOnly)
}
