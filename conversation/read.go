package conversation

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hspbot/conversation/typed"
	"hspbot/locales"
	"hspbot/scoring"
)

// longest is the most bytes of a text that is looked at; an answer is never longer.
const longest = 2000

// read takes a typed text: a command, something on the screen, or the answer to the
// question on the table. What it cannot take changes nothing.
func (t *turn) read(text string) {
	q := t.current()
	if len(text) > longest || !utf8.ValidString(text) {
		t.notUnderstood(q)
		return
	}
	text = strings.Map(printable, text)
	if strings.TrimSpace(text) == "" {
		t.notUnderstood(q)
		return
	}
	if slash(text) {
		if c, ok := readCommand(text); ok {
			_, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
			if tag, known := locales.Match(rest); c == cmdLanguage && known {
				t.speak(tag)
				return
			}
			if c == cmdChange && rest != "" && t.amend(q, string(c)+" "+rest) { // which one
				return
			}
			t.run(c)
			return
		}
		word := strings.TrimPrefix(fold(text), "/")
		if about := t.questionAbout(word); about != nil && t.state.answeredAny(about) {
			t.edit(about)
			return
		}
		if !t.wordForWord(word) {
			t.state.View = ""
			t.say("notice.unknown_command")
		}
		return
	}
	if t.readLead(text) || t.pick(text) || t.readOffer(text) || t.readScenario(text) || t.readJobs(text) || t.leavesWhy(text) || t.reply(q, text) || t.triesOut(text) || t.wordForWord(text) || t.amend(q, text) {
		return
	}
	right := words().afterCorrection(text)
	if right == "" {
		right = words().correctedSubject(text)
	}
	switch {
	case t.state.View == "forget" || t.state.View == "restart": // that was asked about
		t.unclear(text)
	case t.state.View == "public":
		t.notUnderstood(q)
	case t.asksGuide(text):
	case q != nil && t.schoolOf(q, text):
	case right != "" && q != nil && t.ofAnother(q, right):
	case t.several(text):
	case q == nil && right != "":
		t.atResult(right)
	case q == nil:
		t.atResult(text)
	case t.ofAnother(q, text):
	case q.aboutResidence() && (q.style == calendar || q.style == number):
		t.readResidence(q, text)
	case q.style == number:
		t.number(q, text)
	case q.id == "spouse":
		t.spouse(q, text)
	case q.id == "universities" && (t.school(q, text) || t.nameIn(q, text)):
	case q.id == "licences" && t.examination(q, text):
	case t.answer(q, t.choice(q, text)), t.byNumber(q, text):
	case q.id == "universities":
		t.lookUp(q, text)
	default:
		t.notUnderstood(q)
	}
}

// reply reads yes and no where one answer was asked back.
func (t *turn) reply(q *question, text string) bool {
	n := t.before
	if n != nil && len(n.Answers) > 0 && (words().confirms[fold(text)] == "yes" || words().choices(anyQuestion).Read(text).Yes && !words().choices(anyQuestion).Read(text).Unknown) {
		t.takeSeveral("")
		return true
	}
	if n == nil || q == nil || n.Question != q.id || len(n.Offers) == 0 {
		return false
	}
	if i, ok := t.nth(q, text); ok {
		t.chooseTyped(q, n.Offers[i])
		return true
	}
	said := words().choices(anyQuestion).Read(text)
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

// unclear asks again where a yes or a no is needed before anything is deleted.
func (t *turn) unclear(text string) {
	said := words().choices(anyQuestion).Read(text)
	if (said.No || said.None) && !said.Yes && !said.Unknown {
		t.press(ActionContinue)
		return
	}
	t.say("notice.yes_or_no")
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
	if view, ok := v.views[word]; ok {
		t.about(nil, "view:"+view)
		return true
	}
	if v.why[word] && t.current() == nil && t.state.Goal != "" {
		t.show("points")
		return true
	}
	tag, ok := v.languages[word]
	if !ok {
		tag, ok = v.others[word]
		if q := t.current(); q != nil && q.id == "japanese" && v.choices(q.id).Read(text).Empty {
			ok = false // there it may be an answer
		}
	}
	if ok {
		t.speak(tag)
	}
	return ok
}

// amend opens the question whose answer is to be changed, and offers the new one.
func (t *turn) amend(q *question, text string) bool {
	said := words().choices(anyQuestion).Read(text)
	if len(said.About) == 0 || inGuide(&said) {
		return false
	}
	about := said.About[0]
	for _, other := range said.About {
		if other != about {
			return false
		}
	}
	changed := t.questionAbout(about)
	if changed == nil || q != nil && q.id == changed.id {
		return false
	}
	right := words().afterCorrection(text)
	if !t.state.answeredAny(changed) || !said.Change && right == "" && (q == nil || changed.style != number || sameKind(q, changed) || t.certain(changed, text, t.state.Goal) == "") {
		return false
	}
	if right == "" {
		right = text
	}
	t.changeTo(changed, t.meant(changed, right))
	return true
}

// changeTo opens an answered question and offers what its answer may be changed to.
func (t *turn) changeTo(q *question, offers []string) {
	t.edit(q)
	t.sayOf(q, "notice.changing")
	t.state.Notice.Offers = offers
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
func (t *turn) atResult(text string) {
	said := words().choices(anyQuestion).Read(text)
	switch {
	case said.Topic != "" && !said.If:
		t.about(nil, said.Topic)
		return
	case words().takesTime(fold(text)): // in two years: that is in the calendar
		t.show("calendar")
		return
	case said.If:
		if !t.whatIf(text) {
			t.about(nil, "what_if")
		}
		return
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
			t.changeTo(q, nil)
			return
		}
	}
	switch {
	case found != nil:
		t.changeTo(found, offers)
	case said.Change && len(said.About) == 0 && !said.Unknown: // that's wrong
		t.show("change")
	default:
		t.notUnderstood(nil)
	}
}

// about answers what is not an answer: a short text, or something to look at.
func (t *turn) about(q *question, topic string) {
	switch topic {
	case "why":
		if q == nil {
			t.state.View = "points"
			return
		}
		t.state.View = "why." + q.id
		return
	}
	if name, ok := strings.CutPrefix(topic, "command:"); ok {
		t.run(command(name))
		return
	}
	if of, _, ok := isGuide(topic); ok && of != nil {
		t.state.View = topic
		return
	}
	if view, ok := strings.CutPrefix(topic, "view:"); ok {
		switch {
		case view == "why":
			t.about(q, "why")
		case view == "residence" && t.state.Goal == "":
			t.about(q, "permanent_residence")
		default:
			t.show(view)
		}
		return
	}
	t.state.View = ""
	if t.current() == nil { // all is answered: nothing is still to be asked
		switch topic {
		case "parents", "helper", "spouse":
			t.show("benefits")
			return
		case "next_steps", "contact": // with the links, and whom to ask
			t.show("next")
			return
		case "time":
			topic = "processing"
		}
		t.state.View = "answered"
		if topic == "next_steps" || topic == "contact" { // with addresses, for this person
			t.show("next")
			return
		}
	}
	t.say("topic." + topic)
}

// lookUp looks universities up in the list and asks whether they are the person's. Not to be
// found by a name does not mean not to be on the list.
func (t *turn) lookUp(q *question, name string) {
	const most = 4
	t.state.View = ""
	found, more := scoring.FindUniversities(norm.NFKC.String(name), most)
	if rest := words().choices(q.id).Unread(name); len(found) == 0 && rest != "" { // Leeds, UK
		found, more = scoring.FindUniversities(rest, most)
	}
	near := len(found) == 0
	if near {
		found = scoring.NearUniversities(norm.NFKC.String(name), most)
	}
	names := make([]string, len(found))
	for i := range found {
		names[i] = found[i].English
	}
	switch {
	case len(found) == 0:
		t.sayOf(q, "university.none")
	case near:
		t.found(q, names, false)
		t.state.Notice.Text = nearSchools
	default:
		t.found(q, names, more)
	}
}

// nearSchools is the notice of a name that was not found, with universities of names much like it.
const nearSchools = "university.near"

// school looks up names that are universities for sure: as the list writes them, or by the
// names people have for them.
func (t *turn) school(q *question, text string) bool {
	found, _ := scoring.FindUniversities(norm.NFKC.String(text), 3)
	var names []string
	for i := range found {
		local, _, _ := strings.Cut(found[i].Local, "（")
		if word := fold(text); word == fold(found[i].English) || word == fold(local) {
			names = append(names, found[i].English)
		}
	}
	if said := words().choices(schoolNames).Read(text); len(names) == 0 && !said.Not && !said.Asks {
		for _, name := range said.Named {
			if scoring.UniversityNamed(name) != nil {
				names = append(names, name)
			}
		}
		if len(names) == 0 && len(said.Named) > 0 { // named, and not on the list
			t.state.View = ""
			t.state.Notice = &Notice{Text: "university.none", Question: q.id}
			return true
		}
	}
	if len(names) == 0 || words().choices(q.id).Read(text).Whole {
		return false
	}
	t.state.View = ""
	t.found(q, names, false)
	return true
}

// nameIn looks up a name that stands beside what says too little: the University of Leeds, UK.
func (t *turn) nameIn(q *question, text string) bool {
	if u := t.choice(q, text); u.notice != asked || len(u.offers) > 0 {
		return false
	}
	rest := words().choices(q.id).Unread(text)
	whole, _ := scoring.FindUniversities(norm.NFKC.String(text), 1)
	part, _ := scoring.FindUniversities(rest, 1)
	if len(whole) == 0 && (rest == "" || len(part) == 0) {
		return false
	}
	t.lookUp(q, text)
	return true
}

// schoolOf looks up a name that stands beside a degree: did my masters at nagoya.
func (t *turn) schoolOf(q *question, text string) bool {
	if q.id != "universities" {
		return false
	}
	schools := words().choices(schoolNames)
	said, rest := schools.Read(text), schools.Unread(text)
	if len(said.Named) > 0 || said.Not || said.Asks || said.Other || utf8.RuneCountInString(rest) < shortestSchool || !slices.Contains(said.About, "degrees") {
		return false
	}
	if found, _ := scoring.FindUniversities(rest, 1); len(found) == 0 {
		return false
	}
	t.lookUp(q, rest)
	return true
}

// shortestSchool is how many characters a name has at least that is looked for in a sentence.
const shortestSchool = 2

// found asks whether universities are the person's.
func (t *turn) found(q *question, names []string, more bool) {
	n := &Notice{Text: "university.found", Question: q.id, Universities: names, More: more}
	if arg := together(names); arg != "" && !more {
		n.Offers = []string{arg}
	}
	t.state.Notice = n
}

// together is the answer that graduates of all these universities give, "" where it differs.
func together(names []string) string {
	arg := ""
	for _, name := range names {
		own := "designated_university"
		if u := scoring.UniversityNamed(name); u.InJapan() {
			own = "japanese_university,designated_university"
		}
		if arg != "" && arg != own || scoring.UniversityNamed(name).TopGlobal {
			return ""
		}
		arg = own
	}
	return arg
}

// pick presses the choice on the screen that the text names by its label or id. A toggle is
// left to the question: naming toggles is the whole answer to their page.
func (t *turn) pick(text string) bool {
	screen := t.screen()
	asksWhy := strings.Trim(text, "?？ ") == "" || words().why[fold(text)] // a question mark alone asks too
	for i := range screen.Choices {
		c := &screen.Choices[i]
		if c.ID == "why" && asksWhy {
			t.press(c.Action)
			return true
		}
		if c.Role == Option && (screen.Several || strings.ContainsAny(text, "?？")) {
			continue
		}
		if text := fold(text); text == fold(c.Label) || text == c.ID && (c.Role != Option || find(screen.ID) == nil) {
			t.press(c.Action)
			return true
		}
		if words().confirms[fold(text)] == c.ID && c.Role == Option && find(screen.ID) == nil {
			t.press(c.Action)
			return true
		}
	}
	return false
}

// leavesWhy goes back from an explanation that has been read. What is said of it is no answer
// to the question.
func (t *turn) leavesWhy(text string) bool {
	if !strings.HasPrefix(t.state.View, "why.") || !words().seen[fold(text)] {
		return false
	}
	t.state.View = ""
	return true
}

// notUnderstood says what would be, and shows the question again.
func (t *turn) notUnderstood(q *question) {
	t.state.View = ""
	switch {
	case t.before != nil && len(t.before.Answers) > 0 && t.before.Text != tried: // what was read of them stays to be confirmed
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
