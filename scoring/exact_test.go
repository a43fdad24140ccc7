package scoring_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	. "hspbot/scoring"
)

// outcome is what of an assessment can matter.
type outcome struct {
	verdicts [Categories]Verdict
	jSkip    [Categories]Truth
	benefits [BenefitCount]struct {
		state  Truth
		number int
	}
}

// TestExact: what is said of a partial profile is the least and the most of all profiles it
// may turn out to be, and the facts it needs are those that make a difference.
func TestExact(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 11))
	cases, completions, wide := 2000, 0, 0
	if testing.Short() {
		cases = 500
	}
	for i := range cases {
		p := anybody(r)
		open := openSome(r, &p)
		all, sheets := complete(p, open), AllSheets
		if r.IntN(4) == 0 {
			sheets = Sheets(1 + r.IntN(7))
		}
		if len(all) > 6000 {
			wide++
			continue
		}
		completions += len(all)
		if problem := checkExact(t, p, sheets, open, all); problem != "" {
			t.Fatalf("case %d, sheets %b, open %v: %s\n%s", i, sheets, keys(open), problem, p.AppendJSON(nil))
		}
	}
	t.Logf("%d cases, %d completions, %d too wide", cases, completions, wide)
}

func keys(facts []Fact) (list []string) {
	for _, f := range facts {
		list = append(list, fmt.Sprint(f, " ", f.Key()))
	}
	return list
}

// openSome makes one to four facts unknown or vague.
func openSome(r *rand.Rand, p *Profile) []Fact {
	var open []Fact
	pick := func(f Fact) {
		if slices.Contains(open, f) {
			return
		}
		open = append(open, f)
		*p = p.With(f, vague(r, f, p.Value(f)))
	}
	if r.IntN(2) == 0 { // where the points and the household meet
		for _, f := range []Fact{AnnualIncome, SpouseIncome, InvestmentManagement, ServantEmployedOneYear, ChildrenAges, Pregnant, SpouseCannotDoHousework} {
			if r.IntN(3) == 0 && len(open) < 4 {
				pick(f)
			}
		}
	}
	for want := 1 + r.IntN(4); len(open) < want; {
		pick(Fact(r.IntN(FactCount)))
	}
	slices.Sort(open)
	return open
}

// complete returns every way to fill in the open facts; the first varies fastest.
func complete(p Profile, open []Fact) []Profile {
	all := []Profile{p}
	for _, f := range slices.Backward(open) {
		list := values(&p, f)
		next := make([]Profile, 0, len(all)*len(list))
		for _, q := range all {
			for _, v := range list {
				next = append(next, q.With(f, v))
			}
		}
		all = next
	}
	return all
}

func checkExact(t *testing.T, p Profile, sheets Sheets, open []Fact, all []Profile) string {
	t.Helper()
	got, err := Assess(&p, sheets)
	if err != nil {
		t.Fatal(err)
	}
	want, err := Assess(&all[0], sheets)
	if err != nil {
		t.Fatal(err)
	}
	want.Benefits[Housekeeper].Routes = slices.Clone(want.Benefits[Housekeeper].Routes)
	for b := range want.Benefits {
		routes := slices.Clone(want.Benefits[b].Routes)
		for i := range routes {
			routes[i].Requirements = slices.Clone(routes[i].Requirements)
		}
		want.Benefits[b].Routes = routes
	}
	outcomes := make([]outcome, len(all))
	items := make([][Categories][ItemCount]Points, len(all))
	for i := range all {
		a, err := Assess(&all[i], sheets)
		if err != nil {
			t.Fatal(err)
		}
		if a.Needs != 0 || a.Open != 0 {
			return fmt.Sprintf("everything is known and yet it needs %v", keys(a.Open.List()))
		}
		merge(&want, &a)
		o := &outcomes[i]
		o.jSkip = a.JSkip
		for c := range a.Categories {
			o.verdicts[c] = a.Categories[c].Verdict
			items[i][c] = a.Categories[c].Items
		}
		for b := range a.Benefits {
			o.benefits[b].state, o.benefits[b].number = a.Benefits[b].State, a.Benefits[b].Number
		}
	}
	for c := range Category(Categories) {
		if points, floor, err := Least(&p, c); sheets.Has(c) && (err != nil || points != want.Categories[c].Min || floor != want.Categories[c].Floor) {
			return fmt.Sprintf("%v: least %d, floor %v, %v; want %d, %v", c, points, floor, err, want.Categories[c].Min, want.Categories[c].Floor)
		}
	}
	want.Needs, want.Open = differ(&p, open, outcomes), differ(&p, open, items)|differ(&p, open, outcomes)
	return compare(&got, &want)
}

// differ returns the facts of open that alone change an outcome; outcomes are in the order of complete.
func differ[T comparable](p *Profile, open []Fact, outcomes []T) FactSet {
	var needs FactSet
	stride := len(outcomes)
	for _, f := range slices.Backward(open) {
		n := len(values(p, f))
		stride /= n
		for i := range outcomes {
			if i/stride%n != 0 && outcomes[i] != outcomes[i-stride] {
				needs |= FactsOf(f)
				break
			}
		}
	}
	return needs
}

// merge widens w to hold a.
func merge(w, a *Assessment) {
	for c := range w.Categories {
		x, y := &w.Categories[c], &a.Categories[c]
		x.Min, x.Max = min(x.Min, y.Min), max(x.Max, y.Max)
		if x.Verdict != y.Verdict {
			x.Verdict = Undecided
		}
		x.Floor = join(x.Floor, y.Floor)
		for i := range x.Items {
			x.Items[i] = Points{Min: min(x.Items[i].Min, y.Items[i].Min), Max: max(x.Items[i].Max, y.Items[i].Max)}
		}
		w.JSkip[c] = join(w.JSkip[c], a.JSkip[c])
	}
	for b := range w.Benefits {
		x, y := &w.Benefits[b], &a.Benefits[b]
		x.State = join(x.State, y.State)
		x.Number, x.UpTo = min(x.Number, y.Number), max(x.UpTo, y.UpTo)
		for i := range x.Routes {
			x.Routes[i].State = join(x.Routes[i].State, y.Routes[i].State)
			for j := range x.Routes[i].Requirements {
				r := &x.Routes[i].Requirements[j]
				r.State = join(r.State, y.Routes[i].Requirements[j].State)
			}
		}
	}
}

func join(a, b Truth) Truth {
	if a == b {
		return a
	}
	return Unknown
}

// compare says where the assessments are not the same.
func compare(got, want *Assessment) string {
	for c := range got.Categories {
		x, y := got.Categories[c], want.Categories[c]
		if x.Min != y.Min || x.Max != y.Max || x.Verdict != y.Verdict || x.Floor != y.Floor || x.Items != y.Items {
			return fmt.Sprintf("%s: %v, want %v", Category(c), x, y)
		}
	}
	if got.JSkip != want.JSkip {
		return fmt.Sprintf("J-Skip %v, want %v", got.JSkip, want.JSkip)
	}
	for b := range got.Benefits {
		if x, y := fmt.Sprint(got.Benefits[b]), fmt.Sprint(want.Benefits[b]); x != y {
			return fmt.Sprintf("%s: %s, want %s", Benefit(b), x, y)
		}
	}
	if got.Needs != want.Needs {
		return fmt.Sprintf("needs %v, want %v", keys(got.Needs.List()), keys(want.Needs.List()))
	}
	if got.Open != want.Open {
		return fmt.Sprintf("open %v, want %v", keys(got.Open.List()), keys(want.Open.List()))
	}
	return ""
}

// TestEitherWay: a doctorate is worth more in イ, an MBA more in ハ. Who has one of them, not
// known which, passes in one or the other, and so is certainly recognised.
func TestEitherWay(t *testing.T) {
	p := person(answer{AnnualIncome, Number(9_000_000)}, answer{CareerManagement, Real(10)},
		answer{Position, Option(Representative)}, answer{Japanese, Option(N2)},
		answer{Degrees, Value{Cases: Members(Doctorate).Cases | Members(MBA).Cases}})
	both, open := Only(Academic)|Only(Management), []Fact{Degrees}
	if problem := checkExact(t, p, both, open, complete(p, open)); problem != "" {
		t.Error(problem)
	}
	a, err := Assess(&p, both)
	if err != nil || a.Categories[Academic].Verdict != Undecided || a.Categories[Management].Verdict != Undecided ||
		a.Benefits[SpouseWork].State != Yes {
		t.Errorf("%v %v, spouse's work %s, %v", a.Categories[Academic], a.Categories[Management], a.Benefits[SpouseWork].State, err)
	}
}
