package conversation

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hspbot/scoring"
)

// Universities that are typed by their names are looked up in the list, and asked back.

// lookUp looks universities up in the list and asks whether they are the person's. Not to be
// found by a name does not mean not to be on the list.
func (t *turn) lookUp(q *question, name string) {
	const most = 4
	found, more := findSchools(name, most)
	if rest := words().choices[q.id].Unread(name); len(found) == 0 && rest != "" { // Leeds, UK
		found, more = findSchools(rest, most)
	}
	text := "university.found"
	if len(found) == 0 {
		text, found = nearSchools, scoring.NearUniversities(norm.NFKC.String(name), most)
	}
	var names []string
	for i := range found {
		names = append(names, found[i].English)
	}
	t.found(q, text, names, more)
}

// nearSchools is the notice of a name that was not found, with universities of names much like it.
const nearSchools = "university.near"

// findSchools looks a name up in the list.
func findSchools(name string, most int) (found []scoring.University, more bool) {
	return scoring.FindUniversities(norm.NFKC.String(name), most)
}

// onList are those of the universities people name that are on the list.
func onList(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return scoring.UniversityNamed(name) == nil })
}

// school looks up names that are universities for sure: as the list writes them, or by the
// names people have for them.
func (t *turn) school(q *question, text string) bool {
	found, _ := findSchools(text, 3)
	var names []string
	for i := range found {
		local, _, _ := strings.Cut(found[i].Local, "（")
		if word := fold(text); word == fold(found[i].English) || word == fold(local) {
			names = append(names, found[i].English)
		}
	}
	if said := words().choices[schoolNames].Read(text); len(names) == 0 && !said.Not && !said.Asks {
		names = onList(said.Named)
		if len(names) == 0 && len(said.Named) > 0 { // named, and not on the list
			t.found(q, "", nil, false)
			return true
		}
	}
	if len(names) == 0 || words().choices[q.id].Read(text).Whole {
		return false
	}
	t.found(q, "university.found", names, false)
	return true
}

// nameIn looks up a name that stands beside what says too little: the University of Leeds, UK.
func (t *turn) nameIn(q *question, text string) bool {
	if u := t.choice(q, text); u.notice != askedBack || len(u.offers) > 0 {
		return false
	}
	rest := words().choices[q.id].Unread(text)
	whole, _ := findSchools(text, 1)
	part, _ := findSchools(rest, 1)
	if len(whole) == 0 && (rest == "" || len(part) == 0) {
		return false
	}
	t.lookUp(q, text)
	return true
}

// schoolOf looks up a name that stands beside a degree: did my masters at nagoya.
func (t *turn) schoolOf(text string) bool {
	q := t.current()
	if q == nil || q.id != "universities" {
		return false
	}
	schools := words().choices[schoolNames]
	said, rest := schools.Read(text), schools.Unread(text)
	if len(said.Named) > 0 || said.Not || said.Asks || said.Other || utf8.RuneCountInString(rest) < shortestSchool || !slices.Contains(said.About, "degrees") {
		return false
	}
	if found, _ := findSchools(rest, 1); len(found) == 0 {
		return false
	}
	t.lookUp(q, rest)
	return true
}

// fromSchool has the school confirmed that stands beside a degree where degrees are asked for:
// master's from Kyoto University.
func (t *turn) fromSchool(text string) {
	n, q := t.state.Notice, find("universities")
	if n == nil || n.Text != understood && (n.Text != askedBack || len(n.Offers) == 0) || t.state.answeredAny(q) {
		return
	}
	if arg := t.certain(q, text, ""); arg != "" && !words().choices[schoolNames].Read(text).Not {
		t.waiting = append(slices.Clone(t.waiting), Answer{q.id, arg})
	}
}

// shortestSchool is how many characters a name has at least that is looked for in a sentence.
const shortestSchool = 2

// found asks in a text whether universities are the person's, or says that there are none.
func (t *turn) found(q *question, text string, names []string, more bool) {
	t.state.View = ""
	if len(names) == 0 {
		t.sayOf(q, "university.none")
		return
	}
	t.state.Notice = &Notice{Text: text, Question: q.id, Universities: names, More: more}
	if arg := together(names); arg != "" && !more {
		t.state.Notice.Offers = []string{arg}
	}
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
