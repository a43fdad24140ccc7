package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"

	"hspbot/bot"
	"hspbot/conversation"
	"hspbot/locales"
)

// Run begins with an event, or where there is none goes on with the screen of before; it
// returns [bot.ErrNoSession] where there is no such screen. Then it reads lines and delivers
// them until the input ends, ctx ends or the person is forgotten, and says goodbye. The
// outbox of the bot has to run meanwhile. An output that is not read any more ends it without
// an error.
func (t *Terminal) Run(ctx context.Context, b *bot.Bot, begin *conversation.Event) error {
	err := t.talk(ctx, b, begin)
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		return nil
	}
	return err
}

func (t *Terminal) talk(ctx context.Context, b *bot.Bot, begin *conversation.Event) error {
	err := t.begin(ctx, b, begin)
	for err == nil && t.screen.Kind != conversation.Forgotten {
		line := ""
		if line, err = t.line(ctx); err == io.EOF {
			return t.goodbye()
		}
		if err == nil {
			err = t.read(ctx, b, line)
		}
	}
	return err
}

// line returns the next line; [io.EOF] where the person leaves, and where ctx ends. A terminal that gets
// another size meanwhile is drawn again.
func (t *Terminal) line(ctx context.Context) (string, error) {
	if ctx.Err() != nil {
		return "", io.EOF
	}
	if t.typing == nil {
		t.typing = make(chan typedLine, 1)
		go func() {
			text, err := t.in.ReadLine()
			t.typing <- typedLine{text, err}
		}()
	}
	for {
		select {
		case <-ctx.Done():
			return "", io.EOF
		case <-t.resized:
			if columns, rows := t.o.Size(); !t.card.fits(columns, rows) {
				if err := t.turn(t.card.page); err != nil {
					return "", err
				}
			}
		case l := <-t.typing:
			t.typing = nil
			return l.text, l.err
		}
	}
}

// typedLine is a line, or the end of them.
type typedLine struct {
	text string
	err  error
}

// begin takes the first event, or shows the present screen.
func (t *Terminal) begin(ctx context.Context, b *bot.Bot, first *conversation.Event) error {
	if first != nil {
		return t.take(ctx, b, *first)
	}
	s, err := b.Session(ctx, Key)
	if err != nil {
		return err
	}
	if s.Wanted() { // the outbox is at it
		return t.wait(ctx, s.Version)
	}
	screen, err := b.WithShare(ctx, s.State, conversation.Show(s.State, t.o.Now()))
	if err != nil {
		return err
	}
	return t.draw(screen, s.Version)
}

// read does what a line says.
func (t *Terminal) read(ctx context.Context, b *bot.Bot, line string) error {
	if strings.TrimSpace(line) == "" {
		return t.enter(ctx, b)
	}
	if slices.ContainsFunc(t.screen.Choices, func(c conversation.Choice) bool { return isFile(c) && c.Names(line) }) {
		return t.showFile()
	}
	for _, event := range t.events(line) {
		if err := t.take(ctx, b, event); err != nil {
			return err
		}
	}
	return nil
}

// enter does what an empty line says: it turns the page, and on the last finishes a page of toggles or
// goes back to the first. Where lines are not drawn over it says again how to answer.
func (t *Terminal) enter(ctx context.Context, b *bot.Bot) error {
	end := finish(&t.screen)
	switch next := t.card.page + 1; {
	case next < len(t.card.pages):
		return t.turn(next)
	case end != nil:
		return t.take(ctx, b, pressed(end.Action))
	case t.o.Mode == Cards:
		return t.turn(0)
	}
	return t.remind()
}

// take delivers an event and waits for its screen.
func (t *Terminal) take(ctx context.Context, b *bot.Bot, event conversation.Event) error {
	event.At = t.o.Now()
	taken, err := b.Take(ctx, bot.Delivery{Key: Key, Event: event})
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		return t.write(t.voice().Say("terminal.trouble") + "\n")
	}
	return t.wait(ctx, taken.Session.Version)
}

// wait waits until the screen of a version has been written.
func (t *Terminal) wait(ctx context.Context, version int64) error {
	for {
		t.mu.Lock()
		shown, err := t.shown, t.err
		t.mu.Unlock()
		if err != nil || shown >= version {
			return err
		}
		select {
		case <-t.changed:
		case <-ctx.Done():
			return nil
		}
	}
}

// remind says again how to answer.
func (t *Terminal) remind() error {
	text := hint(&t.screen, t.voice())
	if text == "" {
		return nil
	}
	p := page{voice: t.voice()}
	p.style, _ = t.style()
	p.text(text, "", dim)
	return t.write(p.b.String())
}

// goodbye says that everything is kept and how to go on: where there is no room on a line of
// its own, to be copied. The line of the prompt is ended first.
func (t *Terminal) goodbye() error {
	if err := t.in.Close(); err != nil {
		return fmt.Errorf("leave the terminal: %w", err)
	}
	style, _ := t.style()
	command := clean(t.o.Again)
	text := t.voice().Say("terminal.goodbye", "Command", command)
	if style.Width > 0 && locales.Columns(text) > style.Width {
		text = strings.Join(Wrap(t.voice().Say("terminal.goodbye", "Command", ""), style.Width), "\n") + "\n" + command
	}
	if _, err := io.WriteString(t.o.Out, "\n"+text+"\n"); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}
