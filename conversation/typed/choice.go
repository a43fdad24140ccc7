package typed

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Said is what a text says at a question for a choice.
type Said struct {
	Named []string // the options it names, in the order of the text
	Maybe []string // the options it may mean
	// Words and MaybeWords say by how many different words each is named.
	Words, MaybeWords []int
	Aside             string   // the sentence that answers it: what does not count, what has to be said otherwise
	Topic             string   // what else it is about
	Topics            []string // all of that, those of longer words first
	None              bool     // none of them
	Unsure            bool
	Yes               bool
	No                bool
	Not               bool // something is denied
	Still             bool // something is to come, under way or over without success
	Asks              bool // it is a question
	Question          bool // it ends in a question mark
	If                bool // something is supposed
	Or                bool // it leaves open which
	Other             bool // it speaks of somebody else
	Third             bool // it speaks of a man or a woman: she
	Perhaps           bool // it may be so
	Mentions          bool // it speaks of whom the question is about, which is no answer yet
	Change            bool // an answer is to be changed
	About             []string
	// Unknown says that there are words it does not know, which may change what it says.
	Unknown bool
	Bounded bool  // a number or an option has a bound: under 7, N2 or higher
	Near    bool  // about, くらい
	Empty   bool  // it says nothing
	Whole   bool  // it is one word that may be an option, and nothing else
	topics  []int // how long the words for Topics are
	when    bool  // it names a month, which may be past or to come
	past    bool  // it says that something was reached
	Amounts []Amount
}

// IsOnly reports whether a text says nothing but one option.
func (s *Said) IsOnly() bool {
	return len(s.Named) == 1 && len(s.Maybe)+len(s.Amounts) == 0 && s.Aside == "" && s.Topic == "" &&
		!(s.None || s.Unsure || s.Not || s.Still || s.Asks || s.Question || s.If || s.Or || s.Other || s.Third || s.Perhaps || s.Bounded || s.Near || s.Change || s.Unknown)
}

// Amount is a number in a text and the unit behind it ("age", "count", "score"), if any.
type Amount struct {
	From, Below float64
	Unit        string
	Month       bool    // it counts months, which may be those of a pregnancy
	Months      float64 // how many, where it counts months
}

// count gives the number its unit. Months are ages too: in whole years.
func (a *Amount) count(unit string) {
	a.Unit = unit
	if unit == "month" || unit == "month_old" {
		a.Unit, a.Month, a.Months = "age", unit == "month", a.From
		a.From = math.Floor(a.From / 12)
		a.Below = a.From + 1
	}
}

// Calendar reports whether the number reads as a year of the calendar.
func (a Amount) Calendar() bool {
	return (a.Unit == "" || a.Unit == "grade") && 1900 <= a.From && a.From < 2100
}

// Counts reports whether the number may be how many there are.
func (a Amount) Counts() bool {
	return (a.Unit == "" || a.Unit == "count" || a.Unit == "licences") && !a.Calendar()
}

// mostCounted is the largest number that is an amount at a question for a choice.
const mostCounted = 1e9

// Choices reads texts at one question for a choice.
type Choices struct {
	words *lexicon
	ids   []string
	// places says that what stands behind a preposition, such as a place or a school, makes no
	// difference: "master's from Kyoto".
	places bool
	near   []entry // words for options that a slip of the finger may be meant for
}

// part is a part of the words of a language, and what the words in it do.
type part struct {
	name string
	role role
}

// A question for a choice is read with the words it has in ownParts, by what they stand for, and with
// those in commonParts, where each role stands for itself. The parts of more weight come first: what a
// word means there it does not mean in the next.
var (
	ownParts    = []part{{"option", named}, {"maybe", maybeNamed}, {"aside", aside}, {"filler", skip}}
	commonParts = []part{
		{"answer", answerWord}, {"sense", senseWord}, {"unit", unitWord}, {"topic", topicWord},
		{"subject", subjectWord}, {"command", topicWord}, {"view", topicWord}, {"filler", skip},
	}
)

// Choices returns a reader for a question, which has more words in its own parts. Conflicts are the
// words that would mean two things there.
func (r *Reader) Choices(question string, more Words) (c *Choices, conflicts error) {
	c = &Choices{ids: slices.Clone(r.common.ids)}
	words := dictionary{}
	for rank, p := range ownParts {
		for _, language := range slices.Concat(r.languages, []Words{more}) {
			for id, list := range language[p.name][question] {
				conflicts = errors.Join(conflicts, c.add(words, rank, p.role, id, list))
			}
		}
	}
	c.words = words.over(r.common.words)
	c.near = c.words.near()
	return c, conflicts
}

// addCommon adds what a language says at every question.
func (c *Choices) addCommon(words dictionary, language Words) error {
	var conflicts error
	for rank, p := range commonParts {
		for name, values := range language[p.name] {
			id, least := name, 1 // characters
			switch p.name {
			case "filler":
				if name != "all" { // of a question
					continue
				}
			case "command", "view":
				id, least = p.name+":"+name, 2 // は is a question alone, and a particle in a sentence
			}
			for _, list := range values {
				list = slices.DeleteFunc(slices.Clone(list), func(w string) bool { return utf8.RuneCountInString(w) < least })
				conflicts = errors.Join(conflicts, c.add(words, rank, p.role, id, list))
			}
		}
	}
	return conflicts
}

// PassPlaces returns a reader that passes over unknown words behind a preposition.
func (c *Choices) PassPlaces() *Choices {
	other := *c
	other.places = true
	return &other
}

// add adds words that stand for an id. Written in haste, they weigh less than what is written so.
func (c *Choices) add(words dictionary, rank int, r role, id string, list []string) error {
	i := slices.Index(c.ids, id)
	if i < 0 {
		i = len(c.ids)
		c.ids = append(c.ids, id)
	}
	var conflicts error
	for _, word := range list {
		if err := words.add(word, meaning{2 * rank, r, float64(i)}); err != nil {
			conflicts = errors.Join(conflicts, fmt.Errorf("%w, %s too", err, id))
		}
		for _, other := range sloppy(word) {
			_ = words.add(other, meaning{2*rank + 1, r, float64(i)}) // of two meanings it has one
		}
	}
	return conflicts
}

// shortestJoined is how long a word written without its spaces has to be to be known by it.
const shortestJoined = 9

// sloppy are the ways a word in Latin letters is written in haste: without its apostrophe, and,
// where it is long, without its spaces.
func sloppy(word string) []string {
	var list []string
	plain := strings.ReplaceAll(word, "'", "")
	if plain != word && len(plain) > 3 {
		list = append(list, plain)
	}
	joined := strings.ReplaceAll(plain, " ", "")
	if joined != plain && len(joined) >= shortestJoined && strings.Trim(joined, "abcdefghijklmnopqrstuvwxyz") == "" {
		list = append(list, joined)
	}
	return list
}

// Read says what a text says.
func (c *Choices) Read(text string) Said {
	list, doubt := scanner{lexicon: c.words}.read(text)
	if doubt != Clear {
		return Said{Unknown: true}
	}
	s := Said{Empty: true}
	behind := false // a preposition: what follows it is beside the point
	after := false  // a preposition stands before in this part of the text
	for i, it := range list {
		switch {
		case it.isNumber:
			s.Empty = false
			if behind && !(Amount{From: it.value}).Calendar() { // in two months
				s.Still = true
				continue
			}
			if it.value > mostCounted {
				s.Unknown = true
				continue
			}
			a := Amount{From: it.value, Below: it.value + max(it.width, 1)}
			if i+1 < len(list) && list[i+1].role == unitWord && !list[i+1].isNumber {
				a.count(c.ids[int(list[i+1].arg)])
			}
			if a.Unit == "calendar_month" { // 7月
				s.when = true
				continue
			}
			s.Amounts = append(s.Amounts, a)
			continue
		case it.role == skip || it.role == unitWord || it.role == article:
			if it.role == unitWord {
				id := c.ids[int(it.arg)]
				s.Still = s.Still || after && (id == "years" || id == "month") // in two years
				switch {
				case i > 0 && list[i-1].isNumber:
				case id == "licences": // a subject too
					s.About, s.Empty = append(s.About, id), false
				default: // of how many?
					s.Unknown, s.Empty = true, false
				}
			}
			s.Question = s.Question || it.token.text == "?"
			continue
		case it.role == senseWord && c.ids[int(it.arg)] == "about":
			behind, after = true, true
			continue
		case it.role == unknown && behind && c.places:
			continue
		case it.role == listing || it.role == and || it.role == slash || it.role == plus:
			behind, after = false, false
			s.Bounded = s.Bounded || it.role == plus && i+1 == len(list) // N2+
			continue
		case it.role == hyphen || it.role == tilde || it.role == wave || it.role == to: // N1-N2
			s.Or = true
		}
		behind = false
		c.note(&s, it.token)
	}
	s.Still = s.Still || s.when && !s.past // N1 in July
	s.Whole = len(list) == 1 && list[0].role == maybeNamed
	return s
}

// Unread are the words of a text that the reader does not know, such as a name, folded.
func (c *Choices) Unread(text string) string {
	list, _ := scanner{lexicon: c.words}.read(text)
	var words []string
	for _, it := range list {
		if it.role == unknown && !it.isNumber {
			words = append(words, it.token.text)
		}
	}
	return strings.Join(words, " ")
}

// note adds what one word says.
func (c *Choices) note(s *Said, t token) {
	id := ""
	switch t.role {
	case named, maybeNamed, aside, answerWord, senseWord, topicWord, subjectWord:
		id = c.ids[int(t.arg)]
		s.Empty = false
	}
	switch t.role {
	case named:
		switch id {
		case "none":
			s.None = true
		case "unsure":
			s.Unsure = true
		default:
			for one := range strings.SplitSeq(id, "+") {
				count(&s.Named, &s.Words, one)
			}
		}
	case maybeNamed:
		if id == "mentions" {
			s.Mentions = true
			return
		}
		count(&s.Maybe, &s.MaybeWords, id)
	case aside:
		s.Aside = id
	case topicWord:
		at := len(s.topics) // the more it says, the more it is what is meant
		for at > 0 && len(t.text) > s.topics[at-1] {
			at--
		}
		s.Topics, s.topics = slices.Insert(s.Topics, at, id), slices.Insert(s.topics, at, len(t.text))
		s.Topic = s.Topics[0]
	case subjectWord:
		s.About = append(s.About, id)
	case answerWord:
		s.None = s.None || id == "none"
		s.Unsure = s.Unsure || id == "unsure"
		s.Yes = s.Yes || id == "yes" || id == "agree" || id == "all"
		s.No = s.No || id == "no"
		if id == "cancel" && s.Topic == "" {
			s.Topic = "stop"
		}
	case senseWord:
		s.Not = s.Not || id == "not"
		s.Still = s.Still || id == "still"
		s.Asks = s.Asks || id == "asks"
		s.Change = s.Change || id == "change"
		s.If = s.If || id == "if"
		s.Or = s.Or || id == "or"
		s.Other = s.Other || id == "other"
		s.Third = s.Third || id == "third"
		s.Perhaps = s.Perhaps || id == "perhaps"
		s.when = s.when || id == "when"
		s.past = s.past || id == "past"
	case boundBefore, boundAfter:
		s.Bounded = true
	case approx:
		s.Near = true
	case between:
		s.Or = true
	case near:
		s.Unknown, s.Empty = true, false
	case unknown:
		s.Unknown, s.Empty = true, false
		if id, ok := c.slip(t.text); ok {
			count(&s.Maybe, &s.MaybeWords, id)
		}
	}
}

// count adds an id to a list, or one to the words it is named by.
func count(ids *[]string, words *[]int, id string) {
	if i := slices.Index(*ids, id); i >= 0 {
		(*words)[i]++
		return
	}
	*ids, *words = append(*ids, id), append(*words, 1)
}
