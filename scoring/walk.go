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

func (p *parts) met() Truth {
	all := Yes
	for _, t := range p {
		all = both(all, t)
	}
	return all
}

// first returns the first part that is short.
func (p *parts) first() short { return short(slices.Index(p[:], No)) }

// businessManagerCriteria is the first day of the criteria of Business Manager (経営・管理)
// without which 1号ハ leads neither to permanent residence nor to 2号.
var businessManagerCriteria = Date{2025, 10, 16}

// walk looks at the days of filing one after the other. Between two of its days no route changes.
type walk struct {
	*timeline
	days       []Date // sorted, up to the horizon
	today      int    // the index of the day of the assessment
	categories []Category
}

func newWalk(periods []period, p *Person, among Sheets) *walk {
	end := p.AsOf.AddYears(horizon)
	w := &walk{timeline: newTimeline(periods, p, among, end)}
	for c := range Category(Categories) {
		if (p.Activity == 0 || p.Activity.Has(c)) && among.Has(c) {
			w.categories = append(w.categories, c)
		}
	}
	note := func(d Date) {
		if !end.Before(d) {
			w.days = append(w.days, d)
		}
	}
	for _, s := range w.stretches[1:] {
		note(s.from)
		note(s.from.completes(1))
		note(s.from.completes(3))
	}
	for _, since := range []Since{p.Stay.InJapan, p.Stay.WorkStatus, p.Stay.HSP, p.Stay.JSkip} {
		for _, n := range []int{1, 3, 5, 10} {
			if !since.Day.IsZero() {
				note(since.Day.completes(n))
			}
		}
	}
	note(businessManagerCriteria)
	slices.SortFunc(w.days, compareDates)
	w.days = slices.Compact(w.days)
	w.today = slices.Index(w.days, p.AsOf)
	return w
}

// decide decides a route for today.
func (w *walk) decide(r *RouteRow) Route {
	route := Route{RouteRow: r}
	first := w.today
	for first < len(w.days) && w.met(r, first) == No {
		first++
	}
	if first == len(w.days) {
		route.State, route.Because = RouteClosed, w.lacking(r, w.today)
		return route
	}
	if w.met(r, first) == Unknown {
		route.Needs = w.needs(r, first)
		if len(route.Needs) == 0 {
			route.Because = "table"
		}
		return route
	}
	route.State, route.From = RouteOpens, w.days[first]
	if first == w.today {
		route.State = RouteOpen
		for i := first; i >= 0 && w.met(r, i) == Yes; i-- {
			route.From = w.days[i]
		}
	}
	for i := first + 1; i < len(w.days); i++ {
		switch w.met(r, i) {
		case Unknown:
			route.Needs = w.needs(r, i)
			return route
		case No:
			route.KeptUntil, route.Because = w.days[i], w.lost(r, i)
			return route
		}
	}
	return route
}

// met reports whether the route can be taken on the day i: in one category.
func (w *walk) met(r *RouteRow, i int) Truth {
	met := No
	for _, c := range w.inCategories(r) {
		p := w.parts(r, i, c)
		met = either(met, p.met())
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

// parts returns the parts of the route on the day i in the category c.
func (w *walk) parts(r *RouteRow, i int, c Category) parts {
	day := w.days[i]
	p := w.stay(r, day)
	reached, floor := &p[shortPoints70], &p[shortFloor]
	if r.Points == 80 {
		reached = &p[shortPoints80]
	}
	switch now := w.score(w.at(day)); r.Standard {
	case PointsKept:
		*reached, *floor = w.kept(r.Points, c, day.AddYears(-r.Years), day)
	case JSkipNow:
		p[shortJSkip] = now.meetsJSkip(c)
	case JSkipThenAndNow:
		p[shortJSkip] = both(now.meetsJSkip(c), w.score(w.at(day.AddYears(-r.Years))).meetsJSkip(c))
	case PointsOrJSkipNow:
		*reached, *floor = now.reaches(r.Points, c)
		*reached, *floor = either(*reached, now.meetsJSkip(c)), either(*floor, now.meetsJSkip(c))
	}
	known := r.Standard != NoStandard || w.person.Activity != 0
	if c == Management && known && !day.Before(businessManagerCriteria) {
		p[shortBusinessManager] = w.person.BusinessManager
	}
	return p
}

// stay returns the parts of the route that do not depend on the category.
func (w *walk) stay(r *RouteRow, day Date) parts {
	var p parts
	for i := range p {
		p[i] = Yes
	}
	s, since := &w.person.Stay, day.AddYears(-r.Years)
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

// kept reports whether the points in c reach the mark on every day from first to last, and count.
func (w *walk) kept(points int, c Category, first, last Date) (reached, floor Truth) {
	reached, floor = Yes, Yes
	for i := w.at(last); i >= w.at(first); i-- {
		here, counts := w.score(i).reaches(points, c)
		reached, floor = both(reached, here), both(floor, counts)
	}
	return reached, floor
}

// lacking names the first part that is short on the day i. Without a category it is that of
// the category in which the route comes furthest.
func (w *walk) lacking(r *RouteRow, i int) string {
	furthest := short(0)
	for _, c := range w.inCategories(r) {
		p := w.parts(r, i, c)
		furthest = max(furthest, p.first())
	}
	return shortNames[furthest]
}

// lost names what takes a route away on the day i that could be taken the day before.
func (w *walk) lost(r *RouteRow, i int) string {
	lost := shorts
	for _, c := range w.inCategories(r) {
		before, now := w.parts(r, i-1, c), w.parts(r, i, c)
		if before.met() == Yes {
			lost = min(lost, int(now.first()))
		}
	}
	switch short(lost) {
	case shortPoints70, shortPoints80, shortFloor:
		return w.why(w.days[i])
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
	case today.table != yesterday.table && !w.birthday(day):
		return "table"
	}
	return "age"
}

// birthday reports whether an age completes on the day.
func (w *walk) birthday(day Date) bool {
	now, before := w.person.on(day), w.person.on(day.AddDays(-1))
	return now.Value(Age) != before.Value(Age)
}
