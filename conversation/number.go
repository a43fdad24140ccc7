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
		own := t.plan.profile.Value(scoring.AnnualIncome).From
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
	number := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	switch {
	case math.IsInf(v.Below, 1):
		return "from-" + number(v.From)
	case v.From == 0:
		return "under-" + number(v.Below)
	}
	return number(v.From) + "-" + number(v.Below)
}

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

// number reads a typed answer to a question for a number, and says what is doubtful.
func (t *turn) number(q *question, text string) {
	var r typed.Reading
	switch q.facts[0] {
	case scoring.Age:
		r = typed.Age(text, t.today)
	case scoring.AnnualIncome, scoring.SpouseIncome:
		r = typed.Yen(text)
	default:
		r = typed.Years(text)
	}
	f := q.facts[0]
	switch {
	case r.Doubt == typed.NoNumber, r.Doubt == typed.Clear && f == scoring.Age && r.Below <= youngest:
		t.notUnderstood(q)
		return
	case r.Doubt != typed.Clear:
		t.state.Notice = &Notice{Text: "doubt." + r.Doubt.String(), Question: q.id, Offers: r.Suggest}
		return
	}
	t.commit(q, func(s *State) {
		if !r.Birth.IsZero() {
			s.set(f, scoring.Value{})
			s.Facts.Birth = r.Birth
			return
		}
		s.set(f, scoring.Between(r.From, r.Below))
	})
	if t.state.Notice == nil {
		t.sayOf(q, "notice.understood")
	}
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
	case exact:
		return v.Say("band."+unit+".exact", "N", write(from))
	case unit == "yen" && !math.IsInf(below, 1) && math.Mod(below, 1000) == 1: // up to and with, as people say it
		if from == 0 {
			return v.Say("band.yen.at_most", "N", write(below-1))
		}
		return v.Say("band.yen.through", "From", write(from), "To", write(below-1))
	case math.IsInf(below, 1):
		return v.Say("band."+unit+".from", "N", write(from))
	case from == 0 && below == 1:
		return v.Say("band.no_income")
	case from == 0 || from == 1 && f == scoring.SpouseIncome:
		return v.Say("band."+unit+".under", "N", write(below))
	case f == scoring.Age:
		return v.Say("band.age.between", "From", write(from), "To", write(below-1))
	}
	return v.Say("band."+unit+".between", "From", write(from), "Below", write(below))
}

// option ids of a page or choice a text names; nil where it names something else.
func (q *question) named(text string) []string {
	if id, ok := synonyms[q.id][fold(text)]; ok {
		return []string{id}
	}
	if q.style != pages {
		return nil
	}
	for _, separators := range [...]string{",、，;；/／\n", ",、，;；/／\n・+&＆ 和与及跟", ",、，;；/／\n・+&＆ と"} {
		if ids := q.each(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) })); ids != nil {
			return ids
		}
	}
	return nil
}

// each returns the options the pieces name; nil where one names none.
func (q *question) each(pieces []string) []string {
	var ids []string
	for _, piece := range pieces {
		if piece == "and" || piece == "plus" {
			continue
		}
		id, ok := synonyms[q.id][fold(piece)]
		if !ok || id == "none" && len(pieces) > 1 {
			return nil
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// synonyms maps, per question, what may be typed for an option: its id, its label and the
// words listed for it, in every language. "unsure" and "none" are among them.
var synonyms = func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for i := range questions {
		q := &questions[i]
		m := map[string]string{}
		for _, tag := range locales.Tags() {
			v := locales.In(tag)
			add := func(id, text string) {
				if text = fold(text); text != "" {
					m[text] = id
				}
			}
			addWords := func(id, key string) {
				if v.Has(key) {
					for _, w := range folded(v.Say(key)) {
						add(id, w)
					}
				}
			}
			if q.id != "goal" {
				add("unsure", v.Say("control.unsure"))
				addWords("unsure", "control.unsure.words")
			}
			if q.style == pages {
				add("none", v.Say("control.none"))
				addWords("none", "control.none.words")
				addWords("none", "option."+q.id+".none.words")
			}
			if q.id == "spouse_income" {
				addWords("under-1", "option.spouse_income.under-1.words")
			}
			for j := range q.options {
				o := &q.options[j]
				add(o.id, o.id)
				label := v.Say("option." + q.id + "." + o.id)
				add(o.id, label)
				short, _, _ := strings.Cut(strings.ReplaceAll(label, "（", "("), "(")
				if _, taken := m[fold(short)]; !taken {
					add(o.id, short)
				}
				addWords(o.id, "option."+q.id+"."+o.id+".words")
			}
		}
		if q.id != "goal" {
			m["unsure"], m["not-sure"] = "unsure", "unsure"
		}
		if q.style == pages {
			m["none"] = "none"
		}
		all[q.id] = m
	}
	return all
}()
