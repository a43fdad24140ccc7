package conversation

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hspbot/locales"
	"hspbot/scoring"
)

// longest is the most bytes of a text that is looked at; an answer is never longer.
const longest = 2000

// read takes a typed text: a command, something on the screen, or the answer to the
// question on the table. What it cannot take changes nothing.
func (t *turn) read(text string) {
	q := t.plan.current(&t.state)
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
		c, ok := readCommand(text)
		if !ok {
			t.say("notice.unknown_command")
			return
		}
		t.run(c)
		return
	}
	if t.pick(text) {
		return
	}
	if c, ok := readCommand(text); ok {
		t.run(c)
		return
	}
	if view, ok := viewWords[fold(text)]; ok && t.state.Goal != "" {
		t.show(view)
		return
	}
	if tag, ok := languageNames[fold(text)]; ok {
		t.speak(tag)
		return
	}
	if q == nil {
		t.notUnderstood(q)
		return
	}
	if ids := q.named(text); ids != nil {
		t.choose(q, strings.Join(ids, ","))
		return
	}
	switch {
	case q.style == number:
		t.state.View = ""
		t.number(q, text)
	case q.id == "universities":
		t.state.View = ""
		t.lookUp(text)
	default:
		t.notUnderstood(q)
	}
}

// lookUp looks a university up in the list, and says what to choose. It chooses nothing: the
// degree must be from that very school, which the person knows.
func (t *turn) lookUp(name string) {
	const most = 4
	found, more := scoring.FindUniversities(norm.NFKC.String(name), most)
	if len(found) == 0 {
		t.say("university.none")
		return
	}
	names := make([]string, len(found))
	for i := range found {
		names[i] = found[i].English
	}
	t.state.Notice = &Notice{Text: "university.found", Universities: names, More: more}
}

// pick presses the choice on the screen that the text names by its label or id. A toggle is
// left to the question: naming toggles is the whole answer to their page.
func (t *turn) pick(text string) bool {
	screen := t.screen()
	asksWhy := strings.Trim(text, "?？ ") == "" || whyWords[fold(text)] // a question mark alone asks too
	for i := range screen.Choices {
		c := &screen.Choices[i]
		if c.ID == "why" && asksWhy {
			t.press(c.Action)
			return true
		}
		if screen.Several && c.Role == Option {
			continue
		}
		if text := fold(text); text == fold(c.Label) || text == c.ID {
			t.press(c.Action)
			return true
		}
		if confirms[fold(text)] == c.ID && c.Role == Option && find(screen.ID) == nil {
			t.press(c.Action)
			return true
		}
	}
	return false
}

// confirms maps the words of every language for yes and no to the ids of these choices.
var confirms = func() map[string]string {
	m := map[string]string{}
	for _, tag := range locales.Tags() {
		for _, id := range []string{"yes", "no"} {
			for _, w := range folded(locales.In(tag).Say("confirm." + id + ".words")) {
				m[w] = id
			}
		}
	}
	return m
}()

// What may be typed, in every language, to see a detail, an explanation, or another language.
var (
	viewWords, whyWords = func() (map[string]string, map[string]bool) {
		views, why := map[string]string{}, map[string]bool{}
		for _, tag := range locales.Tags() {
			v := locales.In(tag)
			for _, view := range []string{"points", "benefits", "residence"} {
				views[view], views[fold(v.Say("control."+view))] = view, view
				for _, w := range folded(v.Say("control." + view + ".words")) {
					views[w] = view
				}
			}
			for _, w := range folded(v.Say("control.why.words")) {
				why[w] = true
			}
		}
		return views, why
	}()
	languageNames = func() map[string]string {
		m := map[string]string{}
		for _, tag := range locales.Tags() {
			for _, w := range folded(locales.In(tag).Say("language.words")) {
				m[w] = tag
			}
		}
		return m
	}()
)

// folded splits a list of words as the locales keep them.
func folded(list string) []string {
	words := strings.Split(list, ",")
	for i := range words {
		words[i] = fold(words[i])
	}
	return words
}

// notUnderstood says what would be, and shows the question again.
func (t *turn) notUnderstood(q *question) {
	t.state.View = ""
	switch {
	case q == nil:
		t.say("notice.result_there")
	case q.style == number:
		t.sayOf(q, "notice.want_number")
	case q.style == pages:
		t.say("notice.want_some")
	default:
		t.say("notice.want_one")
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
