package stats

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// lastDay is the last of the days drawn.
const lastDay = 5

// someDays draws the counts of some days, most of them of few people.
func someDays(t *rapid.T) []Count {
	var list []Count
	for day := range rapid.IntRange(1, lastDay).Draw(t, "days") {
		for _, ref := range []string{"", "fuji", "sakura"} {
			at := func(c Count) {
				if c.N = rapid.SampledFrom([]int{0, 0, 1, 1, 2, 3, 4, 5, 7, 23}).Draw(t, "people"); c.N > 0 {
					c.Day, c.Ref = fmt.Sprintf("2026-11-%02d", day+1), ref
					list = append(list, c)
				}
			}
			at(Count{Event: Opened})
			at(Count{Event: Lead})
			for _, band := range Bands {
				at(Count{Event: Total, Band: band})
			}
		}
	}
	return list
}

// everyTable writes all tables that can be had of counts by day and code: of each span of days, for
// each partner.
func everyTable(list []Count) string {
	var b strings.Builder
	for from := 1; from <= lastDay; from++ {
		for to := from; to <= lastDay; to++ {
			for _, ref := range []string{"", "fuji", "sakura"} {
				for _, by := range [][]string{nil, {"day"}, {"ref"}, {"day", "ref"}} {
					q := Query{From: fmt.Sprintf("2026-11-%02d", from), To: fmt.Sprintf("2026-11-%02d", to), Ref: ref, By: by}
					fmt.Fprintln(&b, q, Table(list, q))
				}
			}
		}
	}
	return b.String()
}

// TestNoCellUnderFive: for every day, code and column with one to four people there are other counts,
// with another number in that cell, that all tables say the same of. So no table, nor all of them
// together, tells what is in the cell.
func TestNoCellUnderFive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := someDays(t)
		said := everyTable(list)
		few := slices.DeleteFunc(slices.Clone(list), func(c Count) bool { return c.N >= Least })
		if len(few) == 0 {
			return
		}
		cell := few[rapid.IntRange(0, len(few)-1).Draw(t, "cell")]
		if !slices.ContainsFunc(alternatives(list, cell), func(other []Count) bool { return everyTable(other) == said }) {
			t.Fatalf("the tables tell of %+v:\n%v", cell, list)
		}
	})
}

// alternatives are the counts with one person more or fewer in a cell: of the same series on another
// day, or not there at all.
func alternatives(list []Count, cell Count) (all [][]Count) {
	add := func(to []Count, day string, n int) []Count {
		for i := range to {
			if c := to[i]; c.Day == day && c.Event == cell.Event && c.Ref == cell.Ref && c.Band == cell.Band {
				to[i].N += n
				return slices.DeleteFunc(to, func(c Count) bool { return c.N == 0 })
			}
		}
		more := cell
		more.Day, more.N = day, n
		return append(to, more)
	}
	for _, n := range []int{-1, 1} {
		all = append(all, add(slices.Clone(list), cell.Day, n))
		for day := 1; day <= lastDay; day++ {
			other := fmt.Sprintf("2026-11-%02d", day)
			changed := add(add(slices.Clone(list), cell.Day, n), other, -n)
			if other != cell.Day && !slices.ContainsFunc(changed, func(c Count) bool { return c.N < 0 }) {
				all = append(all, changed)
			}
		}
	}
	return all
}

// TestGroupsAreWhole: every number is that of five people at least, so is every difference of two
// spans of days that begin or end together, and in the end all but four of each series are counted.
func TestGroupsAreWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := someDays(t)
		sum := func(from, to int, column string) (n int) {
			for _, c := range grouped(list, Query{}) {
				if c.Day >= fmt.Sprintf("2026-11-%02d", from) && c.Day <= fmt.Sprintf("2026-11-%02d", to) && (Query{}).column(c) == column {
					n += c.N
				}
			}
			return n
		}
		for _, column := range partnerColumns {
			counted := 0
			for to := range lastDay + 1 {
				next := sum(1, to, column)
				if d := next - counted; d != 0 && d < Least {
					t.Fatalf("%s: day %d tells of %d people", column, to, d)
				}
				counted = next
			}
			all := 0
			for _, c := range list {
				if (Query{}).column(c) == column {
					all += c.N
				}
			}
			if left := all - counted; left < 0 || left > 3*(Least-1) {
				t.Fatalf("%s: of %d people %d are counted", column, all, counted)
			}
		}
	})
}
