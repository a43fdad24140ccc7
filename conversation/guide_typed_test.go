package conversation

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"

	"hspbot/locales"
)

// leadsTo reports whether a screen is the topic of the guide, or the answer for the person's own
// answers, or offers the topic.
func leadsTo(s *Screen, of *chapter) bool {
	view := guideView + "." + of.id
	if q := find(s.ID); q != nil && q.aboutResidence() && of.id == "residence" { // when it opens is asked for
		return true
	}
	return s.ID == view || len(of.views) > 0 && slices.Contains(of.views, s.ID) ||
		slices.ContainsFunc(s.Choices, func(c Choice) bool { return c.Action == ShowAction(view) && s.ID != guideView })
}

// TestGuideTyped: a question about a topic of the guide, typed at any question in any language, at
// the result or before the first answer, leads to that topic, and changes no answer. At least
// twelve phrasings of each are in testdata/guide.tsv.
func TestGuideTyped(t *testing.T) {
	f, err := os.Open("testdata/guide.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	at := []string{"goal", "degrees", "career_i-b", "age", "salary", "japanese", "licences", "family", "result"}
	states := map[string]State{}
	count := map[string]int{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		cells := strings.Split(lines.Text(), "\t")
		if cells[0] == "lang" {
			continue
		}
		lang, id, text := cells[0], cells[1], cells[2]
		of, _, ok := isGuide(guideView + "." + id)
		if !ok || of == nil {
			t.Fatalf("%s is no topic", id)
		}
		count[lang+" "+id]++
		for _, q := range at {
			if id == "helper" && q == "family" { // there a domestic worker is an answer
				continue
			}
			before, ok := states[lang+q]
			if !ok {
				before = tableAt(t, lang, q)
				states[lang+q] = before
			}
			after, screen := step(before, Event{Kind: Typed, Text: text, Language: lang, At: noon})
			if !after.sameAnswers(before) {
				t.Errorf("%s at %s: %q changes an answer", lang, q, text)
			}
			if !leadsTo(&screen, of) {
				t.Errorf("%s at %s: %q does not lead to %s but to %s (%s)", lang, q, text, id, screen.ID, screen.Notice)
			}
		}
	}
	for _, tag := range locales.Tags() {
		for _, c := range chapters {
			if n := count[tag+" "+c.id]; n < 12 {
				t.Errorf("%s: only %d phrasings of %s", tag, n, c.id)
			}
		}
	}
}
