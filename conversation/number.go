package conversation

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"hspbot/conversation/typed"
	"hspbot/locales"
	"hspbot/scoring"
)

// bands are the options of a number: the steps of the table that matter to this person.
func (t *turn) bands(q *question) []scoring.Value {
	var at []float64
	switch f := q.facts[0]; f {
	case scoring.SpouseIncome:
		// What the spouse must add to the applicant's own income to reach a benefit.
		own := t.plan.person.Profile.Value(scoring.AnnualIncome).From
		at = append(at, 1) // none at all is an answer of its own
		for _, x := range t.plan.assessment.HouseholdSteps() {
			if x > own {
				at = append(at, x-own)
			}
		}
	default:
		at = scoring.Thresholds(t.today, f, t.state.sheets())
	}
	if len(at) == 0 {
		return nil
	}
	list := []scoring.Value{scoring.Between(0, at[0])}
	for i, from := range at {
		below := inf
		if i+1 < len(at) {
			below = at[i+1]
		}
		list = append(list, scoring.Between(from, below))
	}
	return list
}

// bandID names a band in an action: "under-3000000", "3000000-4000000", "from-10000000".
func bandID(v scoring.Value) string {
	switch {
	case math.IsInf(v.Below, 1):
		return "from-" + digits(v.From)
	case v.From == 0:
		return "under-" + digits(v.Below)
	}
	return digits(v.From) + "-" + digits(v.Below)
}

// digits writes a number as actions carry it.
func digits(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// value reads the option of a single choice, or a band or amount of a number. The id may
// come from an old or forged button.
func (q *question) value(id string) (scoring.Value, bool) {
	if q.style == single {
		if o := q.option(id); o != nil {
			return o.on, true
		}
		return scoring.Value{}, false
	}
	if n, ok := strings.CutPrefix(id, "="); ok {
		x, ok := plain(n)
		return exactly(q.facts[0], x), ok
	}
	from, below, ok := strings.Cut(id, "-")
	if !ok {
		return scoring.Value{}, false
	}
	a, okA := plain(from)
	b, okB := plain(below)
	switch {
	case from == "under" && okB && b > 0:
		return scoring.Between(0, b), true
	case from == "from" && okB:
		return scoring.Between(b, inf), true
	}
	return scoring.Between(a, b), okA && okB && a < b
}

// bornPrefix stands before a date of birth as the answer to the question for the age.
const bornPrefix = "born-"

// born reads a date of birth in an answer.
func born(arg string) (scoring.Date, bool) {
	text, ok := strings.CutPrefix(arg, bornPrefix)
	if !ok {
		return scoring.Date{}, false
	}
	day, err := scoring.ParseDate(text)
	return day, err == nil
}

// plain reads a number of digits with at most one point.
func plain(s string) (float64, bool) {
	if s == "" || len(s) > 15 || strings.Trim(s, "0123456789.") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil
}

// exactly returns the value of one number.
func exactly(f scoring.Fact, x float64) scoring.Value {
	if f.Kind() == scoring.Whole {
		return scoring.Number(int64(x))
	}
	return scoring.Real(x)
}

// youngest is the age below which a typed number is no applicant's age but a slip.
const youngest = 15

// leastSalary is the least that is offered first as a year's salary, in yen.
const leastSalary = 1e6

// mostSalary is the most that is taken for a year's salary among other facts, in yen.
const mostSalary = 1e9

// numberReader reads numbers as the language writes them, and years as its speakers count them.
func (t *turn) numberReader() *typed.Reader {
	calendar := ""
	for _, name := range t.voice.Words()["calendar"]["short_year"][""] {
		calendar = name
	}
	return words().numbers.WithPoint(t.voice.Point()).WithCalendar(calendar)
}

// reading reads a text as an answer to a question for a number.
func (t *turn) reading(q *question, text string) typed.Reading {
	numbers := t.numberReader()
	switch q.facts[0] {
	case scoring.Age:
		r := numbers.Age(text, t.today)
		r.Suggest = slices.DeleteFunc(r.Suggest, func(x float64) bool { return x <= youngest }) // 奔四: not the 4
		r.Range = r.Range && len(r.Suggest) == 2
		if r.Doubt == typed.Clear && r.Birth.IsZero() && !r.Unit && r.From >= leastYear && r.Below <= leastYear+20 && q.exact(r) {
			return typed.Reading{Doubt: typed.OnlyYear} // 91
		}
		return r
	case scoring.AnnualIncome, scoring.SpouseIncome:
		r := numbers.Yen(text)
		r.Spouse = r.Spouse || r.Third && !t.state.Candidate // who is asked about is not he or she
		if n := len(r.Suggest); n > 1 && !r.Range && r.Suggest[0] < leastSalary && q.facts[0] == scoring.AnnualIncome {
			r.Suggest = append(slices.Clone(r.Suggest[1:]), r.Suggest[0]) // 40万: rather 400万, or by the month
		}
		return r
	}
	r := numbers.Years(text)
	if r.Doubt == typed.OnlyYear {
		r.Suggest = numbers.Period(text, t.today)
	}
	return r
}

// leastYear is from which number on two figures alone are rather a year of birth than an age.
const leastYear = 80

// exact reports whether a clear reading is one number.
func (q *question) exact(r typed.Reading) bool {
	return scoring.Between(r.From, r.Below) == exactly(q.facts[0], r.From)
}

// offered are numbers as answers to be asked back.
func offered(numbers []float64) []string {
	var list []string
	for _, x := range numbers {
		list = append(list, "="+digits(math.Round(x*1e6)/1e6))
	}
	return list
}

// number reads a typed answer to a question for a number, and says what is doubtful.
func (t *turn) number(q *question, text string) bool {
	t.state.View = ""
	if band, ok := t.letter(q, text); ok {
		t.chooseTyped(q, band)
		return true
	}
	r := t.reading(q, text)
	f := q.facts[0]
	none := f == scoring.AnnualIncome && r.Doubt == typed.Clear && r.Below == 1 && !strings.ContainsAny(fold(text), "0〇零")
	switch {
	case (r.Spouse && f == scoring.AnnualIncome || r.Own && f == scoring.SpouseIncome) && r.Doubt != typed.NoNumber:
		t.sayOf(q, "doubt.household")
		return true
	case r.Doubt == typed.Clear && f.Kind() == scoring.Decimal && !t.isOwn(q, r, text): // I'm 32
		t.sayOf(q, "doubt.unclear_years", offered([]float64{r.From})...)
		return true
	case none, r.Doubt == typed.NoNumber, r.Doubt == typed.Clear && f == scoring.Age && r.Below <= youngest:
		return t.guess(q, text) || t.answer(q, t.choice(q, text))
	case r.Doubt == typed.Unclear && len(r.Suggest) == 0 && t.guess(q, text):
		return true
	case r.Doubt != typed.Clear:
		if u := t.choice(q, text); len(r.Suggest) == 0 && (u.arg != "" || u.topic != "" || strings.HasPrefix(u.notice, "aside.") && u.notice != stillToCome) && r.Doubt == typed.Unclear {
			return t.answer(q, u)
		}
		offers := offered(r.Suggest)
		if r.Range {
			offers = append([]string{bandID(scoring.Between(r.Suggest[0], r.Suggest[1]+1))}, offers...)
		}
		t.sayOf(q, doubt(q, r), offers...)
		return true
	}
	if offers := t.border(q, r); offers != nil {
		t.sayOf(q, "doubt.border", offers...)
		return true
	}
	t.commit(q, func(s *State) {
		if !r.Birth.IsZero() {
			s.setBirth(r.Birth)
			return
		}
		s.set(f, scoring.Between(r.From, r.Below))
	})
	if t.state.Notice == nil {
		t.sayOf(q, understood)
	}
	return true
}

// guess asks the number back that somebody who is not sure gives with it: "not fixed, I guess
// 6.5M".
func (t *turn) guess(q *question, text string) bool {
	unsure, number := false, 0.0
	for _, part := range parts(text) {
		switch r := t.reading(q, part); {
		case r.Doubt == typed.Clear && q.exact(r) && r.From > 0:
			number = r.From
		case r.Doubt == typed.Unclear && len(r.Suggest) == 1:
			number = r.Suggest[0]
		default:
			unsure = unsure || t.choice(q, part).arg == notSure
		}
	}
	if !unsure || number == 0 {
		return false
	}
	t.sayOf(q, doubt(q, typed.Reading{Doubt: typed.Unclear}), offered([]float64{number})...)
	return true
}

// border returns the number and the band below it where a number that is not exact lies on a
// border of the table: "about 8M" may be less.
func (t *turn) border(q *question, r typed.Reading) []string {
	if !r.About || !q.exact(r) {
		return nil
	}
	for _, band := range t.bands(q) {
		if band.Below == r.From && band.From > 0 || band.Below == r.From && q.facts[0] != scoring.SpouseIncome {
			return []string{"=" + digits(r.From), bandID(band)}
		}
	}
	return nil
}

// doubt is the notice of a reading in doubt of the number of a question.
func doubt(q *question, r typed.Reading) string {
	d := r.Doubt
	key := "doubt." + d.String()
	switch f := q.facts[0]; {
	case f == scoring.Age && (d == typed.Unclear || d == typed.OnlyYear && len(r.Suggest) > 0):
		return key + "_age"
	case f.Kind() == scoring.Decimal && (d == typed.Unclear || d == typed.Scale || d == typed.OnlyYear || d == typed.TooLarge):
		return key + "_years"
	case d == typed.PerMonth && len(r.Suggest) == 0:
		return "doubt.per_month_open"
	case d == typed.PerMonth && len(r.Suggest) == 1: // twelve months, without bonuses
		return "doubt.per_month_times_12"
	}
	return key
}

// letter reads a letter as the band it stands before where options have letters.
func (t *turn) letter(q *question, text string) (string, bool) {
	word := strings.Trim(fold(text), "() ")
	if len(word) != 1 || word[0] < 'a' || word[0] > 'z' {
		return "", false
	}
	bands := t.bands(q)
	if i := int(word[0] - 'a'); i < len(bands) {
		return bandID(bands[i]), true
	}
	return "", false
}

// length writes years of experience in years and months, where they are whole months.
func length(v *locales.Voice, years float64) string {
	months := math.Round(years * 12)
	whole, rest := math.Floor(months/12), math.Mod(months, 12)
	switch {
	case math.Abs(years*12-months) > 1e-4 || rest == 0: // actions carry six decimals
		return v.Say("band.years.exact", "N", v.Decimal(years))
	case whole == 0:
		return v.Say("band.years.months", "N", v.Decimal(rest))
	}
	return v.Say("list.and_months", "Years", v.Say("band.years.exact", "N", v.Decimal(whole)), "Months", v.Say("band.years.months", "N", v.Decimal(rest)))
}

// label writes what is known of a number in the person's language.
func label(v *locales.Voice, f scoring.Fact, value scoring.Value) string {
	unit := "years"
	write := v.Decimal
	switch f {
	case scoring.AnnualIncome, scoring.SpouseIncome:
		unit = "yen"
		write = func(x float64) string { return v.Yen(int64(x)) }
	case scoring.Age:
		unit = "age"
	}
	from, below := value.From, value.Below
	exact := f.Kind() == scoring.Whole && below == from+1 || f.Kind() == scoring.Decimal && below == math.Nextafter(from, inf)
	switch {
	case exact && from == 0 && f == scoring.SpouseIncome:
		return v.Say("band.no_income")
	case exact && from == 0 && f.Kind() == scoring.Decimal:
		return v.Say("band.no_years")
	case exact && unit == "years":
		return length(v, from)
	case exact:
		return v.Say("band."+unit+".exact", "N", write(from))
	case unit == "yen" && !math.IsInf(below, 1) && math.Mod(below, 1000) == 1: // up to and with, as people say it
		if from == 0 {
			return v.Say("band.yen.at_most", "N", write(below-1))
		}
		return v.Say("band.yen.through", "From", write(from), "To", write(below-1))
	case math.IsInf(below, 1) && unit == "yen" && from > 1 && math.Mod(from, 1000) == 1:
		return v.Say("band.yen.over", "N", write(from-1))
	case math.IsInf(below, 1) && f.Kind() == scoring.Decimal && from == strictlyOver(math.Round(from)):
		return v.Say("band.years.over", "N", write(from))
	case math.IsInf(below, 1):
		return v.Say("band."+unit+".from", "N", write(from))
	case from == 0 && below == 1 && f == scoring.SpouseIncome:
		return v.Say("band.no_income")
	case from == 0 || from == 1 && f == scoring.SpouseIncome:
		return v.Say("band."+unit+".under", "N", write(below))
	case f == scoring.Age:
		return v.Say("band.age.between", "From", write(from), "To", write(below-1))
	}
	return v.Say("band."+unit+".between", "From", write(from), "Below", write(below))
}

// bandLabel is [label] on a button: ¥3–4M, 300万〜, where the band ends on whole units. Three of
// them stand side by side on a phone.
func bandLabel(v *locales.Voice, f scoring.Fact, band scoring.Value) string {
	if f != scoring.AnnualIncome && f != scoring.SpouseIncome || band.From == 0 && band.Below == 1 {
		return label(v, f, band)
	}
	from, below := int64(band.From), int64(band.Below)
	first, okFirst := v.YenShort(from)
	last, okLast := v.YenShort(below)
	switch {
	case math.IsInf(band.Below, 1) && okFirst:
		return v.Say("band.yen.short_from", "N", first)
	case from <= 1 && okLast:
		return v.Say("band.yen.short_under", "N", last)
	case okFirst && okLast:
		return v.Say("band.yen.short", "From", first, "To", last)
	}
	return label(v, f, band)
}
