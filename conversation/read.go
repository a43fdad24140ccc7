package conversation

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"hspbot/conversation/typed"
	"hspbot/locales"
)

// longest is the most bytes of a text that is looked at; an answer is never longer.
const longest = 2000

// readers read a typed text in this order. One that knows what to do with the text does it and
// returns true: the others are not asked. What the screen itself asks for comes first, then what is
// said word for word, then what may belong elsewhere, and last the answer to the question.
var readers = []func(*turn, string) bool{
	(*turn).readSlash,    // /back
	(*turn).readLead,     // a contact for the partner
	(*turn).pick,         // the label of a button
	(*turn).readOffer,    // base 450k
	(*turn).readScenario, // another answer, where those are compared
	(*turn).readJobs,     // 2018-04 to 2021-03
	(*turn).leavesWhy,    // I see
	(*turn).reply,        // yes, to what was asked back
	(*turn).triesOut,     // what if I earn 10M
	(*turn).wordForWord,  // back
	(*turn).amend,        // change my age to 34
	(*turn).confirms,     // no, to what deletes
	(*turn).asksGuide,    // how long does it take?
	(*turn).schoolOf,     // my master's at Nagoya
	(*turn).corrects,     // sorry, I'm 34
	(*turn).several,      // 32, master's, 8.5M
	(*turn).atResult,     // N1
	(*turn).readAnother,  // I'm 32, where the salary is asked
	(*turn).readAnswer,
}

// read takes a typed text. What no reader can take changes nothing.
func (t *turn) read(text string) {
	q := t.current()
	if len(text) <= longest && utf8.ValidString(text) {
		text = unbracketed(strings.Map(printable, text))
		says := func(read func(*turn, string) bool) bool { return read(t, text) }
		if strings.TrimSpace(text) != "" && slices.ContainsFunc(readers, says) {
			return
		}
	}
	t.notUnderstood(q)
}

// readSlash reads a command, the name of a question or of something to look at behind a slash.
func (t *turn) readSlash(text string) bool {
	if !slash(text) {
		return false
	}
	c, isCommand := readCommand(text)
	_, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	tag, isLanguage := locales.Match(rest)
	word := strings.TrimPrefix(fold(text), "/")
	switch q := t.questionAbout(word); {
	case c == cmdLanguage && isLanguage:
		t.speak(tag)
	case c == cmdChange && rest != "" && t.amend(string(c)+" "+rest): // which one
	case isCommand:
		t.run(c)
	case q != nil && t.state.answeredAny(q):
		t.edit(q)
	case !t.wordForWord(word):
		t.state.View = ""
		t.say("notice.unknown_command")
	}
	return true
}

// readAnswer reads the answer to the question on the table.
func (t *turn) readAnswer(text string) bool {
	q := t.current()
	switch {
	case q.style == calendar:
		return t.readDay(q, text)
	case q.style == number && q.aboutResidence():
		return t.readPay(q, text)
	case q.style == number:
		return t.number(q, text)
	case q.id == "spouse":
		return t.spouse(q, text)
	case q.id == "universities" && (t.school(q, text) || t.nameIn(q, text)), q.id == "licences" && t.examination(q, text):
		return true
	case t.answer(q, t.choice(q, text)):
		if q.id == "degrees" {
			t.fromSchool(text)
		}
		return true
	case q.id == "universities":
		t.lookUp(q, text)
		return true
	}
	return false
}

// reply reads yes and no where one answer was asked back.
func (t *turn) reply(text string) bool {
	q, n := t.current(), t.before
	if n == nil {
		return false
	}
	said := words().choices[anyQuestion].Read(text)
	if n.confirms() && (words().exact["confirm"][fold(text)] == "yes" || said.Yes && !said.Unknown) {
		t.takeSeveral("")
		return true
	}
	if q != nil && n.confirms() && n.Text == readTogether && denies(text) {
		t.waiting = nil
		t.sayOf(q, "notice.again")
		return true
	}
	if q == nil || n.Question != q.id || len(n.Offers) == 0 {
		return false
	}
	if i, ok := t.nth(q, text); ok {
		t.chooseTyped(q, n.Offers[i])
		return true
	}
	if said.Unknown || said.Unsure || len(said.Amounts) > 0 || len(said.About) > 0 || said.Topic != "" || said.Other { // more than yes or no
		return false
	}
	switch {
	case said.Yes && !said.No && !said.None && len(n.Offers) == 1:
		t.chooseTyped(q, n.Offers[0])
	case (said.No || said.None) && !said.Yes && n.Offers[0] != "none":
		t.sayOf(q, "notice.again")
	default:
		return false
	}
	return true
}

// nth reads the number or the letter of one of the offers shown. A bare number is an answer
// of its own where a small one makes sense: years, and how many.
func (t *turn) nth(q *question, text string) (int, bool) {
	word := fold(text)
	if len(word) != 1 {
		return 0, false
	}
	i := int(word[0]) - 'a'
	if '1' <= word[0] && word[0] <= '9' {
		i = int(word[0]) - '1'
		if q.counts || q.style == number && strings.HasPrefix(q.text(), "career") {
			return 0, false
		}
	}
	return i, i >= 0 && i < len(t.before.Offers)
}

// confirms reads a yes or a no where one is needed before anything is deleted, or shown to others.
func (t *turn) confirms(text string) bool {
	switch t.state.View {
	case "public":
		t.notUnderstood(t.current())
		return true
	case "forget", "restart":
		said := words().choices[anyQuestion].Read(text)
		if (said.No || said.None) && !said.Yes && !said.Unknown {
			t.press(ActionContinue)
			return true
		}
		t.say("notice.yes_or_no")
		return true
	}
	return false
}

// wordForWord does what a text says word for word, but for politeness: a command, something to
// look at, a language.
func (t *turn) wordForWord(text string) bool {
	return t.says(text) || t.says(words().plainly(fold(text)))
}

// plainly drops words of politeness from the ends of a folded text.
func (v *vocabulary) plainly(text string) string {
	for range 2 {
		for _, w := range v.polite {
			if han([]rune(w)[0]) {
				text = strings.TrimSuffix(strings.TrimPrefix(text, w), w)
				continue
			}
			text = strings.TrimSuffix(strings.TrimPrefix(text, w+" "), " "+w)
		}
	}
	return text
}

// says does what a text says without another word.
func (t *turn) says(text string) bool {
	v, word := words(), fold(text)
	if c, ok := readCommand(text); ok {
		t.run(c)
		return true
	}
	if view, ok := v.exact["view"][word]; ok {
		t.about(nil, "view:"+view)
		return true
	}
	if v.exact["why"][word] != "" && t.current() == nil && t.state.Goal != "" {
		t.show("points")
		return true
	}
	tag, ok := v.exact["language"][word]
	if !ok {
		tag, ok = v.exact["foreign"][word]
		if q := t.current(); q != nil && q.id == "japanese" && v.choices[q.id].Read(text).Empty {
			ok = false // there it may be an answer
		}
	}
	if ok {
		t.speak(tag)
	}
	return ok
}

// amend opens the question whose answer is to be changed, and offers the new one.
func (t *turn) amend(text string) bool {
	q, said := t.current(), words().choices[anyQuestion].Read(text)
	if len(said.About) == 0 || inGuide(&said) {
		return false
	}
	about := slices.Compact(slices.Clone(said.About))
	changed := t.questionAbout(about[0])
	if len(about) > 1 || changed == nil || q != nil && q.id == changed.id {
		return false
	}
	right := words().afterCorrection(text)
	if !t.state.answeredAny(changed) || !said.Change && right == "" && (q == nil || changed.style != number || sameKind(q, changed) || t.certain(changed, text, t.state.Goal) == "") {
		return false
	}
	if right == "" {
		right = text
	}
	t.changeTo(changed, t.meant(changed, right)...)
	return true
}

// changeTo opens an answered question and offers what its answer may be changed to.
func (t *turn) changeTo(q *question, offers ...string) {
	t.edit(q)
	t.sayOf(q, "notice.changing", offers...)
}

// sameKind reports whether two questions are for an amount of money.
func sameKind(a, b *question) bool {
	yen := func(q *question) bool { return q.id == "salary" || q.id == "spouse_income" }
	return yen(a) && yen(b)
}

// questionAbout returns the question of the words for a subject.
func (t *turn) questionAbout(about string) *question {
	for i := range questions {
		if q := &questions[i]; q.wordsID() == about && t.state.inPlay(q) {
			return q
		}
	}
	return nil
}

// meant are the answers to q that a text may mean.
func (t *turn) meant(q *question, text string) []string {
	if q.style == number {
		r := t.reading(q, text)
		if r.Spouse && q.id == "salary" {
			return nil
		}
		if r.Doubt == typed.Clear && q.exact(r) {
			return []string{"=" + digits(r.From)}
		}
		return offered(r.Suggest)
	}
	if q.id == "universities" {
		return nil
	}
	u := t.choice(q, text)
	if u.arg != "" && u.arg != "unsure" {
		return []string{u.arg}
	}
	return u.offers
}

// atResult reads what is typed when every question has an answer.
func (t *turn) atResult(text string) bool {
	if t.current() != nil {
		return false
	}
	text = cmp.Or(words().corrected(text), text)
	said := words().choices[anyQuestion].Read(text)
	switch {
	case said.Topic != "" && !said.If:
		t.about(nil, said.Topic)
		return true
	case hasWord(fold(text), words().later): // in two years: that is in the calendar
		t.show("calendar")
		return true
	case said.If:
		if !t.whatIf(text) {
			t.about(nil, "what_if")
		}
		return true
	}
	var found *question
	var offers []string
	for i := range questions {
		q := &questions[i]
		if !t.state.answeredAny(q) || !t.state.inPlay(q) || q.id == "goal" || q.id == "universities" {
			continue
		}
		if q.style == number {
			if r := t.reading(q, text); r.Doubt == typed.Clear && q.exact(r) && !(r.Spouse && q.id == "salary") && slices.Contains(said.About, q.wordsID()) {
				found, offers = q, []string{"=" + digits(r.From)}
				break
			}
			continue
		}
		if u := t.choice(q, text); u.arg != "" && u.arg != "unsure" && u.arg != "none" {
			if found != nil {
				found = nil
				break
			}
			found, offers = q, []string{u.arg}
		}
	}
	if found == nil && len(said.About) == 1 && !said.Unknown {
		if q := t.questionAbout(said.About[0]); q != nil && t.state.answeredAny(q) {
			t.changeTo(q)
			return true
		}
	}
	switch {
	case found != nil:
		t.changeTo(found, offers...)
	case said.Change && len(said.About) == 0 && !said.Unknown: // that's wrong
		t.show("change")
	default:
		t.notUnderstood(nil)
	}
	return true
}

// about answers what is not an answer: a short text, or something to look at.
func (t *turn) about(q *question, topic string) {
	if topic == "view:residence" && t.state.Goal == "" {
		topic = "permanent_residence"
	}
	done := t.current() == nil // nothing is still to be asked
	kind, name, _ := strings.Cut(topic, ":")
	switch of, _, inGuide := isGuide(topic); {
	case (topic == "why" || topic == "view:why") && q != nil:
		t.state.View = "why." + q.id
	case topic == "why" || topic == "view:why":
		t.state.View = "points"
	case kind == "command":
		t.run(command(name))
	case inGuide && of != nil:
		t.state.View = topic
	case kind == "view":
		t.show(name)
	case done && (topic == "parents" || topic == "helper" || topic == "spouse"):
		t.show("benefits")
	case done && (topic == "next_steps" || topic == "contact"): // with the links, and whom to ask
		t.show("next")
	case done && topic == "time":
		t.state.View = "answered"
		t.say("topic.processing")
	case done:
		t.state.View = "answered"
		t.say("topic." + topic)
	default:
		t.state.View = ""
		t.say("topic." + topic)
	}
}

// leavesWhy goes back from an explanation that has been read. What is said of it is no answer
// to the question.
func (t *turn) leavesWhy(text string) bool {
	if !strings.HasPrefix(t.state.View, "why.") || words().exact["seen"][fold(text)] == "" {
		return false
	}
	t.state.View = ""
	return true
}

// notUnderstood says what would be, and shows the question again.
func (t *turn) notUnderstood(q *question) {
	t.state.View = ""
	switch {
	case t.before.confirms() && t.before.Text == readTogether: // what was read of them stays to be confirmed
		t.state.Notice = t.before
	case q != nil && t.before != nil && t.before.Question == q.id && strings.HasPrefix(t.before.Text, "notice.want_"): // an easier way
		t.sayOf(q, "notice.want_again")
	case q == nil:
		t.state.View = "answered"
		t.say("notice.result_there")
	case q.style == number:
		t.sayOf(q, "notice.want_number")
	case q.style == pages:
		t.sayOf(q, "notice.want_some")
	default:
		t.sayOf(q, "notice.want_one")
	}
}

// printable drops control characters and the invisible marks that keyboards leave, and
// makes line breaks spaces.
func printable(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\t' || r == '\u3000':
		return ' '
	case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2064, r == 0xfeff:
		return -1
	}
	return r
}
