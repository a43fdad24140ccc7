package pointsheet

import (
	"bytes"
	_ "embed"
	"fmt"

	"github.com/xuri/excelize/v2"

	"hspbot/scoring"
)

// form is the agency's workbook 930001673.xls (令和5年4月1日以降), as https://www.moj.go.jp/isa/
// gives it out, converted to .xlsx once by LibreOffice; each sheet fits the width of its page.
//
//go:embed form.xlsx
var form []byte

// Occasion says what a points sheet is for. The form asks for it where permanent residence is
// applied for: 「※永住許可申請時のみ，該当部分にチェックして下さい。」
type Occasion uint8

// The occasions.
const (
	ForStatus             Occasion = iota // certificate of eligibility, change, extension: no box is ticked
	ForResidence                          // 今回の申請時のポイントです。
	ForResidence1YearAgo                  // 今回の申請から１年前のポイントです。
	ForResidence3YearsAgo                 // 今回の申請から３年前のポイントです。
)

const ticked = "☑"

// Workbook is the official workbook with the sheet of a category filled in: the boxes of what
// the profile certainly claims, and the total, a range while answers are open. Name, figures that
// the profile does not hold, date and signature are left to the person.
type Workbook struct {
	Profile  scoring.Profile
	Category scoring.Category
	Occasion Occasion
}

// Bytes fills the workbook in. The error is that of [scoring.Assess]: there is no table on the day.
func (b Workbook) Bytes() ([]byte, error) {
	p, c, o := &b.Profile, b.Category, b.Occasion
	a, err := scoring.Assess(p, scoring.Only(c))
	if err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(form))
	if err != nil {
		return nil, fmt.Errorf("open the form: %w", err)
	}
	defer f.Close()
	w := &layouts[c]
	var failed error
	set := func(cell string, value any) {
		if err := f.SetCellValue(w.sheet, cell, value); err != nil && failed == nil {
			failed = fmt.Errorf("fill in %s: %w", cell, err)
		}
	}
	for _, row := range Claimed(p, &a, c) {
		if cell := w.boxes[row.ID]; cell != "" {
			set(cell, ticked)
		}
	}
	if r := a.Categories[c]; r.Min == r.Max {
		set(w.total, r.Min)
	} else {
		set(w.total, fmt.Sprintf("%d～%d", r.Min, r.Max))
	}
	if o != ForStatus {
		set(w.occasions[o-ForResidence], ticked)
	}
	if failed != nil {
		return nil, failed
	}
	f.SetActiveSheet(int(c))
	out, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return out.Bytes(), nil
}

// Claimed returns the rows that count in category c, in the order of the form: of each item the
// best row, and every kind of research. An item whose points are not certain yet has none.
func Claimed(p *scoring.Profile, a *scoring.Assessment, c scoring.Category) []*scoring.Row {
	var list []*scoring.Row
	var filled [scoring.ItemCount]bool
	for _, row := range scoring.Earned(p, c) {
		points := a.Categories[c].Items[row.Item]
		best := row.Points[c] == points.Max && !filled[row.Item]
		if points.Min == points.Max && (best || row.Item == scoring.ItemResearch) {
			list, filled[row.Item] = append(list, row), true
		}
	}
	return list
}

// layout is where things stand on the sheet of a category.
type layout struct {
	sheet     string
	boxes     map[string]string // cell of the box チェック by row; what has no box of its own has none
	total     string            // 合計
	occasions [3]string
}

var layouts = [scoring.Categories]layout{
	scoring.Academic: {
		sheet: "A 高度専門職第１号イ", total: "AI88", occasions: [3]string{"L92", "L93", "L94"},
		boxes: map[string]string{
			"academic.doctorate": "AF14", "academic.mba_mot": "AF15", "academic.master_or_professional": "AF15",
			"academic.bachelor": "AF16", "different_fields.two": "AF17",
			"career.7": "AF20", "career.5": "AF21", "career.3": "AF22",
			"income.10m": "AF24", "income.9m": "AF25", "income.8m": "AF26", "income.7m": "AF27",
			"income.6m": "AF28", "income.5m": "AF29", "income.4m": "AF30",
			"age.under_30": "AF32", "age.30_34": "AF33", "age.35_39": "AF34",
			"research.patent": "AF35", "research.foreign_government_funding": "AF37", "research.papers": "AF39", "research.recognised": "AF41",
			"innovation_support.receives": "AF45", "innovation_support_sme.is_sme": "AF47", "local_government_support.receives": "AF49",
			"sme_rnd.over_3_percent": "AF51", "foreign_qualification.holds": "AF59", "japanese_university.graduated": "AF61",
			"japanese.n1": "AF65", "japanese.n2": "AF67", "growth_field_project.engaged": "AF69",
			// Which of the three lists the university is on is not asked: the row above them is ticked.
			"designated_university.graduated":                   "AF71",
			"jica_training.without_japanese_university_classes": "AF82", "jica_training.with_japanese_university_classes": "AF82",
		},
	},
	scoring.Technical: {
		sheet: "B 高度専門職第１号ロ", total: "AI96", occasions: [3]string{"L100", "L101", "L102"},
		boxes: map[string]string{
			"academic.doctorate": "AF13", "academic.mba_mot": "AF14", "academic.master_or_professional": "AF15",
			"academic.bachelor": "AF16", "different_fields.two": "AF17",
			"career.10": "AF20", "career.7": "AF21", "career.5": "AF22", "career.3": "AF23",
			"income.10m": "AF25", "income.9m": "AF26", "income.8m": "AF27", "income.7m": "AF28",
			"income.6m": "AF29", "income.5m": "AF30", "income.4m": "AF31",
			"age.under_30": "AF35", "age.30_34": "AF36", "age.35_39": "AF37",
			"research.patent": "AF38", "research.foreign_government_funding": "AF40", "research.papers": "AF42", "research.recognised": "AF44",
			"licences.one": "AF46", "licences.two_or_more": "AF48",
			"innovation_support.receives": "AF52", "innovation_support_sme.is_sme": "AF54", "local_government_support.receives": "AF56",
			"sme_rnd.over_3_percent": "AF58", "foreign_qualification.holds": "AF66", "japanese_university.graduated": "AF68",
			"japanese.n1": "AF72", "japanese.n2": "AF74", "growth_field_project.engaged": "AF76",
			"designated_university.graduated":                   "AF78",
			"jica_training.without_japanese_university_classes": "AF89", "jica_training.with_japanese_university_classes": "AF89",
			"investment_management.engaged": "AG95",
		},
	},
	scoring.Management: {
		sheet: "C 高度専門職１号ハ", total: "AI82", occasions: [3]string{"L86", "L87", "L88"},
		boxes: map[string]string{
			"academic.mba_mot": "AF14", "academic.doctorate": "AF15", "academic.master_or_professional": "AF15",
			"academic.bachelor": "AF16", "different_fields.two": "AF17",
			"career.10": "AF20", "career.7": "AF21", "career.5": "AF22", "career.3": "AF23",
			"income.30m_management": "AF24", "income.25m_management": "AF25", "income.20m_management": "AF26",
			"income.15m_management": "AF27", "income.10m_management": "AF28",
			"position.representative": "AF31", "position.director": "AF33",
			"innovation_support.receives": "AF37", "innovation_support_sme.is_sme": "AF39", "local_government_support.receives": "AF41",
			"sme_rnd.over_3_percent": "AF43", "foreign_qualification.holds": "AF51", "japanese_university.graduated": "AF53",
			"japanese.n1": "AF57", "japanese.n2": "AF59", "growth_field_project.engaged": "AF61",
			"designated_university.graduated":                   "AF63",
			"jica_training.without_japanese_university_classes": "AF74", "jica_training.with_japanese_university_classes": "AF74",
			"own_investment.100m": "AF80", "investment_management.engaged": "AF81",
		},
	},
}
