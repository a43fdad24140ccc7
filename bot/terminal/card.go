package terminal

import (
	"strings"

	"hspbot/conversation"
	"hspbot/locales"
)

// promptRows is how many rows at the bottom are left to the prompt: a free one, how to go
// on, and where to type.
const promptRows = 3

// card is a screen as it is drawn, in pages where it is taller than the terminal. The first
// page begins with what just happened and the title, so that neither scrolls away.
type card struct {
	pages         [][]string // lines
	page          int        // that is seen
	columns, rows int
	voice         *locales.Voice
}

// newCard draws a screen for a number of rows; 0 is any number.
func newCard(screen conversation.Screen, style Style, rows int) card {
	c := card{columns: style.Width, rows: rows, voice: locales.In(screen.Language)}
	lines, room := rendered(screen, style), max(rows-promptRows, 5)
	if rows == 0 || len(lines) <= room {
		c.pages = [][]string{lines}
		return c
	}
	brief := style
	brief.Brief = true
	title := rendered(conversation.Screen{Title: screen.Title}, style)
	c.pages = split(lines, room, title)
	if pages := split(rendered(screen, brief), room, title); len(pages) < len(c.pages) {
		c.pages = pages
	}
	return c
}

// rendered is a screen in lines.
func rendered(screen conversation.Screen, style Style) []string {
	return strings.Split(strings.TrimSuffix(Render(screen, style), "\n"), "\n")
}

// split makes pages of up to room lines, the later ones under the title again. A page ends
// at a free line where one stands in its second half.
func split(lines []string, room int, title []string) [][]string {
	var pages [][]string
	head := append(title, "")
	if len(head) > room/3 {
		head = nil
	}
	for len(lines) > room {
		n := room
		for i := room; i > room/2; i-- {
			if lines[i] == "" {
				n = i
				break
			}
		}
		pages = append(pages, lines[:n:n])
		lines = lines[n:]
		for len(lines) > 0 && lines[0] == "" {
			lines = lines[1:]
		}
		lines = append(head[:len(head):len(head)], lines...)
	}
	return append(pages, lines)
}

// fits reports whether the card was drawn for a terminal of this size.
func (c *card) fits(columns, rows int) bool {
	return c.columns == min(columns, widest) && c.rows == rows
}

// text is the page that is seen and, where there is no prompt of the input's own, what comes
// before it.
func (c *card) text() string {
	text := strings.Join(c.pages[c.page], "\n") + "\n"
	if c.rows > 0 {
		text += "\n"
	}
	if c.page < len(c.pages)-1 {
		text += c.voice.Say("terminal.more", "Page", c.page+1, "Pages", len(c.pages)) + "\n"
	}
	return text
}
