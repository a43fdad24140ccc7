package blockkit_test

import (
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest/blockkit"
)

// TestTable holds a table to Slack's reference: 100 rows of 20 cells, of text or rich text, one table
// in a message and none in a view.
func TestTable(t *testing.T) {
	const text = `{"type":"raw_text","text":"a"}`
	link := `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://example.com/","text":"a"}]}]}`
	row := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat(text+",", n), ",") + "]" }
	table := func(rows ...string) string {
		return `{"type":"table","column_settings":[{"align":"left","is_wrapped":true}],"rows":[` + strings.Join(rows, ",") + `]}`
	}
	hundred := strings.Split(strings.TrimSuffix(strings.Repeat(row(20)+"|", 100), "|"), "|")
	for _, good := range []string{table(row(1)), table(hundred...), table("[" + text + "," + link + "]")} {
		if got := blockkit.Message([]byte("[" + good + "]")); len(got) > 0 {
			t.Errorf("%q of %.80s", got, good)
		}
	}
	for what, bad := range map[string]string{
		"101 items, at most 100": table(append(hundred, row(20))...), "21 items, at most 20": table(row(21)), "1 cells, not 2": table(row(2), row(1)),
		"a second table": table(row(1)) + "," + table(row(1)), "empty, nothing is shown": table(`[{"type":"raw_text","text":""}]`),
		"unknown type": table(`[{"type":"raw_number","value":1}]`), "0 items, at least 1": table("[]"),
		"settings of 1 columns": `{"type":"table","rows":[[]],"column_settings":[{}]}`,
	} {
		got := blockkit.Message([]byte("[" + bad + "]"))
		if len(got) == 0 || !strings.Contains(strings.Join(got, "\n"), what) {
			t.Errorf("%q, not %q", got, what)
		}
	}
	view := `{"type":"modal","title":{"type":"plain_text","text":"a"},"blocks":[` + table(row(1)) + `]}`
	if got := blockkit.View([]byte(view)); len(got) != 1 || !strings.Contains(got[0], "cannot stand in a modal") {
		t.Errorf("in a modal: %q", got)
	}
}
