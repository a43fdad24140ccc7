package terminal

import (
	"bufio"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/conversation"
	"hspbot/locales"
)

var update = flag.Bool("update", false, "rewrite the golden transcripts")

// TestPeople plays the eight people of testdata/people in every language on a terminal of 40
// columns, and compares what they saw with the transcripts beside them. A line is what they type,
// behind the tag of a language only there; "@candidate" has the interview be about somebody else.
func TestPeople(t *testing.T) {
	people, err := filepath.Glob("testdata/people/*.txt")
	if err != nil || len(people) != 8 {
		t.Fatalf("%d people, %v", len(people), err)
	}
	for _, file := range people {
		for _, language := range locales.Tags() {
			name := strings.TrimSuffix(filepath.Base(file), ".txt") + "." + language
			t.Run(name, func(t *testing.T) {
				got := played(t, file, language)
				golden := filepath.Join("testdata/transcripts", name+".txt")
				if *update {
					if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
					return
				}
				if want, err := os.ReadFile(golden); err != nil || got != string(want) {
					t.Errorf("%s differs (%v); read it, then run with -update:\n%s", golden, err, got)
				}
			})
		}
	}
}

// played is what a person types and sees, no line wider than 40 columns.
func played(t *testing.T, file, language string) string {
	t.Helper()
	const narrow = 40
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	noon := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	state := conversation.Step(conversation.State{}, conversation.Event{Kind: conversation.Started, Language: language, At: noon})
	var out strings.Builder
	person := showing(conversation.Screen{}, Lines)
	show := func() {
		screen := withFile(conversation.Show(state, noon))
		if screen.Notice == "" {
			screen.Notice = saidBack(&person.screen, &screen)
		}
		person.screen = screen
		text := Render(screen, Style{Width: narrow})
		for line := range strings.SplitSeq(text, "\n") {
			if locales.Columns(line) > narrow && !strings.Contains(line, "://") {
				t.Errorf("%d columns: %s", locales.Columns(line), line)
			}
		}
		out.WriteString(text)
	}
	show()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if tag, rest, ok := strings.Cut(line, ": "); ok && slices.Contains(locales.Tags(), tag) {
			if tag != language {
				continue
			}
			line = rest
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		out.WriteString("\n> " + line + "\n\n")
		events := person.events(line)
		switch {
		case line == "@candidate":
			events = []conversation.Event{{Kind: conversation.Started, Candidate: true}}
		case line == "json":
			out.Write(person.screen.File.Data)
			continue
		}
		for _, e := range events {
			e.Language, e.At = language, noon
			state = conversation.Step(state, e)
		}
		show()
	}
	return out.String()
}
