package hiring

import (
	"math"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// TestChosen: each term is worth in 1号ハ what the official table gives it: representative 10,
// director 5, innovation support 10, 10 more where the organisation is an SME, an SME with
// more than 3 % for research 5, local-government support 10, growth field 10, investment
// management 10.
func TestChosen(t *testing.T) {
	for _, c := range []struct {
		ids  []string
		want int
	}{
		{nil, 0},
		{[]string{"representative"}, 10}, {[]string{"director"}, 5}, {[]string{"director", "representative"}, 10},
		{[]string{"representative", "director"}, 10},
		{[]string{"innovation_support"}, 10}, {[]string{"sme"}, 0}, {[]string{"sme", "innovation_support"}, 20},
		{[]string{"rnd_over_3_percent"}, 0}, {[]string{"rnd_over_3_percent", "sme"}, 5},
		{[]string{"local_government_support"}, 10}, {[]string{"growth_field_project"}, 10}, {[]string{"investment_management"}, 10},
		{[]string{"no such thing", ""}, 0},
	} {
		offer := Offer{Salary: 5_000_000, Terms: Chosen(c.ids...)}
		s := known("i-c", nil) // nothing is known of the terms before the offer
		for f := range scoring.Fact(scoring.FactCount) {
			if !Decided.Has(f) {
				s.Facts.Profile = s.Facts.With(f, nothing(f))
			}
		}
		offered := offer.to(s.Profile(noon))
		a, err := scoring.Assess(&offered, scoring.Only(scoring.Management))
		if err != nil {
			t.Fatal(err)
		}
		if r := a.Categories[scoring.Management]; r.Min != c.want || r.Max != c.want {
			t.Errorf("%v gives %d to %d points, want %d", c.ids, r.Min, r.Max, c.want)
		}
	}
	if strictlyOver3 != math.Nextafter(3, 4) {
		t.Error("there is a number between 3 and what is over it")
	}
}

func TestChoices(t *testing.T) {
	for _, tag := range locales.Tags() {
		list := Choices(tag)
		if len(list) != 8 {
			t.Errorf("%s: %d choices", tag, len(list))
		}
		for i, c := range list {
			if c.Label == "" || c.Label == terms[i].label || !Decided.Has(terms[i].fact) {
				t.Errorf("%s: %q is offered as %q", tag, c.ID, c.Label)
			}
		}
	}
}
