package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
	"hspbot/locales"
)

// Key is the conversation held here: one person, one file.
var Key = bot.Key{Platform: "terminal", ID: "local"}

// Mode is what is at the other ends of the input and the output.
type Mode uint8

// The modes.
const (
	// Pipe is a program: lines come and go, as long as they are.
	Pipe Mode = iota
	// Lines is a person, to whom one line after the other is written: for screen readers, and
	// terminals that obey no codes. There is a prompt.
	Lines
	// Cards is a person at a terminal of which both ends are here. A card takes the place of
	// the one before, in pages where it is taller; a result stays to be read. Lines are edited.
	Cards
)

// Options say where the conversation is held.
type Options struct {
	In    io.Reader
	Out   io.Writer
	Mode  Mode
	Style Style
	// Size returns the columns and rows of the terminal; not asked for a pipe.
	Size func() (columns, rows int)
	// Again is the command that goes on with the conversation, as it is told on leaving.
	Again string
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Save writes a file that somebody asked for, and returns where. Where it is nil, files are
	// not written.
	Save func(name string, data []byte) (path string, err error)
}

// Terminal is a [bot.Poster] that writes screens, and reads lines.
type Terminal struct {
	o       Options
	in      input
	out     io.Writer
	typing  chan typedLine // the line that is being typed; nil where none is asked for
	changed chan struct{}  // something has been posted
	resized chan struct{}  // the terminal may have another size

	mu     sync.Mutex
	screen conversation.Screen // what the person sees
	card   card                // as it is drawn
	stays  bool                // what is drawn is to be read again
	shown  int64               // version of the session whose screen that is
	err    error               // of the output
}

// New returns a terminal that nothing has been written to yet. [Terminal.Close] it.
func New(o Options) *Terminal {
	if o.Now == nil {
		o.Now = time.Now
	}
	t := &Terminal{o: o, out: o.Out, changed: make(chan struct{}, 1), resized: make(chan struct{}, 1)}
	if o.Mode == Cards {
		if e, err := newEditor(o.In, o.Out, o.Size, func() { signal(t.resized) }); err == nil {
			t.in, t.out = e, e
			return t
		}
		t.o.Mode = Lines // a terminal that cannot be told to obey codes
	}
	plain := &plainInput{in: bufio.NewReader(o.In), out: o.Out}
	if t.o.Mode == Lines {
		plain.prompt = "\n" + prompt
	}
	t.in = plain
	return t
}

// Mode is what is at the other ends.
func (t *Terminal) Mode() Mode { return t.o.Mode }

// Close leaves the terminal as it was.
func (t *Terminal) Close() error { return t.in.Close() }

// signal makes a channel ready that holds at most one.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Post implements [bot.Poster]: it writes the screen. Where the output fails, the next start
// shows the screen.
func (t *Terminal) Post(_ context.Context, p bot.Post) bot.Sent {
	err := t.draw(p.Screen, p.Session.Version)
	signal(t.changed)
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
	if f := screen.File; f != nil && f.OnDemand() && t.o.Save != nil {
		screen.Notice = t.save(f, locales.In(screen.Language))
	}
	screen = withFile(screen)
	screen.Choices = slices.DeleteFunc(slices.Clone(screen.Choices), conversation.Choice.OffersNotices) // nobody is written to here
	if t.o.Mode != Pipe && screen.Notice == "" {
		screen.Notice = saidBack(&t.screen, &screen)
	}
	t.screen, t.shown = screen, version
	return t.showPage(0)
}

// saidBack says what has been answered between two questions: nothing stays to be seen of
// what was typed for it.
func saidBack(before, now *conversation.Screen) string {
	if before.Language != now.Language {
		return ""
	}
	var list []string
	for _, a := range now.Answers {
		if !slices.Contains(before.Answers, a) {
			list = append(list, locales.In(now.Language).Say("notice.understood", "Question", a.Label, "Answer", a.Value))
		}
	}
	if len(list) > 2 { // a whole interview is gone on with
		return ""
	}
	return strings.Join(list, "\n")
}

// style is how a screen is to be drawn now, and on how many rows; 0 is no limit.
func (t *Terminal) style() (Style, int) {
	style, rows := t.o.Style, 0
	if t.o.Mode != Pipe {
		var columns int
		columns, rows = t.o.Size()
		style.Width = min(columns, widest)
	}
	if t.o.Mode != Cards {
		rows = 0
	}
	if style.Plain {
		style.Width = 0
	}
	return style, rows
}

// showPage writes a page of the screen, from 0, the last where there are fewer.
func (t *Terminal) showPage(n int) error {
	style, rows := t.style()
	c := newCard(t.screen, style, rows)
	c.page = min(n, len(c.pages)-1)
	top := ""
	switch {
	case t.o.Mode == Cards:
		top = t.newPage(rows)
	case t.drawn():
		top = "\n"
	}
	if t.err = t.write(top + c.text()); t.err != nil {
		return t.err
	}
	t.card, t.stays = c, t.screen.Kind == conversation.Result || t.screen.Kind == conversation.Data
	return nil
}

func (t *Terminal) drawn() bool { return len(t.card.pages) > 0 }

// turn writes another page, or the same on a terminal that has got another size since.
func (t *Terminal) turn(page int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.showPage(page)
}

// widest is the longest line that reads well.
const widest = 96

// clearScreen clears the screen and goes to its beginning.
const clearScreen = "\x1b[H\x1b[2J"

// newPage returns what makes room for a card. What was there before the program, and what
// is to be read again, moves up and stays.
func (t *Terminal) newPage(rows int) string {
	if t.drawn() && !t.stays {
		return clearScreen
	}
	return fmt.Sprintf("\x1b[%d;1H%s", rows, strings.Repeat("\n", rows)) + clearScreen
}

func (t *Terminal) write(s string) error {
	if _, err := io.WriteString(t.out, s); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

func (t *Terminal) voice() *locales.Voice { return locales.In(t.screen.Language) }
