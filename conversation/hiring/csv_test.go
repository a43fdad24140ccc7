package hiring

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// TestCSV reads the file back as a spreadsheet would.
func TestCSV(t *testing.T) {
	list := people()
	list[0].Label = `田中, "T"`
	for _, tag := range locales.Tags() {
		b := CSV(list, tag, noon)
		rest, ok := bytes.CutPrefix(b, []byte{0xef, 0xbb, 0xbf})
		if !ok || bytes.Count(b, []byte("\n")) != bytes.Count(b, []byte("\r\n")) || !bytes.HasSuffix(b, []byte("\r\n")) {
			t.Errorf("%s: no byte order mark, or not CRLF throughout", tag)
		}
		rows, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
		if err != nil || len(rows) != len(list)+1 {
			t.Fatalf("%s: %d rows, %v", tag, len(rows), err)
		}
		if rows[1][0] != list[0].Label {
			t.Errorf("%s: the label came back as %q", tag, rows[1][0])
		}
	}
}

// TestCSVCells: 5 years 10, master 20, N1 15, 34 years 10, 6.5M 20: 75. From 6M on it is
// 75, with 5M 15: 70. For 80 it takes 25: 7M.
func TestCSVCells(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(CSV(people(), "en", noon)[3:])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]string{
		{"Candidate", "State", "Category asked for", "1号イ points, least", "1号イ points, most", "1号イ verdict", "1号ロ points, least",
			"1号ロ points, most", "1号ロ verdict", "1号ハ points, least", "1号ハ points, most", "1号ハ verdict", "Category reached or nearest", "Salary (yen a year)",
			"70 points certain from (yen)", "70 points possible from (yen)", "80 points certain from (yen)", "80 points possible from (yen)", "Still open", "Last change (day in Japan)", "Thread"},
		{"engineer", "Complete", "1号ロ", "", "", "", "75", "75", "reaches 70", "", "", "", "1号ロ", "6500000", "5000000", "5000000", "7000000", "7000000", "", "2026-11-22", ""},
	} {
		if got := strings.Join(rows[i], "|"); got != strings.Join(want, "|") {
			t.Errorf("row %d is\n%s\nwant\n%s", i, got, strings.Join(want, "|"))
		}
	}
	if got := rows[3][19]; got != "2026-11-23" { // midnight in Japan
		t.Errorf("the last change is %q", got)
	}
	if got := strings.Join(rows[6], "|"); got != "nobody|Not started"+strings.Repeat("|", 19) {
		t.Errorf("who has not begun is %q", got)
	}
}

// TestCSVIsNoProgram: what a spreadsheet would run is text.
func TestCSVIsNoProgram(t *testing.T) {
	for cell, want := range map[string]string{
		`=HYPERLINK("http://x","y")`: `'=HYPERLINK("http://x","y")`,
		"+1":                         "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "＝1": "'＝1",
		"a=b": "a=b", "": "", "山田": "山田", "'=1": "'=1",
	} {
		if got := defuse(cell); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
		c := Candidate{Label: cell, State: known("i-b", facts{scoring.AnnualIncome: scoring.Number(1)})}
		line := bytes.SplitN(CSV([]Candidate{c}, "en", noon), []byte("\r\n"), 2)[1]
		for _, sign := range []string{"=", "+", "-", "@", "\t", "\r", "\"=", "\"+", "\"-", "\"@", "\"\t", "\"\r"} {
			if bytes.HasPrefix(line, []byte(sign)) {
				t.Errorf("%q is written as %q", cell, line)
			}
		}
	}
}
