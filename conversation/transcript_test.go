package conversation

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hspbot/locales"
)

var update = flag.Bool("update", false, "rewrite the golden transcripts")

// TestTranscripts plays the people of testdata/people in every language and compares what
// they saw with testdata/transcripts. A line of a person is what they type; one that begins
// with "!" presses the choice of that id; "@candidate" begins anew about somebody else; the tag of a language and a
// colon before a line keep it for that language, in whichever script.
func TestTranscripts(t *testing.T) {
	people, err := filepath.Glob("testdata/people/*.txt")
	if err != nil || len(people) < 6 {
		t.Fatalf("%d people, %v", len(people), err)
	}
	for _, file := range people {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		for _, language := range locales.Tags() {
			t.Run(name+"."+language, func(t *testing.T) {
				got := play(t, file, language)
				golden := filepath.Join("testdata/transcripts", name+"."+language+".txt")
				if *update {
					if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
					return
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("%s differs; read it, then run with -update.\n%s", golden, firstDifference(got, string(want)))
				}
			})
		}
	}
}

func play(t *testing.T, file, language string) string {
	t.Helper()
	return stateOf(t, file, language, func(State, Screen) {})
}

// stateOf plays a person, shows every state with its screen to note, and returns the transcript.
func stateOf(t *testing.T, file, language string, note func(State, Screen)) string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out strings.Builder
	by, referral := Partner{}, ""
	if strings.HasPrefix(filepath.Base(file), "lead") { // a partner's link led these here
		by, referral = sakura(language), "sakura"
	}
	if strings.HasPrefix(filepath.Base(file), "partner") {
		by, referral = reachable(language), "sakura"
	}
	step := func(s State, e Event) (State, Screen) {
		e.Random = "LEADNUMBERFORTHETESTS"
		s = StepFor(s, e, by)
		return s, ShowFor(s, e.At, by)
	}
	s, screen := step(State{}, Event{Kind: Started, Language: language, Referral: referral, At: noon})
	out.WriteString(draw(screen))
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if tag, rest, ok := strings.Cut(line, ":"); ok && slices.Contains(locales.Tags(), tag) {
			if base, _, _ := strings.Cut(language, "-"); tag != base {
				continue
			}
			line = rest
		}
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		e := Event{Kind: Typed, Text: line, Language: language, At: noon, Reachable: true}
		if line == "@candidate" {
			e = Event{Kind: Started, Language: language, At: noon, Candidate: true}
			s = State{}
		}
		if id, ok := strings.CutPrefix(line, "!"); ok {
			e = Event{Kind: Pressed, Language: language, At: noon, Reachable: true, Code: someCode, SharedAt: "https://hsp.example.org/s/"}
			for _, c := range screen.Choices {
				if c.ID == id {
					e.Action, line = c.Action, "["+c.Label+"]"
				}
			}
			if e.Action == "" {
				t.Fatalf("%s: no choice %q on\n%s", file, id, draw(screen))
			}
		}
		s, screen = step(s, e)
		if s.Share != nil && s.LooksAt() == s.Share.ID() { // which a store would have found
			screen = ShowShare(s.Share, screen)
		}
		check(t, screen)
		note(s, screen)
		fmt.Fprintf(&out, "\n> %s\n\n%s", line, draw(screen))
	}
	return out.String()
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			line := "(nothing)"
			if i < len(w) {
				line = w[i]
			}
			return fmt.Sprintf("line %d\n got %s\nwant %s", i+1, g[i], line)
		}
	}
	return "the end is missing"
}
