package blockkit

import "strconv"

// cells are what stands in the rows of a table. Numbers have been refused by Slack at times, and an
// empty cell is sent by people only, so neither is known here.
var cells = byType{
	"raw_text":  {must: []string{"text"}, fields: map[string]rule{"text": visibleText(richText)}},
	"rich_text": {must: []string{"elements"}, fields: map[string]rule{"elements": listOf(1, many, richElements.rule)}},
}

var column = shape{fields: map[string]rule{"align": oneOf("left", "center", "right"), "is_wrapped": boolean}}

// evenRows is the rule for a table as a whole: rows of the same length, and one table in a message.
func evenRows(j *checker, at string, o object) {
	if j.tables++; j.tables > 1 {
		j.object(at, "a second table, at most one in a message")
	}
	rows, _ := o["rows"].([]any)
	first := -1
	for i, r := range rows {
		row, ok := r.([]any)
		switch {
		case !ok:
		case first < 0:
			first = len(row)
		case len(row) != first:
			j.object(at+"/rows/"+strconv.Itoa(i), "%d cells, not %d as in the row before", len(row), first)
		}
	}
	if settings, _ := o["column_settings"].([]any); first >= 0 && len(settings) > first {
		j.object(at, "settings of %d columns, but there are %d", len(settings), first)
	}
}
