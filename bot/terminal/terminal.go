package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
	"hspbot/locales"
)

// Key is the conversation held here: one person, one file.
var Key = bot.Key{Platform: "terminal", ID: "local"}

// Options say where the conversation is held.
type Options struct {
	In    io.Reader
	Out   io.Writer
	Style Style
	// Size returns the columns and rows of a terminal at both ends, and is nil for a pipe.
	// On a terminal a card takes the place of the one before; a result stays to be read.
	Size func() (columns, rows int)
	// Again is the command that goes on with the conversation, as it is told on leaving.
	Again string
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Terminal is a [bot.Platform] that writes screens and reads lines.
type Terminal struct {
	o      Options
	screen conversation.Screen // what the person sees
	drawn  bool
}

// New returns a terminal that nothing has been written to yet.
func New(o Options) *Terminal {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Terminal{o: o}
}

// Show writes the screen. Its errors are those of the output.
func (t *Terminal) Show(_ context.Context, _ bot.Session, screen conversation.Screen) error {
	style := t.o.Style
	var b strings.Builder
	if t.o.Size == nil {
		if t.drawn {
			b.WriteByte('\n')
		}
	} else {
		columns, rows := t.o.Size()
		style.Width = min(columns, widest)
		b.WriteString(t.newPage(rows))
	}
	b.WriteString(Render(screen, style))
	if _, err := io.WriteString(t.o.Out, b.String()); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	t.screen, t.drawn = screen, true
	return nil
}

// widest is the longest line that reads well.
const widest = 96

// newPage returns what makes room for a card. What was there before the program, and what
// is to be read again, moves up and stays.
func (t *Terminal) newPage(rows int) string {
	keep := !t.drawn || t.screen.Kind == conversation.Result || t.screen.Kind == conversation.Data
	if !keep {
		return "\x1b[H\x1b[2J"
	}
	return fmt.Sprintf("\x1b[%d;1H%s\x1b[H\x1b[2J", rows, strings.Repeat("\n", rows))
}

// Run reads lines and delivers them until the input ends, ctx ends or the person is
// forgotten, and says goodbye. The screen to answer has been shown already. An output that
// nobody reads any more ends it without an error.
func (t *Terminal) Run(ctx context.Context, b *bot.Bot) error {
	lines, stop := make(chan string), make(chan struct{})
	defer close(stop)
	go readLines(t.o.In, lines, stop)
	for t.screen.Kind != conversation.Forgotten {
		t.prompt()
		select {
		case <-ctx.Done():
			return unread(t.goodbye())
		case line, ok := <-lines:
			if !ok {
				return unread(t.goodbye())
			}
			if err := t.take(ctx, b, line); err != nil {
				return unread(err)
			}
		}
	}
	return nil
}

// take delivers one line.
func (t *Terminal) take(ctx context.Context, b *bot.Bot, line string) error {
	event, ok := Resolve(t.screen, line)
	if !ok {
		return t.remind()
	}
	event.At = t.o.Now()
	err := b.Deliver(ctx, bot.Delivery{Key: Key, Event: event})
	var poison *bot.PoisonError
	switch {
	case err == nil || ctx.Err() != nil:
		return nil
	case errors.Is(err, bot.ErrOwed):
		return err // the output is gone; the next start shows the screen
	case errors.As(err, &poison):
		return t.say("terminal.poison", "Reference", poison.Reference)
	}
	return t.say("terminal.trouble")
}

// remind says again how to answer.
func (t *Terminal) remind() error {
	text := hint(&t.screen, t.voice())
	if text == "" {
		return nil
	}
	p := page{style: t.o.Style, voice: t.voice()}
	if t.o.Size != nil {
		columns, _ := t.o.Size()
		p.style.Width = min(columns, widest)
	}
	p.text(text, "", dim)
	return t.write(p.b.String())
}

// goodbye says that everything is kept. The line of the prompt is ended first.
func (t *Terminal) goodbye() error {
	return t.write("\n" + t.voice().Say("terminal.goodbye", "Command", clean(t.o.Again)) + "\n")
}

func (t *Terminal) say(id string, pairs ...any) error {
	return t.write(t.voice().Say(id, pairs...) + "\n")
}

// prompt shows where to type, on a terminal only.
func (t *Terminal) prompt() {
	if t.o.Size != nil {
		t.write("\n> ") // a broken output shows at the next screen
	}
}

func (t *Terminal) write(s string) error {
	if _, err := io.WriteString(t.o.Out, s); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

func (t *Terminal) voice() *locales.Voice { return locales.In(t.screen.Language) }

// unread makes the error of an output that nobody reads any more none.
func unread(err error) error {
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		return nil
	}
	return err
}
