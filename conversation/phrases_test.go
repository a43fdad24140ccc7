package conversation

import (
	"bufio"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

var misses = flag.Bool("misses", false, "print the phrases that are not read as expected")

// phrase is a row of testdata/phrases.tsv: what somebody types at a question, and what it
// should mean. Expect has alternatives between " | ": "=a,b" these options, "=5" or "=5..6" a
// number or a half-open range, "?a" asked back with that reading among the choices, "?" asked
// back, "~" taken as not sure, "!topic" an answer of its own, "x" a calm question again.
// "+age salary" several facts to be confirmed, each once and in the order of the questions; behind
// an answer, "=master +degrees universities", those shown to be confirmed once it is taken.
// ">question=5" is taken as the answer to another question. "@Name" is a university that is named, "@!Name" one that is not. The question "any" is
// typed at the one about Japanese; behind "candidate" stands a question of an interview about
// somebody else.
type phrase struct{ lang, question, text, expect string }

// asked is the id of the question that the phrase is typed at.
func (p phrase) asked() string {
	id := strings.TrimPrefix(p.question, "candidate ")
	if id == "any" {
		return "japanese"
	}
	return id
}

// before is somebody at the question of the phrase.
func (p phrase) before(t testing.TB) State {
	s := tableAt(t, p.lang, p.asked())
	s.Candidate = p.asked() != p.question && p.question != "any"
	return s
}

func phrases(t *testing.T) []phrase {
	t.Helper()
	f, err := os.Open("testdata/phrases.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []phrase
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if cells := strings.Split(lines.Text(), "\t"); len(cells) >= 4 && cells[0] != "lang" {
			list = append(list, phrase{cells[0], cells[1], cells[2], cells[3]})
		}
	}
	return list
}

// tableAt is somebody who has answered every question before one, in all categories.
func tableAt(t testing.TB, lang, id string) State {
	t.Helper()
	if q := find(id); q != nil && q.aboutResidence() {
		return residentAt(t, lang, id)
	}
	s := Step(State{}, Event{Kind: Started, Language: lang, At: noon})
	goal := "all"
	if id == "career_i-b" || id == "licences" || id == "japanese" || id == "result" || id == "salary" || id == "age" || id == "spouse_income" {
		goal = "i-b"
	}
	answers := map[string]string{"goal": goal, "degrees": "master", "universities": "none", "career_i-a": "5-7", "career_i-b": "5-7", "career_i-c": "5-7",
		"age": "=33", "salary": "=8500000", "japanese": "n2", "research": "none", "licences": "none", "position": "none", "employer": "none",
		"rest": "none", "spouse": "yes", "spouse_income": "under-1", "family": "child_under_7"}
	for range 20 {
		screen := Show(s, noon)
		if screen.ID == id {
			return s
		}
		s = Step(s, Event{Kind: Pressed, Action: "set:" + screen.ID + ":" + answers[screen.ID], At: noon})
	}
	t.Fatalf("%s is not asked", id)
	return s
}

// residentAt is somebody with a result who is asked one question about permanent residence.
func residentAt(t testing.TB, lang, id string) State {
	t.Helper()
	s := tableAt(t, lang, "result")
	s.Asking, s.Editing = true, id
	s.Residence = Answers{}.with("status", "work").with("in_japan_since", "2015-04-01").without(id)
	return s
}

// right reports whether the state after a text is what one of the alternatives expects.
func (p phrase) right(t *testing.T, before, after State) bool {
	t.Helper()
	for _, want := range strings.Split(p.expect, " | ") {
		names := ""
		if i := strings.Index(p.expect, " @"); i >= 0 && !strings.Contains(want, " @") {
			names = p.expect[i:]
		}
		if p.met(t, before, after, want+names) {
			return true
		}
	}
	return false
}

// proposed are the questions whose answers are shown to be confirmed, in order.
func proposed(s State) string {
	if s.Notice == nil || s.Notice.Text != "notice.several" {
		return ""
	}
	var ids []string
	for _, a := range s.Notice.Answers {
		ids = append(ids, a.Question)
	}
	return strings.Join(ids, " ")
}

// met reports whether the state after a text is what one alternative expects; wrong that a
// fact was stored which it does not allow.
func (p phrase) met(t *testing.T, before, after State, want string) bool {
	want, names, _ := strings.Cut(want, " @")
	screen := Show(after, noon)
	text := draw(screen)
	if names != "" {
		not := strings.HasPrefix(names, "!")
		named := slices.ContainsFunc(strings.Split(strings.TrimPrefix(names, "!"), "/"), func(n string) bool { return strings.Contains(text, n) })
		if named == not {
			return false
		}
	}
	if i := strings.Index(want, " +"); i > 0 {
		if proposed(after) != want[i+2:] {
			return false
		}
		want = want[:i]
	}
	q := find(p.asked())
	same := maps.Equal(before.Residence, after.Residence) && before.Facts == after.Facts && before.Goal == after.Goal && before.Spouse == after.Spouse && before.Unsure == after.Unsure
	switch want[0] {
	case '+':
		return same && proposed(after) == want[1:]
	case '=':
		if q != nil && q.aboutResidence() {
			return maps.Equal(after.Residence, before.Residence.with(q.id, want[1:]))
		}
		return q != nil && p.means(q, p.stored(t, q, before, want[1:]), after)
	case '>':
		id, answer, _ := strings.Cut(want[1:], "=")
		other := find(id)
		return other != nil && after.Notice != nil && after.Notice.Question == id && screen.ID == before.on() && p.means(other, p.stored(t, other, before, answer), after)
	case '~':
		return q != nil && p.stored(t, q, before, "unsure").sameAnswers(after)
	case 'x':
		return same && (screen.ID == before.on() || screen.Kind == Question || screen.Kind == Result)
	case '?':
		if !same || screen.ID != before.on() || after.Notice == nil || strings.HasPrefix(after.Notice.Text, "notice.want_") || strings.HasPrefix(after.Notice.Text, "topic.") {
			return false
		}
		return want == "?" || p.offers(screen, after, want[1:])
	case '!':
		return same && p.topical(before, after, screen, want[1:])
	}
	t.Fatalf("%q is no expectation", want)
	return false
}

// means reports whether the answer to q is the one wanted. A number may be off by a yen, or by
// the sixth digit of a year; and two higher degrees leave open whether their fields differ.
func (p phrase) means(q *question, want, after State) bool {
	if q.id == "degrees" && after.Facts.Value(scoring.Degrees) == want.Facts.Value(scoring.Degrees) && !after.answered(scoring.DifferentFields) {
		return true
	}
	if q.style != number || want.sameAnswers(after) {
		return want.sameAnswers(after)
	}
	a, b := want.Facts.Value(q.facts[0]), after.Facts.Value(q.facts[0])
	near := func(x, y float64) bool { return x == y || math.Abs(x-y) <= max(1e-6, x*0.000002) }
	return b.Known() && near(a.From, b.From) && near(a.Below, b.Below)
}

func (s State) on() string { return Show(s, noon).ID }

func (s State) sameAnswers(o State) bool {
	return s.Facts == o.Facts && s.Goal == o.Goal && s.Spouse == o.Spouse && s.Unsure == o.Unsure
}

// stored is the state in which the answer has been given by a button.
func (p phrase) stored(t *testing.T, q *question, before State, answer string) State {
	arg := answer
	if q.style == number && answer != "unsure" {
		if birth, err := scoring.ParseDate(answer); err == nil {
			s := before
			s.set(q.facts[0], scoring.Value{})
			s.Facts.Birth = birth
			return s
		}
		from, below, isRange := strings.Cut(answer, "..")
		a, b := 0.0, math.Inf(1)
		if from != "" {
			fmt.Sscan(from, &a)
		}
		if below != "" {
			fmt.Sscan(below, &b)
		}
		s := before
		if !isRange {
			s.set(q.facts[0], exactly(q.facts[0], a))
			return s
		}
		s.set(q.facts[0], scoring.Between(a, b))
		return s
	}
	if q.style == pages && answer != "unsure" && answer != "none" {
		mask := maskOf(q, begin(before, noon).visible(q))
		arg += "~" + mask
	}
	return Step(before, Event{Kind: Pressed, Action: "set:" + q.id + ":" + arg, At: noon})
}

// offers reports whether the options are among the choices.
func (p phrase) offers(screen Screen, after State, ids string) bool {
	if ids == "none" && p.asked() == "universities" {
		return after.Notice.Text == "university.none"
	}
	for _, id := range strings.Split(ids, ",") {
		found := false
		for _, c := range screen.Choices {
			_, arg, _ := strings.Cut(strings.TrimPrefix(c.Action, "set:"), ":")
			arg, _, _ = strings.Cut(arg, "~")
			found = found || c.ID == id || c.ID == "="+id || slices.Contains(strings.Split(arg, ","), id)
		}
		if !found {
			return false
		}
	}
	return true
}

// topical reports whether a text got the answer a topic has.
func (p phrase) topical(before, after State, screen Screen, topic string) bool {
	topic, arg, _ := strings.Cut(topic, ":")
	notice := ""
	if after.Notice != nil {
		notice = after.Notice.Text
	}
	switch topic {
	case "language":
		return after.View == "language" || after.Language == arg && notice == "notice.language" || arg == "any" && after.View == "language"
	case "change":
		return after.View == "change" || arg != "" && after.Editing == arg
	case "why":
		return strings.HasPrefix(after.View, "why.") || p.asked() == "result" && after.View == "points"
	case "points":
		return after.View == "result" || after.View == "points" || screen.ID == "result" && notice == "" || notice == "topic.points"
	case "permanent_residence":
		return after.View == "residence" || notice == "topic.permanent_residence" || screen.ID != before.on() // its own questions
	case "what_if":
		return after.View == "ways" || after.View == "tryout" || strings.HasPrefix(notice, "topic.what_if")
	case "parents", "helper", "spouse", "benefits", "j_skip":
		return after.View == "benefits" || notice == "topic."+topic
	case "calendar":
		return after.View == "calendar"
	case "back":
		return after.Editing != "" || screen.ID == "result" && notice == ""
	case "help", "forget", "restart", "documents", "mydata":
		return after.View == topic
	case "next_steps", "contact":
		return after.View == "next" || notice == "topic."+topic
	case "not_counted":
		return strings.HasPrefix(notice, "aside.")
	}
	if short, ok := map[string]string{"is_it_safe": "safe", "is_it_official": "official", "who_are_you": "who"}[topic]; ok {
		topic = short
	}
	return notice == "topic."+topic || after.View == guideView+"."+topic
}

// TestPhrases plays every phrase at its question and counts, per language and question, how
// many are read as expected. Nothing wrong may ever be stored.
func TestPhrases(t *testing.T) {
	right, all := map[string]int{}, map[string]int{}
	wrong := 0
	for _, p := range phrases(t) {
		before := p.before(t)
		after := Step(before, Event{Kind: Typed, Text: p.text, Language: p.lang, At: noon})
		ok := p.right(t, before, after)
		id := strings.TrimPrefix(p.question, "candidate ")
		all[p.lang+" "+id]++
		if ok {
			right[p.lang+" "+id]++
			continue
		}
		if !before.sameAnswers(after) || !maps.Equal(before.Residence, after.Residence) {
			wrong++
			t.Errorf("%s at %s: %q is stored as %s, want %s", p.lang, p.question, p.text, stored(after, id), p.expect)
		} else if *misses {
			notice := ""
			if after.Notice != nil {
				notice = after.Notice.Text
			}
			fmt.Printf("%s\t%s\t%s\t%s\t(%s %s %v)\n", p.lang, p.question, p.text, p.expect, notice, after.View, after.Notice)
		}
	}
	total, good := 0, 0
	for _, tag := range locales.Tags() {
		for _, id := range []string{"goal", "degrees", "universities", "career_i-b", "age", "salary", "japanese", "research", "licences", "position", "employer", "rest", "spouse", "spouse_income", "family", "result", "any", "status", "in_japan_since", "absences", "period", "hsp_points"} {
			if n := all[tag+" "+id]; n > 0 {
				t.Logf("%s %-14s %3d of %3d", tag, id, right[tag+" "+id], n)
				total, good = total+n, good+right[tag+" "+id]
			}
		}
	}
	t.Logf("%d of %d are read as expected (%.1f %%), %d stored wrongly", good, total, 100*float64(good)/float64(total), wrong)
	if 100*good < 98*total {
		t.Errorf("only %d of %d phrases are read as expected", good, total)
	}
}

// stored says in short what is stored for a question.
func stored(s State, id string) string {
	t := begin(s, noon)
	if q := find(id); q != nil && s.answeredAny(q) {
		return t.answerText(q)
	}
	return "something"
}
