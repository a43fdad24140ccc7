package conversation

import (
	"math/rand/v2"
	"regexp"
	"testing"

	"hspbot/locales"
)

// spokenTo are the words with which a language speaks to the person about themselves.
var spokenTo = map[string]*regexp.Regexp{
	"en":      regexp.MustCompile(`(?i)\b(your|yours|I am|I have|I work in|I invest|my|with us|do you (hold|have)|you will|have you|you turn|you qualify)\b`),
	"ja":      regexp.MustCompile(`あなた|ご自身|お持ち|(^|[^公])私[のはが]`),
	"zh":      regexp.MustCompile(`您|我的`),
	"zh-Hant": regexp.MustCompile(`您|我的`),
}

// TestCandidate: the interview about a candidate, and its result, are in the third person in
// every language, also where permanent residence is asked about.
func TestCandidate(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	for _, tag := range locales.Tags() {
		seen := map[string]bool{}
		look := func(s *Screen) {
			seen[s.ID] = true
			if word := spokenTo[tag].FindString(s.Notice + "\n" + s.Title + "\n" + s.Plain() + "\n" + s.Hint); word != "" {
				t.Errorf("%s: %s says %q:\n%s", tag, s.ID, word, draw(*s))
			}
			for _, c := range s.Choices {
				if word := spokenTo[tag].FindString(c.Label); word != "" && c.Role == Option {
					t.Errorf("%s: an option of %s says %q: %s", tag, s.ID, word, c.Label)
				}
			}
		}
		for n := range 40 {
			person := pick(r, goals[n%4], 0.2)
			s, screen := step(State{}, Event{Kind: Started, Language: tag, At: noon, Candidate: true})
			for look(&screen); screen.ID != "result"; look(&screen) {
				s, screen = step(s, person.answer(screen))
			}
			for view := range views() {
				if view == "help" { // speaks to who types
					continue
				}
				_, screen = step(s, Event{Kind: Pressed, Action: ShowAction(view), At: noon})
				look(&screen)
			}
			for _, q := range everyQuestion() {
				if why := Show(s.looking("why."+q.id), noon); locales.In(tag).Has("why." + q.text()) {
					look(&why)
				}
			}
			for i := range residenceQuestions {
				_, screen = step(s, Event{Kind: Pressed, Action: "edit:" + residenceQuestions[i].id, At: noon})
				look(&screen)
			}
			if t.Failed() {
				return
			}
		}
		for _, q := range everyQuestion() {
			if !seen[q.id] {
				t.Errorf("%s: %s was not seen", tag, q.id)
			}
		}
	}
}

// looking is the state while something is looked at.
func (s State) looking(view string) State {
	s.View = view
	return s
}
