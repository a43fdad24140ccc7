package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
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

// Terminal is a [bot.Poster] that writes screens, and reads lines.
type Terminal struct {
	o       Options
	changed chan struct{} // something has been posted

	mu     sync.Mutex
	screen conversation.Screen // what the person sees
	drawn  bool
	shown  int64 // version of the session whose screen that is
	err    error // of the output
}

// New returns a terminal that nothing has been written to yet.
func New(o Options) *Terminal {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Terminal{o: o, changed: make(chan struct{}, 1)}
}

// Post implements [bot.Poster]: it writes the screen. Where the output fails, the next start
// shows the screen.
func (t *Terminal) Post(_ context.Context, p bot.Post) bot.Sent {
	err := t.draw(p.Screen, p.Session.Version)
	select {
	case t.changed <- struct{}{}:
	default:
	}
	if err != nil {
		return bot.Sent{Outcome: bot.Broken, Err: errors.New("the output cannot be written to")}
	}
	return bot.Sent{}
}

// Change implements [bot.Poster]: nothing is kept of what has been drawn.
func (t *Terminal) Change([]byte, []byte) []byte { return nil }

// Limits implements [bot.Poster]: there are none.
func (t *Terminal) Limits(bot.Post) []bot.Limit { return nil }

// draw writes the screen of a version of the session.
func (t *Terminal) draw(screen conversation.Screen, version int64) error {
	t.mu.Lock()
	defer t.mu.Unlock()
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
	if err := t.write(b.String()); err != nil {
		t.err = err
		return err
	}
	t.screen, t.drawn, t.shown = screen, true, version
	return nil
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

// Run begins with an event, or where there is none goes on with the screen of before; it
// returns [bot.ErrNoSession] where there is no such screen. Then it reads lines and delivers
// them until the input ends, ctx ends or the person is forgotten, and says goodbye. The
// outbox of the bot has to run meanwhile. An output that is not read any more ends it without
// an error.
func (t *Terminal) Run(ctx context.Context, b *bot.Bot, begin *conversation.Event) error {
	var err error
	if begin != nil {
		err = t.take(ctx, b, *begin)
	} else {
		err = t.resume(ctx, b)
	}
	if err != nil {
		return ignoreClosedPipe(err)
	}
	lines, stop := make(chan string), make(chan struct{})
	defer close(stop)
	go readLines(t.o.In, lines, stop)
	for t.screen.Kind != conversation.Forgotten {
		t.prompt()
		select {
		case <-ctx.Done():
			return ignoreClosedPipe(t.goodbye())
		case line, ok := <-lines:
			if !ok {
				return ignoreClosedPipe(t.goodbye())
			}
			if err := t.read(ctx, b, line); err != nil {
				return ignoreClosedPipe(err)
			}
		}
	}
	return nil
}

// resume shows the present screen.
func (t *Terminal) resume(ctx context.Context, b *bot.Bot) error {
	s, err := b.Session(ctx, Key)
	if err != nil {
		return err
	}
	if s.Wanted() { // the outbox is at it
		return t.wait(ctx, s.Version)
	}
	return t.draw(conversation.Show(s.State, t.o.Now()), s.Version)
}

// read delivers one line.
func (t *Terminal) read(ctx context.Context, b *bot.Bot, line string) error {
	event, ok := Resolve(t.screen, line)
	if !ok {
		return t.remind()
	}
	return t.take(ctx, b, event)
}

// take delivers an event and waits for its screen.
func (t *Terminal) take(ctx context.Context, b *bot.Bot, event conversation.Event) error {
	event.At = t.o.Now()
	taken, err := b.Take(ctx, bot.Delivery{Key: Key, Event: event})
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		return t.say("terminal.trouble")
	}
	return t.wait(ctx, taken.Session.Version)
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

// ignoreClosedPipe makes the error of an output that is not read any more none.
func ignoreClosedPipe(err error) error {
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		return nil
	}
	return err
}
