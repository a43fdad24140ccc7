package terminal

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/jointest"
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
		out := &pages{}
		now := func() time.Time { return jointest.Noon }
		platform := New(Options{In: strings.NewReader(input.String()), Out: out, Now: now})
		b := bot.New(store, platform, bot.Options{Now: now})
		ctx := context.Background()
		if err := store.Delete(ctx, Key); err != nil && !errors.Is(err, bot.ErrNoSession) {
			t.Fatal(err)
		}
		start := conversation.Event{Kind: conversation.Started, Language: language, At: jointest.Noon}
		if err := b.Deliver(ctx, bot.Delivery{Key: Key, Event: start}); err != nil {
			t.Fatal(err)
		}
		if err := platform.Run(ctx, b); err != nil && err != io.EOF {
			t.Fatal(err)
		}
		if n := len(out.list); n > 0 {
			out.list = out.list[:n-1] // the goodbye
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
