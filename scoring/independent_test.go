package scoring_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	. "hspbot/scoring"
)

// json writes the assessment of the JSON contract, up to what is needed.
func (h human) json() string {
	var b strings.Builder
	fmt.Fprintf(&b, `{"as_of":%q,"rules":"2023-04-21","categories":{`, today)
	recognised, special := false, false
	best, rank := Academic, -1
	for c := range Category(Categories) {
		verdict, floor := "fails", "met"
		if h.passes(c) {
			verdict = "passes"
		}
		if c == Academic {
			floor = "none"
		} else if h.yen < 3000000 {
			floor = "not_met"
		}
		points := h.points(c)
		r := points
		if h.passes(c) || h.jSkip(c) {
			r += 1000
		}
		if r > rank {
			best, rank = c, r
		}
		recognised = recognised || h.passes(c) || h.jSkip(c)
		special = special || h.jSkip(c)
		var items []string
		for _, i := range h.items(c) {
			if i.points > 0 {
				items = append(items, fmt.Sprintf(`%q:{"min":%d,"max":%d,"no":%q}`, i.id, i.points, i.points, i.no))
			}
		}
		if c > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `%q:{"min":%d,"max":%d,"verdict":%q,"income_floor":%q,"items":{%s},"refused":[%s]}`,
			c, points, points, verdict, floor, strings.Join(items, ","), strings.Join(h.refused(c), ","))
	}
	fmt.Fprintf(&b, `},"best":%q,"j_skip":{"i-a":%q,"i-b":%q,"i-c":%q},"benefits":{`, best,
		truth(h.jSkip(Academic)), truth(h.jSkip(Technical)), truth(h.jSkip(Management)))
	all := truth(recognised)
	fmt.Fprintf(&b, `"multiple_activities":%q,"five_year_stay":%q,"permanent_residence":%q,"spouse_work":%q,"parents":%q,"housekeeper":%q,"priority_processing":%q},"needs":[]`,
		all, all, all, all, truth(recognised && h.parents()), truth(h.servants(recognised, special) > 0), all)
	return b.String()
}

// refused are what would have given points, and the fact that took them: the notes of the form.
func (h human) refused(c Category) (list []string) {
	refuse := func(yes bool, item string, points int, because string) {
		if yes {
			list = append(list, fmt.Sprintf(`{"item":%q,"points":%d,"because":%q}`, item, points, because))
		}
	}
	refuse(h.fields && !h.advanced(), "different_fields", 5, "degrees")
	if c != Management { // 4 to under 8 million give nothing from an age on
		younger := h
		younger.age = 20
		refuse(h.income(c) == 0 && younger.income(c) > 0, "income", younger.income(c), "age")
	}
	refuse(h.sme && !h.innovation, "innovation_support_sme", 10, "innovation_support")
	refuse(h.rnd > 3 && !h.sme, "sme_rnd", 5, "sme")
	refuse(h.japanese == 1 && h.university, "japanese", 10, "japanese_university")
	refuse(h.jica == 2 && h.university, "jica_training", 5, "japanese_university")
	return list
}

// TestIndependentScorer compares 20,000 random people with the scorer above, what both write as
// JSON byte by byte.
func TestIndependentScorer(t *testing.T) {
	r := rand.New(rand.NewPCG(37, 2014))
	recognisedOnes := 0
	var text []byte
	for range 20_000 {
		h := anyHuman(r)
		a := assess(t, h.profile())
		recognised, special := false, false
		for c := range Category(Categories) {
			recognised = recognised || h.passes(c) || h.jSkip(c)
			special = special || h.jSkip(c)
		}
		text = a.AppendJSON(text[:0])
		if got, _, _ := strings.Cut(string(text), `,"benefit_details"`); got != h.json() {
			t.Fatalf("%+v\ngot  %s\nwant %s", h, got, h.json())
		}
		if recognised {
			recognisedOnes++
		}
		servants := h.servants(recognised, special)
		if got := a.Benefits[Housekeeper]; got.Number != servants || got.UpTo != servants {
			t.Fatalf("%+v\n%d to %d domestic workers, want %d", h, got.Number, got.UpTo, servants)
		}
	}
	if min(recognisedOnes, 20_000-recognisedOnes) < 3_000 {
		t.Errorf("%d of 20,000 are recognised: the people do not tell the rules apart", recognisedOnes)
	}
}

// parents reports whether the household may bring parents: 8,000,000 yen, and a child under 7 or a
// pregnancy.
func (h human) parents() bool {
	return h.yen+h.spouse >= 8000000 && (h.youngest() < 7 || h.pregnant)
}

func truth(yes bool) Truth {
	if yes {
		return Yes
	}
	return No
}
