package scoring

import "slices"

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

// walk decides the routes of a person from the points on all days.
type walk struct {
	past
	table *Table
	among Sheets // the categories that the routes are looked at in
	end   Date   // the last day of filing
	// stretches are the points up to the end; nothing is asked of days before the first.
	stretches []stretch
	needed    []string // by all routes, one after the other
	// standards are the courses of the standards found so far: routes by points have the same on
	// either status.
	standards []standardCourse
	turns     []turn // of the standards
}

// standardCourse is whether a standard is met by whoever files on a day.
type standardCourse struct {
	standard      Standard
	points, years int
	met           course
}

// at returns the index of the stretch that d lies in.
func (w *walk) at(d Date) int {
	i := len(w.stretches) - 1
	for i > 0 && d.Before(w.stretches[i].from) {
		i--
	}
	return i
}

// decide decides a route for today. Where it is unknown today, no other day is looked at.
func (w *walk) decide(r *RouteRow) Route {
	today := w.filing(r, w.AsOf)
	if today.met() == Unknown {
		return w.unknown(&today)
	}
	standard := w.standard(r)
	if len(standard) == 1 && standard[0].is == No {
		return Route{RouteRow: r, State: RouteClosed, Because: today.lacking()}
	}
	var turns [2][8]turn
	met := join(turns[1][:0], w.held(turns[0][:0], r), standard, both)
	now := met.on(w.AsOf)
	first := now
	for first < len(met) && met[first].is == No {
		first++
	}
	if first == len(met) || w.end.Before(met[first].from) {
		return Route{RouteRow: r, State: RouteClosed, Because: today.lacking()}
	}
	route := Route{RouteRow: r, From: met[first].from}
	switch {
	case met[first].is == Unknown:
		later := w.filing(r, route.From)
		return w.unknown(&later)
	case first == now:
		route.State = RouteOpen
	default:
		route.State = RouteOpens
	}
	if first+1 == len(met) || w.end.Before(met[first+1].from) {
		return route
	}
	switch next := met[first+1]; next.is {
	case Unknown:
		later := w.filing(r, next.from)
		route.Needs = w.needs(&later)
	case No:
		route.KeptUntil, route.Because = next.from, w.lost(r, next.from)
	}
	return route
}

// held appends to the empty course into whether what the route asks of the stay is met.
func (w *walk) held(into course, r *RouteRow) course {
	var days [9]Date
	n := 1 // the zero Date: the beginning
	for _, s := range [...]Since{w.Stay.InJapan, w.Stay.WorkStatus, w.Stay.HSP, w.Stay.JSkip} {
		if s.Day.IsZero() {
			continue
		}
		days[n], days[n+1] = s.Day.completes(r.Years), s.Day.completes(r.WorkYears)
		n += 2
	}
	slices.SortFunc(days[:n], compareDates)
	for _, d := range days[:n] {
		p := w.stay(r, d)
		into = into.then(d, p.met())
	}
	return into
}

// standard returns whether the standard of the route is met in one category.
func (w *walk) standard(r *RouteRow) course {
	for i := range w.standards {
		if s := &w.standards[i]; s.standard == r.Standard && s.points == r.Points && s.years == r.Years {
			return s.met
		}
	}
	var turns [8]turn
	first := len(w.turns)
	w.turns = append(w.turns, w.anyStandard(turns[:0], r)...)
	met := w.turns[first:len(w.turns):len(w.turns)]
	w.standards = append(w.standards, standardCourse{r.Standard, r.Points, r.Years, met})
	return met
}

// anyStandard appends to the empty course into whether the standard of the route is met in one category.
func (w *walk) anyStandard(into course, r *RouteRow) course {
	var turns [3][8]turn
	into = into.then(Date{}, No)
	for c := range Category(Categories) {
		if !w.inCategories(r).Has(c) {
			continue
		}
		here := w.standardIn(turns[0][:0], r, c)
		if w.asksManager(r, c) {
			manager := course{{is: Yes}, {businessManagerCriteria, w.BusinessManager}}
			here = join(turns[1][:0], here, manager, both)
		}
		into = append(into[:0], join(turns[2][:0], into, here, either)...)
	}
	return into
}

// standardIn appends to the empty course into whether the standard of the route is met in c.
func (w *walk) standardIn(into course, r *RouteRow, c Category) course {
	var turns, others [8]turn
	switch r.Standard {
	case PointsKept:
		points := w.course(turns[:0], func(i int) Truth { return both(w.stretches[i].reaches(r.Points, c)) })
		return points.kept(into, r.Years)
	case JSkipNow:
		return w.course(into, func(i int) Truth { return w.stretches[i].meetsJSkip(c) })
	case JSkipThenAndNow:
		now := w.course(turns[:0], func(i int) Truth { return w.stretches[i].meetsJSkip(c) })
		return join(into, now, now.ago(others[:0], r.Years), both)
	case PointsOrJSkipNow:
		return w.course(into, func(i int) Truth {
			return either(both(w.stretches[i].reaches(r.Points, c)), w.stretches[i].meetsJSkip(c))
		})
	}
	return into.then(Date{}, Yes)
}

// course appends to the empty course into how something stands on the days of each stretch, which
// is given by its index.
func (w *walk) course(into course, on func(int) Truth) course {
	for i := range w.stretches {
		into = into.then(w.stretches[i].from, on(i))
	}
	return into
}

// unknown is a route that is unknown on the day of filing.
func (w *walk) unknown(r *filing) Route {
	route := Route{RouteRow: r.RouteRow, Needs: w.needs(r)}
	if len(route.Needs) == 0 {
		route.Because = "table"
	}
	return route
}

// inCategories returns the categories a route is looked at in. One that asks for no points is
// the same in all, except that the Business Manager criteria bind whoever is known to work in 1号ハ.
func (w *walk) inCategories(r *RouteRow) Sheets {
	if r.Standard == NoStandard {
		return w.among & -w.among
	}
	return w.among
}

// asksManager reports whether the Business Manager criteria bind the route in c.
func (w *walk) asksManager(r *RouteRow, c Category) bool {
	return c == Management && (r.Standard != NoStandard || w.Activity != 0)
}

// filing is a day of filing by a route, with what is the same in all categories.
type filing struct {
	*RouteRow
	day       Date
	then, now int // the stretches of the day the years of the route before, and of the day
	in        Sheets
	parts     [Categories]parts // in each of the categories in
}

// filing returns the parts of the route on the day in each category that it is looked at in.
func (w *walk) filing(r *RouteRow, day Date) filing {
	f := filing{RouteRow: r, day: day, then: w.at(day.AddYears(-r.Years)), now: w.at(day), in: w.inCategories(r)}
	stay := w.stay(r, day)
	for c := range Category(Categories) {
		if f.in.Has(c) {
			f.parts[c] = w.parts(&f, stay, c)
		}
	}
	return f
}

// met reports whether the route is met in one category.
func (f *filing) met() Truth {
	met := No
	for c := range Category(Categories) {
		if f.in.Has(c) {
			met = either(met, f.parts[c].met())
		}
	}
	return met
}

// parts returns the parts of the route on the day of filing in the category c: p, which are those
// of the stay, and the others.
func (w *walk) parts(r *filing, p parts, c Category) parts {
	now := &w.stretches[r.now]
	reached, floor := &p[shortPoints70], &p[shortFloor]
	if r.Points == 80 {
		reached = &p[shortPoints80]
	}
	switch r.Standard {
	case PointsKept:
		*reached, *floor = w.kept(r, c)
	case JSkipNow:
		p[shortJSkip] = now.meetsJSkip(c)
	case JSkipThenAndNow:
		p[shortJSkip] = both(now.meetsJSkip(c), w.stretches[r.then].meetsJSkip(c))
	case PointsOrJSkipNow:
		*reached, *floor = now.reaches(r.Points, c)
		*reached, *floor = either(*reached, now.meetsJSkip(c)), either(*floor, now.meetsJSkip(c))
	}
	if w.asksManager(r.RouteRow, c) && !r.day.Before(businessManagerCriteria) {
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
// day of filing, and count.
func (w *walk) kept(r *filing, c Category) (reached, floor Truth) {
	reached, floor = Yes, Yes
	for i := r.then; i <= r.now; i++ {
		here, counts := w.stretches[i].reaches(r.Points, c)
		reached, floor = both(reached, here), both(floor, counts)
	}
	return reached, floor
}

// lacking names the first part that is short on the day of filing. Without a category it is that
// of the category in which the route comes furthest.
func (f *filing) lacking() string {
	furthest := short(0)
	for c := range Category(Categories) {
		if f.in.Has(c) {
			furthest = max(furthest, f.parts[c].first())
		}
	}
	return shortNames[furthest]
}

// lost names what takes a route away on the day that could be taken until then.
func (w *walk) lost(r *RouteRow, day Date) string {
	lost, today, yesterday := shorts, w.filing(r, day), w.filing(r, day.AddDays(-1))
	for c := range Category(Categories) {
		if today.in.Has(c) && yesterday.parts[c].met() == Yes {
			lost = min(lost, int(today.parts[c].first()))
		}
	}
	switch short(lost) {
	case shortPoints70, shortPoints80, shortFloor:
		return w.why(day)
	}
	return shortNames[lost]
}

// why names what lowers the points on a day to come: an age, but for a status granted with
// fewer points or a new table.
func (w *walk) why(day Date) string {
	today, yesterday := &w.stretches[w.at(day)], &w.stretches[w.at(day.AddDays(-1))]
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
