package conversation

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"hspbot/locales"
)

// keyLike finds a text key where a text should be.
var keyLike = regexp.MustCompile(`(^|\s)[a-z_]+(\.[a-z0-9_-]+)+(\s|$)`)

// check holds what is true of every screen in every language.
func check(t testing.TB, s Screen) {
	t.Helper()
	text := draw(s)
	if s.Title == "" || s.ID == "" || s.Language == "" {
		t.Fatalf("a screen without title, id or language:\n%s", text)
	}
	if strings.Contains(text, "<no value>") || strings.Contains(text, "{{") || !utf8.ValidString(text) {
		t.Fatalf("a placeholder is left, or bytes that are no text:\n%s", text)
	}
	if m := keyLike.FindString(strings.ReplaceAll(text, "moj.go.jp", "")); m != "" {
		t.Fatalf("a key instead of a text: %q in\n%s", m, text)
	}
	if len(s.Choices) == 0 && s.Kind != Forgotten {
		t.Fatalf("a dead end:\n%s", text)
	}
	if n := utf8.RuneCountInString(text); n > 4600 {
		t.Fatalf("%d characters are too long for a phone:\n%s", n, text)
	}
	seen := map[string]bool{}
	toggles := 0
	for _, c := range s.Choices {
		if len(c.Action) > 48 || strings.Trim(c.Action, "abcdefghijklmnopqrstuvwxyz0123456789_-.:=~,") != "" {
			t.Fatalf("action %q is too long or not plain", c.Action)
		}
		if c.Label == "" || c.ID == "" || seen[c.ID] {
			t.Fatalf("choice %+v has no label, no id, or one used twice in\n%s", c, text)
		}
		if utf8.RuneCountInString(c.Label) > 90 {
			t.Fatalf("label too long for a button: %q", c.Label)
		}
		seen[c.ID] = true
		if s.Several && c.Role == Option {
			toggles++
		}
	}
	if toggles > 8 {
		t.Fatalf("%d toggles on one page", toggles)
	}
}

var hostile = []string{"", " ", "\x00", "💥", "''; DROP TABLE", "<b>x</b>", "{{.N}}", "%s%d", strings.Repeat("あ", 10_000), strings.Repeat("9", 3000),
	"\xff\xfe", "\u202e33", "/", "//", "/nope", "/start payload", "@bot", "-1", "1e999", "NaN", "８５０万", "850万元", "8.5", "yes", "no", "はい", "否", "none", "not sure",
	"back", "戻る", "返回", "help", "/language", "中文", "結果", "/change", "/documents", "/mydata", "33歳", "1,2,3", "bachelor, master", ",,,", "unsure,none"}

var forged = []string{"", ":", "set", "set:", "set:salary", "set:salary:", "set:salary:=", "set:salary:=-1", "set:salary:=1e9", "set:salary:=99999999999999999999",
	"set:salary:9-3", "set:salary:from-", "set:salary:under-0", "set:goal:unsure", "set:goal:x", "set:degrees:none,master", "set:degrees:~ff", "set:degrees:master~zz",
	"set:family:child_under_7,child_7_to_12", "set:rest:jica_with_classes,jica_without_classes", "on:degrees:nope", "on:salary:x", "off:goal:all", "done:salary", "done:degrees:0", "rest:nope",
	"why:", "why:nope", "edit:nope", "back:", "show:nope", "lang:xx", "lang:", "yes:", "keep:", "drop:table:x", strings.Repeat("a", 500), "set:age:=3", "set:japanese:n1,n2", "yes:restart"}

// TestStorm drives conversations with everything a person, a bad line or a forger can send.
// Nothing panics, no screen is a dead end, the state given stays as it was, it survives
// being stored, and no text that was not understood changes an answer.
func TestStorm(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for n := range 400 {
		language := locales.Tags()[n%len(locales.Tags())]
		s, screen := step(State{}, Event{Kind: Started, Language: language, At: noon})
		var old []string
		for range 60 {
			for _, c := range screen.Choices {
				old = append(old, c.Action)
			}
			e := Event{At: noon, Language: language}
			switch k := r.IntN(10); {
			case k < 5 && len(screen.Choices) > 0:
				e.Kind, e.Action = Pressed, screen.Choices[r.IntN(len(screen.Choices))].Action
			case k < 6:
				e.Kind, e.Action = Pressed, old[r.IntN(len(old))]
			case k < 7:
				e.Kind, e.Action = Pressed, forged[r.IntN(len(forged))]
			case k < 8:
				e.Kind = Sent
			default:
				e.Kind, e.Text = Typed, hostile[r.IntN(len(hostile))]
			}
			before := s
			beforeJSON, _ := json.Marshal(s)
			s, screen = step(before, e)
			if again, _ := json.Marshal(before); string(again) != string(beforeJSON) {
				t.Fatalf("Step changed the state it was given, on %+v", e)
			}
			check(t, screen)
			if e.Kind == Sent && (s.Facts != before.Facts || s.Unsure != before.Unsure) {
				t.Fatalf("a picture changed an answer")
			}
			stored, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			var back State
			if err := json.Unmarshal(stored, &back); err != nil {
				t.Fatalf("after %+v: %v in %s", e, err, stored)
			}
			if again, _ := json.Marshal(back); string(again) != string(stored) {
				t.Fatalf("stored %s, read %s", stored, again)
			}
			if again := Show(back, noon); !reflect.DeepEqual(again, screen) {
				t.Fatalf("after being stored another screen:\n%s\nnot\n%s", draw(again), draw(screen))
			}
		}
	}
}

// TestEveryScreen visits every question, its explanation, and every view, in every
// language, and the result of people of all kinds.
func TestEveryScreen(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for _, language := range locales.Tags() {
		for n := range 40 {
			person := pick(r, goals[n%4], 0.4)
			answer := person.answer
			if n%5 == 0 { // somebody who knows little
				answer = func(screen Screen) Event {
					if screen.ID == "goal" || r.IntN(2) == 0 {
						return person.answer(screen)
					}
					return Event{Kind: Pressed, At: noon, Action: "set:" + screen.ID + ":unsure"}
				}
			}
			s, screen, _ := interview(t, language, func(screen Screen) Event {
				check(t, screen)
				return answer(screen)
			})
			check(t, screen)
			for view := range views() {
				_, detail := step(s, Event{Kind: Pressed, Action: "show:" + view, At: noon})
				check(t, detail)
			}
			for i := range questions {
				for _, verb := range []string{"why:", "edit:"} {
					_, detail := step(s, Event{Kind: Pressed, Action: verb + questions[i].id, At: noon})
					check(t, detail)
				}
			}
		}
	}
}

// FuzzStep: no text and no action makes Step panic, and an unreadable text leaves the facts.
func FuzzStep(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, "")
	}
	for _, s := range forged {
		f.Add("", s)
	}
	person := pick(rand.New(rand.NewPCG(13, 14)), "i-b", 0.3)
	var states []State
	s, screen := step(State{}, Event{Kind: Started, Language: "ja", At: noon})
	for screen.ID != "result" {
		states = append(states, s)
		s, screen = step(s, person.answer(screen))
	}
	states = append(states, s)
	f.Fuzz(func(t *testing.T, text, action string) {
		for _, s := range states {
			after, screen := step(s, Event{Kind: Typed, Text: text, At: noon})
			check(t, screen)
			if screen.Notice == locales.In("ja").Say("notice.want_one") && after.Facts != s.Facts {
				t.Fatal("a text that was not understood changed the facts")
			}
			_, screen = step(s, Event{Kind: Pressed, Action: action, At: noon})
			check(t, screen)
		}
	})
}

// BenchmarkStep is one turn with its screen: a press in the middle, and the last one with
// the result.
func BenchmarkStep(b *testing.B) {
	person := pick(rand.New(rand.NewPCG(15, 16)), "i-b", 0.3)
	type moment struct {
		s State
		e Event
	}
	var moments []moment
	s, screen := step(State{}, Event{Kind: Started, Language: "ja", At: noon})
	for screen.ID != "result" {
		e := person.answer(screen)
		moments = append(moments, moment{s, e})
		s, screen = step(s, e)
	}
	for name, list := range map[string][]moment{"question": moments[1 : len(moments)-1], "result": moments[len(moments)-1:]} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				m := &list[i%len(list)]
				step(m.s, m.e)
			}
		})
	}
}
