package telegram

import (
	"strconv"
	"strings"

	"github.com/go-telegram/bot/models"

	"hspbot/conversation"
	"hspbot/locales"
)

// keyboard draws the choices: options in as many columns as read well, what ends a page on
// rows of its own, controls last. Bind is put before each action; in a group it names the person.
func keyboard(s *conversation.Screen, bind string) *models.InlineKeyboardMarkup {
	var options, finish, controls []models.InlineKeyboardButton
	widest, short := 0, numbered(s)
	for _, c := range s.Choices {
		b := models.InlineKeyboardButton{Text: c.Label, CallbackData: bind + c.Action, Style: styleOf(c)}
		if short && c.Role == conversation.Option {
			b.Text = shortened(strconv.Itoa(len(options)+1)+". "+c.Label, lineWidth-tickWidth)
		}
		if c.Selected {
			b.Text = "✅ " + b.Text
		}
		switch c.Role {
		case conversation.Option:
			widest = max(widest, locales.Columns(b.Text))
			options = append(options, b)
		case conversation.Finish:
			finish = append(finish, b)
		default:
			controls = append(controls, b)
		}
	}
	perRow := 1
	switch {
	case widest <= 10:
		perRow = 3
	case widest <= 17:
		perRow = 2
	}
	if s.Several {
		perRow = 1
	}
	rows := inRows(nil, options, perRow)
	rows = inRows(rows, finish, 1)
	perRow = 3
	if s.Kind == conversation.Result || s.ID == "result" {
		perRow = 2
	}
	rows = inRows(rows, controls, perRow)
	if len(rows) == 0 {
		return nil
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: rows}
}

// styleOf is the colour of a button.
func styleOf(c conversation.Choice) string {
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

// numbered reports whether the options of a screen are too long for buttons as wide as the
// message: they are numbered and written out above.
func numbered(s *conversation.Screen) bool {
	for _, c := range s.Choices {
		room := lineWidth
		if s.Several || c.Selected {
			room -= tickWidth
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

func inRows(rows [][]models.InlineKeyboardButton, list []models.InlineKeyboardButton, perRow int) [][]models.InlineKeyboardButton {
	for len(list) > 0 {
		n := min(perRow, len(list))
		rows = append(rows, list[:n:n])
		list = list[n:]
	}
	return rows
}
