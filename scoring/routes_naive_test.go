package scoring_test

import (
	"math/rand/v2"
	"testing"
	"time"

	. "hspbot/scoring"
)

// naiveRoutes decides the routes as the contract words it, day by day, without stretches:
// a second opinion. Only the points of a day come from the scorer.
type naiveRoutes struct {
	p     Person
	among Sheets
	today time.Time
	days  map[int64]*naiveDay // by the day since 1970
	seen  map[Profile]Assessment
	begun map[int][2]time.Time
}

type naiveDay struct {
	covered  bool
	granted  int
	min, max [3]int
	floor    [3]Truth
	jSkip    [3]Truth
}

func timeOf(d Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

func yearsBefore(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	if m == time.February && d == 29 && time.Date(y-n, 2, 29, 0, 0, 0, 0, time.UTC).Month() != time.February {
		d = 28
	}
	return time.Date(y-n, m, d, 0, 0, 0, 0, time.UTC)
}

// whole returns the complete years from a to b; those of 29 February complete on 1 March.
func whole(a, b time.Time) int {
	n := b.Year() - a.Year()
	if time.Date(b.Year(), a.Month(), a.Day(), 0, 0, 0, 0, time.UTC).After(b) {
		n--
	}
	return n
}

// spread returns the least and the most complete years on d of what had n complete years today.
// Every day it may have begun on is tried, the earliest and the latest decide.
func (w *naiveRoutes) spread(n int, d time.Time) (least, most int) {
	ends, ok := w.begun[n]
	if !ok {
		for begun := w.today.AddDate(-n-1, 0, -3); !begun.After(w.today); begun = begun.AddDate(0, 0, 1) {
			if whole(begun, w.today) == n {
				if ends[0].IsZero() {
					ends[0] = begun
				}
				ends[1] = begun
			}
		}
		w.begun[n] = ends
	}
	return max(0, whole(ends[1], d)), max(0, whole(ends[0], d))
}

// facts returns what is known on d.
func (w *naiveRoutes) facts(d time.Time) Profile {
	q := w.p.Profile
	q.AsOf = DateOf(d)
	for f := range Fact(FactCount) {
		nearest := time.Time{}
		for _, e := range w.p.Earlier {
			before := timeOf(e.Before)
			if e.Facts.Has(f) && before.After(d) && (nearest.IsZero() || before.Before(nearest)) {
				nearest = before
				q = q.With(f, e.Value(f))
			}
		}
	}
	if d.Equal(w.today) {
		return q
	}
	if v := q.Value(Age); q.Birth.IsZero() && v.Known() {
		least, most := w.spread(int(v.From), d)
		q = q.With(Age, Between(float64(least), float64(most+1)))
	}
	for c := range Category(3) {
		if v := q.Value(CareerIn(c)); q.CareerSince.IsZero() && v.Known() {
			least, most := w.spread(int(v.From), d)
			q = q.With(CareerIn(c), Between(float64(least), float64(most+1)))
		}
	}
	return q
}

func (w *naiveRoutes) day(t *testing.T, d time.Time) *naiveDay {
	number := d.Unix() / 86400
	if n := w.days[number]; n != nil {
		return n
	}
	n := new(naiveDay)
	if hsp := w.p.Stay.HSP.Day; !hsp.IsZero() && timeOf(hsp).Equal(d) {
		n.granted = w.p.Stay.HSPPoints
	}
	if !d.Before(time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC)) {
		n.covered = true
		q := w.facts(d)
		// The same facts have the same points on all days of a table.
		q = q.With(Age, q.Value(Age))
		for c := range Category(3) {
			q = q.With(CareerIn(c), q.Value(CareerIn(c)))
		}
		q.Birth, q.CareerSince = Date{}, Date{}
		if q.AsOf = (Date{Year: 2023, Month: 4, Day: 1}); !d.Before(time.Date(2023, 4, 21, 0, 0, 0, 0, time.UTC)) {
			q.AsOf = Date{Year: 2023, Month: 4, Day: 21}
		}
		a, ok := w.seen[q]
		if !ok {
			var err error
			if a, err = Assess(&q, AllSheets); err != nil {
				t.Fatal(err)
			}
			w.seen[q] = a
		}
		for c := range 3 {
			r := a.Categories[c]
			n.min[c], n.max[c], n.floor[c], n.jSkip[c] = r.Min, r.Max, r.Floor, a.JSkip[c]
		}
	} else {
		n.jSkip = [3]Truth{No, No, No}
	}
	w.days[number] = n
	return n
}

func and(a ...Truth) Truth {
	all := Yes
	for _, x := range a {
		if x == No {
			return No
		}
		if x == Unknown {
			all = Unknown
		}
	}
	return all
}

func or(a ...Truth) Truth {
	any := No
	for _, x := range a {
		if x == Yes {
			return Yes
		}
		if x == Unknown {
			any = Unknown
		}
	}
	return any
}

// points reports whether the mark is met in c on d.
func (w *naiveRoutes) points(t *testing.T, d time.Time, c, mark int) Truth {
	n := w.day(t, d)
	switch {
	case n.granted >= mark:
		return Yes
	case n.granted > 0:
		return No
	case !n.covered:
		return Unknown
	case n.max[c] < mark || n.floor[c] == No:
		return No
	case n.min[c] >= mark && n.floor[c] == Yes:
		return Yes
	}
	return Unknown
}

func (w *naiveRoutes) kept(t *testing.T, f time.Time, years, c, mark int) Truth {
	all := Yes
	for d := yearsBefore(f, years); !d.After(f); d = d.Add(24 * time.Hour) {
		switch w.points(t, d, c, mark) {
		case No:
			return No
		case Unknown:
			all = Unknown
		}
	}
	return all
}

// since reports whether s was held for n years on f.
func since(s Since, f time.Time, n int) Truth {
	switch {
	case s.Never:
		return No
	case s.Day.IsZero():
		return Unknown
	case timeOf(s.Day).After(yearsBefore(f, n)):
		return No
	}
	return Yes
}

func (w *naiveRoutes) inJapan(f time.Time, n int) Truth {
	s := &w.p.Stay
	if s.InJapan == (Since{}) && (since(s.HSP, f, n) == Yes || since(s.JSkip, f, n) == Yes) {
		return Yes
	}
	return since(s.InJapan, f, n)
}

// met reports whether the route is met on f.
func (w *naiveRoutes) met(t *testing.T, route string, f time.Time) Truth {
	s := &w.p.Stay
	granted80 := Unknown
	if s.HSPPoints > 0 {
		granted80 = map[bool]Truth{true: Yes, false: No}[s.HSPPoints == 80]
	}
	manager := func(c int) Truth {
		if c != 2 || f.Before(time.Date(2025, 10, 16, 0, 0, 0, 0, time.UTC)) {
			return Yes
		}
		return w.p.BusinessManager
	}
	if route == "ordinary_10y" {
		work := since(s.WorkStatus, f, 5)
		if since(s.HSP, f, 5) == Yes || since(s.JSkip, f, 5) == Yes {
			work = Yes
		}
		bm := Yes
		if w.p.Activity == Only(Management) {
			bm = manager(2)
		}
		return and(w.inJapan(f, 10), work, bm)
	}
	one := No
	for c := range 3 {
		if !w.among.Has(Category(c)) || w.p.Activity != 0 && !w.p.Activity.Has(Category(c)) {
			continue
		}
		jSkip := func(d time.Time) Truth { return w.day(t, d).jSkip[c] }
		var x Truth
		switch route {
		case "hsp_80_1y":
			if x = and(since(s.HSP, f, 1), granted80); x != No {
				x = and(x, w.kept(t, f, 1, c, 80))
			}
		case "hsp_70_3y":
			if x = since(s.HSP, f, 3); x != No {
				x = and(x, w.kept(t, f, 3, c, 70))
			}
		case "deemed_80_1y":
			if x = w.inJapan(f, 1); x != No {
				x = and(x, w.kept(t, f, 1, c, 80))
			}
		case "deemed_70_3y":
			if x = w.inJapan(f, 3); x != No {
				x = and(x, w.kept(t, f, 3, c, 70))
			}
		case "j_skip_1y", "hsp2_j_skip_1y":
			x = and(since(s.JSkip, f, 1), jSkip(f))
		case "deemed_j_skip_1y":
			x = and(w.inJapan(f, 1), jSkip(f), jSkip(yearsBefore(f, 1)))
		case "hsp2_points_3y":
			x = and(or(since(s.HSP, f, 3), since(s.JSkip, f, 3)), or(w.points(t, f, c, 70), jSkip(f)))
		default:
			t.Fatal("no route " + route)
		}
		one = or(one, and(x, manager(c)))
	}
	return one
}

// decide returns the state, the first day and the day of the end.
func (w *naiveRoutes) decide(t *testing.T, route string) (state RouteState, from, until time.Time, open bool) {
	end := timeOf(w.p.AsOf.AddYears(5))
	first := w.today
	for ; !first.After(end) && w.met(t, route, first) == No; first = first.Add(24 * time.Hour) {
	}
	if first.After(end) {
		return RouteClosed, from, until, false
	}
	if w.met(t, route, first) == Unknown {
		return RouteUnknown, from, until, true
	}
	state, from = RouteOpens, first
	if first.Equal(w.today) {
		state = RouteOpen
		for d := first; w.met(t, route, d) == Yes; d = d.AddDate(0, 0, -1) {
			from = d
		}
	}
	for d := first.Add(24 * time.Hour); !d.After(end); d = d.Add(24 * time.Hour) {
		switch w.met(t, route, d) {
		case No:
			return state, from, d, false
		case Unknown:
			return state, from, until, true
		}
	}
	return state, from, until, false
}

// somebodyWithAPast returns a person near the marks, with dates near each other.
func somebodyWithAPast(r *rand.Rand) Person {
	pick := func(days int) Date {
		return DateOf(time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(days)))
	}
	var p Person
	switch p.AsOf = (Date{Year: 2026, Month: 11, Day: 29}); r.IntN(4) {
	case 0:
		p.AsOf = Date{Year: 2028, Month: 2, Day: 29}
	case 1:
		p.AsOf = pick(900)
	case 2:
		p.AsOf = pick(900).AddDays(-1200)
	}
	near := func(years int) Date { // a day about so many years before the assessment
		d := p.AsOf.AddYears(-years).AddDays(r.IntN(900) - 450)
		switch r.IntN(8) {
		case 0:
			return Date{Year: d.Year, Month: 3, Day: 1}
		case 1:
			return Date{Year: d.Year &^ 3, Month: 2, Day: 29}
		case 2:
			return p.AsOf.AddYears(-years)
		}
		return d
	}
	for f := range Fact(FactCount) {
		v := anyValue(r, f)
		if f.Kind() <= Set && r.IntN(3) > 0 {
			v = Value{Cases: 1}
		}
		p.Profile = p.With(f, v)
	}
	p.Profile = p.With(AnnualIncome, Number([]int64{2_999_999, 3_000_000, 4_500_000, 6_000_000, 8_000_000, 8_000_000, 10_000_000, 20_000_000, 40_000_000}[r.IntN(9)])).
		With(Degrees, Members([]uint{Bachelor, Master, Doctorate, MBA}[r.IntN(4)])).With(Japanese, Option(r.IntN(3)))
	p.Profile = p.With(Age, Value{})
	for c := range Category(3) {
		p.Profile = p.With(CareerIn(c), Value{})
	}
	if r.IntN(4) > 0 {
		p.Birth = near([]int{29, 34, 39, 30, 35, 40, 50}[r.IntN(7)])
	} else if r.IntN(4) > 0 {
		p.Profile = p.With(Age, Number(int64([]int{29, 30, 34, 36, 39, 45}[r.IntN(6)])))
	}
	if r.IntN(3) > 0 {
		p.CareerSince = near([]int{3, 5, 7, 10, 15}[r.IntN(5)])
	} else if r.IntN(4) > 0 {
		n := Real(float64(r.IntN(12)))
		p.Profile = p.With(CareerAcademic, n).With(CareerTechnical, n).With(CareerManagement, n)
	}
	if r.IntN(6) == 0 {
		p.Profile = p.With(Licences, Value{})
	}
	held := func() Since {
		switch r.IntN(7) {
		case 0:
			return Since{}
		case 1:
			return Since{Never: true}
		case 2:
			return Since{Day: p.AsOf.AddDays(r.IntN(300))}
		}
		return Since{Day: near([]int{1, 1, 3, 3, 5, 10}[r.IntN(6)])}
	}
	p.Stay = Stay{InJapan: held(), WorkStatus: held(), HSP: held(), JSkip: held(), HSPPoints: []int{0, 70, 80}[r.IntN(3)]}
	if in := p.Stay.InJapan.Day; !in.IsZero() {
		for _, s := range []*Since{&p.Stay.HSP, &p.Stay.JSkip} {
			if !s.Day.IsZero() && s.Day.Before(in) {
				s.Day = in
			}
		}
	}
	for range r.IntN(4) {
		e := Earlier{Before: p.AsOf.AddDays(-r.IntN(1400))}
		if p.AsOf.Before(e.Before) || len(p.Earlier) > 0 && e.Before == p.Earlier[0].Before || len(p.Earlier) > 1 && e.Before == p.Earlier[1].Before {
			continue
		}
		for range 1 + r.IntN(2) {
			f := []Fact{AnnualIncome, Japanese, Degrees, InnovationSupport, Licences, SME}[r.IntN(6)]
			v := anyValue(r, f)
			if r.IntN(6) == 0 {
				v = Value{}
			}
			e = e.With(f, v)
		}
		p.Earlier = append(p.Earlier, e)
	}
	if r.IntN(3) > 0 {
		p.Activity = Only(Category(r.IntN(3)))
	}
	p.BusinessManager = Truth(r.IntN(3))
	return p
}

// TestRoutesDayByDay compares the routes of random people with the second opinion.
func TestRoutesDayByDay(t *testing.T) {
	people := 40
	if testing.Short() {
		people = 15
	}
	states := map[RouteState]int{}
	ends := 0
	for seed := range people + 1 {
		if seed == people {
			seed = 282 // points of a grant without a day of grant
		}
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		p := somebodyWithAPast(r)
		list, err := Routes(&p, AllSheets)
		if err != nil {
			t.Fatalf("%s: %v", p.AppendJSON(nil), err)
		}
		w := &naiveRoutes{p: p, among: AllSheets, today: timeOf(p.AsOf), days: map[int64]*naiveDay{}, seen: map[Profile]Assessment{}, begun: map[int][2]time.Time{}}
		for _, got := range list {
			state, from, until, unknown := w.decide(t, got.ID)
			states[state]++
			if !until.IsZero() {
				ends++
			}
			same := func(d Date, t time.Time) bool { return d.IsZero() && t.IsZero() || !d.IsZero() && timeOf(d).Equal(t) }
			if got.State != state || !same(got.From, from) || !same(got.KeptUntil, until) {
				t.Errorf("seed %d: %s is %s from %s until %s, want %s from %s until %s\n%s", seed, got.ID, got.State, got.From, got.KeptUntil,
					state, from.Format(time.DateOnly), until.Format(time.DateOnly), p.AppendJSON(nil))
			}
			if needs := unknown && got.Because != "table"; needs != (len(got.Needs) > 0) {
				t.Errorf("seed %d: %s %s needs %v because of %q\n%s", seed, got.ID, got.State, got.Needs, got.Because, p.AppendJSON(nil))
			}
		}
	}
	t.Logf("%v, %d end", states, ends)
	for s := range RouteClosed + 1 {
		if states[s] < people/3 {
			t.Errorf("only %d are %s of %d people", states[s], s, people)
		}
	}
}
