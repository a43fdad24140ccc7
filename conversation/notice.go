package conversation

import (
	"strings"

	"hspbot/locales"
	"hspbot/scoring"
)

// Notice is what a turn has to say with the next screen: the key of a text and what the
// text names, by ids, so that it can be said again in another language. It never holds what
// somebody wrote.
type Notice struct {
	Text string `json:"text"`
	// Question is the id of the question the text is about: it may name the question, its
	// present answer, and an example of one.
	Question string `json:"question,omitempty"`
	// Offers are answers the person may have meant, as the actions of buttons carry them:
	// "n1", "master,doctorate", "=8500000".
	Offers []string `json:"offers,omitempty"`
	// Answers are those understood in a message of several facts, to be taken together. Beside
	// another text they wait until that is done with.
	Answers []Answer `json:"answers,omitempty"`
	// Universities are the official names of those found by name, and More says that there
	// are others.
	Universities []string `json:"universities,omitempty"`
	More         bool     `json:"more,omitempty"`
	// Examinations are the official names of those a text names, at the question for licences.
	Examinations []string `json:"examinations,omitempty"`
	// Reference names an error that has been logged.
	Reference string `json:"reference,omitempty"`
}

// understood is the notice that says back what was typed. With it the answer can be taken back.
const understood = "notice.understood"

// readTogether is the notice of answers that are to be confirmed, under the answer just taken, if any.
const readTogether = "notice.several"

// confirms reports whether the answers of a notice are asked about now.
func (n *Notice) confirms() bool {
	return n != nil && len(n.Answers) > 0 && (n.Text == readTogether || n.Text == tried)
}

// WithNotice returns the state with a notice instead of the one it has. It is for what
// happens outside of the interview, such as too many messages or an error. Who is told
// something is not forgotten any more.
func (s State) WithNotice(n Notice) State {
	s.Forgotten = false
	s.Notice = &n
	return s
}

// Unreadable returns the state of somebody whose stored state cannot be read. It offers to delete
// that one.
func Unreadable(language string) State {
	s := State{View: "forget"}
	s.Language, _ = locales.Match(language)
	return s.WithNotice(Notice{Text: "notice.unreadable"})
}

// notice writes the notice of the state in the person's language.
func (t *turn) notice() string {
	n := t.state.Notice
	if n == nil {
		return ""
	}
	if len(n.Universities) > 0 {
		return t.universities(n)
	}
	if n.Text == tried {
		return "" // the screen says it
	}
	if n.confirms() {
		return t.lines(n)
	}
	pairs := []any{"Reference", n.Reference, "Languages", t.voice.Languages(), "Left", t.left(), "Fees", t.fees()}
	if r := t.state.Request; r != nil {
		pairs = append(pairs, "By", r.By)
	}
	if q := find(n.Question); q != nil {
		pairs = append(pairs, "Question", q.name(t.voice), "Answer", t.answerText(q))
		if example := "question." + q.text() + ".example"; t.voice.Has(example) {
			pairs = append(pairs, "Example", t.voice.Say(example))
		}
	}
	said := t.voice.Say(n.Text, pairs...)
	if len(n.Examinations) > 0 {
		return t.examinations(n) + "\n" + said
	}
	return said
}

// left is how many questions are still to be answered, as far as can be told now.
func (t *turn) left() int {
	q := t.current()
	if q == nil {
		return 0
	}
	if !q.aboutResidence() {
		return t.openBeside(q, questions) + 1
	}
	return t.openBeside(nil, residenceQuestions)
}

// lines says what was understood, line by line. Whether it is right is the question below.
func (t *turn) lines(n *Notice) string {
	var lines []string
	if q := find(n.Question); q != nil {
		lines = append(lines, t.voice.Say(understood, "Question", q.name(t.voice), "Answer", t.answerText(q)))
	}
	for _, a := range n.Answers {
		if q := find(a.Question); q != nil {
			lines = append(lines, t.voice.Say("notice.line", "Question", q.name(t.voice), "Answer", t.argText(q, a.Arg)))
		}
	}
	return strings.Join(lines, "\n")
}

// countries are the ids of the countries whose universities the list names in Chinese or
// Japanese.
var countries = map[string]string{"China": "china", "Hong Kong": "hong_kong", "Japan": "japan", "Macao": "macao", "Taiwan": "taiwan"}

// localName is the name of a university as the language writes it: the list has Chinese names in
// simplified characters. Those of Japan stay as they are.
func (t *turn) localName(u *scoring.University) string {
	if u.InJapan() {
		return u.Local
	}
	pairs := strings.FieldsFunc(t.voice.Say("university.characters"), func(r rune) bool { return r == ' ' || r == '=' })
	return strings.NewReplacer(pairs...).Replace(u.Local)
}

// universities says what was found by a name.
func (t *turn) universities(n *Notice) string {
	var listed, topGlobal []string
	japan := false
	for _, name := range n.Universities {
		u := scoring.UniversityNamed(name)
		if u == nil {
			continue // of a list that is over
		}
		name := u.English
		if u.Local != "" { // Taiwan has schools with the names of others in China and Japan
			country := t.voice.Say("university.country." + countries[u.Country])
			name = t.voice.Say("university.name", "English", u.English, "Local", t.localName(u), "Country", country)
		}
		japan = japan || u.InJapan()
		if u.TopGlobal {
			topGlobal = append(topGlobal, name)
		} else {
			listed = append(listed, name)
		}
	}
	var lines []string
	if n.Text == nearSchools {
		lines = append(lines, t.voice.Say(nearSchools))
	}
	if len(listed) > 0 {
		lines = append(lines, t.voice.Say("university.found", "Names", join(t.voice, listed)))
	}
	if len(topGlobal) > 0 {
		lines = append(lines, t.voice.Say("university.top_global", "Names", join(t.voice, topGlobal)))
	}
	if n.More {
		lines = append(lines, t.voice.Say("university.more"))
	}
	switch {
	case len(n.Offers) > 0:
		lines = append(lines, t.voice.Say("university.yours"))
	case len(listed) > 0:
		lines = append(lines, t.voice.Say("university.choose"))
	}
	if japan && len(n.Offers) == 0 {
		lines = append(lines, t.voice.Say("university.in_japan"))
	}
	return strings.Join(lines, "\n")
}
