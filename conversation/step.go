package conversation

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

// turn is one step under way, or the drawing of one screen.
type turn struct {
	state State
	voice *locales.Voice
	at    time.Time
	today scoring.Date // in Japan
	plan  plan
	isNew bool // nothing was known of the person before
	// before is the notice the event answers.
	before *Notice
	// waiting are the answers that are still to be confirmed.
	waiting []Answer
	// partner is who sent the person, where that is known.
	partner Partner
	// event is what is taken; the zero Event when a screen is drawn.
	event Event
}

// Step is one turn: it returns the state after the event, and leaves the one it was given as
// it is. What the event calls for besides the next question, such as a notice, is part of the
// state until the next event, so [Show] draws the same screen whenever it is asked. No input
// makes Step fail: what it does not understand it answers with a sentence that says what it
// would, and keeps everything. After a [State] that is Forgotten a person begins anew.
func Step(s State, e Event) State { return StepFor(s, e, Partner{}) }

// StepFor is [Step] with the partner who sent the person, to whom the result may be sent.
func StepFor(s State, e Event, by Partner) State {
	if s.Forgotten {
		s = State{Lead: s.Lead}
	}
	before, asked := s.Notice, s.Touched
	s.Notice = nil
	t := begin(s, e.At)
	t.partner, t.event, t.before = by, e, before
	if before != nil && before.Text != tried {
		t.waiting = before.Answers
	}
	t.state.Share = s.Shares(e.At)
	if s.Started.IsZero() {
		t.state.Started, t.isNew = e.At.UTC().Truncate(time.Second), true
	}
	t.state.Touched = e.At.UTC().Truncate(time.Second)
	t.hear(e.Language)
	if e.Public && !t.state.Open && e.Action != actionOpen && e.Kind != Pressed {
		t.state.View = "public"
		return t.state
	}
	switch e.Kind {
	case Started:
		t.invite(e.Invited)
		t.state.Candidate = t.state.Candidate || e.Candidate
		if t.state.Referral == "" && len(e.Referral) <= 64 {
			t.state.Referral = strings.ToValidUTF8(e.Referral, "")
		}
		t.run(cmdStart)
		t.requested(e.Request)
	case Typed:
		if t.crossed(e, asked) {
			t.state.Notice = before
			break
		}
		if id, ok := TypedShare(e.Text); ok {
			t.lookAt(id)
			break
		}
		t.heard(e.Message)
		t.read(e.Text)
		t.wait()
	case Pressed:
		t.press(e.Action)
		if strings.HasPrefix(e.Action, "set:") {
			t.wait()
		}
	case Sent:
		t.say("notice.not_text")
	case Edited:
		t.reread(e.Message, e.Text)
	}
	if (!e.Reachable || t.state.Candidate) && (t.state.View == notifyView || t.state.Notify && !s.Notify) {
		t.state.View, t.state.Notify = "", s.Notify
		t.say("notify.cannot")
	}
	if _, own := isShare(t.state.View); e.Public && (own || t.state.View == "mydata") {
		t.state.View = "private"
	}
	return t.state
}

// Asking returns a state in which it is asked whether to talk in private.
func Asking(s State) State {
	s.View, s.Notice = "public", nil
	return s
}

// crossed reports whether a text was sent before the question was asked again: it was meant for
// another, and is no answer to this one. Platforms give the time in whole seconds.
func (t *turn) crossed(e Event, asked time.Time) bool {
	q, n := t.current(), t.before
	if q == nil || n == nil || n.Question != q.id || e.Sent.IsZero() || e.Sent.After(asked) || slash(e.Text) {
		return false
	}
	for _, again := range []string{"notice.want_", "notice.again", "doubt.", "aside.", "university."} {
		if strings.HasPrefix(n.Text, again) {
			return true
		}
	}
	return false
}

// Show returns the screen of a state at a time; a partner is not named. It depends on nothing else: after a restart
// or in another process it is the same.
func Show(s State, at time.Time) Screen { return ShowFor(s, at, Partner{}) }

func begin(s State, at time.Time) *turn {
	t := &turn{state: s, voice: s.voice(), at: at, today: scoring.DayInJapan(at)}
	t.replan()
	return t
}

// voice is the voice of the language: where the answers are about somebody else, the one that
// speaks of a candidate.
func (s *State) voice() *locales.Voice {
	if s.Candidate {
		return locales.In(s.Language).Candidate()
	}
	return locales.In(s.Language)
}

// replan scores the state anew after an answer.
func (t *turn) replan() { t.plan = t.state.plan(t.today) }

// hear takes the language the platform names, unless the person has chosen one.
func (t *turn) hear(tag string) {
	if t.state.Chosen || t.state.Invited {
		return
	}
	match, ok := locales.Match(tag)
	if ok || t.state.Language == "" {
		t.state.Language, t.state.Foreign = match, !ok
	}
	t.voice = t.state.voice()
}

// invite takes the language of the link that led the person here.
func (t *turn) invite(tag string) {
	if match, ok := locales.Match(tag); ok && !t.state.Chosen {
		t.state.Language, t.state.Invited = match, true
		t.voice = t.state.voice()
	}
}

// say has the next screen begin with a text.
func (t *turn) say(text string) { t.state.Notice = &Notice{Text: text} }

// sayOf has the next screen begin with a text about a question, and offer answers to it.
func (t *turn) sayOf(q *question, text string, offers ...string) {
	t.state.Notice = &Notice{Text: text, Question: q.id, Offers: offers}
}

// optionText is an option as it is offered.
func (t *turn) optionText(o *option, q *question) string { return t.voice.Say(o.key(q)) }

// run carries out a command.
func (t *turn) run(c command) {
	switch c {
	case cmdStart:
		if t.state.Goal != "" {
			t.say("notice.welcome_back")
		}
		t.state.View = ""
	case cmdBack:
		t.back()
	case cmdRestart:
		t.state.View = "restart"
	case cmdPrivacy:
		t.about(t.current(), "safe")
	case cmdCancel:
		t.about(t.current(), "stop")
	case cmdResult:
		t.state.View, t.state.Editing, t.state.Asking = "", "", false
		if t.next() != nil {
			t.state.View = "result" // so far
		}
	default:
		t.state.View = string(c)
	}
}

// back leaves what is looked at, or goes to the question before the present one.
func (t *turn) back() {
	if t.state.View != "" {
		t.state.View = ""
		return
	}
	q := t.current()
	if before := t.previous(q); before != nil {
		t.edit(before)
		t.sayAmount(before)
		return
	}
	if q != nil && q.aboutResidence() {
		t.state.Asking, t.state.Editing = false, ""
		return
	}
	t.say("notice.first_question")
}

// edit puts the answered question q on the table again.
func (t *turn) edit(q *question) {
	t.state.Editing, t.state.View = q.id, ""
	t.state.Draft, t.state.DraftOf = "", ""
}

// sayAmount says the number that was answered, of which the bands show only where it lies.
func (t *turn) sayAmount(q *question) {
	if q.style == number && !q.aboutResidence() && t.state.answeredAny(q) {
		t.sayOf(q, "notice.changing")
	}
}

// undo takes the answer to q back: it is asked again.
func (t *turn) undo(q *question) {
	own := t.state.own(q)
	switch {
	case own != nil:
		*own = ""
	case q.aboutResidence():
		t.forget(q)
	default:
		for _, f := range q.facts {
			t.state.set(f, scoring.Value{})
		}
	}
	t.edit(q)
	t.state.Editing = ""
	t.replan()
	if now := t.current(); now == nil || now.id != q.id {
		t.edit(q) // it would not be asked any more
	}
}

// press carries out the action of a choice. Buttons may be old, pressed twice, or forged.
func (t *turn) press(action string) {
	verb, rest, _ := strings.Cut(action, ":")
	id, arg, _ := strings.Cut(rest, ":")
	switch verb {
	case "show":
		t.show(id)
	case "lang":
		t.speak(id)
	case "yes":
		t.confirm(id)
	case "open":
		t.state.Open, t.state.View = true, ""
	case "have", "lack":
		t.tick(id, arg, verb == "have")
	case "take":
		t.takeSeveral(id)
	case "scenario":
		t.pressScenario(id, arg)
	case jobsView:
		t.pressJobs(id)
	case offerView:
		t.pressOffer(id, arg)
	case shareVerb:
		t.pressShare(id, arg)
	case notifyVerb:
		t.state.Notify, t.state.View = id == "on", notifyView
	case leadVerb:
		t.pressLead(id, arg)
	case consentVerb:
		t.hand(id)
	default:
		t.pressAt(find(id), verb, arg)
	}
}

// pressAt carries out an action at a question; nil for none.
func (t *turn) pressAt(q *question, verb, arg string) {
	if q == nil {
		t.state.View = ""
		t.say("notice.old_button")
		return
	}
	switch verb {
	case "set":
		t.choose(q, arg)
	case "on", "off":
		t.toggle(q, arg, verb == "on")
	case "done", "rest":
		t.finish(q, arg, verb == "rest")
	case "why":
		if t.voice.Has("why." + q.text()) {
			t.state.View = "why." + q.id
		}
	case "edit":
		t.edit(q)
		t.sayAmount(q)
	case "undo":
		t.undo(q)
	case "back":
		t.back()
	case "keep":
		t.state.Editing, t.state.View = "", ""
		t.state.Draft, t.state.DraftOf = "", ""
	default:
		t.say("notice.old_button")
	}
}

// show opens a view; an unknown one is the present question.
func (t *turn) show(view string) {
	if t.isNew && view != "language" { // the button of somebody who has been forgotten: they begin anew
		return
	}
	if view != "" && !isView(view) {
		t.say("notice.old_button")
		view = ""
	}
	done := t.next() == nil
	switch {
	case view == "residence" && done: // decided for this person
		t.state.Asking, t.state.Editing, view = true, "", ""
	case view == "result" && done:
		t.state.Asking, view = false, ""
	}
	t.state.View = view
}

// speak switches the language.
func (t *turn) speak(tag string) {
	match, ok := locales.Match(tag)
	if !ok {
		t.say("notice.old_button")
		return
	}
	t.state.Language, t.state.Chosen = match, true
	t.voice = t.state.voice()
	if t.state.LooksAt() == "" {
		t.state.View = ""
	}
	t.say("notice.language")
}

// confirm carries out what was asked about once.
func (t *turn) confirm(what string) {
	switch what {
	case "forget":
		t.state = t.state.Forget()
	case "restart":
		s := t.state
		t.state = State{Language: s.Language, Chosen: s.Chosen, Invited: s.Invited, Open: s.Open, Candidate: s.Candidate, Referral: s.Referral, Request: s.Request, Lead: s.Lead.kept(), Started: s.Touched, Touched: s.Touched}
		t.replan()
		t.say("notice.restarted")
	default:
		t.say("notice.old_button")
	}
}

// choose answers q with an option, or a page with several separated by commas. After "~"
// may stand which toggles the screen showed, else they are those it shows now.
func (t *turn) choose(q *question, arg string) {
	arg, mask, _ := strings.Cut(arg, "~")
	ids := split(arg)
	if mask, ok := strings.CutPrefix(arg, "x"); ok {
		on, _ := q.masked(mask)
		ids = idsOf(on)
		arg = strings.Join(ids, ",")
	}
	if q.aboutResidence() {
		t.answerResidence(q, arg)
		return
	}
	change := t.changeOf(q, ids, mask)
	if change == nil {
		t.say("notice.old_button")
		return
	}
	t.commit(q, change)
}

// changeOf is what an answer to q changes, nil where it is none.
func (t *turn) changeOf(q *question, ids []string, mask string) func(*State) {
	switch {
	case slices.ContainsFunc(ids, func(id string) bool { return t.toCome(q, id) }):
		return nil
	case len(ids) == 1 && (ids[0] == notSure || ids[0] == "not-sure") && q.id != "goal":
		return func(s *State) { s.unsureOf(q, t.shown(q, mask, nil)) }
	case q.style == pages:
		on, rest, ok := q.selection(ids)
		if !ok {
			return nil
		}
		return func(s *State) { s.answer(q, t.shown(q, mask, on), on, rest) }
	case len(ids) != 1, t.state.own(q) != nil && q.option(ids[0]) == nil:
		return nil
	case q.id == "goal":
		return func(s *State) { s.setGoal(ids[0]) }
	case q.id == "spouse":
		return func(s *State) { s.marry(ids[0]) }
	}
	if day, ok := born(ids[0]); ok && q.id == "age" && day.Before(t.today) {
		return func(s *State) { s.setBirth(day) }
	}
	v, ok := q.value(ids[0])
	if !ok {
		return nil
	}
	return func(s *State) { s.set(q.facts[0], v) }
}

// toCome reports whether an option means nothing today: no rule in force asks for it, as with one
// that is to come, or is over.
func (t *turn) toCome(q *question, id string) bool {
	o := q.option(id)
	return o != nil && !slices.Contains(q.inForce(t.today), o)
}

// selection reads the toggles of a page that are on, and whether the rest is "not sure".
func (q *question) selection(ids []string) (on map[string]bool, rest, ok bool) {
	on = map[string]bool{}
	for _, id := range ids {
		switch {
		case id == "none" && len(ids) == 1:
		case id == "unsure" || id == "not-sure":
			rest = true
		case q.option(id) != nil:
			q.exclude(on, id)
			on[id] = true
		default:
			return nil, false, false
		}
	}
	return on, rest, len(ids) > 0
}

// exclude switches off what cannot be together with the option: another choice of its fact.
func (q *question) exclude(on map[string]bool, id string) {
	o := q.option(id)
	for i := range q.options {
		other := &q.options[i]
		if other.fact == o.fact && o.fact.Kind() != scoring.Set && o.fact.Kind() != scoring.Ages {
			delete(on, other.id)
		}
	}
}

// shown returns the toggles a screen showed: those of its mask, else those visible now, and
// in any case those that are on.
func (t *turn) shown(q *question, mask string, on map[string]bool) []*option {
	visible, ok := q.masked(mask)
	if !ok {
		visible = t.visible(q)
	}
	return q.optionsWhere(func(o *option) bool { return on[o.id] || slices.Contains(visible, o) })
}

// masked returns the options that a mask of [maskOf] stands for; false where it is none.
func (q *question) masked(mask string) (list []*option, ok bool) {
	bits, err := strconv.ParseUint(mask, 16, 32)
	for i := range q.options {
		if bits>>i&1 == 1 {
			list = append(list, &q.options[i])
		}
	}
	return list, err == nil
}

// maskOf writes which toggles of a page are shown, for the actions that answer it.
func maskOf(q *question, visible []*option) string {
	bits := uint64(0)
	for i := range q.options {
		if slices.Contains(visible, &q.options[i]) {
			bits |= 1 << i
		}
	}
	return strconv.FormatUint(bits, 16)
}

// unsureOf answers everything visible on the page with "not sure".
func (s *State) unsureOf(q *question, visible []*option) {
	if q.id == "spouse" {
		s.marry(notSure)
		return
	}
	if q.style != pages {
		s.setUnsure(q.facts[0])
		return
	}
	for _, o := range visible {
		s.setUnsure(o.fact)
	}
}

// toggle switches one option of a page, and puts the page on the table where it is not.
func (t *turn) toggle(q *question, id string, on bool) {
	if q.style != pages || q.option(id) == nil || t.toCome(q, id) {
		t.say("notice.old_button")
		return
	}
	if now := t.current(); now == nil || now.id != q.id {
		t.edit(q)
	}
	chosen := t.state.chosen(q)
	if on {
		q.exclude(chosen, id)
	}
	chosen[id] = on
	list := idsOf(q.optionsWhere(func(o *option) bool { return chosen[o.id] }))
	t.state.Draft, t.state.DraftOf, t.state.View = strings.Join(list, ","), q.id, ""
}

// finish confirms the page as it is drafted. A second press finds it answered and does nothing.
func (t *turn) finish(q *question, mask string, rest bool) {
	now := t.current()
	if q.style != pages || now == nil || now.id != q.id {
		t.state.View = ""
		return
	}
	on := t.state.chosen(q)
	if q.aboutResidence() {
		t.answerResidence(q, q.chosenIDs(on, rest))
		return
	}
	t.commit(q, func(s *State) { s.answer(q, t.shown(q, mask, on), on, rest) })
}

// commit changes the answer to q. An answer given before is a change, which is said, and
// shown as a difference once there is a result.
func (t *turn) commit(q *question, change func(*State)) {
	before, assessment := t.state, t.plan.assessment
	wasOpen, wasDone := t.open(q), t.next() == nil
	change(&t.state)
	editing := t.leave(q)
	same := before.Facts == t.state.Facts && before.Unsure == t.state.Unsure && before.Goal == t.state.Goal && before.Spouse == t.state.Spouse
	t.replan()
	if same || !before.answeredAny(q) || wasOpen && !editing {
		return
	}
	if editing {
		t.sayOf(q, understood)
	} else {
		t.sayOf(q, "notice.changed")
	}
	if wasDone && before.Goal == t.state.Goal {
		t.state.Before = outcome(q, &assessment)
	} else if before.Goal != t.state.Goal {
		t.state.Before = nil
	}
}

// leave takes a question that was answered off the table, and reports whether its answer was being
// changed.
func (t *turn) leave(q *question) (editing bool) {
	t.state.View = ""
	if t.state.DraftOf == q.id { // somebody else may be at another page
		t.state.Draft, t.state.DraftOf = "", ""
	}
	if editing = t.state.Editing == q.id; editing {
		t.state.Editing = ""
	}
	return editing
}

// outcome is the short of an assessment.
func outcome(q *question, a *scoring.Assessment) *Outcome {
	o := &Outcome{Question: q.id, Rights: rights(a)}
	for c := range scoring.Category(scoring.Categories) {
		r := &a.Categories[c]
		o.Points[c], o.Verdicts[c] = scoring.Points{Min: r.Min, Max: r.Max}, r.Verdict
	}
	return o
}
