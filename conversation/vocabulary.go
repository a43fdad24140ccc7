package conversation

import (
	"fmt"
	"strings"
	"sync/atomic"

	"hspbot/conversation/typed"
	"hspbot/locales"
)

// vocabulary is what people may type, in all languages of a catalog. Words are folded.
type vocabulary struct {
	catalog   *locales.Catalog
	numbers   *typed.Reader
	commands  map[string]command
	views     map[string]string            // to see a detail
	why       map[string]bool              // to have a question explained
	languages map[string]string            // to change the language
	confirms  map[string]string            // yes and no, by the ids of these choices
	options   map[string]map[string]string // per question, its options by their words
	ands      []string                     // words that join two answers
	conflicts []string                     // words that mean two things: our mistake, which a test finds
}

var latest atomic.Pointer[vocabulary]

// words returns the vocabulary of the languages the program speaks.
func words() *vocabulary {
	c := locales.Current()
	if v := latest.Load(); v != nil && v.catalog == c {
		return v
	}
	v := newVocabulary(c)
	latest.Store(v)
	return v
}

func newVocabulary(c *locales.Catalog) *vocabulary {
	v := &vocabulary{catalog: c, commands: map[string]command{}, views: map[string]string{}, why: map[string]bool{},
		languages: map[string]string{}, confirms: map[string]string{}, options: map[string]map[string]string{}}
	var all []typed.Words
	for i := range questions {
		v.options[questions[i].id] = map[string]string{}
	}
	for _, tag := range c.Tags() {
		voice := c.In(tag)
		all = append(all, voice.Words())
		v.addWords(voice)
		for i := range questions {
			v.addOptions(&questions[i], voice)
		}
	}
	numbers, err := typed.New(all...)
	if err != nil { // our mistake: it stops the program
		panic(err)
	}
	v.numbers = numbers
	return v
}

// addWords adds what may be typed at any question.
func (v *vocabulary) addWords(voice *locales.Voice) {
	w := voice.Words()
	for name, list := range w["command"] {
		put(v, v.commands, command(name), list[""]...)
	}
	for _, view := range []string{"points", "benefits", "residence"} {
		put(v, v.views, view, append(w["view"][view][""], view, voice.Say("control."+view))...)
	}
	for _, text := range w["view"]["why"][""] {
		v.why[fold(text)] = true
	}
	put(v, v.languages, voice.Tag(), w["language"]["name"][""]...)
	for _, id := range []string{"yes", "no"} {
		put(v, v.confirms, id, w["answer"][id][""]...)
	}
	v.ands = append(v.ands, w["number"]["and"][""]...)
}

// addOptions adds what may be typed for an option of a question: its id, its label and the
// words listed for it. "unsure" and "none" are among them.
func (v *vocabulary) addOptions(q *question, voice *locales.Voice) {
	m, w := v.options[q.id], voice.Words()
	if q.id != "goal" {
		put(v, m, "unsure", append(w["answer"]["unsure"][""], voice.Say("control.unsure"), "unsure", "not-sure")...)
	}
	if q.style == pages {
		put(v, m, "none", append(w["answer"]["none"][""], voice.Say("control.none"), "none")...)
	}
	for id, list := range w["option"][q.id] {
		put(v, m, id, list...)
	}
	for i := range q.options {
		o := &q.options[i]
		label := voice.Say("option." + q.id + "." + o.id)
		put(v, m, o.id, o.id, label)
		short, _, _ := strings.Cut(strings.ReplaceAll(label, "（", "("), "(")
		if id, taken := m[fold(short)]; !taken || id == o.id {
			put(v, m, o.id, short)
		}
	}
}

// put has words mean one thing.
func put[T comparable](v *vocabulary, m map[string]T, meaning T, texts ...string) {
	for _, text := range texts {
		w := fold(text)
		if other, taken := m[w]; w == "" || taken && other != meaning {
			v.conflicts = append(v.conflicts, fmt.Sprintf("%q means %v and %v", text, other, meaning))
		}
		m[w] = meaning
	}
}

// ReadYen reads an amount of yen a year as it is typed in a language.
func ReadYen(language, text string) typed.Reading {
	return words().numbers.WithPoint(locales.In(language).Point()).Yen(text)
}
