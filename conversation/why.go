package conversation

import (
	"slices"
	"strings"

	"hspbot/scoring"
)

// What counts for a question: what the words of the law mean, the rows of the table that are in
// force on the day with their points, and where the official lists are.

// rowsOf are the items whose rows a question asks about.
var rowsOf = map[string][]scoring.Item{
	"degrees":      {scoring.ItemAcademic, scoring.ItemDifferentFields},
	"universities": {scoring.ItemJapaneseUniversity, scoring.ItemDesignatedUniversity},
	"career_i-a":   {scoring.ItemCareer},
	"career_i-b":   {scoring.ItemCareer},
	"career_i-c":   {scoring.ItemCareer},
	"age":          {scoring.ItemAge},
	"salary":       {scoring.ItemIncome},
	"japanese":     {scoring.ItemJapanese},
	"research":     {scoring.ItemResearch},
	"licences":     {scoring.ItemLicences},
	"position":     {scoring.ItemPosition},
	"employer": {scoring.ItemInnovationSupport, scoring.ItemInnovationSupportSME, scoring.ItemLocalGovernmentSupport,
		scoring.ItemSMERnD},
	"rest": {scoring.ItemForeignQualification, scoring.ItemGrowthFieldProject, scoring.ItemJICATraining, scoring.ItemOwnInvestment,
		scoring.ItemInvestmentManagement},
}

// lists are the editions of the official lists that a question asks about.
var lists = map[string][]string{
	"universities": {"universities_2026_01", "top_global", "innovative_asia"},
	"japanese":     {"japanese_ability"},
	"licences":     {"it_notification_2020"},
	"employer":     {"innovation_measures", "local_governments"},
	"rest":         {"growth_fields_2026", "foreign_qualifications_2023"},
}

// topicOf is what the statements of law are about that a question's explanation adds.
var topicOf = map[string]scoring.Topic{"goal": scoring.OnStatus, "universities": scoring.OnUniversities}

// why explains what counts for a question.
func (t *turn) why(id string) Screen {
	q, v := find(id), t.voice
	s := t.detail("why:"+id, "why.title", "Question", q.name(v))
	s.prose(v.Say("why." + q.text()))
	if list := t.rows(id); len(list) > 0 {
		s.Text(Heading, v.Say("points.rows"))
		s.Lines(Table, list...)
	}
	if id == "goal" {
		var list []Line
		for c := range scoring.AllSheets.All() {
			list = append(list, t.basis(c)...)
		}
		s.Lines(List, list...)
	}
	if topic := topicOf[id]; topic != "" {
		s.Lines(List, t.statements(topic)...)
	}
	s.sources(t, lists[id]...)
	if id == "licences" && t.current() == nil { // it is reached from there
		t.addViews(&s, "ways")
	}
	return s
}

// sources names editions with their addresses, those that are in force.
func (s *Screen) sources(t *turn, editions ...string) {
	for _, e := range scoring.InForce(scoring.Editions, t.today) {
		if slices.Contains(editions, e.ID) {
			s.Text(Small, t.voice.Say("source.why", "Title", e.Title, "URL", e.URL))
		}
	}
}

// statements lists what the law says about a topic on the day.
func (t *turn) statements(about scoring.Topic) []Line {
	var list []Line
	for _, st := range scoring.InForce(scoring.Statements, t.today) {
		if st.Topic == about {
			list = append(list, Line{Label: t.voice.Say("statement." + st.ID)})
		}
	}
	return list
}

// prose adds a text: paragraphs, with lists in them.
func (s *Screen) prose(text string) {
	for _, part := range strings.Split(strings.TrimSpace(text), "\n\n") {
		var list []Line
		for line := range strings.SplitSeq(part, "\n") {
			if item, ok := strings.CutPrefix(line, "- "); ok {
				list = append(list, Line{Label: item})
				continue
			}
			s.Lines(List, list...)
			list = nil
			s.Text(Paragraph, line)
		}
		s.Lines(List, list...)
	}
}

// rows are the rows in force that a question asks about, with their points and what they mean.
func (t *turn) rows(id string) []Line {
	among := t.state.sheets()
	for c := range scoring.AllSheets.All() {
		if id == "career_"+c.String() {
			among = scoring.Only(c)
		}
	}
	var list []Line
	for _, r := range scoring.RowsOn(t.today) {
		if points := t.pointsOf(&r, among); slices.Contains(rowsOf[id], r.Item) && points != "" {
			no, _ := r.Numbers()
			line := Line{Label: strings.TrimSpace(no + " " + t.voice.Say(r.TextKey())), Value: points}
			if t.voice.Has(r.WhyKey()) {
				line.Note = t.voice.Say(r.WhyKey())
			}
			list = append(list, line)
		}
	}
	return list
}

// pointsOf writes the points of a row: once where all categories give the same, else for each.
func (t *turn) pointsOf(r *scoring.Row, among scoring.Sheets) string {
	v := t.voice
	var each []string
	different, most := map[int]bool{}, 0
	for c := range among.All() {
		different[r.Points[c]], most = true, max(most, r.Points[c])
		if r.Points[c] > 0 {
			each = append(each, v.Say("points.in", "Category", Short(v, c), "Points", v.Say("points.bare", "N", r.Points[c])))
		}
	}
	if len(different) == 1 && most > 0 {
		return v.Say("points.bare", "N", most)
	}
	return join(v, each)
}
