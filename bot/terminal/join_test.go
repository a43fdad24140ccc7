package terminal

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/jointest"
	"hspbot/bot/outbox"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

// pages keeps what is written, one entry for each write: Show writes a screen at once.
type pages struct{ list []string }

func (p *pages) Write(b []byte) (int, error) {
	p.list = append(p.list, string(b))
	return len(b), nil
}

// TestJoin walks every question with every answer through the terminal. Choices are named
// by label, id and number in turn.
func TestJoin(t *testing.T) {
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "join.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	n := 0
	jointest.Run(t, func(t *testing.T, language string, moves []jointest.Move) []string {
		var input strings.Builder
		for _, m := range moves {
			n++
			input.WriteString(line(m, n) + "\n")
		}
		input.WriteString("json\n") // what is stored, after the list of it
		out := &pages{}
		now := func() time.Time { return jointest.Noon }
		platform := New(Options{In: strings.NewReader(input.String()), Out: out, Now: now})
		posting := outbox.New(store, Key.Platform, platform, outbox.Options{Now: now, Workers: 1})
		b := bot.New(store, Key.Platform, platform, posting, bot.Options{Now: now, NoRateLimit: true})
		ctx := context.Background()
		if err := store.Delete(ctx, Key, 0); err != nil {
			t.Fatal(err)
		}
		defer running(t, posting)()
		start := conversation.Event{Kind: conversation.Started, Language: language, At: jointest.Noon}
		if err := platform.Run(ctx, b, &start); err != nil && err != io.EOF {
			t.Fatal(err)
		}
		if n := len(out.list); n > 0 {
			out.list = out.list[:n-1] // the goodbye
		}
		if n := len(out.list); n > 1 {
			out.list = append(out.list[:n-2], out.list[n-1]) // the list is read by people
		}
		return out.list
	})
}

// line is what the person types for a move.
func line(m jointest.Move, n int) string {
	if len(m.Press) == 0 {
		return m.Text
	}
	var parts []string
	for _, c := range m.Press {
		name := c.ID
		for i, o := range choices(&m.Screen, conversation.Option) {
			if o.ID == c.ID && n%3 == 1 {
				name = key(&m.Screen, i)
			}
		}
		if n%3 == 2 && len(m.Press) == 1 {
			name = c.Label
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, []string{",", "、", ", "}[n%3])
}
