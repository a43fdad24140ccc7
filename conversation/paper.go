package conversation

import (
	"fmt"
	"strings"

	"hspbot/conversation/pointsheet"
	"hspbot/scoring"
)

// What can be handed over on paper: the official workbook filled in, and the points sheet as a PDF.

// forms are the workbooks that go with an application for the status, or for permanent residence,
// by their views: how many years ago the points are, and the box for that.
var forms = map[string]struct {
	years    int
	occasion pointsheet.Occasion
}{
	"form": {}, "form.0": {0, pointsheet.ForResidence}, "form.1": {1, pointsheet.ForResidence1YearAgo}, "form.3": {3, pointsheet.ForResidence3YearsAgo},
}

// form hands over the official workbook: of today, or of a day in the past as an application for
// permanent residence wants it.
func (t *turn) form(view string) Screen {
	c, p := t.category(), t.plan.person.Profile
	name := "points-sheet-" + c.String()
	f := forms[view]
	switch {
	case f.years > 0:
		p = t.plan.person.On(t.today.AddYears(-f.years))
		name += fmt.Sprintf("-%d-years-ago", f.years)
	case f.occasion == pointsheet.ForResidence:
		name += "-for-residence"
	}
	s := t.handOver(view, "pointsheet.xlsx_title", t.voice.Say("pointsheet.xlsx_text", "Category", Short(t.voice, c)))
	if _, err := scoring.Assess(&p, scoring.Only(c)); err != nil {
		s.Body = nil
		s.Text(Paragraph, t.voice.Say("sheets.uncovered"))
		return s
	}
	s.File = &File{Name: name + ".xlsx", Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		content: pointsheet.Workbook{Profile: p, Category: c, Occasion: f.occasion}}
	return s
}

// pdf hands over the points sheet in the person's language.
func (t *turn) pdf() Screen {
	sheet := t.pointSheet()
	s := t.handOver("pdf", "pointsheet.pdf_title", t.voice.Say("pointsheet.pdf_text", "Language", t.voice.Say("language.name")))
	s.File = &File{Name: "points-sheet-" + sheet.Category.String() + ".pdf", Type: "application/pdf", content: sheet}
	return s
}

// handOver is the screen that a file comes with.
func (t *turn) handOver(view, title, about string) Screen {
	s := t.detail(view, title)
	s.Text(Paragraph, about)
	s.Text(Small, t.voice.Say("pointsheet.reserve"))
	return s
}

// PointSheet is the points sheet of a person in a category, with what follows from it.
func PointSheet(person scoring.Person, c scoring.Category, language string) (pointsheet.Sheet, error) {
	t, err := reportOn(person, scoring.Only(c), language)
	if err != nil {
		return pointsheet.Sheet{}, err
	}
	sheet := t.pointSheet()
	sheet.Category = c // also where the profile says that the work is of another
	return sheet, nil
}

func (t *turn) pointSheet() pointsheet.Sheet {
	p := t.plan.person.Profile
	sheet := pointsheet.Sheet{Profile: &p, Category: t.category(), Language: t.voice.Tag(), Verdict: t.headline(), Basis: t.applied(),
		Reserve: t.voice.Say("pointsheet.reserve")}
	for _, s := range []Screen{t.benefits(), t.residence(), t.checks(), t.documents()} {
		sheet.Sections = append(sheet.Sections, section(&s))
	}
	return sheet
}

// printed are what the marks look like in the letters of a file.
var printed = [...]string{NoMark: "", Met: "✓", NotMet: "×", Depends: "?", Caution: "!"}

// section writes a screen down. Documents are boxes to tick.
func section(s *Screen) pointsheet.Section {
	out := pointsheet.Section{Title: s.Title}
	for _, b := range s.Body {
		switch b.Kind {
		case Heading:
			out.Lines = append(out.Lines, pointsheet.Line{Heading: true, Label: b.Text})
		case Paragraph:
			out.Lines = append(out.Lines, pointsheet.Line{Label: b.Text})
		case Small:
			out.Lines = append(out.Lines, pointsheet.Line{Note: b.Text})
		case List, Table:
			for _, l := range b.Lines {
				mark := printed[l.Mark]
				if s.ID == "documents" && l.Mark == NoMark {
					mark = "□"
				}
				out.Lines = append(out.Lines, pointsheet.Line{Mark: mark, Label: l.Label, Value: l.Value, Note: l.Note})
			}
		}
	}
	return out
}

// offerPaper adds the buttons of what can be handed over.
func (t *turn) offerPaper(s *Screen) {
	if t.finished() && !t.state.Candidate {
		t.addViews(s, summaryView)
	}
	s.add(Control, "pdf", ShowAction("pdf"), t.voice.Say("pointsheet.pdf"))
	s.add(Control, "form", ShowAction("form"), t.voice.Say("pointsheet.xlsx"))
}

// offerForms adds the buttons of the workbooks that an application for permanent residence wants.
func (t *turn) offerForms(s *Screen, years int, day string) {
	view := fmt.Sprintf("form.%d", years)
	s.add(Control, strings.ReplaceAll(view, ".", "-"), ShowAction(view), t.voice.Say("pointsheet.xlsx_of", "Date", day))
}
