package scoring_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	. "hspbot/scoring"
)

// drawn returns a person made from what rapid draws, and a source for more.
func drawn(t *rapid.T) (Profile, *rand.Rand) {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "person"), 0))
	return anybody(r), r
}

func must(t *rapid.T, p *Profile, sheets Sheets) Assessment {
	t.Helper()
	a, err := Assess(p, sheets)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestNarrows: whoever knows more has bounds inside the old ones, and nothing decided changes.
func TestNarrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, r := drawn(t)
		order := rapid.Permutation(someFacts()).Draw(t, "order")
		less := Profile{AsOf: today}
		last := must(t, &less, AllSheets)
		for _, f := range order {
			v := p.Value(f)
			if wide := vague(r, f, v); rapid.Bool().Draw(t, "in two steps") {
				less = less.With(f, wide)
				last = narrower(t, &last, &less, f)
			}
			less = less.With(f, v)
			last = narrower(t, &last, &less, f)
		}
		if full := must(t, &p, AllSheets); !reflect.DeepEqual(full, last) || last.Needs|last.Open != 0 {
			t.Fatalf("known one after the other: %v, at once: %v", last, full)
		}
	})
}

func someFacts() []Fact {
	list := make([]Fact, FactCount)
	for i := range list {
		list[i] = Fact(i)
	}
	return list
}

// narrower assesses more, which knows more of f than what last was the outcome for.
func narrower(t *rapid.T, last *Assessment, more *Profile, f Fact) Assessment {
	a := must(t, more, AllSheets)
	for c := range a.Categories {
		x, y := &last.Categories[c], &a.Categories[c]
		if y.Min < x.Min || y.Max > x.Max || x.Verdict != Undecided && y.Verdict != x.Verdict || x.Floor != Unknown && y.Floor != x.Floor {
			t.Fatalf("%s, after %s: %v became %v", Category(c), f.Key(), x, y)
		}
		for i := range y.Items {
			if y.Items[i].Min < x.Items[i].Min || y.Items[i].Max > x.Items[i].Max {
				t.Fatalf("%s %s, after %s: %v became %v", Category(c), Item(i).ID(), f.Key(), x.Items[i], y.Items[i])
			}
		}
		if last.JSkip[c] != Unknown && a.JSkip[c] != last.JSkip[c] {
			t.Fatalf("%s, after %s: J-Skip %s became %s", Category(c), f.Key(), last.JSkip[c], a.JSkip[c])
		}
		for _, r := range x.Refused {
			if !slices.ContainsFunc(y.Refused, func(s Refusal) bool { return s.Item == r.Item && s.Points >= r.Points }) {
				t.Fatalf("%s, after %s: refused %v became %v", Category(c), f.Key(), x.Refused, y.Refused)
			}
		}
	}
	for b := range a.Benefits {
		x, y := &last.Benefits[b], &a.Benefits[b]
		if x.State != Unknown && y.State != x.State || y.Number < x.Number || y.UpTo > x.UpTo {
			t.Fatalf("%s, after %s: %v became %v", Benefit(b), f.Key(), x, y)
		}
	}
	if a.Needs&^last.Needs|a.Open&^last.Open != 0 {
		t.Fatalf("after %s, needs %v became %v, open %v became %v", f.Key(), last.Needs.List(), a.Needs.List(), last.Open.List(), a.Open.List())
	}
	return a
}

// TestPure: the order in which facts become known is irrelevant, the profile is left
// alone, and the same profile has the same outcome.
func TestPure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, r := drawn(t)
		openSome(r, &p)
		kept := p
		a := must(t, &p, AllSheets)
		if p != kept {
			t.Fatal("the profile has changed")
		}
		q := Profile{AsOf: p.AsOf}
		for _, f := range rapid.Permutation(someFacts()).Draw(t, "order") {
			q = q.With(f, p.Value(f))
		}
		if b := must(t, &q, AllSheets); q != p || !reflect.DeepEqual(a, b) {
			t.Fatalf("in another order: %v, want %v", b, a)
		}
	})
}

// TestOneSheetAlone: a category is scored the same alone and among others.
func TestOneSheetAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, r := drawn(t)
		openSome(r, &p)
		all := must(t, &p, AllSheets)
		var needs FactSet
		for c := range Category(Categories) {
			a := must(t, &p, Only(c))
			if !reflect.DeepEqual(a.Categories[c], all.Categories[c]) || a.JSkip[c] != all.JSkip[c] || a.Best != c {
				t.Fatalf("%s alone: %v, among all: %v", c, a.Categories[c], all.Categories[c])
			}
			if a.Categories[(c+1)%Categories].Items != [ItemCount]Points{} {
				t.Fatalf("%s alone fills another category", c)
			}
			needs |= a.Needs
		}
		if all.Needs&^needs != 0 {
			t.Fatalf("all sheets need %v, which no single one does", (all.Needs &^ needs).List())
		}
	})
}

// TestBest: the best category is one most surely open, by points or by J-Skip; one that may
// be is better than one that is not.
func TestBest(t *testing.T) {
	rank := func(a *Assessment, c Category) int {
		if a.Categories[c].Verdict == Passes || a.JSkip[c] == Yes {
			return 2
		}
		if a.Categories[c].Verdict == Undecided || a.JSkip[c] == Unknown {
			return 1
		}
		return 0
	}
	rapid.Check(t, func(t *rapid.T) {
		p, r := drawn(t)
		openSome(r, &p)
		a := must(t, &p, AllSheets)
		best := a.Categories[a.Best]
		for c, x := range a.Categories {
			now, other := rank(&a, a.Best), rank(&a, Category(c))
			if other > now || other == now && x.Min > best.Min {
				t.Fatalf("best is %s %v, but %s has %v", a.Best, best, Category(c), x)
			}
		}
	})
	skip := person(append(career(10), answer{AnnualIncome, Number(20_000_000)}, answer{Position, Option(Representative)})...)
	if a := assess(t, skip); a.Best == Management || a.Categories[Management].Min <= a.Categories[a.Best].Min {
		t.Errorf("best %s of %v, want one that J-Skip opens", a.Best, a.Categories)
	}
	p := person(answer{AnnualIncome, Number(8_000_000)}, answer{Degrees, Members(Master)}, answer{Japanese, Option(N2)},
		answer{GrowthFieldProject, IsYes}, answer{InvestmentManagement, Value{}})
	if a := assess(t, p); a.Categories[Academic].Verdict != Passes {
		t.Fatal(a.Categories)
	}
	p = p.With(GrowthFieldProject, IsNo)
	if a := assess(t, p); a.Best != Technical || a.Categories[Academic].Verdict != Fails || a.Categories[Technical].Verdict != Undecided {
		t.Errorf("best %s of %v, want the one that may still pass", a.Best, a.Categories)
	}
}

// TestNothingCountsTwice: of an item at most the best row counts, and with nothing known
// the most is the sum of the best rows: nothing on the form keeps the best rows apart.
func TestNothingCountsTwice(t *testing.T) {
	var best [Categories][ItemCount]int
	for _, row := range Rows {
		for c, n := range row.Points {
			best[c][row.Item] = max(best[c][row.Item], n)
		}
	}
	empty := assess(t, Profile{AsOf: today})
	for c := range best {
		sum := 0
		for i, n := range best[c] {
			sum += n
			if empty.Categories[c].Items[i] != (Points{Max: n}) {
				t.Errorf("%s %s: %v with nothing known, want up to %d", Category(c), Item(i).ID(), empty.Categories[c].Items[i], n)
			}
		}
		if empty.Categories[c].Max != sum {
			t.Errorf("%s: up to %d, want %d", Category(c), empty.Categories[c].Max, sum)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p, r := drawn(t)
		openSome(r, &p)
		a := must(t, &p, AllSheets)
		for c := range best {
			for i, points := range a.Categories[c].Items {
				if points.Max > best[c][i] || points.Min < 0 || points.Min > points.Max {
					t.Fatalf("%s %s: %v, the best row has %d", Category(c), Item(i).ID(), points, best[c][i])
				}
			}
		}
	})
}

// FuzzAssess reads any bytes as a profile: a day, the sheets, and per fact how well it is known.
func FuzzAssess(f *testing.F) {
	f.Add([]byte(nil))
	f.Add([]byte{7, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27})
	f.Add([]byte{2, 255, 1, 255, 1, 255, 1, 255, 1, 255, 1, 255, 1, 255, 1, 255, 1, 255, 1, 255, 1, 255, 1, 255, 1, 255, 1, 255, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		next := func() (b byte) {
			if len(data) > 0 {
				b, data = data[0], data[1:]
			}
			return b
		}
		sheets := Sheets(next()) & AllSheets
		p, known := Profile{AsOf: today}, Profile{AsOf: today}
		for fact := range Fact(FactCount) {
			how := next()
			r := rand.New(rand.NewPCG(uint64(next()), uint64(fact)))
			v := anyValue(r, fact)
			known = known.With(fact, v)
			switch how % 3 {
			case 1:
				v = vague(r, fact, v)
			case 2:
				v = Value{}
			}
			p = p.With(fact, v)
		}
		a, err := Assess(&p, sheets)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Assess(&known, sheets)
		if err != nil {
			t.Fatal(err)
		}
		if problem := inside(&b, &a); problem != "" {
			t.Fatalf("%s\n%s\n%s", problem, p.AppendJSON(nil), known.AppendJSON(nil))
		}
	})
}

// inside says where the outcome of a known profile lies outside that of a partial one.
func inside(full, part *Assessment) string {
	if full.Needs|full.Open != 0 {
		return fmt.Sprintf("everything is known and it needs %v", full.Open.List())
	}
	wide := *part
	for b := range wide.Benefits {
		wide.Benefits[b].Routes = nil
	}
	merge(&wide, full)
	for b := range wide.Benefits {
		wide.Benefits[b].Routes = part.Benefits[b].Routes
	}
	return compare(&wide, part)
}
