package conversation

import (
	"slices"
	"strconv"
	"strings"

	"hspbot/locales"
	"hspbot/scoring"
)

// screen draws the turn's state: the view, the question on the table, or the result.
func (t *turn) screen() Screen {
	var s Screen
	switch q := t.current(); {
	case !t.plan.covered:
		s = t.uncovered()
	case t.state.View != "":
		s = t.view(t.state.View)
	case q != nil:
		s = t.ask(q)
	case t.state.Asking:
		s = t.residence()
		t.wayBack("residence", &s)
	case t.consents():
		s = t.consent()
	default:
		s = t.result()
	}
	s.Language, s.Notice = t.voice.Tag(), t.notice()
	t.moreInGuide(&s)
	if n := t.state.Notice; n != nil && n.Question != "" && (n.Text == understood || n.Text == readTogether) && (s.Kind == Question || s.Kind == Result || s.ID == "residence") {
		s.add(Control, "undo", "undo:"+n.Question, t.voice.Say("control.undo", "Question", find(n.Question).name(t.voice)))
	}
	return s
}

// ask draws a question.
func (t *turn) ask(q *question) Screen {
	v := t.voice
	s := Screen{Kind: Question, ID: q.id, Title: t.title(q), Several: q.style == pages, Number: q.style == number || q.style == calendar || q.counts}
	confirms := t.state.Notice.confirms() // what somebody said at once
	if q.id == "goal" && t.state.Goal == "" && !confirms {
		s.Title = t.voice.Say("intro.title") // the question stands beside its answers
		s.Text(Paragraph, v.Say("intro.text"))
		s.Text(Small, v.Say("intro.privacy"))
		s.Text(Heading, t.title(q))
	}
	if id := "question." + q.text() + ".hint"; v.Has(id) {
		s.Hint = t.voice.Say(id)
	} else if q.style == calendar {
		s.Hint = v.Say("residence.hint.day")
	}
	if t.state.Editing == "" && t.state.Goal != "" { // how many there are depends on the goal
		s.Progress = t.progress(q)
		t.early(q, &s)
	}
	if confirms {
		s.Title = v.Say(t.state.Notice.Text)
	}
	s.Answers = t.answers()
	offers := t.severalChoices(&s) || t.offers(q, &s)
	switch {
	case offers:
	case q.style == single, q.style == calendar:
		t.singles(q, &s)
	case q.style == pages:
		t.toggles(q, &s)
	default:
		t.numbers(q, &s)
	}
	if offers {
		s.Hint = "" // what was not clear has been said
	} else {
		t.wordings(q, &s)
	}
	if q.id != "goal" && (q.style != pages || offers) {
		s.add(Control, "not-sure", "set:"+q.id+":unsure", v.Say("control.unsure"))
	}
	if v.Has("why." + q.text()) {
		s.add(Control, "why", "why:"+q.id, v.Say("control.why"))
	}
	if t.mayStop(q) {
		s.add(Control, "result", ShowAction("result"), v.Say("control.see_result"))
	}
	if strings.HasPrefix(q.id, "career_i-") && !offers {
		t.addViews(&s, jobsView)
	}
	if q.id == "salary" && !offers {
		t.addViews(&s, offerView)
	}
	if q.id == "employer" && slices.Contains(t.visible(q), q.option("sme")) {
		s.add(Control, "is-sme", ShowAction(smeView), v.Say("control.sme"))
	}
	if t.previous(q) != nil || q.aboutResidence() {
		s.add(Control, "back", "back:"+q.id, v.Say("control.back"))
	}
	if q.id == "goal" && t.state.Goal == "" && t.state.Foreign && !t.state.Chosen && !t.state.Invited {
		t.offerLanguages(&s, Control)
	}
	if t.state.Editing != "" {
		s.add(Control, "keep", "keep:"+q.id, v.Say("control.keep"))
	}
	return s
}

func (t *turn) singles(q *question, s *Screen) {
	for _, o := range t.visible(q) {
		s.add(Option, o.id, "set:"+q.id+":"+o.id, t.optionText(o, q)).Selected = o.id == t.present(q)
	}
}

// present is the option of a question with single ones that was answered, "" where none was.
func (t *turn) present(q *question) string {
	if q.aboutResidence() {
		return t.state.Residence[q.id]
	}
	if own := t.state.own(q); own != nil {
		return *own
	}
	i := slices.IndexFunc(q.options, func(o option) bool { return t.state.Facts.Value(o.fact) == o.on })
	if i < 0 {
		return ""
	}
	return q.options[i].id
}

// toggles draws a page. Without anything on, it ends with "none of these" and "not sure";
// with something on, with "done", and with "not sure about the rest" where the rest can be
// kept as unknown.
func (t *turn) toggles(q *question, s *Screen) {
	on := t.state.chosen(q)
	any, apart := false, false
	visible := t.visible(q)
	for _, o := range visible {
		verb := "on:"
		if on[o.id] {
			verb, any = "off:", true
		} else if o.fact.Kind() != scoring.Set || q.residence != nil && q.residence.rest {
			apart = true
		}
		s.add(Option, o.id, verb+q.id+":"+o.id, t.optionText(o, q)).Selected = on[o.id]
	}
	mask := maskOf(q, visible)
	if !any {
		s.add(Finish, "none", "set:"+q.id+":none~"+mask, t.voice.Say("control.none"))
		s.add(Control, "not-sure", "set:"+q.id+":unsure~"+mask, t.voice.Say("control.unsure"))
		return
	}
	s.add(Finish, "done", "done:"+q.id+":"+mask, t.voice.Say("control.done"))
	if apart {
		s.add(Finish, "rest-not-sure", "rest:"+q.id+":"+mask, t.voice.Say("control.rest"))
	}
}

// wordings adds in full what the labels of options shorten, by the numbers of the options.
func (t *turn) wordings(q *question, s *Screen) {
	var lines []string
	n := 0
	for i := range s.Choices {
		c := &s.Choices[i]
		o := q.option(c.ID)
		if c.Role != Option || o == nil {
			continue
		}
		n++
		if id := o.key(q) + ".full"; t.voice.Has(id) {
			c.Full = t.voice.Say(id)
			lines = append(lines, strconv.Itoa(n)+". "+c.Full)
		}
	}
	if len(lines) > 0 {
		s.Numbered = true
		s.Body = append(s.Body, Block{Kind: Paragraph, Text: strings.Join(lines, "\n"), Options: true})
	}
}

// numbers draws the bands, and after them the amounts the person may have meant.
func (t *turn) numbers(q *question, s *Screen) {
	f := q.facts[0]
	now := t.state.Facts.Value(f)
	if q.aboutResidence() {
		now, _ = q.value(t.state.Residence[q.id])
	}
	for _, v := range t.bands(q) {
		id := bandID(v)
		s.add(Option, id, "set:"+q.id+":"+id, bandLabel(t.voice, f, v)).Selected = now.Known() && now.From >= v.From && now.Below <= v.Below
	}
}

// offers draws the answers the person may have meant, alone, and the way to the others.
func (t *turn) offers(q *question, s *Screen) bool {
	n := t.state.Notice
	if n == nil || n.Question != q.id || len(n.Offers) == 0 {
		return false
	}
	s.Several = false
	mask := ""
	if q.style == pages {
		mask = "~" + maskOf(q, t.visible(q))
	}
	for _, arg := range n.Offers {
		id, label := arg, t.argText(q, arg)
		if len(n.Universities) > 0 {
			id, label = "designated_university", t.voice.Say("university.yes")
		}
		if strings.Contains(arg, "~") {
			mask = ""
		}
		action := "set:" + q.id + ":" + arg + mask
		if len(action) > longestAction {
			action = "set:" + q.id + ":" + q.packed(arg) + mask
		}
		s.add(Option, id, action, label)
	}
	s.add(Control, "others", "show:", t.voice.Say("control.others"))
	return true
}

// longestAction is how many bytes the action of a choice may have.
const longestAction = 48

// packed writes several options of a page as a number where their names are too long: "x3".
func (q *question) packed(arg string) string {
	ids := split(arg)
	if len(ids) < 2 {
		return arg
	}
	var on []*option
	for _, id := range ids {
		on = append(on, q.option(id))
	}
	return "x" + maskOf(q, on)
}

// argText says what an answer means that is not given yet.
func (t *turn) argText(q *question, arg string) string {
	if q.style == number {
		if day, ok := born(arg); ok {
			return t.bornText(day)
		}
		if v, ok := q.value(arg); ok {
			return label(t.voice, q.facts[0], v)
		}
		return ""
	}
	if arg == noChildren() && q.id == "family" {
		return t.voice.Say("answer.no_children")
	}
	var list []string
	for _, id := range split(arg) {
		if id == "none" && q.style == pages {
			list = append(list, t.voice.Say("control.none"))
			continue
		}
		if o := q.option(id); o != nil {
			list = append(list, t.optionText(o, q))
		}
	}
	return join(t.voice, list)
}

// bornText writes a date of birth and the age it makes.
func (t *turn) bornText(day scoring.Date) string {
	return t.voice.Say("band.age.born", "Date", date(t.voice, day), "N", scoring.AgeOn(day, t.today))
}

// answers lists what the person answered so far.
func (t *turn) answers() []Line {
	var list []Line
	for _, q := range everyQuestion() {
		if t.given(q) {
			list = append(list, Line{Label: q.name(t.voice), Value: t.answerText(q)})
		}
	}
	return list
}

// answerText says in short what the person answered to q.
func (t *turn) answerText(q *question) string {
	v := t.voice
	if q.aboutResidence() {
		return t.saidOf(q)
	}
	switch q.style {
	case number:
		if q.facts[0] == scoring.Age && !t.state.Facts.Birth.IsZero() {
			return t.bornText(t.state.Facts.Birth)
		}
		if value := t.state.Facts.Value(q.facts[0]); value.Known() {
			return label(v, q.facts[0], value)
		}
		return v.Say("answer.unsure")
	case single:
		if o := q.option(t.present(q)); o != nil {
			return t.optionText(o, q)
		}
		return v.Say("answer.unsure")
	}
	var on []string
	unsure := false
	for i := range q.options {
		o := &q.options[i]
		if o.holds(t.state.Facts.Value(o.fact)) {
			on = append(on, t.optionText(o, q))
		}
		unsure = unsure || t.state.Unsure.Has(o.fact)
	}
	switch {
	case unsure && len(on) > 0:
		on = append(on, v.Say("answer.rest"))
	case unsure:
		return v.Say("answer.unsure")
	case len(on) == 0 && q.id == "family" && !t.state.answered(scoring.Pregnant):
		return v.Say("answer.no_children")
	case len(on) == 0:
		return v.Say("answer.none")
	}
	return join(v, on)
}

// join lists things the way the language does.
func join(v *locales.Voice, list []string) string {
	out := ""
	for i, s := range list {
		if i > 0 {
			out += v.Say("list.comma")
		}
		out += s
	}
	return out
}
