package plan

import (
	"cmp"
	"math"
	"slices"

	"hspbot/scoring"
)

// search looks for the ways to a mark.
type search struct {
	person   *scoring.Person
	category scoring.Category
	mark     int
	most     int
	subjects []subject
	groups   [][]int // of subjects, by index; the points of groups add up. The first holds the income
	days     []day
	found    []found // the best so far, sorted

	// Of the way being put together:
	levels []int8
	chosen []*option // by group; nil: nothing
}

// found is a way: the level of each subject, 0 for none.
type found struct {
	levels  []int8
	day     int
	effort  int
	changes int
	asks    bool
}

// order compares two ways: those that only ask come first, then those of less effort.
func (f *found) order(g *found) int {
	if f.asks != g.asks {
		if f.asks {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(f.effort, g.effort), cmp.Compare(f.changes, g.changes), cmp.Compare(f.day, g.day), slices.Compare(g.levels, f.levels))
}

// option is one combination of changes in a group, on one day.
type option struct {
	levels  []int8 // of the group's subjects
	changes int
	gain    int
	floor   bool // the points count; of groups without the income always
	// below is the most that a smaller option gives, one whose points count.
	below int
}

// options are the combinations of a group that give more than every smaller one; the first
// changes nothing.
type options struct {
	list []option
	most int // the highest gain
}

// never is the gain of what does not count.
const never = math.MinInt16

func newSearch(p *scoring.Person, c scoring.Category, mark, most int) *search {
	s := &search{person: p, category: c, mark: mark, most: most, subjects: subjects(&p.Profile, c)}
	s.days = comingDays(p, c, s.subjects)
	s.group()
	s.levels, s.chosen = make([]int8, len(s.subjects)), make([]*option, len(s.groups))
	return s
}

// group puts together the subjects whose facts give points together on one of the days.
func (s *search) group() {
	income := scoring.FactsOf(scoring.AnnualIncome)
	sets := []scoring.FactSet{income} // disjoint
	join := func(facts scoring.FactSet) {
		rest := sets[:1]
		for i, set := range sets {
			switch {
			case set&facts == 0 && i > 0:
				rest = append(rest, set)
			case set&facts != 0:
				facts |= set
			}
		}
		if facts&income != 0 {
			sets = rest
			sets[0] = facts
			return
		}
		sets = append(rest, facts)
	}
	for i := range s.days {
		for _, set := range scoring.Together(s.days[i].on, s.category) {
			join(set)
		}
	}
	for _, about := range s.subjects {
		join(about.facts())
	}
	s.groups = make([][]int, 1, len(sets))
	for i, set := range sets {
		var members []int
		for j, about := range s.subjects {
			if about.facts()&set != 0 {
				members = append(members, j)
			}
		}
		if i == 0 {
			s.groups[0] = members
		} else if len(members) > 0 {
			s.groups = append(s.groups, members)
		}
	}
}

// facts are those that a subject changes.
func (s subject) facts() scoring.FactSet {
	var set scoring.FactSet
	for i := range s {
		set |= s[i].Facts()
	}
	return set
}

// score scores every combination of each group on the day.
func (s *search) score(d *day) {
	var err error
	if d.least, _, err = scoring.Least(&d.profile, s.category); err != nil {
		d.least = never
		return
	}
	d.groups = make([]options, len(s.groups))
	for g := range s.groups {
		var list []option
		s.combine(d, g, d.profile, make([]int8, 0, len(s.groups[g])), 0, &list)
		d.groups[g] = useful(list)
	}
}

// combine appends the combinations of the group g that begin with the given levels.
func (s *search) combine(d *day, g int, p scoring.Profile, levels []int8, changes int, list *[]option) {
	if len(levels) == len(s.groups[g]) {
		o := option{levels: slices.Clone(levels), changes: changes, floor: true}
		if points, floor, err := scoring.Least(&p, s.category); err == nil {
			o.gain = points - d.least
			o.floor = g > 0 || floor == scoring.Yes
		}
		*list = append(*list, o)
		return
	}
	about := s.subjects[s.groups[g][len(levels)]]
	s.combine(d, g, p, append(levels, 0), changes, list)
	if changes == MostChanges {
		return
	}
	for i := range about {
		if c := &about[i]; d.allows(c) {
			s.combine(d, g, c.Apply(p), append(levels, int8(i+1)), changes+1, list)
		}
	}
}

// useful keeps the options that give more than every smaller one that counts.
func useful(list []option) options {
	var o options
	for i := range list {
		x := list[i]
		x.below = never
		for j := range list {
			if y := &list[j]; j != i && y.floor && within(y.levels, x.levels) {
				x.below = max(x.below, y.gain)
			}
		}
		if i == 0 || x.floor && x.gain > x.below {
			o.list = append(o.list, x)
			if x.floor {
				o.most = max(o.most, x.gain)
			}
		}
	}
	return o
}

// within reports whether a has no more of any subject than b.
func within(a, b []int8) bool {
	for i := range a {
		if a[i] > b[i] {
			return false
		}
	}
	return true
}

// run finds the ways on each day.
func (s *search) run() {
	for i := range s.days {
		if s.tooMuch(i, 0) { // and so are all later days
			return
		}
		d := &s.days[i]
		s.score(d)
		if d.least == never {
			continue
		}
		most := 0
		for g := range d.groups {
			most += d.groups[g].most
		}
		s.extend(i, 0, d.least, most, 0)
	}
}

// extend goes on with the group g: total are the points so far, and rest is what this and the
// other groups can add at most.
func (s *search) extend(day, g, total, rest, changes int) {
	d := &s.days[day]
	if g == 0 && len(d.groups) == 0 || total+rest < s.mark {
		return
	}
	if g > 0 && total >= s.mark {
		s.keep(day, total, changes)
		return
	}
	if g == len(d.groups) || s.tooMuch(day, changes) {
		return
	}
	here := &d.groups[g]
	for i := range here.list {
		o := &here.list[i]
		if !o.floor || changes+o.changes > MostChanges {
			continue
		}
		s.choose(g, o)
		s.extend(day, g+1, total+o.gain, rest-here.most, changes+o.changes)
	}
	s.choose(g, nil)
}

// choose sets the option of a group.
func (s *search) choose(g int, o *option) {
	s.chosen[g] = o
	for i, j := range s.groups[g] {
		s.levels[j] = 0
		if o != nil {
			s.levels[j] = o.levels[i]
		}
	}
}

// tooMuch reports whether the way being put together takes more effort already than those found.
func (s *search) tooMuch(day, changes int) bool {
	if len(s.found) < s.most {
		return false
	}
	last, here := &s.found[len(s.found)-1], s.current(day, changes)
	if here.asks != last.asks {
		return last.asks
	}
	return here.effort > last.effort
}

// current is the way being put together; its levels are those of s.
func (s *search) current(day, changes int) found {
	f := found{levels: s.levels, day: day, changes: changes, asks: day == 0, effort: (s.days[day].months + 1) / 2}
	employer := false
	for i, level := range s.levels {
		if level == 0 {
			continue
		}
		c := &s.subjects[i][level-1]
		f.effort += c.effort
		f.asks = f.asks && c.Kind == Ask
		employer = employer || c.Kind == Employer
	}
	if employer {
		f.effort += effortEmployer
	}
	return f
}

// keep adds the way to those found, unless a smaller one reaches the mark too.
func (s *search) keep(day, total, changes int) {
	for _, o := range s.chosen {
		if o != nil && total-o.gain+o.below >= s.mark {
			return
		}
	}
	for earlier := range day {
		if s.reaches(earlier) {
			return
		}
	}
	f := s.current(day, changes)
	at, _ := slices.BinarySearchFunc(s.found, f, func(a, b found) int { return a.order(&b) })
	if at == s.most {
		return
	}
	f.levels = slices.Clone(f.levels)
	s.found = slices.Insert(s.found, at, f)
	s.found = s.found[:min(len(s.found), s.most)]
}

// reaches reports whether the way being put together, or less, reaches the mark on another day.
func (s *search) reaches(day int) bool {
	d := &s.days[day]
	if d.least == never {
		return false
	}
	total := d.least
	for g := range d.groups {
		best := never
		for i := range d.groups[g].list {
			o := &d.groups[g].list[i]
			if !o.floor {
				continue
			}
			here := true
			for k, j := range s.groups[g] {
				here = here && o.levels[k] <= s.levels[j]
			}
			if here {
				best = max(best, o.gain)
			}
		}
		total += best
	}
	return total >= s.mark
}
