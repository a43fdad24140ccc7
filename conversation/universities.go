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
			t.sayOf(q, "university.none")
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
	if u := t.choice(q, text); u.notice != askedBack || len(u.offers) > 0 {
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
func (t *turn) schoolOf(text string) bool {
	q := t.current()
	if q == nil || q.id != "universities" {
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
