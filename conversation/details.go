package conversation

import (
	"slices"
	"strings"

	"hspbot/locales"
	"hspbot/scoring"
)

// wayBack adds the way back: to the question on the table, to the answer about permanent
// residence, or to the result.
func (t *turn) wayBack(view string, s *Screen) {
	id, action := "control.to_result", ActionContinue
	switch {
	case t.current() != nil:
		id = "control.to_question"
	case t.state.Asking && view == "residence":
		action = "show:result"
	case t.state.Asking:
		id = "control.to_residence"
	}
	s.add(Control, "back", action, t.voice.Say(id))
}

// detail begins a screen under a title, the id of a text.
func (t *turn) detail(id, title string, pairs ...any) Screen {
	return Screen{Kind: Detail, ID: id, Language: t.voice.Tag(), Title: t.voice.Say(title, pairs...)}
}

// contradictions are the lines of answers that cannot both be right, in the texts of a kind: in
// short "contradiction", in full "caution".
func (t *turn) contradictions(kind string) []Line {
	return t.cautions(kind, "degree_missing", "career_beyond_age")
}

// cautions are the lines of those cautions that concern the person, in the texts of a kind.
func (t *turn) cautions(kind string, ids ...string) []Line {
	var list []Line
	for _, id := range t.plan.assessment.Cautions {
		if slices.Contains(ids, id) {
			list = append(list, Line{Mark: Caution, Label: t.voice.Say(kind + "." + id)})
		}
	}
	return list
}

// points draws every item with its points and official number, what was refused and why,
// the income floor and J-Skip.
func (t *turn) points() Screen {
	a, v := &t.plan.assessment, t.voice
	s := t.detail("points", "points.title")
	for c := range a.Sheets.All() {
		r := &a.Categories[c]
		s.Text(Heading, v.Say("category."+c.String()+".name"))
		total := Verdict(v, a, c)
		total.Label, total.Value = v.Say("points.total"), bare(v, r.Min, r.Max)
		s.Lines(Table, append(t.claimed(c), total)...)
		s.Text(Small, t.unclaimed(c))
		s.Lines(List, t.refused(c)...)
		var conditions []Line
		if r.HasFloor {
			conditions = append(conditions, Line{Mark: mark(r.Floor), Label: v.Say("points.floor")})
		}
		skip := Line{Label: v.Say("points.j_skip." + a.JSkip[c].String())}
		if a.JSkip[c] != scoring.No { // a second way that is shut is no failure
			skip.Mark = mark(a.JSkip[c])
		}
		if a.JSkip[c] != scoring.No || a.Sheets == scoring.Only(c) { // three sheets are long enough
			skip.Note = v.Say("j_skip." + c.String())
		}
		s.Lines(List, append(conditions, skip)...)
	}
	s.Lines(List, slices.Concat(t.bases(), t.birthdayInFull(),
		t.cautions("caution", "local_and_innovation", "jica_waives_degree", "financial_helper_academic"), t.contradictions("caution"))...)
	s.Text(Small, t.applied())
	s.Text(Small, t.source())
	t.offerPaper(&s)
	return s
}

// source names the form that the points are counted by, "" on a day without one.
func (t *turn) source() string {
	for _, r := range scoring.RowsOn(t.today) {
		return t.voice.Say("source.table", "Title", r.Edition.Title, "URL", r.Edition.URL)
	}
	return ""
}

// bare writes points without a unit.
func bare(v *locales.Voice, least, most int) string {
	if least == most {
		return v.Say("points.bare", "N", least)
	}
	return v.Say("points.bare_range", "From", least, "To", most)
}

// change offers the answers, each with its value, to be changed.
func (t *turn) change() Screen {
	s := t.detail("change", "change.title")
	for i := range questions {
		if q := &questions[i]; t.state.answeredAny(q) && t.state.inPlay(q) {
			label := t.voice.Say("change.line", "Question", q.name(t.voice), "Answer", t.answerText(q))
			s.add(Option, q.id, "edit:"+q.id, clip(label, widestLabel))
		}
	}
	if len(s.Choices) == 0 {
		s.Text(Paragraph, t.voice.Say("change.nothing"))
	}
	return s
}

// widestLabel is how many columns a button shows.
const widestLabel = 36

// clip cuts a text to a number of columns.
func clip(text string, columns int) string {
	n := 0
	for i, r := range text {
		if n += locales.RuneColumns(r); n > columns {
			return strings.TrimRight(text[:i], " ,、，") + "…"
		}
	}
	return text
}

func (t *turn) help() Screen {
	s := t.detail("help", "help.title")
	s.Text(Paragraph, t.voice.Say("help.text"))
	var list []Line
	for _, c := range Commands {
		if t.state.Candidate && c == string(cmdNotify) { // who would be written to is not the candidate
			continue
		}
		list = append(list, Line{Label: "/" + c, Note: t.voice.Say("command."+c+".about", "Languages", t.voice.Languages())})
	}
	s.Lines(List, list...)
	s.Text(Small, t.voice.Say("intro.privacy"))
	s.Text(Small, t.source())
	s.Text(Small, t.voice.Say("source.disclaimer"))
	return s
}

func (t *turn) languages() Screen {
	s := t.detail("language", "language.title")
	t.offerLanguages(&s, Option)
	return s
}

func (t *turn) offerLanguages(s *Screen, role ChoiceRole) {
	for _, tag := range locales.Tags() {
		s.add(role, strings.ToLower(tag), LanguageAction(tag), locales.In(tag).Say("language.name")).Selected = role == Option && tag == t.voice.Tag()
	}
}

// answered is what follows words that change nothing, when every question has an answer: the
// result is not said again.
func (t *turn) answered() Screen {
	s := t.detail("answered", "answered.title")
	t.addViews(&s, "change", "documents")
	return s
}

// private is said instead of what is stored, where others can read along.
func (t *turn) private() Screen {
	s := t.detail("private", "private.title")
	s.Text(Paragraph, t.voice.Say("private.text"))
	s.add(Option, "private", ActionPrivate, t.voice.Say("public.private"))
	return s
}

// sure asks once before something is deleted.
func (t *turn) sure(what string) Screen {
	s := t.detail(what, what+".title")
	s.Text(Paragraph, t.voice.Say(what+".text"))
	if what == "forget" && t.sentLead() {
		s.Text(Paragraph, t.voice.Say("lead.forget", "Name", t.state.receipt().Name))
	}
	s.Confirms = true
	s.add(Option, "yes", "yes:"+what, t.voice.Say(what+".yes")).Danger = what == "forget"
	s.add(Option, "no", ActionContinue, t.voice.Say(what+".no"))
	return s
}

// public offers the private conversation to somebody who began where others read along.
func (t *turn) public() Screen {
	s := t.detail("public", "public.title")
	s.Text(Paragraph, t.voice.Say("public.text"))
	s.add(Option, "private", ActionPrivate, t.voice.Say("public.private"))
	s.add(Option, "here", actionOpen, t.voice.Say("public.here"))
	return s
}

// forgotten is the last screen of a person who asked to be forgotten.
func (t *turn) forgotten() Screen {
	s := t.detail("forgotten", "forgotten.title")
	s.Kind = Forgotten
	s.Text(Paragraph, t.voice.Say("forgotten.text"))
	if r := t.state.receipt(); r != nil {
		s.Text(Paragraph, t.voice.Say("lead.forgotten", "Name", r.Name, "ID", r.ID))
	}
	return s
}
