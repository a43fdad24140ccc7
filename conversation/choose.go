package conversation

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"hspbot/conversation/typed"
)

// Reading what is typed at a question for a choice. What it says for sure is taken, and said
// back on the next screen; what it may mean is asked back, with those options to choose from.

// understanding is what a turn does with a text.
type understanding struct {
	arg    string   // the answer, as the action of a button carries it
	offers []string // answers it may mean, to be asked back
	notice string   // what is to be said
	topic  string   // what else the person wants
}

func (u understanding) empty() bool {
	return u.arg == "" && len(u.offers) == 0 && u.notice == "" && u.topic == ""
}

// stillToCome is the notice of what is under way, planned or failed.
const stillToCome = "aside.still"

// askedBack is the notice of a text that is asked back.
const askedBack = "doubt.choice"

// choice reads a text at a question. A word for an option that means nothing today is none.
func (t *turn) choice(q *question, text string) understanding {
	u := t.meaning(q, text)
	toCome := func(arg string) bool {
		return slices.ContainsFunc(split(arg), func(id string) bool { return t.toCome(q, id) })
	}
	if u.offers = slices.DeleteFunc(u.offers, toCome); toCome(u.arg) {
		return understanding{}
	}
	return u
}

// aboutFamily are the questions at which somebody else is spoken of.
var aboutFamily = []string{"spouse", "spouse_income", "family"}

// meaning reads a text at a question by all words there are.
func (t *turn) meaning(q *question, text string) understanding {
	if id, ok := words().exact[q.id][fold(text)]; ok && !strings.ContainsAny(text, "?？") {
		return understanding{arg: id}
	}
	if u := t.ordinals(q, text); !u.empty() {
		return u
	}
	if ids := q.namedBy(text); ids != nil {
		return understanding{arg: strings.Join(ids, ",")}
	}
	said := words().choices[q.id].Read(text)
	if u := q.ofResidence(said); !u.empty() {
		return u
	}
	switch {
	case said.Empty:
		return understanding{}
	case said.Third && !t.state.Candidate && len(said.Named)+len(said.Maybe) > 0 && !slices.Contains(aboutFamily, q.id): // of whom?
		return understanding{notice: askedBack, offers: t.offerable(q, said)}
	case said.Asks && !said.Unsure && said.Topic == "" && !said.None:
		return understanding{topic: "why"}
	case said.Topic == "view:why" && said.Unknown && !said.Unsure && !said.None: // what counts as a paper
		return understanding{topic: "why"}
	case said.Topic != "" && len(said.Named)+len(said.Maybe)+len(said.Amounts) == 0 && !said.Unsure && !said.None:
		return understanding{topic: said.Topic}
	case (said.Other || said.Topic == "parents") && len(said.Named)+len(said.Maybe)+len(said.Amounts) > 0 && !said.None:
		return understanding{notice: askedBack}
	case said.Aside != "" && len(said.Named) == 0:
		return understanding{notice: "aside." + said.Aside}
	case said.Aside != "": // one of them an AWS certificate
		return understanding{notice: askedBack, offers: t.offerable(q, said)}
	case said.Still && q.id == "goal" && len(said.Named) > 0: // used to be
		return understanding{notice: askedBack, offers: t.offerable(q, said)}
	case (said.Still || t.namesFuture(q, said)) && q.id != "goal" && !said.Unsure && !(said.None && !said.Unknown && len(said.Named)+len(said.Maybe) == 0):
		return understanding{notice: stillToCome, offers: t.offerable(q, said)}
	}
	if u := q.count(said); !u.empty() {
		return u
	}
	return t.decide(q, said)
}

// namesFuture reports whether a text names a year that is still to come, or one of a course:
// MSc 2027, 修士2年.
func (t *turn) namesFuture(q *question, said typed.Said) bool {
	return slices.ContainsFunc(said.Amounts, func(a typed.Amount) bool {
		return a.Calendar() && int(a.From) > t.today.Year || a.Unit == "grade" && !a.Calendar() && q.id != "spouse" // married for a year
	})
}

// decide weighs the options a text names.
func (t *turn) decide(q *question, said typed.Said) understanding {
	said.Maybe = slices.DeleteFunc(slices.Clone(said.Maybe), func(id string) bool {
		return slices.ContainsFunc(strings.Split(id, "+"), func(one string) bool { return slices.Contains(said.Named, one) })
	})
	options := len(said.Named) + len(said.Maybe)
	counted := slices.ContainsFunc(said.Amounts, func(a typed.Amount) bool { return !a.Calendar() })
	sure := !said.Unknown && !said.Question && !(options == 0 && counted)
	ask := understanding{notice: askedBack, offers: t.offerable(q, said)}
	none := q.noneArg()
	switch {
	case said.None && said.Unsure:
		ask.offers = nil
		if none != "" {
			ask.offers = []string{none}
		}
		return ask
	case said.Unsure && options == 0 && !counted && !said.Unknown && q.id != "goal":
		return understanding{arg: "unsure"}
	case said.Unsure && options == 0 && q.id == "goal":
		ask.offers = []string{goalAll}
		return ask
	case said.Unsure && options == 0:
		return understanding{}
	case said.None && options == 0 && t.ofSomethingElse(q, said):
		if said.Other || none == "" {
			return understanding{}
		}
		ask.offers = []string{none}
		return ask
	case said.None && options == 0 && sure && said.Topic != "" && said.Topic != "thanks": // it may deny that
		return understanding{topic: said.Topic}
	case said.None && options == 0 && sure && none != "":
		return understanding{arg: none}
	case said.None && len(said.Named) == 0 && none != "": // no papers
		ask.offers = []string{none}
		return ask
	case said.None || said.Not:
		if options == 0 {
			return understanding{}
		}
		if q.style == pages && options == 2 && len(ask.offers) == 1 { // of two, one may be denied
			ask.offers = append(strings.Split(ask.offers[0], ","), ask.offers[0])
		}
		if options == 1 && none != "" && !slices.Contains(ask.offers, none) { // no director, or no director any more
			ask.offers = append(ask.offers, none)
		}
		return ask
	case len(said.Named) > 0 && len(said.Maybe) == 0 && sure && !said.Unsure && !hedged(said) && !((said.Change || said.Or) && options > 1):
		return t.take(q, said)
	case options > 0:
		return ask
	case said.Mentions, (said.Yes || said.No) && sure:
		return understanding{notice: "doubt.which"}
	case said.Question && said.Unknown:
		return understanding{topic: "why"}
	}
	return understanding{}
}

// ofSomethingElse reports whether a text names what another question is about, or somebody else,
// and nothing of this one: no wife is no answer where licences are asked for.
func (t *turn) ofSomethingElse(q *question, said typed.Said) bool {
	if q.id == "family" && (slices.Contains(said.About, "spouse_income") || slices.Contains(said.About, "salary")) {
		return true // no income is no answer about children
	}
	if slices.Contains(said.About, q.wordsID()) {
		return false
	}
	if q.id == "spouse" { // who has no children may be married
		return slices.ContainsFunc(said.About, func(subject string) bool { return subject != "spouse_income" })
	}
	if slices.Contains(aboutFamily, q.id) { // where somebody else, and the family, are what is asked about
		return slices.ContainsFunc(said.About, func(subject string) bool { return !slices.Contains(aboutFamily, subject) })
	}
	return said.Other || len(said.About) > 0
}

// hedged reports whether a text says of what it names that it may be so, or nearly so.
func hedged(said typed.Said) bool {
	bounded := len(said.Amounts) == 0 && (said.Bounded || said.Near)
	return bounded || said.Perhaps || said.If || said.Topic != "" && said.Topic != "thanks"
}

// take answers with the options named, where they go together.
func (t *turn) take(q *question, said typed.Said) understanding {
	if q.style == pages {
		on := map[string]bool{}
		for _, id := range said.Named {
			if q.option(id) == nil {
				return understanding{}
			}
			q.exclude(on, id)
			on[id] = true
		}
		counted := slices.ContainsFunc(said.Amounts, func(a typed.Amount) bool { return !a.Calendar() })
		if counted && q.id != "degrees" && q.id != "family" { // two of what?
			return understanding{notice: askedBack, offers: []string{strings.Join(said.Named, ",")}}
		}
		return understanding{arg: strings.Join(said.Named, ",")}
	}
	id := said.Named[0]
	if q.id == "japanese" && slices.Contains(said.Named, "n1") { // the higher one counts
		return understanding{arg: "n1"}
	}
	if len(said.Named) > 1 {
		return understanding{notice: askedBack, offers: said.Named}
	}
	return understanding{arg: id}
}

// offerable are the answers a text may mean: on a page all together, else one by one.
func (t *turn) offerable(q *question, said typed.Said) []string {
	var ids []string
	for _, list := range [][]string{said.Named, said.Maybe} {
		for _, id := range list {
			if id == "" {
				continue
			}
			if q.style == pages && id != "none" {
				for one := range strings.SplitSeq(id, "+") {
					if !slices.Contains(ids, one) {
						ids = append(ids, one)
					}
				}
				continue
			}
			ids = append(ids, strings.Split(id, "+")...)
		}
	}
	slices.SortStableFunc(ids, func(a, b string) int { return q.rank(a) - q.rank(b) })
	if q.style == pages && len(said.Maybe) == 1 && len(said.Named) == 0 && strings.Contains(said.Maybe[0], "+") && q.id != "universities" {
		return ids // one of them
	}
	if q.style == pages && len(ids) > 1 && !slices.Contains(ids, "none") {
		return []string{strings.Join(ids, ",")}
	}
	if len(ids) > 3 {
		return nil
	}
	return ids
}

// noneArg is the answer "none of these"; "" where the question has none.
func (q *question) noneArg() string {
	switch {
	case q.style == pages, q.option("none") != nil:
		return "none"
	case q.id == "spouse":
		return "no"
	case q.id == "spouse_income":
		return "under-1"
	case strings.HasPrefix(q.id, "career_"):
		return "=0"
	}
	return ""
}

// ordinals reads the numbers of options, as they stand on the screen. Where a number may be a
// count, or one of a list, it is asked back.
func (t *turn) ordinals(q *question, text string) understanding {
	if q.style == number || q.counts {
		return understanding{}
	}
	shown := t.visible(q)
	var ids []string
	pieces := words().pieces(norm.NFKC.String(text)) // ② is 2
	said := false
	for _, whole := range []string{fold(text), words().plainly(fold(text))} { // a word of joining may be part of it
		if _, ok := words().exact["ordinal"][whole]; ok {
			pieces = []string{whole}
			break
		}
	}
	for _, piece := range pieces {
		if n, ok := words().exact["ordinal"][fold(piece)]; ok { // the first
			piece, said = n, true
		}
		n, err := strconv.Atoi(strings.Trim(fold(piece), "#() "))
		if err != nil || n < 1 || n > len(shown) {
			return understanding{}
		}
		if !slices.Contains(ids, shown[n-1].id) {
			ids = append(ids, shown[n-1].id)
		}
	}
	switch {
	case len(ids) == 0, len(ids) > 1 && q.style != pages:
		return understanding{}
	case said, len(ids) == 1 && (q.id == "family" || q.id == "employer" || q.id == "rest" || q.id == "universities" || q.id == "research"):
		return understanding{notice: askedBack, offers: []string{strings.Join(ids, ",")}}
	}
	return understanding{arg: strings.Join(ids, ",")}
}

// namedBy returns the options that the pieces of a text name word for word; nil where one
// names none.
func (q *question) namedBy(text string) []string {
	if q.style != pages || strings.ContainsAny(text, "?？") {
		return nil
	}
	var ids []string
	for _, piece := range words().pieces(text) {
		id, ok := words().exact[q.id][fold(piece)]
		if said := words().choices[q.id].Read(piece); !ok && said.IsOnly() {
			id, ok = said.Named[0], true
		}
		if !ok || q.option(id) == nil {
			return nil
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// answer does what was understood; false where nothing was.
func (t *turn) answer(q *question, u understanding) bool {
	switch {
	case u.empty():
		return false
	case u.topic != "":
		t.about(q, u.topic)
	case u.arg != "" && t.ticked(q) && u.arg != "none" && u.arg != "unsure":
		for _, id := range split(u.arg) {
			t.toggle(q, id, true)
		}
	case u.arg != "":
		t.state.View = ""
		t.chooseTyped(q, u.arg)
	case u.notice == askedBack && len(u.offers) == 0:
		t.state.View = ""
		t.sayOf(q, "doubt.which")
	default:
		t.state.View = ""
		t.sayOf(q, u.notice, u.offers...)
	}
	return true
}

// ticked reports whether something is ticked on the page that is asked: what is typed then is
// ticked too.
func (t *turn) ticked(q *question) bool {
	return q.style == pages && t.state.DraftOf == q.id && t.state.Draft != ""
}

// chooseTyped answers with what was typed, and says it back. Two degrees of master's level
// or above leave open whether their fields differ, which is then asked.
func (t *turn) chooseTyped(q *question, arg string) {
	if q.id == "degrees" && higher(arg) > 1 && !strings.Contains(arg, "different_fields") {
		arg += "~" + maskOf(q, []*option{q.option("master")})
	}
	t.choose(q, arg)
	if n := t.state.Notice; n == nil || n.Text == "notice.changed" {
		t.sayOf(q, understood)
	}
}

// higher counts the degrees of master's level or above.
func higher(arg string) int {
	n := 0
	for id := range strings.SplitSeq(arg, ",") {
		if slices.Contains([]string{"master", "professional", "mba_mot", "doctorate"}, id) {
			n++
		}
	}
	return n
}
