package terminal

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hspbot/conversation"
	"hspbot/locales"
)

// tall is a result with paragraphs of three lines.
func tall(paragraphs int) conversation.Screen {
	s := conversation.Screen{Kind: conversation.Result, Language: "en", Notice: "Changed.", Title: "80 points",
		Choices: []conversation.Choice{control("documents", "show:documents", "Documents")}}
	for i := range paragraphs {
		s.Body = append(s.Body, conversation.Block{Text: fmt.Sprintf("%d a\n%d b\n%d c", i, i, i)})
	}
	return s
}

// What is taller than the window comes in pages: the first begins with what just happened
// and the title, the later ones with the title, and no line is lost or out of sight.
func TestCardPages(t *testing.T) {
	for rows := 10; rows < 40; rows++ {
		c := newCard(tall(12), Style{Width: 40}, rows)
		if got := c.pages[0][:3]; !slices.Equal(got, []string{"Changed.", "", "80 points"}) && got[1] != "80 points" {
			t.Errorf("%d rows: the first page begins with %q", rows, got)
		}
		var all []string
		for i := range c.pages {
			c.page = i
			if n := strings.Count(c.text(), "\n") + 1; n > rows { // and the prompt
				t.Errorf("%d rows: page %d has %d lines:\n%s", rows, i+1, n, c.text())
			}
			if i > 0 && rows > 12 && c.pages[i][0] != "80 points" {
				t.Errorf("%d rows: page %d begins with %q", rows, i+1, c.pages[i][0])
			}
			if more := strings.Contains(c.text(), "Press Enter for more"); more != (i < len(c.pages)-1) {
				t.Errorf("%d rows: page %d of %d says that there is more: %v", rows, i+1, len(c.pages), more)
			}
			all = append(all, c.pages[i]...)
		}
		for i := range 12 {
			for _, line := range []string{"a", "b", "c"} {
				if want := fmt.Sprint(i, " ", line); !slices.Contains(all, want) {
					t.Errorf("%d rows: no line %q", rows, want)
				}
			}
		}
	}
}

// A card that lacks but few rows is drawn without what can be missed: there is one page.
func TestCardIsBrief(t *testing.T) {
	s := one
	s.Progress, s.Title, s.Hint = "2 of 10", "Which?", "Choose one."
	whole := rendered(s, Style{Width: 40})
	c := newCard(s, Style{Width: 40}, len(whole)+promptRows-2)
	if len(c.pages) != 1 || len(c.pages[0]) >= len(whole) || !slices.Contains(c.pages[0], "Choose one.") {
		t.Errorf("%q, whole %q", c.pages, whole)
	}
}

// A card without progress, such as a result, has no free line at the top where it is drawn so.
func TestBriefResult(t *testing.T) {
	s := tall(3)
	s.Notice = ""
	whole := rendered(s, Style{Width: 40})
	c := newCard(s, Style{Width: 40}, len(whole)+promptRows-2) // without the hint and the line before it
	if len(c.pages) != 1 || c.pages[0][0] != "80 points" {
		t.Errorf("%q, whole %q", c.pages, whole)
	}
}

// What leads to the next page fits one line of a small window in every language.
func TestMoreFits(t *testing.T) {
	for _, tag := range locales.Tags() {
		if more := locales.In(tag).Say("terminal.more", "Page", 10, "Pages", 12); locales.Columns(more) > 40 {
			t.Errorf("%s: %q is %d columns wide", tag, more, locales.Columns(more))
		}
	}
}

// Many short options stand in columns, read downwards.
func TestOptionsInColumns(t *testing.T) {
	s := conversation.Screen{Language: "en", Number: true}
	for i := range 8 {
		s.Choices = append(s.Choices, option(fmt.Sprint(i), "x", fmt.Sprintf("年%d", i)))
	}
	check(t, Render(s, Style{Width: 30}),
		"  a. 年0    d. 年3    g. 年6",
		"  b. 年1    e. 年4    h. 年7",
		"  c. 年2    f. 年5",
		"",
		"To choose, type a letter from",
		"a to h, or the words in [ ].")
	if lines := rendered(s, Style{Width: 16}); len(lines) < 8 {
		t.Errorf("columns without room: %q", lines)
	}
}

// TestFileIsAsked: what is stored is shown as a list, and as JSON when that is asked for.
func TestFileIsAsked(t *testing.T) {
	screen := conversation.Screen{ID: "mydata", Title: "What is stored", Language: "en", File: &conversation.File{Name: "a.json", Data: []byte("{\"age\": 33}\n")},
		Body: []conversation.Block{{Kind: conversation.Table, Lines: []conversation.Line{{Label: "Age", Value: "33"}}}, {Kind: conversation.Code, Text: "{\"age\": 33}"}}}
	var out strings.Builder
	term := New(Options{In: strings.NewReader(""), Out: &out})
	if err := term.draw(screen, 1); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); strings.Contains(text, "{") || !strings.Contains(text, "[Show as JSON]") || !strings.Contains(text, "Age") {
		t.Errorf("the list is\n%s", text)
	}
	for _, line := range []string{"json", "[Show as JSON]", " ｊｓｏｎ "} {
		if err := term.draw(screen, 1); err != nil {
			t.Fatal(err)
		}
		out.Reset()
		if err := term.read(t.Context(), nil, line); err != nil || !strings.Contains(out.String(), "{\"age\": 33}") || strings.Contains(out.String(), "[Show as JSON]") {
			t.Errorf("%v, with %q the file is\n%s", err, line, out.String())
		}
	}
}
