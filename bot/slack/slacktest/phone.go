package slacktest

import (
	"context"
	"fmt"
	"html"
	"slices"
	"strings"
	"time"
)

// Phone is a person who looks at one card at a time in the direct message, a message of the
// bot with buttons, and answers it.
type Phone struct {
	*Person
	seen  *Message
	shown int // errors, before what they did last
	did   int
}

// Phone returns the person's phone, on which no card is seen yet.
func (p *Person) Phone() *Phone { return &Phone{Person: p} }

// Did returns how many things they did that reached the bot.
func (p *Phone) Did() int { return p.did }

// Press presses a button of the card that is seen, by its value.
func (p *Phone) Press(value string) {
	p.shown = len(p.ErrorsShown())
	if p.PressAsSeen(p.seen, value) == nil {
		p.did++
	}
}

// Say writes.
func (p *Phone) Say(text string) {
	p.shown = len(p.ErrorsShown())
	p.did++
	p.Person.Say(text)
}

// readTime is how long somebody reads an error that Slack shows, before they look again.
const readTime = time.Second

// Await waits for another card whose text is wanted, a newer message or the same one changed,
// and looks at it; false where none came before ctx ended, or before Slack showed an error.
func (p *Phone) Await(ctx context.Context, want func(text string) bool) bool {
	came := false
	p.s.waitUntil(ctx, &p.changed, func() bool {
		came = p.look(want)
		return came || len(p.ErrorsShown()) > p.shown
	})
	if came || ctx.Err() != nil {
		return came
	}
	<-time.After(readTime)
	return p.look(want)
}

// look looks at the newest card, if it is another one.
func (p *Phone) look(want func(text string) bool) bool {
	for _, m := range slices.Backward(p.DM()) {
		if !m.Bot || len(m.Buttons()) == 0 {
			continue
		}
		if !want(p.read(m)) || p.seen != nil && m.TS == p.seen.TS && m.Edited <= p.seen.Edited {
			return false
		}
		p.seen = m
		return true
	}
	return false
}

// Card is the text of the card that is seen, and the values of its buttons.
func (p *Phone) Card() (text string, values []string) {
	if p.seen == nil {
		return "", nil
	}
	for _, b := range p.seen.Buttons() {
		values = append(values, b.Value)
	}
	return html.UnescapeString(p.read(p.seen)), values
}

// read is the text of a card, with the files that came below it.
func (p *Phone) read(card *Message) string {
	text := card.Plain()
	for _, m := range p.DM() {
		for _, f := range m.Files {
			if m.TS > card.TS {
				text += "\n" + string(f.Content)
			}
		}
	}
	return text
}

// String is what the person sees, and the errors that Slack showed.
func (p *Phone) String() string {
	var b strings.Builder
	for _, m := range p.DM() {
		b.WriteString(m.Plain() + "\n")
	}
	fmt.Fprintf(&b, "errors shown: %q", p.ErrorsShown())
	return b.String()
}
