package plan

import (
	"cmp"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hspbot/scoring"
)

// tried is one combination of changes on one day, tried with the scorer.
type tried struct {
	levels  []int
	day     int
	changes int
}

// brute tries every combination of changes on every day and returns the smallest that reach the mark,
// the least effort first. It shares with the search what can be changed and when, and nothing else.
func brute(p *scoring.Person, c scoring.Category, mark int) []tried {
	all := subjects(&p.Profile, c)
	days := comingDays(p, c, all)
	known := map[string]bool{}
	key := func(levels []int, day int) string {
		b := []byte{byte(day)}
		for _, l := range levels {
			b = append(b, byte(l))
		}
		return string(b)
	}
	var list []tried
	var try func(day int, levels []int, profile scoring.Profile, changes int)
	try = func(day int, levels []int, profile scoring.Profile, changes int) {
		if len(levels) == len(all) {
			a, err := scoring.Assess(&profile, scoring.Only(c))
			r := &a.Categories[c]
			if err == nil && r.Min >= mark && r.Floor == scoring.Yes {
				known[key(levels, day)] = true
				list = append(list, tried{levels: slices.Clone(levels), day: day, changes: changes})
			}
			return
		}
		try(day, append(levels, 0), profile, changes)
		for i := range all[len(levels)] {
			if change := &all[len(levels)][i]; changes < MostChanges && days[day].allows(change) {
				try(day, append(levels, i+1), change.Apply(profile), changes+1)
			}
		}
	}
	for day := range days {
		try(day, nil, days[day].profile, 0)
	}
	smaller := func(t tried) bool {
		var any func(day int, levels []int) bool
		any = func(day int, levels []int) bool {
			if len(levels) == len(t.levels) {
				return known[key(levels, day)] && (day != t.day || !slices.Equal(levels, t.levels))
			}
			for l := range t.levels[len(levels)] + 1 {
				if any(day, append(levels, l)) {
					return true
				}
			}
			return false
		}
		for day := range t.day + 1 {
			if any(day, nil) {
				return true
			}
		}
		return false
	}
	list = slices.DeleteFunc(list, smaller)
	slices.SortFunc(list, func(a, b tried) int {
		x, y := a.weigh(all, days), b.weigh(all, days)
		return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1]), cmp.Compare(a.changes, b.changes), cmp.Compare(a.day, b.day), slices.Compare(b.levels, a.levels))
	})
	return list
}

// weigh returns 1 where something has to be done, and the effort.
func (t tried) weigh(all []subject, days []day) (w [2]int) {
	employer := 0
	if t.day > 0 {
		w[0] = 1
	}
	w[1] = (days[t.day].months + 1) / 2
	for i, l := range t.levels {
		if l == 0 {
			continue
		}
		switch change := all[i][l-1]; change.Kind {
		case Employer:
			employer, w[0] = effortEmployer, 1
			w[1] += change.effort
		case Do:
			w[0] = 1
			w[1] += change.effort
		default:
			w[1] += change.effort
		}
	}
	w[1] += employer
	return w
}

// TestWaysAreSmallest: the search finds the ways that trying everything finds, in the same order.
func TestWaysAreSmallest(t *testing.T) {
	some := 0
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "person"), 0))
		p := anybody(r, 0.2*r.Float64())
		c := scoring.Category(rapid.IntRange(0, 2).Draw(t, "category"))
		mark := rapid.SampledFrom([]int{70, 80}).Draw(t, "mark")
		now, err := scoring.Assess(&p.Profile, scoring.Only(c))
		if err != nil {
			t.Fatal(err)
		}
		const most = 9
		got, err := Ways(&p, c, mark, most, scoring.AllSheets)
		if err != nil {
			t.Fatal(err)
		}
		if now.Categories[c].Min >= mark && now.Categories[c].Floor == scoring.Yes {
			if len(got) > 0 {
				t.Fatalf("the mark is there, and %d ways to it", len(got))
			}
			return
		}
		want := brute(&p, c, mark)
		want = want[:min(most, len(want))]
		if len(got) != len(want) {
			t.Fatalf("%d ways, want %d: %+v", len(got), len(want), want)
		}
		some += len(got)
		all := subjects(&p.Profile, c)
		days := comingDays(&p, c, all)
		for i := range want {
			profile := days[want[i].day].profile
			for j, l := range want[i].levels {
				if l > 0 {
					profile = all[j][l-1].Apply(profile)
				}
			}
			if got[i].After != profile || got[i].On != days[want[i].day].on {
				t.Fatalf("way %d is %+v on %s, want %+v on %s", i, got[i].Changes, got[i].On, want[i], days[want[i].day].on)
			}
		}
	})
	if some == 0 {
		t.Error("no way was found")
	}
}

// TestWaysHold: every way reaches the mark, asks nothing that nobody can do, and comes again the same.
func TestWaysHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "person"), 0))
		p := anybody(r, r.Float64())
		c := scoring.Category(rapid.IntRange(0, 2).Draw(t, "category"))
		ways, err := Ways(&p, c, 70, 20, scoring.AllSheets)
		if err != nil {
			t.Fatal(err)
		}
		asked := true
		for i := range ways {
			w := &ways[i]
			if x := &w.Assessment.Categories[c]; x.Min < 70 || x.Floor != scoring.Yes || x.Verdict != scoring.Passes {
				t.Fatalf("%+v gives %d", w.Changes, x.Min)
			}
			if w.OnlyAsks() && !asked {
				t.Fatal("an answer that closes the gap comes after something to do")
			}
			asked = w.OnlyAsks()
			feasible(t, &p, w)
		}
		again, _ := Ways(&p, c, 70, 20, scoring.AllSheets)
		if !reflect.DeepEqual(ways, again) {
			t.Fatal("the second time the ways are others")
		}
	})
}

// feasible checks what people cannot do, by hand.
func feasible(t *rapid.T, p *scoring.Person, w *Way) {
	t.Helper()
	later := p.On(w.On)
	if w.After.Birth != p.Birth || w.After.Value(scoring.Age) != later.Value(scoring.Age) {
		t.Fatal("the age is another")
	}
	for f := range scoring.Fact(scoring.FactCount) {
		before, after := later.Value(f), w.After.Value(f)
		if before == after {
			continue
		}
		switch single := before.Cases&(before.Cases-1) == 0 && before.Cases != 0; f {
		case scoring.JICATraining, scoring.ForeignQualification, scoring.DesignatedUniversity, scoring.InvestmentManagement:
			if single {
				t.Fatalf("%s is known and cannot change", f.Key())
			}
		case scoring.Degrees, scoring.Research:
			x, known := before.Subset()
			if y, _ := after.Subset(); known && x&^y != 0 {
				t.Fatalf("%s is lost", f.Key())
			}
		case scoring.Japanese, scoring.Position:
			if single && after.Cases < before.Cases {
				t.Fatalf("%s falls", f.Key())
			}
		case scoring.JapaneseUniversity, scoring.DifferentFields:
			if before == scoring.IsNo && w.On.Before(p.AsOf.AddYears(2)) {
				t.Fatalf("a degree by %s", w.On)
			}
		case scoring.AnnualIncome:
			if before.Known() && after.From < before.From {
				t.Fatal("the pay falls")
			}
			if before.Known() && after.From >= before.Below && after.From > 2*max(before.Below-1, 3_000_000) {
				t.Fatalf("the pay rises from %f to %f", before.From, after.From)
			}
		case scoring.SpouseIncome, scoring.ChildrenAges, scoring.Pregnant, scoring.SpouseCannotDoHousework, scoring.ServantEmployedOneYear:
			t.Fatalf("%s gives no points", f.Key())
		}
	}
}

func BenchmarkWays(b *testing.B) {
	for name, open := range map[string]float64{"known": 0, "half": 0.5, "unknown": 2} {
		b.Run(name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 2))
			people := make([]scoring.Person, 64)
			for i := range people {
				people[i] = anybody(r, open)
				if open > 1 {
					people[i] = scoring.Person{Profile: scoring.Profile{AsOf: today}}
				}
			}
			for i := 0; b.Loop(); i++ {
				for c := range scoring.Category(scoring.Categories) {
					for _, mark := range []int{70, 80} {
						if _, err := Ways(&people[i%64], c, mark, 12, scoring.AllSheets); err != nil {
							b.Fatal(err)
						}
					}
				}
			}
		})
	}
}
