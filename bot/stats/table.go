package stats

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Least is the smallest count that is shown: fewer people could be recognised.
const Least = 5

// Dimensions are what counts can be told apart by.
var Dimensions = []string{"ref", "language", "category", "outcome"}

// by returns one dimension of a count, "-" where it has none.
func (c Count) by(dimension string) string {
	value := map[string]string{"ref": c.Ref, "language": c.Language, "category": c.Category, "outcome": c.Outcome}[dimension]
	return cmp.Or(value, "-")
}

func compare(a, b Count) int {
	return cmp.Or(cmp.Compare(a.Event, b.Event), cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Language, b.Language),
		cmp.Compare(a.Category, b.Category), cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Question, b.Question))
}

// Table adds counts up by dimensions, and returns rows of cells under a heading: the dimensions,
// then how many opened, finished, and reached 70 points. Conversations that had not chosen a
// category or reached an outcome have "-" there. A count under [Least] is "<5", other than 0.
func Table(list []Count, by []string) [][]string {
	type sums struct{ opened, finished, reached int }
	rows := map[string]*sums{}
	for _, c := range list {
		if c.Event != Opened && c.Event != Finished {
			continue
		}
		var key []string
		for _, dimension := range by {
			key = append(key, c.by(dimension))
		}
		row := rows[strings.Join(key, "\x00")]
		if row == nil {
			row = &sums{}
			rows[strings.Join(key, "\x00")] = row
		}
		switch {
		case c.Event == Opened:
			row.opened += c.N
		default:
			row.finished += c.N
			if c.Outcome == "70" || c.Outcome == "80" {
				row.reached += c.N
			}
		}
	}
	table := [][]string{append(slices.Clone(by), "opened", "finished", "70 points")}
	for _, key := range sorted(rows) {
		var cells []string
		if len(by) > 0 {
			cells = strings.Split(key, "\x00")
		}
		row := rows[key]
		table = append(table, append(cells, shown(row.opened), shown(row.finished), shown(row.reached)))
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
	questions := sorted(asked)
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
	if n > 0 && n < Least {
		return fmt.Sprintf("<%d", Least)
	}
	return fmt.Sprint(n)
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
