package pointsheet

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hspbot/scoring"
)

var day = scoring.Date{Year: 2026, Month: 11, Day: 29}

func read(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func value(t *testing.T, f *excelize.File, sheet, cell string) string {
	t.Helper()
	v, err := f.GetCellValue(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// printed are the points that the form prints beside a box; the box of a part of a row has those
// of the row above it.
func printed(t *testing.T, f *excelize.File, sheet, box string) int {
	t.Helper()
	_, row, err := excelize.CellNameToCoordinates(box)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(value(t, f, sheet, "AI"+strconv.Itoa(row)))
	if err != nil {
		return 0
	}
	return n
}

// TestBoxes goes through the form itself: every row of the table has a box on each sheet on which
// it has points, and the form prints those points beside it.
func TestBoxes(t *testing.T) {
	f := read(t, form)
	for c := range scoring.Category(scoring.Categories) {
		w := layouts[c]
		seen := map[string]bool{}
		for _, r := range scoring.RowsOn(day) {
			box := w.boxes[r.ID]
			seen[r.ID] = true
			switch {
			case r.ID == "research.two_or_more": // stands beside the boxes of its kinds
				continue
			case r.Points[c] == 0:
				if box != "" {
					t.Errorf("%v: %s has no points, but the box %s", c, r.ID, box)
				}
				continue
			case box == "":
				t.Errorf("%v: no box for %s", c, r.ID)
				continue
			}
			got := value(t, f, w.sheet, box)
			if want := "□"; got != want && !slices.Contains([]string{"licences.one", "licences.two_or_more", "designated_university.graduated", "investment_management.engaged"}, r.ID) {
				t.Errorf("%v %s: %s holds %q on the form", c, r.ID, box, got)
			}
			// Three kinds of research share one number; of イ the form prints 25 for two beside the last.
			if n := printed(t, f, w.sheet, box); n != r.Points[c] && r.Item != scoring.ItemResearch && r.ID != "designated_university.graduated" {
				t.Errorf("%v %s: the form prints %d beside %s, not %d", c, r.ID, n, box, r.Points[c])
			}
		}
		for id := range w.boxes {
			if !seen[id] {
				t.Errorf("%v: no row %s", c, id)
			}
		}
		if _, row, _ := excelize.CellNameToCoordinates(w.total); value(t, f, w.sheet, "AF"+strconv.Itoa(row)) != "合計" {
			t.Errorf("%v: no 合計 before %s", c, w.total)
		}
		for i, text := range []string{"今回の申請時", "１年前", "３年前"} {
			_, row, _ := excelize.CellNameToCoordinates(w.occasions[i])
			if got := value(t, f, w.sheet, "M"+strconv.Itoa(row)); !strings.Contains(got, text) {
				t.Errorf("%v: %s stands before %q", c, w.occasions[i], got)
			}
		}
	}
}

// engineer is a person of 1号ロ, with the points of the form: master 20, seven years 15, 9 million
// at 29 35, under 30 15, one licence 5, N2 10.
func engineer() scoring.Profile {
	p := scoring.Profile{AsOf: day}
	for f := range scoring.Fact(scoring.FactCount) {
		switch f.Kind() {
		case scoring.YesNo:
			p = p.With(f, scoring.IsNo)
		case scoring.Choice:
			p = p.With(f, scoring.Option(0))
		case scoring.Set:
			p = p.With(f, scoring.Members(0))
		case scoring.Whole:
			p = p.With(f, scoring.Number(0))
		case scoring.Decimal:
			p = p.With(f, scoring.Real(0))
		case scoring.Ages:
			p = p.With(f, scoring.AgesOf())
		}
	}
	return p.With(scoring.Degrees, scoring.Members(scoring.Bachelor|scoring.Master)).With(scoring.CareerTechnical, scoring.Real(7)).
		With(scoring.AnnualIncome, scoring.Number(9_000_000)).With(scoring.Age, scoring.Number(29)).
		With(scoring.Licences, scoring.Number(1)).With(scoring.Japanese, scoring.Option(1))
}

// ticks are the cells with a tick on a sheet.
func ticks(t *testing.T, f *excelize.File, sheet string) []string {
	t.Helper()
	var list []string
	found, err := f.SearchSheet(sheet, ticked)
	if err != nil {
		t.Fatal(err)
	}
	list = append(list, found...)
	slices.Sort(list)
	return list
}

// TestWorkbook: the boxes of what counts are ticked, and no others; the total stands at 合計.
func TestWorkbook(t *testing.T) {
	p := engineer()
	data, err := (Workbook{p, scoring.Technical, ForResidence1YearAgo}).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	f := read(t, data)
	sheet := "B 高度専門職第１号ロ"
	want := []string{"AF15", "AF21", "AF26", "AF35", "AF46", "AF74", "L101"}
	if got := ticks(t, f, sheet); !slices.Equal(got, want) {
		t.Errorf("ticked %v, want %v", got, want)
	}
	if got := value(t, f, sheet, "AI96"); got != "100" {
		t.Errorf("total %q, want 100", got)
	}
	for _, other := range []string{"A 高度専門職第１号イ", "C 高度専門職１号ハ"} {
		if got := ticks(t, f, other); len(got) > 0 {
			t.Errorf("%s: ticked %v", other, got)
		}
	}
	if f.GetActiveSheetIndex() != 1 {
		t.Errorf("opens on sheet %d", f.GetActiveSheetIndex())
	}
}

// TestWorkbookResearch: each kind has its box; of two the form counts 25 in 1号イ.
func TestWorkbookResearch(t *testing.T) {
	p := engineer().With(scoring.CareerAcademic, scoring.Real(0)).With(scoring.Research, scoring.Members(scoring.Patent|scoring.Papers))
	data, err := (Workbook{p, scoring.Academic, ForStatus}).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	f := read(t, data)
	sheet := "A 高度専門職第１号イ"
	want := []string{"AF15", "AF25", "AF32", "AF35", "AF39", "AF67"}
	if got := ticks(t, f, sheet); !slices.Equal(got, want) {
		t.Errorf("ticked %v, want %v", got, want)
	}
	if got := value(t, f, sheet, "AI88"); got != "105" { // 20 + 35 + 15 + 25 + 10
		t.Errorf("total %q, want 105", got)
	}
}

// TestWorkbookOpen: what is not certain is not ticked, and the total is a range.
func TestWorkbookOpen(t *testing.T) {
	p := engineer().With(scoring.Japanese, scoring.Value{})
	data, err := (Workbook{p, scoring.Technical, ForStatus}).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	f := read(t, data)
	sheet := "B 高度専門職第１号ロ"
	if got := ticks(t, f, sheet); slices.Contains(got, "AF72") || slices.Contains(got, "AF74") {
		t.Errorf("ticked %v", got)
	}
	if got := value(t, f, sheet, "AI96"); got != "90～105" {
		t.Errorf("total %q, want 90～105", got)
	}
}

// TestWorkbookPrints: LibreOffice opens the filled form and prints it, its formulas included.
func TestWorkbookPrints(t *testing.T) {
	for _, tool := range []string{"soffice", "pdftotext"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is not installed", tool)
			}
			t.Skipf("%s is not installed", tool)
		}
	}
	p := engineer()
	data, err := (Workbook{p, scoring.Technical, ForStatus}).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "form.xlsx")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	office := exec.Command("soffice", "--headless", "-env:UserInstallation=file://"+dir+"/office", "--convert-to", "pdf", "--outdir", dir, file)
	if out, err := office.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := exec.Command("pdftotext", "-layout", filepath.Join(dir, "form.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), ticked); n != 6 {
		t.Errorf("%d boxes are ticked in print", n)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if squeezed := strings.Join(strings.Fields(line), " "); squeezed == "合計 100" {
			return
		}
	}
	t.Error("the total is not printed beside 合計")
}
