package pointsheet

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"

	"hspbot/locales"
	"hspbot/scoring"
)

// TestEveryCharacterHasAGlyph: no text of a language shows an empty box in print. Where it fails,
// subset.py makes the fonts anew. Emoji are for screens.
func TestEveryCharacterHasAGlyph(t *testing.T) {
	for _, tag := range locales.Tags() {
		name, data := fontOf(tag)
		font, err := sfnt.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		var memory sfnt.Buffer
		missing := map[rune]string{}
		look := func(id, text string) {
			for _, r := range text {
				if i, err := font.GlyphIndex(&memory, r); r > ' ' && (err != nil || i == 0) && !emoji(r) {
					missing[r] = id
				}
			}
		}
		v := locales.In(tag)
		for _, id := range v.IDs() {
			if id != "university.characters" { // those that are replaced, and by what
				look(id, v.Say(id))
			}
		}
		look("signs", "□✓×?!①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑–")
		for r, id := range missing {
			t.Errorf("%s.ttf (%s) lacks %q of %s", name, tag, r, id)
		}
	}
}

func emoji(r rune) bool {
	return r >= 0x1F000 || r >= 0x2600 && r < 0x27C0 && r != '✓' || r == 0xFE0F || r == 0x200B || r >= 0x2066 && r <= 0x2069
}

// words are what a PDF says, without the spaces and the line breaks.
func words(t *testing.T, data []byte) (text string, pages int) {
	t.Helper()
	list := pagesOf(t, data)
	return strings.Join(list, ""), len(list)
}

// pagesOf are what the pages of a PDF say, without the spaces and the line breaks.
func pagesOf(t *testing.T, data []byte) []string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("pdftotext is not installed")
		}
		t.Skip("pdftotext is not installed")
	}
	file := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for page := range strings.SplitSeq(strings.TrimSuffix(string(out), "\f"), "\f") {
		list = append(list, squeeze(page))
	}
	return list
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// TestPDF: each row of the category is there with the words of the language and the Japanese, the
// claimed ones ticked, with the total, the refusal and the sections.
func TestPDF(t *testing.T) {
	for _, tag := range locales.Tags() {
		v, ja := locales.In(tag), locales.In("ja")
		p := engineer().With(scoring.JapaneseUniversity, scoring.IsYes) // takes N2
		data, err := Sheet{Profile: &p, Category: scoring.Technical, Language: tag, Verdict: v.Say("pointsheet.check"), Basis: v.Say("pointsheet.proof"), Reserve: v.Say("pointsheet.reserve"),
			Sections: []Section{{Title: v.Say("benefits.title"), Lines: []Line{{Mark: "✓", Label: v.Say("benefit.parents.name"), Value: v.Say("pointsheet.points"), Note: v.Say("benefit.parents.about")}}}}}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		text, pages := words(t, data)
		want := []string{v.Say("pointsheet.reserve"), v.Say("benefit.parents.about"), v.Say("refused.japanese.n2"), v.Say("points.total") + "100"}
		for _, row := range scoring.RowsOn(day) {
			if row.Points[scoring.Technical] > 0 {
				want = append(want, v.Say(row.TextKey()), ja.Say(row.TextKey()))
			}
		}
		for _, w := range want {
			if !strings.Contains(text, squeeze(w)) {
				t.Errorf("%s: the sheet does not say %q", tag, w)
			}
		}
		if n := strings.Count(text, "✓"); n != 6+2 { // the claims, the sign explained, and the section's
			t.Errorf("%s: %d ticks", tag, n)
		}
		if pages < 2 || pages > 4 {
			t.Errorf("%s: %d pages", tag, pages)
		}
		if len(data) > 400_000 {
			t.Errorf("%s: %d bytes", tag, len(data))
		}
	}
}

func BenchmarkPDF(b *testing.B) {
	p := engineer()
	for b.Loop() {
		if _, err := (Sheet{Profile: &p, Category: scoring.Technical, Language: "zh-Hant"}).Bytes(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWorkbook(b *testing.B) {
	p := engineer()
	for b.Loop() {
		if _, err := (Workbook{p, scoring.Technical, ForStatus}).Bytes(); err != nil {
			b.Fatal(err)
		}
	}
}

// TestTotalIsNotAlone: the total stands on the page of the last row of the form, whatever was refused.
func TestTotalIsNotAlone(t *testing.T) {
	for _, tag := range locales.Tags() {
		for _, university := range []scoring.Value{scoring.IsNo, scoring.IsYes} {
			for jica := range 3 {
				p := engineer().With(scoring.JapaneseUniversity, university).With(scoring.JICATraining, scoring.Option(jica))
				data, err := Sheet{Profile: &p, Category: scoring.Technical, Language: tag, Verdict: "✓", Basis: "✓", Reserve: "✓"}.Bytes()
				if err != nil {
					t.Fatal(err)
				}
				for _, page := range pagesOf(t, data) {
					if strings.Contains(page, squeeze(locales.In(tag).Say("pointsheet.signs"))) && !strings.Contains(page, "投資運用業等に係る業務に従事") {
						t.Errorf("%s, university %v, training %d: the total is alone on its page", tag, university, jica)
					}
				}
			}
		}
	}
}

// TestNotesFollow: what a note is about stands on the page on which the note begins, wherever the page ends.
func TestNotesFollow(t *testing.T) {
	p := engineer()
	for before := range 12 {
		section := Section{Title: "title"}
		for range before {
			section.Lines = append(section.Lines, Line{Label: "space"})
		}
		for i := range 40 {
			section.Lines = append(section.Lines, Line{Label: fmt.Sprintf("label-%d.", i), Note: fmt.Sprintf("note-%d.", i)})
		}
		data, err := Sheet{Profile: &p, Category: scoring.Technical, Language: "en", Verdict: "✓", Basis: "✓", Reserve: "✓", Sections: []Section{section}}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range pagesOf(t, data) {
			for i := range 40 {
				if strings.Contains(page, fmt.Sprintf("label-%d.", i)) != strings.Contains(page, fmt.Sprintf("note-%d.", i)) {
					t.Errorf("after %d lines, label %d and its note are on two pages", before, i)
				}
			}
		}
	}
}
