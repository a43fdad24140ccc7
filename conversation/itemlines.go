package conversation

import (
	"slices"
	"strings"

	"hspbot/scoring"
)

// The items of a category as the form has them, so that its totals can be checked row by row.

// items are the items of a category with points, but for those left out.
func (t *turn) items(r *scoring.CategoryResult, without ...scoring.Item) []Line {
	var list []Line
	for i := range scoring.Item(scoring.ItemCount) {
		if p := r.Items[i]; p.Max > 0 && !slices.Contains(without, i) {
			list = append(list, Line{Label: t.itemName(i), Value: bare(t.voice, p.Min, p.Max)})
		}
	}
	return list
}

// total is the line below the items of a category.
func (t *turn) total(r *scoring.CategoryResult) Line {
	return Line{Label: t.voice.Say("points.total"), Value: bare(t.voice, r.Min, r.Max)}
}

// claimed lists the items with points: of how many, and by which row of the form.
func (t *turn) claimed(c scoring.Category) []Line {
	var list []Line
	for i := range scoring.Item(scoring.ItemCount) {
		p := t.plan.assessment.Categories[c].Items[i]
		if p.Max == 0 {
			continue
		}
		most, row := t.rowOf(i, c, p)
		line := Line{Label: t.itemName(i), Value: t.voice.Say("points.of", "Points", bare(t.voice, p.Min, p.Max), "Most", most)}
		if row != nil && t.plan.assessment.Sheets == scoring.Only(c) { // three sheets are long enough
			line.Note = t.voice.Say(row.TextKey())
		}
		list = append(list, line)
	}
	return list
}

// unclaimed names the items without points, each with the most it could give.
func (t *turn) unclaimed(c scoring.Category) string {
	var names []string
	for i := range scoring.Item(scoring.ItemCount) {
		if p := t.plan.assessment.Categories[c].Items[i]; p.Max == 0 {
			if most, _ := t.rowOf(i, c, p); most > 0 {
				names = append(names, t.voice.Say("points.up_to", "Item", t.itemName(i), "Most", most))
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	return t.voice.Say("points.unclaimed", "Items", join(t.voice, names))
}

// rowOf returns the most points that an item gives in a category, and the one row of it that
// gives the points p; nil where they are no single number, or several rows give them.
func (t *turn) rowOf(i scoring.Item, c scoring.Category, p scoring.Points) (most int, row *scoring.Row) {
	found := 0
	rows := scoring.RowsOn(t.today)
	for k := range rows {
		if r := &rows[k]; r.Item == i {
			most = max(most, r.Points[c])
			if p.Min == p.Max && r.Points[c] == p.Min {
				found, row = found+1, r
			}
		}
	}
	if found != 1 {
		row = nil
	}
	return most, row
}

// itemName is an item with its number on the form.
func (t *turn) itemName(i scoring.Item) string {
	return strings.TrimSpace(i.No() + " " + t.voice.Say("item."+i.ID()))
}
