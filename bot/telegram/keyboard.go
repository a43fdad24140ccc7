package telegram

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-telegram/bot/models"

	"hspbot/conversation"
	"hspbot/locales"
)

// keyboard draws the choices: options in as many columns as read well, with their numbers where
// the text names these, what ends a page on rows of its own, controls last. Bind is put before each action; in a group it names the person.
func keyboard(s *conversation.Screen, bind string) *models.InlineKeyboardMarkup {
	numbered := s.Numbered || tooLong(s)
	of := func(role conversation.ChoiceRole) (buttons []models.InlineKeyboardButton) {
		for i := range s.Choices {
			c := &s.Choices[i]
			if c.Role != role {
				continue
			}
			b := models.InlineKeyboardButton{Text: c.Label, CallbackData: bind + c.Action, Style: styleOf(c)}
			if role == conversation.Option && numbered {
				b.Text = shortened(strconv.Itoa(len(buttons)+1)+". "+c.Label, lineWidth-tickWidth)
			}
			if c.Selected {
				b.Text = "✅ " + b.Text
			}
			buttons = append(buttons, b)
		}
		return buttons
	}
	options, finish, controls := of(conversation.Option), of(conversation.Finish), of(conversation.Control)
	perRow := 1
	if !s.Several {
		perRow = fitting(options)
	}
	rows := slices.Collect(slices.Chunk(options, perRow))
	rows = slices.AppendSeq(rows, slices.Chunk(finish, 1))
	rows = inRows(rows, controls)
	if len(rows) == 0 {
		return nil
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: rows}
}

// styleOf is the colour of a button.
func styleOf(c *conversation.Choice) string {
	switch {
	case c.Danger:
		return "danger"
	case c.Role == conversation.Finish && c.ID == "done":
		return "success"
	}
	return ""
}

// tickWidth is the room of a tick before a label.
const tickWidth = 3

// numberWidth is the room of a number before a label.
const numberWidth = 3

// tooLong reports whether options of a screen are too long for buttons as wide as the
// message: they are numbered and written out above.
func tooLong(s *conversation.Screen) bool {
	for i := range s.Choices {
		c := &s.Choices[i]
		room := lineWidth
		if s.Several || c.Selected {
			room -= tickWidth
		}
		if s.Numbered {
			room -= numberWidth
		}
		if c.Role == conversation.Option && locales.Columns(c.Label) > room {
			return true
		}
	}
	return false
}

// shortened cuts a label to a width.
func shortened(s string, most int) string {
	if locales.Columns(s) <= most {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && locales.Columns(string(r)) > most-1 {
		r = r[:len(r)-1]
	}
	return strings.TrimRight(string(r), " （(、,，") + "…"
}

// fitting is how many buttons of a list stand side by side, so that no label is cut on a phone.
func fitting(list []models.InlineKeyboardButton) int {
	widest := 0
	for _, b := range list {
		widest = max(widest, locales.Columns(b.Text))
	}
	switch {
	case widest <= 10:
		return 3
	case widest <= 17:
		return 2
	}
	return 1
}

// inRows puts buttons on rows in their order, each of as many as fit.
func inRows(rows [][]models.InlineKeyboardButton, list []models.InlineKeyboardButton) [][]models.InlineKeyboardButton {
	for len(list) > 0 {
		n := min(3, len(list))
		if len(list) == 4 {
			n = 2 // rather than three and one
		}
		for n > fitting(list[:n]) {
			n--
		}
		rows = append(rows, list[:n:n])
		list = list[n:]
	}
	return rows
}
