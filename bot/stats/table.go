package stats

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Least is the smallest number of people that is shown: fewer could be recognised.
const Least = 5

// Dimensions are what counts can be told apart by.
var Dimensions = []string{"day", "ref", "language", "category", "outcome"}

// by returns one dimension of a count, "-" where it has none.
func (c Count) by(dimension string) string {
	value := map[string]string{"day": c.Day, "ref": c.Ref, "language": c.Language, "category": c.Category, "outcome": c.Outcome}[dimension]
	return cmp.Or(value, "-")
}

func compare(a, b Count) int {
	return cmp.Or(cmp.Compare(a.Event, b.Event), cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Language, b.Language),
		cmp.Compare(a.Category, b.Category), cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Band, b.Band), cmp.Compare(a.Question, b.Question))
}

// Query says what of the counts a table shows.
type Query struct {
	From, To string   // first and last day, YYYY-MM-DD
	Ref      string   // who sent people; empty for all
	By       []string // some of Dimensions
}

// partnerColumns are those of a table by day and code, and fineColumns of one that tells more apart.
var (
	partnerColumns = append(append([]string{string(Opened)}, Bands...), string(Lead))
	fineColumns    = []string{string(Opened), "below 70", "70 points"}
)

// fine reports whether a table tells apart what bands of totals and leads are not counted by.
func (q Query) fine() bool {
	return slices.ContainsFunc(q.By, func(d string) bool { return d != "day" && d != "ref" })
}

// column is where a count belongs; empty for nowhere. No two columns count the same people, but that
// those who finish have opened.
func (q Query) column(c Count) string {
	switch {
	case c.Event == Opened:
		return string(Opened)
	case q.fine() && c.Event == Finished && (c.Outcome == "70" || c.Outcome == "80"):
		return fineColumns[2]
	case q.fine() && c.Event == Finished:
		return fineColumns[1]
	case !q.fine() && c.Event == Total:
		return c.Band
	case !q.fine() && c.Event == Lead:
		return string(Lead)
	}
	return ""
}

// series names the people of a column that are put together in groups: those whom one code sent, or
// whom what a table tells apart besides the day has in common.
func (q Query) series(c Count) string {
	key := []string{q.column(c)}
	if !q.fine() {
		key = append(key, c.Ref)
	}
	for _, d := range q.By {
		if q.fine() && d != "day" {
			key = append(key, c.by(d))
		}
	}
	return strings.Join(key, "\x00")
}

// grouped puts the people of each series together in groups of at least [Least], by day, from the first
// day that was ever counted on: a group is counted on the day that completes it, and who is in none
// yet is not counted. All numbers of all tables of a series are sums of whole groups, whatever days
// they begin and end on, so none, and no difference of two, tells of fewer people.
func grouped(all []Count, q Query) []Count {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Count) int { return cmp.Compare(a.Day, b.Day) })
	waiting := map[string][]Count{}
	var groups []Count
	for i := 0; i < len(all); {
		day := all[i].Day
		for ; i < len(all) && all[i].Day == day; i++ {
			if c := all[i]; q.column(c) != "" {
				waiting[q.series(c)] = append(waiting[q.series(c)], c)
			}
		}
		for _, series := range slices.Sorted(maps.Keys(waiting)) {
			n := 0
			for _, c := range waiting[series] {
				n += c.N
			}
			if n < Least {
				continue
			}
			group := waiting[series][0]
			group.Day, group.N = day, n
			groups = append(groups, group)
			delete(waiting, series)
		}
	}
	return groups
}

// Table returns rows of cells under a heading: what q tells apart, then the columns. Finished are those
// of all bands together. The counts are those of [Read] from the first day on. What has less than
// [Least] is "<5", and a row that has nothing else is left out.
func Table(all []Count, q Query) [][]string {
	columns := partnerColumns
	if q.fine() {
		columns = fineColumns
	}
	rows := map[string]map[string]int{}
	for _, c := range grouped(all, q) {
		if c.Day < q.From || c.Day > q.To || q.Ref != "" && c.Ref != q.Ref {
			continue
		}
		var key []string
		for _, d := range q.By {
			key = append(key, c.by(d))
		}
		row := strings.Join(key, "\x00")
		if rows[row] == nil {
			rows[row] = map[string]int{}
		}
		column := q.column(c)
		rows[row][column] += c.N
		if column != string(Opened) && column != string(Lead) {
			rows[row][string(Finished)] += c.N
		}
	}
	columns = slices.Insert(slices.Clone(columns), 1, string(Finished))
	table := [][]string{append(slices.Clone(q.By), columns...)}
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		var cells []string
		if len(q.By) > 0 {
			cells = strings.Split(key, "\x00")
		}
		for _, column := range columns {
			cells = append(cells, shown(rows[key][column]))
		}
		table = append(table, cells)
	}
	return table
}

// Funnel returns a row for each question: how often it was asked and answered, and how many of a
// hundred stopped there; the questions that were asked most come first.
func Funnel(list []Count) [][]string {
	asked, answered := map[string]int{}, map[string]int{}
	for _, c := range list {
		switch c.Event {
		case Asked:
			asked[c.Question] += c.N
		case Answered:
			answered[c.Question] += c.N
		}
	}
	questions := slices.Sorted(maps.Keys(asked))
	slices.SortStableFunc(questions, func(a, b string) int { return asked[b] - asked[a] })
	table := [][]string{{"question", "asked", "answered", "stopped"}}
	for _, q := range questions {
		stopped := "-"
		if asked[q] >= Least {
			stopped = fmt.Sprintf("%d%%", 100*max(0, asked[q]-answered[q])/asked[q])
		}
		table = append(table, []string{q, shown(asked[q]), shown(answered[q]), stopped})
	}
	return table
}

func shown(n int) string {
	if n < Least {
		return fmt.Sprintf("<%d", Least)
	}
	return fmt.Sprint(n)
}
