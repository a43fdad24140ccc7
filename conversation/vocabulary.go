package conversation

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"hspbot/conversation/typed"
	"hspbot/locales"
	"hspbot/scoring"
)

// vocabulary is what people may type, in all languages of a catalog. Words are folded, and lists of
// them have the longest first.
type vocabulary struct {
	catalog *locales.Catalog
	numbers *typed.Reader
	choices map[string]*typed.Choices // readers of sentences, per question
	// exact is what whole texts mean: per question the ids of its options, and of what may be typed
	// at any "command", "view" (to see a detail), "why" (to have a question explained), "seen" (to go
	// back from that), "language" (to change it), "foreign" (a language as others call it), "confirm"
	// (yes and no, by the ids of these choices) and "ordinal" (which of the options on the screen).
	exact  map[string]map[string]string
	ands   []string // words that join two answers
	polite []string // words of politeness
	ifs    []string // words that suppose something
	// of what is supposed: words that deny it, that join two, that make no difference, and that let
	// time pass
	denials, joins, passed, later []string
	children                      []string  // words for children
	pay                           []payWord // the kinds of pay in an offer, the longest first
	// in a list of jobs: words for leave and for studies, and words between two dates
	leave, study, between []string
	// before and behind are words of a correction before what is right, and behind it
	before, behind []string
	wrong          []string // words between what is right and what was wrong
	conflicts      []string // words that mean two things
}

// The readers that are not of one question: what may be said at any, and universities by their
// short and foreign names.
const (
	anyQuestion = ""
	schoolNames = "school"
)

// Prepare makes ready what reading typed text needs. Without it that happens when it is first
// needed, in a turn.
func Prepare() { words() }

var (
	latest atomic.Pointer[vocabulary]
	making sync.Mutex // turns at the same time make it once
)

// words returns the vocabulary of the languages the program speaks.
func words() *vocabulary {
	c := locales.Current()
	v := latest.Load()
	if v == nil || v.catalog != c {
		making.Lock()
		defer making.Unlock()
		if v = latest.Load(); v == nil || v.catalog != c {
			v = newVocabulary(c)
			latest.Store(v)
		}
	}
	return v
}

func newVocabulary(c *locales.Catalog) *vocabulary {
	v := &vocabulary{catalog: c, choices: map[string]*typed.Choices{}, exact: map[string]map[string]string{}}
	var all []typed.Words
	every := everyQuestion()
	for _, tag := range c.Tags() {
		voice := c.In(tag)
		all = append(all, voice.Words())
		v.addWords(voice)
		for _, q := range every {
			v.addOptions(q, voice)
		}
	}
	numbers, err := typed.New(all...)
	if err != nil { // our mistake: it stops the program
		panic(err)
	}
	v.numbers = numbers
	for _, q := range every {
		id := q.wordsID()
		v.addChoices(q.id, id, typed.Words{"option": {id: q.labels(c)}, "filler": {id: {"": q.fillers(c)}}})
	}
	for _, id := range []string{"goal", "degrees", "universities"} {
		v.choices[id] = v.choices[id].PassPlaces()
	}
	v.addChoices(anyQuestion, anyQuestion, nil)
	v.addChoices(schoolNames, schoolNames, typed.Words{"option": {schoolNames: universityNames(all)}})
	return v
}

// addChoices adds the reader of a question, whose words have an id of theirs.
func (v *vocabulary) addChoices(question, wordsID string, more typed.Words) {
	reader, conflicts := v.numbers.Choices(wordsID, more)
	if conflicts != nil {
		v.conflicts = append(v.conflicts, question+": "+conflicts.Error())
	}
	v.choices[question] = reader
}

// universityNames are the names of the list by which one university alone is known, by the
// official English one, without those that people have for another.
func universityNames(all []typed.Words) map[string][]string {
	of := map[string]string{}
	for _, words := range all {
		for english, list := range words["option"][schoolNames] {
			for _, name := range list {
				of[fold(name)] = english
			}
		}
	}
	names := scoring.UniversityNames()
	for english, own := range names {
		for _, name := range own {
			owner := english
			if other, taken := of[fold(name)]; taken && other != english {
				owner = "" // of several
			}
			of[fold(name)] = owner
		}
	}
	for english, own := range names {
		names[english] = slices.DeleteFunc(own, func(name string) bool { return of[fold(name)] != english })
	}
	return names
}

// wordsID is the name of the question in the files of words: the three for years of
// experience are answered in the same words.
func (q *question) wordsID() string {
	id, _, _ := strings.Cut(q.id, "_i-")
	return id
}

// fillers are words that make no difference at a question: where a degree is from, which is
// asked next.
func (q *question) fillers(c *locales.Catalog) []string {
	if q.id != "degrees" {
		return nil
	}
	var names []string
	for _, own := range scoring.UniversityNames() {
		names = append(names, own...)
	}
	for _, tag := range c.Tags() {
		for _, list := range c.In(tag).Words()["option"]["school"] {
			names = append(names, list...)
		}
	}
	return names
}

// labels are the texts of the options of a choice in all languages, by their ids.
func (q *question) labels(c *locales.Catalog) map[string][]string {
	m := map[string][]string{}
	if q.id == "spouse" { // yes and no, which in a sentence say nothing of a spouse
		return m
	}
	for _, tag := range c.Tags() {
		for i := range q.options {
			m[q.options[i].id] = append(m[q.options[i].id], c.In(tag).Say(q.options[i].key(q)))
		}
	}
	return m
}

// addWords adds what may be typed at any question.
func (v *vocabulary) addWords(voice *locales.Voice) {
	w := voice.Words()
	for name, list := range w["command"] {
		v.put("command", name, list[""]...)
	}
	for _, view := range []string{"ways", "calendar", "points", "benefits", "residence", "offer", "scenarios", "jobs"} {
		v.put("view", view, append(w["view"][view][""], view, voice.Say("control."+view))...)
	}
	v.put("why", "why", w["view"]["why"][""]...)
	v.put("seen", "seen", w["seen"]["all"][""]...)
	v.addPay(w["pay"])
	for tag, list := range w["language"] {
		switch match, ok := v.catalog.Match(tag); {
		case tag == "name":
			v.put("language", voice.Tag(), list[""]...)
		case tag != "serves" && ok:
			v.put("foreign", match, list[""]...)
		}
	}
	v.put("confirm", "yes", w["answer"]["yes"][""]...)
	v.put("confirm", "no", append(w["answer"]["cancel"][""], w["answer"]["no"][""]...)...)
	v.put("confirm", "no", w["topic"]["stop"][""]...) // at a confirmation to stop is to keep
	for n, list := range w["ordinal"] {
		v.put("ordinal", n, list[""]...)
	}
	for _, l := range []struct {
		part, name string
		list       *[]string
	}{
		{"number", "and", &v.ands}, {"polite", "all", &v.polite},
		{"sense", "if", &v.ifs}, {"supposed", "if", &v.ifs}, {"supposed", "not", &v.denials}, {"supposed", "and", &v.joins},
		{"supposed", "filler", &v.passed}, {"supposed", "later", &v.later},
		{"job", "leave", &v.leave}, {"job", "study", &v.study}, {"job", "between", &v.between},
		{"child", "all", &v.children}, {"correction", "all", &v.before}, {"correction", "behind", &v.behind}, {"correction", "wrong", &v.wrong},
	} {
		for _, word := range w[l.part][l.name][""] {
			*l.list = append(*l.list, fold(word))
		}
		slices.SortStableFunc(*l.list, func(a, b string) int { return len(b) - len(a) })
	}
}

// addOptions adds what stands for an option of a question where it is the whole text: its
// label and what is listed for it. "unsure" and "none" are among them.
func (v *vocabulary) addOptions(q *question, voice *locales.Voice) {
	if q.id != "goal" {
		v.put(q.id, "unsure", voice.Say("control.unsure"), "unsure", "not-sure")
	}
	if q.style == pages {
		v.put(q.id, "none", voice.Say("control.none"), "none")
	}
	for id, list := range voice.Words()["exact"][q.wordsID()] {
		v.put(q.id, id, list...)
	}
	for i := range q.options {
		o := &q.options[i]
		v.put(q.id, o.id, voice.Say(o.key(q)))
	}
}

// put has whole texts mean one thing of a kind.
func (v *vocabulary) put(kind, meaning string, texts ...string) {
	m := v.exact[kind]
	if m == nil {
		m = map[string]string{}
		v.exact[kind] = m
	}
	for _, text := range texts {
		w := fold(text)
		if other, taken := m[w]; w == "" || taken && other != meaning {
			v.conflicts = append(v.conflicts, fmt.Sprintf("%q means %s and %s", text, other, meaning))
		}
		m[w] = meaning
	}
}

// ReadYen reads an amount of yen a year as it is typed in a language.
func ReadYen(language, text string) typed.Reading {
	return words().numbers.WithPoint(locales.In(language).Point()).Yen(text)
}

// Pieces cuts a text at the signs and words between answers: "1, 2 and 3".
func Pieces(text string) []string { return words().pieces(text) }

// signsBetween are the signs between answers.
const signsBetween = ",、，;；/／\n・+&＆ "

// pieces cuts a text at the signs and words between answers.
func (v *vocabulary) pieces(text string) []string {
	var list []string
	for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(signsBetween, r) }) {
		list = append(list, v.cut(piece)...)
	}
	return list
}

// cut cuts a piece at the words for "and".
func (v *vocabulary) cut(piece string) []string {
	if slices.Contains(v.ands, fold(piece)) {
		return nil
	}
	for _, and := range v.ands {
		if r, _ := utf8.DecodeRuneInString(and); r > 0x2e7f && strings.Contains(piece, and) {
			var list []string
			for part := range strings.SplitSeq(piece, and) {
				if part != "" {
					list = append(list, part)
				}
			}
			return list
		}
	}
	return []string{piece}
}
