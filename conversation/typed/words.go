package typed

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"hspbot/scoring"
)

// Words are those of one language: by part, role and value, as the file typed.TAG.toml of
// the locales has them. A role without values has the value "".
type Words = map[string]map[string]map[string][]string

// roleNames are the roles words can have, as the files name them.
var roleNames = map[string]role{
	"filler": skip, "digits": digit, "ones": ones, "tens": tens, "multipliers": small, "scales": big, "rupee_scales": lakh,
	"article": article, "half": half, "and_a_half": plusHalf, "point": point, "more": more,
	"from": from, "to": to, "from_before": fromBefore, "within": within, "and": and, "plus": plus, "times": times, "between": between,
	"before": boundBefore, "after": boundAfter, "none": none, "minus": minus, "percent": percent, "near": near, "about": approx,
	"yen": yen, "other_currency": money, "part_of_year": monthly, "after_tax": takeHome, "extras": extras, "other_year": otherYear, "household": household, "spouse": spouse, "own": ownPay, "third": thirdPay,
	"years": years, "months": months, "nth_year": ordinalYear, "year_mark": yearMark, "month_mark": monthMark, "day_mark": dayMark,
	"month": monthName, "era": era, "decade": decade, "decade_name": decadeName, "early": early, "late": late, "becoming": becoming, "this_year": thisYear,
}

// valueNames are the values of words that are no numbers.
var valueNames = map[string]float64{
	"": 0, "at_least": atLeast, "over": over, "under": under, "at_most": atMost,
	"meiji": 0, "taisho": 1, "showa": showa, "heisei": 3, "reiwa": 4, "minguo": 5,
}

// eras are the calendars years are counted in, by their days.
var eras = []struct{ first, last scoring.Date }{
	{scoring.Date{Year: 1868, Month: time.January, Day: 25}, scoring.Date{Year: 1912, Month: time.July, Day: 30}},    // 明治
	{scoring.Date{Year: 1912, Month: time.July, Day: 30}, scoring.Date{Year: 1926, Month: time.December, Day: 25}},   // 大正
	{scoring.Date{Year: 1926, Month: time.December, Day: 25}, scoring.Date{Year: 1989, Month: time.January, Day: 7}}, // 昭和
	{scoring.Date{Year: 1989, Month: time.January, Day: 8}, scoring.Date{Year: 2019, Month: time.April, Day: 30}},    // 平成
	{scoring.Date{Year: 2019, Month: time.May, Day: 1}, scoring.Date{Year: 9999, Month: time.December, Day: 31}},     // 令和
	{scoring.Date{Year: 1912, Month: time.January, Day: 1}, scoring.Date{Year: 9999, Month: time.December, Day: 31}}, // 民國
}

// showa is the era whose letter, S, also makes decades.
const showa = 2

// row is a set of words, divided by |, that do the same thing.
type row struct {
	role  role
	value float64
	words string
}

// signs are the same in every language.
var signs = []row{
	{hyphen, 0, "-"}, {tilde, 0, "~"}, {wave, 0, "〜"}, {unknown, 0, "->|→|⇒|➡"}, {plus, 0, "+"}, {times, 0, "×|*|x"},
	{listing, 0, ",|、"}, {slash, 0, "/|."}, {near, 0, "'"}, {and, 0, "&"}, {percent, 0, "%"}, {minus, 0, "△|▲"},
	{boundBefore, atLeast, "≥|>=|≧"}, {boundBefore, over, ">"}, {boundBefore, under, "<"}, {boundBefore, atMost, "≤|<=|≦"},
	{skip, 0, "(|)|[|]|{|}|「|」|『|』|【|】|<<|>>|《|》|\"|“|”|:|;|!|?|。|・|·|•|=|_|..|...|....|≈|≒|≃"},
}

// currencies are the signs of amounts.
var currencies = []row{{yenSign, 0, "¥|\\"}, {money, 0, "$|€|£|₩|₹|฿|₫|₱|₽|₺|₦|₴|₪|₿|¢"}}

// Reader reads numbers in the words of its languages.
type Reader struct {
	languages             []Words
	yen, age, years, date *lexicon
	common                Choices // what every question for a choice is read with
	comma                 bool
	calendar              int // 1 + index of eras: years may be counted so without saying it
}

// New returns a reader of all the languages. A word that would mean two things is an error.
func New(languages ...Words) (*Reader, error) {
	r := Reader{languages: languages}
	common := dictionary{}
	for _, language := range languages {
		if err := r.common.addCommon(common, language); err != nil {
			return nil, fmt.Errorf("typed: %w", err)
		}
	}
	for _, q := range []struct {
		lexicon **lexicon
		words   dictionary
		signs   []row
		parts   []string
	}{
		{&r.yen, dictionary{}, currencies, []string{"number", "none", "yen"}},
		{&r.age, dictionary{}, nil, []string{"number", "time", "age"}},
		{&r.years, dictionary{}, nil, []string{"number", "none", "time", "years"}},
		{&r.date, dictionary{}, nil, []string{"number", "time", "age", "date"}},
		{&r.common.words, common, nil, []string{"number"}},
	} {
		for _, row := range append(q.signs, signs...) {
			if err := q.words.addRow(row); err != nil {
				return nil, err
			}
		}
		for _, language := range languages {
			for _, part := range q.parts {
				if err := q.words.addPart(language[part]); err != nil {
					return nil, fmt.Errorf("typed: [%s] %w", part, err)
				}
			}
		}
		*q.lexicon = q.words.over(nil)
	}
	return &r, nil
}

// WithPoint returns a reader of texts whose decimal point is the given one; it is a full stop
// unless it is a comma.
func (r *Reader) WithPoint(point string) *Reader {
	other := *r
	other.comma = point == ","
	return &other
}

// WithCalendar returns a reader of texts in which a short year of birth may be one of the era
// as well: 92年 is 1992, and in Taiwan the 92nd year of 民國, too. Without an era, or with one
// that there is not, it is of our calendar alone.
func (r *Reader) WithCalendar(name string) *Reader {
	other := *r
	other.calendar = 0
	if i, ok := valueNames[name]; ok && name != "" && int(i) < len(eras) {
		other.calendar = 1 + int(i)
	}
	return &other
}

func (r *Reader) scan(l *lexicon) scanner { return scanner{lexicon: l, comma: r.comma} }

// ofNumbers is the rank of the words that numbers are read with: that of least weight.
const ofNumbers = math.MaxInt

// addRow adds a row of words.
func (d dictionary) addRow(r row) error {
	for w := range strings.SplitSeq(r.words, "|") {
		if err := d.add(w, meaning{ofNumbers, r.role, r.value}); err != nil {
			return err
		}
	}
	return nil
}

// addPart adds the words of one part of a language.
func (d dictionary) addPart(part map[string]map[string][]string) error {
	for name, values := range part {
		role, ok := roleNames[name]
		if !ok {
			return fmt.Errorf("there is no role %q", name)
		}
		for name, words := range values {
			value, ok := valueNames[name]
			if n, err := strconv.ParseFloat(name, 64); err == nil && !math.IsNaN(n) {
				value, ok = n, true
			}
			if !ok {
				return fmt.Errorf("there is no value %q", name)
			}
			for _, w := range words {
				if err := d.add(w, meaning{ofNumbers, role, value}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
