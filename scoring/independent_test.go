package scoring_test

import (
	"math/rand/v2"
	"testing"

	. "hspbot/scoring"
)

// TestIndependentScorer compares with the scorer above.
func TestIndependentScorer(t *testing.T) {
	r := rand.New(rand.NewPCG(37, 2014))
	recognisedOnes := 0
	for range 20_000 {
		h := anyHuman(r)
		a := assess(t, h.profile())
		recognised, special := false, false
		for c := range Category(Categories) {
			got, want := a.Categories[c], Fails
			if h.passes(c) {
				want = Passes
			}
			recognised = recognised || h.passes(c) || h.jSkip(c)
			special = special || h.jSkip(c)
			if got.Min != h.points(c) || got.Max != got.Min || got.Verdict != want || a.JSkip[c] != truth(h.jSkip(c)) {
				t.Fatalf("%+v\n%s: %v, J-Skip %s, want %d %s %v", h, c, got, a.JSkip[c], h.points(c), want, h.jSkip(c))
			}
		}
		if recognised {
			recognisedOnes++
		}
		parents := recognised && h.yen+h.spouse >= 8000000 && (h.youngest() < 7 || h.pregnant)
		servants := h.servants(recognised, special)
		for b, got := range a.Benefits {
			want := recognised
			switch Benefit(b) {
			case Parents:
				want = parents
			case Housekeeper:
				want = servants > 0
				if got.Number != servants || got.UpTo != servants {
					t.Fatalf("%+v\n%d to %d domestic workers, want %d", h, got.Number, got.UpTo, servants)
				}
			}
			if got.State != truth(want) {
				t.Fatalf("%+v\n%s %s, want %v", h, Benefit(b), got.State, want)
			}
		}
	}
	if min(recognisedOnes, 20_000-recognisedOnes) < 3_000 {
		t.Errorf("%d of 20,000 are recognised: the people do not tell the rules apart", recognisedOnes)
	}
}

func truth(yes bool) Truth {
	if yes {
		return Yes
	}
	return No
}
