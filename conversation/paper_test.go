package conversation

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hspbot/conversation/pointsheet"
	"hspbot/locales"
	"hspbot/scoring"
)

// TestHandedOver: from the result somebody gets the official workbook and the PDF in two presses,
// and those of one and three years ago from the sheets of permanent residence.
func TestHandedOver(t *testing.T) {
	for _, tag := range locales.Tags() {
		s := tableAt(t, tag, "result")
		for view, want := range map[string]struct{ name, begins string }{
			"form.0": {"points-sheet-i-b-for-residence.xlsx", "PK"},
			"form":   {"points-sheet-i-b.xlsx", "PK"}, "form.3": {"points-sheet-i-b-3-years-ago.xlsx", "PK"}, "pdf": {"points-sheet-i-b.pdf", "%PDF"},
			"chart": {"points-2026-11-22.png", "\x89PNG"}, "chart.dark": {"points-2026-11-22.png", "\x89PNG"},
		} {
			screen := Show(Step(s, Event{Kind: Pressed, Action: ShowAction(view), At: noon}), noon)
			if screen.ID != view || screen.File == nil || !screen.File.OnDemand() {
				t.Fatalf("%s: %s: %+v", tag, view, screen)
			}
			data, err := screen.File.Content()
			if err != nil || screen.File.Name != want.name || !bytes.HasPrefix(data, []byte(want.begins)) {
				t.Errorf("%s: %s: %q, %.10q, %v", tag, view, screen.File.Name, data, err)
			}
		}
	}
}

// TestFormIsTheAnswers: the workbook ticks what the result counts.
func TestFormIsTheAnswers(t *testing.T) {
	s := tableAt(t, "en", "result")
	screen := Show(Step(s, Event{Kind: Pressed, Action: ShowAction("form"), At: noon}), noon)
	data, err := screen.File.Content()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	total, err := f.GetCellValue("B 高度専門職第１号ロ", "AI96")
	if title := Show(s, noon).Title; err != nil || !strings.Contains(title, total) || total == "" {
		t.Errorf("total %q, %v; the result says %q", total, err, title)
	}
}

// TestSection: what a screen says is written down whole.
func TestSection(t *testing.T) {
	s := Screen{ID: "documents", Title: "T", Body: []Block{{Kind: Heading, Text: "h"}, {Kind: Paragraph, Text: "p"}, {Kind: Small, Text: "s"},
		{Kind: List, Lines: []Line{{Label: "a"}, {Mark: Met, Label: "b", Value: "v", Note: "n"}}}}}
	got := section(&s)
	want := []pointsheet.Line{{Heading: true, Label: "h"}, {Label: "p"}, {Note: "s"}, {Mark: "□", Label: "a"}, {Mark: "✓", Label: "b", Value: "v", Note: "n"}}
	if got.Title != "T" || len(got.Lines) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got.Lines[i] != want[i] {
			t.Errorf("line %d: %+v, want %+v", i, got.Lines[i], want[i])
		}
	}
}

// TestPointSheetOfACategory: the sheet is of the category that was asked for.
func TestPointSheetOfACategory(t *testing.T) {
	person, err := scoring.ParsePerson([]byte(`{"as_of":"2026-11-29","age":33,"annual_income_jpy":9000000,"category":"i-b"}`))
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := PointSheet(person, scoring.Academic, "en")
	if err != nil || sheet.Category != scoring.Academic {
		t.Errorf("a sheet of %v, %v", sheet.Category, err)
	}
}

// TestSheetHasItAll: what the sheet refers to stands in it, the other conditions of permanent residence too.
func TestSheetHasItAll(t *testing.T) {
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		sheet := begin(tableAt(t, tag, "result"), noon).pointSheet()
		titles, named := map[string]bool{}, false
		for _, s := range sheet.Sections {
			titles[s.Title] = true
			for _, l := range s.Lines {
				named = named || strings.Contains(l.Note, v.Say("control.checks"))
			}
		}
		if !named || !titles[v.Say("control.checks")] {
			t.Errorf("%s: the sheet names other conditions: %t, of its sections %v", tag, named, titles)
		}
	}
}
