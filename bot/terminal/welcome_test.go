package terminal

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
	"hspbot/locales"
)

// Before answers of an earlier time are shown it is asked whose they are: named by where they
// are kept and when they were last used, and by nothing that they say.
func TestWelcome(t *testing.T) {
	kept := bot.Session{Touched: time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC), State: conversation.State{Goal: "i-b"}}
	restart := conversation.ShowAction("restart")
	for _, c := range []struct {
		in, action string
		err        error
	}{
		{"1\n", "", nil},
		{"\n", "", nil},
		{"go-on\n", "", nil},
		{"2\n", restart, nil},
		{"[No, I am a new person]\n", restart, nil},
		{"8.5M\nnew-person\n", restart, nil},
		{"8.5M\n", "", io.EOF},
		{"", "", io.EOF},
	} {
		var out bytes.Buffer
		size := func() (int, int) { return 80, 24 }
		term := New(Options{In: strings.NewReader(c.in), Out: &out, Mode: Lines, Size: size, Again: "hspbot chat"})
		event, err := term.Welcome(t.Context(), kept, "en", "/home/me/hspbot.db")
		if !errors.Is(err, c.err) {
			t.Errorf("%q: %v, want %v", c.in, err, c.err)
		}
		if event == nil {
			event = &conversation.Event{}
		}
		if event.Action != c.action {
			t.Errorf("%q leads to %q, want %q", c.in, event.Action, c.action)
		}
		if s := out.String(); !strings.Contains(s, "/home/me/hspbot.db") || !strings.Contains(s, "22 November 2026") || strings.Contains(s, "Specialist") {
			t.Errorf("%q: %s", c.in, s)
		}
		if left := strings.Contains(out.String(), "Everything is saved."); left != (c.err != nil) {
			t.Errorf("%q: a goodbye: %v", c.in, left)
		}
	}
}

// The words in brackets work in every language.
func TestWelcomeWords(t *testing.T) {
	for _, tag := range locales.Tags() {
		for _, c := range welcome(locales.In(tag), bot.Session{}, "x.db").Choices {
			term := New(Options{In: strings.NewReader("[" + c.Label + "]\n"), Out: io.Discard})
			event, err := term.Welcome(t.Context(), bot.Session{}, tag, "x.db")
			if goesOn := c.ID == "go-on"; err != nil || goesOn != (event == nil) || !goesOn && event.Action != c.Action {
				t.Errorf("%s: [%s] is %+v, %v", tag, c.Label, event, err)
			}
		}
	}
}
