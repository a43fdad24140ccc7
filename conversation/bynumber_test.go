package conversation_test

import (
	"strings"
	"testing"
	"time"

	"hspbot/conversation"
	"hspbot/scoring"
)

// TestOrdinalsOfOptions: options named in words by their places are offered together.
func TestOrdinalsOfOptions(t *testing.T) {
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{"first and second": "set:degrees:bachelor,master", "the second": "set:degrees:master"} {
		s := conversation.Step(conversation.State{}, conversation.Event{Kind: conversation.Started, Language: "en", At: at})
		for _, said := range []string{"i-b", text} {
			s = conversation.Step(s, conversation.Event{Kind: conversation.Typed, Text: said, At: at})
		}
		if screen := conversation.Show(s, at); screen.ID != "degrees" || !strings.HasPrefix(screen.Choices[0].Action, want+"~") {
			t.Errorf("%q: on %q the first choice is %q, want %q", text, screen.ID, screen.Choices[0].Action, want)
		}
	}
}

// TestNumberOfAnOption: where a screen says options in full by their numbers, a number chooses one.
func TestNumberOfAnOption(t *testing.T) {
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	s := conversation.Step(conversation.State{}, conversation.Event{Kind: conversation.Started, Language: "en", At: at})
	screen := conversation.Show(s, at)
	if !screen.Numbered {
		t.Fatalf("the first question numbers nothing: %+v", screen)
	}
	say := func(text string) {
		s = conversation.Step(s, conversation.Event{Kind: conversation.Typed, Text: text, At: at})
		screen = conversation.Show(s, at)
	}
	say("9")
	if screen.ID != "goal" {
		t.Errorf("9 of 4 options leads to %q", screen.ID)
	}
	say("1")
	if s.Goal != "i-b" || screen.ID != "degrees" || !screen.Numbered {
		t.Fatalf("1 leads to %q, with the goal %q", screen.ID, s.Goal)
	}
	say("２") // Master's, which the text does not say in full
	if got, want := s.Facts.Value(scoring.Degrees), scoring.Members(scoring.Master); got != want {
		t.Errorf("2 is stored as %v, want %v", got, want)
	}
	if screen.ID != "salary" || screen.Numbered {
		t.Fatalf("2 leads to %q", screen.ID)
	}
}
