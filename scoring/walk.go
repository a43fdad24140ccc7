package scoring

import (
	"slices"
)

// short is a part of a route that may be short, in the order in which the JSON contract names
// what is.
type short uint8

const (
	shortPoints80 short = iota
	shortPoints70
	shortJSkip
	shortFloor
	shortInJapan
	shortWorkStatus
	shortHSP
	shortGranted
	shortJSkipStatus
	shortBusinessManager
	shorts = int(shortBusinessManager) + 1
)

var shortNames = [shorts]string{"points_80", "points_70", "j_skip", "income_floor", "in_japan_since",
	"work_status_since", "hsp_since", "hsp_points", "j_skip_since", "business_manager"}

// parts are the parts of a route on a day of filing, in one category. What a route does not
// ask is met.
type parts [shorts]Truth

// nothingAsked are the parts of a route that asks nothing.
var nothingAsked = parts{Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes, Yes}

// met reports whether all parts are met.
func (p *parts) met() Truth {
	all := Yes
	for _, t := range p {
		switch t {
		case No:
			return No
		case Unknown:
			all = Unknown
		}
	}
	return all
}

// first returns the first part that is short.
func (p *parts) first() short { return short(slices.Index(p[:], No)) }

// walk looks at the days of filing one after the other. Between two of its days no route changes.
type walk struct {
	*timeline
	today      *filing
	end        Date
	categories []Category
	// days are all days up to the horizon, sorted; now is the index of today. They are made when
	// a route cannot be decided by today alone.
	days []filing
	now  int
	// undecidedKeys caches [walk.undecided], by stretch, category and mark.
	undecidedKeys map[undecidedAt]keySet
}

// filing is a day of filing, with the indices of the stretches that it and the days one and three
// years before lie in.
type filing struct {
	Date
	now, oneYearAgo, threeYearsAgo int
	// kept caches [walk.kept], by years and category.
	kept [2][Categories]keptPoints
}

// ago returns the index of the stretch n years before, n being 0, 1 or 3.
func (f *filing) ago(n int) int {
	switch n {
	case 0:
		return f.now
	case 1:
		return f.oneYearAgo
	}
	return f.threeYearsAgo
}

// keptPoints is whether points were kept, and counted.
type keptPoints struct {
	known          bool
	reached, floor Truth
}

func newWalk(t *Table, p *Person, among Sheets) *walk {
	end := p.AsOf.AddYears(horizon)
	w := &walk{timeline: newTimeline(t, p, among, end), end: end}
	for c := range Category(Categories) {
		if (p.Activity == 0 || p.Activity.Has(c)) && among.Has(c) {
			w.categories = append(w.categories, c)
		}
	}
	today := w.filing(p.AsOf)
	w.today = &today
	return w
}

func (w *walk) filing(d Date) filing {
	return filing{Date: d, now: w.at(d), oneYearAgo: w.at(d.AddYears(-1)), threeYearsAgo: w.at(d.AddYears(-3))}
}

// list makes the days.
func (w *walk) list() {
	if w.days != nil {
		return
	}
	days := make([]Date, 0, 64)
	note := func(d Date) {
		if !w.end.Before(d) {
			days = append(days, d)
		}
	}
	for _, s := range w.stretches[1:] {
		note(s.from)
		note(s.from.completes(1))
		note(s.from.completes(3))
	}
	for _, since := range []Since{w.Stay.InJapan, w.Stay.WorkStatus, w.Stay.HSP, w.Stay.JSkip} {
		for _, n := range []int{1, 3, 5, 10} {
			if !since.Day.IsZero() {
				note(since.Day.completes(n))
			}
		}
	}
	note(businessManagerCriteria)
	slices.SortFunc(days, compareDates)
	days = slices.Compact(days)
	w.now = slices.Index(days, w.AsOf)
	w.days = make([]filing, len(days))
	for i, d := range days {
		w.days[i] = w.filing(d)
	}
}

// decide decides a route for today.
func (w *walk) decide(r *RouteRow) Route {
	if w.met(r, w.today) == Unknown {
		return w.unknown(r, w.today)
	}
	w.list()
	first := w.now
	for first < len(w.days) && w.met(r, &w.days[first]) == No {
		first++
	}
	if first == len(w.days) {
		return Route{RouteRow: r, State: RouteClosed, Because: w.lacking(r, w.today)}
	}
	if w.met(r, &w.days[first]) == Unknown {
		return w.unknown(r, &w.days[first])
	}
	route := Route{RouteRow: r, State: RouteOpens, From: w.days[first].Date}
	if first == w.now {
		route.State = RouteOpen
		for i := first; i >= 0 && w.met(r, &w.days[i]) == Yes; i-- {
			route.From = w.days[i].Date
		}
	}
	for i := first + 1; i < len(w.days); i++ {
		switch day := &w.days[i]; w.met(r, day) {
		case Unknown:
			route.Needs = w.needs(r, day)
			return route
		case No:
			route.KeptUntil, route.Because = day.Date, w.lost(r, &w.days[i-1], day)
			return route
		}
	}
	return route
}

// unknown is a route that is unknown on the day.
func (w *walk) unknown(r *RouteRow, day *filing) Route {
	route := Route{RouteRow: r, Needs: w.needs(r, day)}
	if len(route.Needs) == 0 {
		route.Because = "table"
	}
	return route
}

// met reports whether the route can be taken on the day: in one category.
func (w *walk) met(r *RouteRow, day *filing) Truth {
	held := w.stay(r, day.Date)
	if held.met() == No {
		return No
	}
	met := No
	for _, c := range w.inCategories(r) {
		p := w.parts(r, day, c)
		if met = either(met, p.met()); met == Yes {
			break
		}
	}
	return met
}

// inCategories returns the categories a route is looked at in. One that asks for no points is
// the same in all, except that the Business Manager criteria bind whoever is known to work in 1号ハ.
func (w *walk) inCategories(r *RouteRow) []Category {
	if r.Standard == NoStandard {
		return w.categories[:1]
	}
	return w.categories
}

// parts returns the parts of the route on the day in the category c.
func (w *walk) parts(r *RouteRow, day *filing, c Category) parts {
	p := w.stay(r, day.Date)
	reached, floor := &p[shortPoints70], &p[shortFloor]
	if r.Points == 80 {
		reached = &p[shortPoints80]
	}
	switch r.Standard {
	case PointsKept:
		*reached, *floor = w.kept(r, day, c)
	case JSkipNow:
		p[shortJSkip] = w.score(day.now).meetsJSkip(c)
	case JSkipThenAndNow:
		p[shortJSkip] = both(w.score(day.now).meetsJSkip(c), w.score(day.ago(r.Years)).meetsJSkip(c))
	case PointsOrJSkipNow:
		now := w.score(day.now)
		*reached, *floor = now.reaches(r.Points, c)
		*reached, *floor = either(*reached, now.meetsJSkip(c)), either(*floor, now.meetsJSkip(c))
	}
	known := r.Standard != NoStandard || w.Activity != 0
	if c == Management && known && !day.Before(businessManagerCriteria) {
		p[shortBusinessManager] = w.BusinessManager
	}
	return p
}

// stay returns the parts of the route that do not depend on the category.
func (w *walk) stay(r *RouteRow, day Date) parts {
	p := nothingAsked
	s, since := &w.Stay, day.AddYears(-r.Years)
	switch r.Held {
	case HeldStay:
		p[shortInJapan] = s.inJapan(since)
	case HeldHSP:
		p[shortHSP] = s.HSP.by(since)
	case HeldJSkip:
		p[shortJSkipStatus] = s.JSkip.by(since)
	case HeldHSPOrJSkip:
		p[shortHSP] = either(s.HSP.by(since), s.JSkip.by(since))
	case HeldStayAndWork:
		p[shortInJapan] = s.inJapan(since)
		p[shortWorkStatus] = s.onWorkStatus(day.AddYears(-r.WorkYears))
	}
	if r.Granted > 0 {
		p[shortGranted] = truthOf(s.HSPPoints == 0 || s.HSPPoints >= r.Granted, s.HSPPoints >= r.Granted)
	}
	return p
}

// kept reports whether the points in c reach the mark of r on every day of its years up to the
// day, and count. The same years ask for the same points in every route.
func (w *walk) kept(r *RouteRow, day *filing, c Category) (reached, floor Truth) {
	k := &day.kept[r.Years/3][c]
	if k.known {
		return k.reached, k.floor
	}
	*k = keptPoints{true, Yes, Yes}
	for s := day.now; s >= day.ago(r.Years); s-- {
		here, counts := w.score(s).reaches(r.Points, c)
		k.reached, k.floor = both(k.reached, here), both(k.floor, counts)
	}
	return k.reached, k.floor
}

// lacking names the first part that is short on the day. Without a category it is that of
// the category in which the route comes furthest.
func (w *walk) lacking(r *RouteRow, day *filing) string {
	furthest := short(0)
	for _, c := range w.inCategories(r) {
		p := w.parts(r, day, c)
		furthest = max(furthest, p.first())
	}
	return shortNames[furthest]
}

// lost names what takes a route away on the day that could be taken until then.
func (w *walk) lost(r *RouteRow, last, day *filing) string {
	lost := shorts
	for _, c := range w.inCategories(r) {
		before, now := w.parts(r, last, c), w.parts(r, day, c)
		if before.met() == Yes {
			lost = min(lost, int(now.first()))
		}
	}
	switch short(lost) {
	case shortPoints70, shortPoints80, shortFloor:
		return w.why(day.Date)
	}
	return shortNames[lost]
}

// why names what lowers the points on a day to come: an age, but for a status granted with
// fewer points or a new table.
func (w *walk) why(day Date) string {
	today, yesterday := w.score(w.at(day)), w.score(w.at(day.AddDays(-1)))
	switch {
	case today.granted > 0:
		return shortNames[shortGranted]
	case today.period != yesterday.period && !w.birthday(day):
		return "table"
	}
	return "age"
}

// birthday reports whether an age completes on the day.
func (w *walk) birthday(day Date) bool {
	now, before := w.on(day), w.on(day.AddDays(-1))
	return now.Value(Age) != before.Value(Age)
}
