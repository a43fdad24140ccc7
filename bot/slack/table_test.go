package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"hspbot/bot/jointest"
	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
	"hspbot/conversation/hiring"
)

// tablesOf are the rows of the tables in a message, the texts of their cells.
func tablesOf(t *testing.T, blocks json.RawMessage) (tables [][][]string) {
	t.Helper()
	var list []struct {
		Type string
		Rows [][]json.RawMessage
	}
	if err := json.Unmarshal(blocks, &list); err != nil {
		t.Fatal(err)
	}
	for _, b := range list {
		if b.Type != "table" {
			continue
		}
		var rows [][]string
		for _, r := range b.Rows {
			var row []string
			for _, c := range r {
				row = append(row, (&slacktest.Message{Blocks: json.RawMessage("[" + string(c) + "]")}).Plain())
			}
			rows = append(rows, row)
		}
		tables = append(tables, rows)
	}
	return tables
}

// TestPointsAreATable: a row for each item and the total, a column for each category, with every
// figure of the screen, in every language; what is beside the table stays, and so does the text for
// those to whom no table is read.
func TestPointsAreATable(t *testing.T) {
	t.Parallel()
	for _, tag := range []string{"en", "ja", "zh", "zh-Hant"} {
		for _, walk := range []string{"i-b", "all"} {
			state, _ := interviewed(tag, moves(t, tag, walk)...)
			state.View = "points"
			screen := conversation.Show(state, jointest.Noon)
			d := render(&screen, renderOptions{tag: ownTag, command: Command + " "})
			raw, err := json.Marshal(d.blocks)
			if err != nil {
				t.Fatal(err)
			}
			tables := tablesOf(t, raw)
			if len(tables) != 1 {
				t.Fatalf("%s %s: %d tables", tag, walk, len(tables))
			}
			column := 0
			for i, b := range screen.Body {
				if b.Kind != conversation.Table {
					continue
				}
				column++
				if got, want := tables[0][0][column], screen.Body[i-1].Text; got != want {
					t.Errorf("%s %s: column %d is headed %q, not %q", tag, walk, column, got, want)
				}
				for _, l := range b.Lines {
					found := false
					for _, row := range tables[0][1:] {
						found = found || row[0] == l.Label && row[column] == l.Mark.Sign()+l.Value
					}
					if !found {
						t.Errorf("%s %s: %q of column %d is not in the table", tag, walk, l.Label, column)
					}
					if !strings.Contains(unescape(d.text), l.Label+" — "+l.Value) {
						t.Errorf("%s %s: the text has no %q", tag, walk, l.Label)
					}
				}
			}
			if want := map[string]int{"i-b": 1, "all": 3}[walk]; column != want {
				t.Errorf("%s %s: %d columns, want %d", tag, walk, column, want)
			}
		}
	}
}

// TestOffersStandSideBySide: both offers have their figures in one row, the first before the second.
func TestOffersStandSideBySide(t *testing.T) {
	t.Parallel()
	state, _ := interviewed("en", moves(t, "en", "i-b")...)
	screen := hiring.Compare(state, jointest.Noon, hiring.Offer{Salary: 6e6}, hiring.Offer{Salary: 12e6})
	raw, err := json.Marshal(offerBlocks(&screen))
	if err != nil {
		t.Fatal(err)
	}
	var list []struct {
		Text   struct{ Text string }
		Fields []struct{ Text string }
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for _, b := range list {
		for _, f := range b.Fields {
			rows[b.Text.Text] = append(rows[b.Text.Text], unescape(f.Text))
		}
	}
	if heads := rows[""]; len(heads) != 2 || !strings.Contains(heads[0], "6") || !strings.Contains(heads[1], "12") {
		t.Errorf("the offers are %q", heads)
	}
	offers := 0
	for i, b := range screen.Body {
		if b.Kind != conversation.Table || screen.Body[i-1].Text == say("en", "hiring.compare.differs") {
			continue
		}
		for _, l := range b.Lines {
			if got := rows[bold(l.Label)]; len(got) != 2 || got[offers] != l.Mark.Sign()+l.Value {
				t.Errorf("%q is %q, and offer %d has %q", l.Label, got, offers+1, l.Mark.Sign()+l.Value)
			}
		}
		offers++
	}
	if offers != 2 {
		t.Errorf("%d offers", offers)
	}
}

// TestTheListIsATableToo: who is there, with a link to the thread, the points and what is waited for;
// the menus are one press away.
func TestTheListIsATableToo(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	var heads []*slacktest.Message
	for i := range perPage + 2 {
		a.Command(c, fmt.Sprintf("candidate %d", i+1))
		heads = append(heads, w.candidate(a, c, i+1))
		w.quiet()
	}
	a.Command(c, "list")
	listed := w.until(a, private(a, c), shows("candidate 12"))
	w.press(a, listed, query{Table: true}.text())
	table := w.until(a, private(a, c), func(m *slacktest.Message) bool { return len(tablesOf(t, m.Blocks)) == 1 })
	rows := tablesOf(t, table.Blocks)[0]
	if len(rows) != perPage+3 || len(rows[0]) != 3 {
		t.Fatalf("%d rows, the first is %q", len(rows), rows[0])
	}
	for _, row := range rows[1:] {
		if !strings.HasPrefix(row[0], "candidate ") || row[2] != say("en", "hiring.stage.not_started") {
			t.Errorf("a row is %q", row)
		}
	}
	for _, head := range heads {
		if !strings.Contains(string(table.Blocks), `"`+head.Permalink()+`"`) {
			t.Errorf("no link to %s", head.Permalink())
		}
	}
	w.press(a, table, query{}.text())
	w.until(a, private(a, c), func(m *slacktest.Message) bool { return len(m.Choices()) == perPage })
}
