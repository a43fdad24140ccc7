package telegramtest

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// What Telegram accepts of an inline keyboard.
const (
	maxButtons = 100
	maxRow     = 8  // buttons of a row that are shown
	maxData    = 64 // bytes of callback_data
)

// Button is a button of an inline keyboard: its label and the one thing it does.
type Button struct {
	Text         string
	CallbackData string
	URL          string
	CopyText     string
	Switch       string // the inline query that is opened in a chat chosen by the person
	Switches     bool
	Style        string
	Other        string // the name of another kind of button
}

// number is what stands before a label whose option the text names by its number.
var number = regexp.MustCompile(`^\d+\. `)

// Keyboard is the rows of an inline keyboard.
type Keyboard [][]Button

// Find returns the first button with a label, a number before it or not, or with callback data.
func (k Keyboard) Find(label string) (Button, bool) {
	for _, row := range k {
		for _, b := range row {
			if b.Text == label || number.ReplaceAllString(b.Text, "") == label || b.CallbackData == label && label != "" {
				return b, true
			}
		}
	}
	return Button{}, false
}

// String draws a keyboard, a line for each row.
func (k Keyboard) String() string {
	var out strings.Builder
	for _, row := range k {
		for _, b := range row {
			fmt.Fprintf(&out, "[%s]", b.Text)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func (k Keyboard) equal(other Keyboard) bool {
	return slices.EqualFunc(k, other, slices.Equal[[]Button])
}

// json returns the keyboard as the Bot API gives it, nil where there is none.
func (k Keyboard) json() any {
	if len(k) == 0 {
		return nil
	}
	rows := make([][]object, len(k))
	for i, row := range k {
		for _, b := range row {
			rows[i] = append(rows[i], b.json())
		}
	}
	return object{"inline_keyboard": rows}
}

func (b Button) json() object {
	o := object{"text": b.Text}
	for name, value := range map[string]string{"callback_data": b.CallbackData, "url": b.URL, "style": b.Style} {
		if value != "" {
			o[name] = value
		}
	}
	if b.CopyText != "" {
		o["copy_text"] = object{"text": b.CopyText}
	}
	return o
}

// parseKeyboard reads the inline keyboard of a call. No reply_markup is no keyboard.
func (c *call) parseKeyboard() (Keyboard, *apiError) {
	markup := c.args.object("reply_markup")
	if !markup.has("inline_keyboard") {
		return nil, nil
	}
	var k Keyboard
	count := 0
	for i, row := range markup.list("inline_keyboard") {
		var out []Button
		buttons, _ := row.([]any)
		for _, v := range buttons {
			b, refused := c.parseButton(v.(map[string]any))
			if refused != nil {
				return nil, refused
			}
			out = append(out, b)
		}
		switch {
		case len(out) == 0:
			c.violate("empty row %d of the keyboard is dropped", i)
		case len(out) > maxRow:
			c.violate("row %d of the keyboard has %d buttons, %d are shown", i, len(out), maxRow)
		}
		count += len(out)
		if len(out) > 0 {
			k = append(k, out)
		}
	}
	if count > maxButtons {
		return nil, c.refuse("reply markup is too long: %d buttons", count)
	}
	return k, nil
}

// looks are the fields of a button that do nothing when it is pressed.
var looks = []string{"text", "icon_custom_emoji_id", "style"}

func (c *call) parseButton(in args) (Button, *apiError) {
	b := Button{Text: in.text("text"), Style: in.text("style")}
	if strings.Trim(b.Text, blanks) == "" {
		c.violate("button without a text is dropped")
	}
	if !utf8.ValidString(b.Text) || !utf8.ValidString(in.text("callback_data")) {
		return b, c.refuse("can't parse inline keyboard button: strings must be encoded in UTF-8")
	}
	if !slices.Contains([]string{"", "danger", "success", "primary"}, b.Style) {
		return b, c.refuse("can't parse inline keyboard button: invalid style %q", b.Style)
	}
	actions := 0
	for name := range in {
		if slices.Contains(looks, name) {
			continue
		}
		actions++
		if refused := c.parseAction(&b, name, in); refused != nil {
			return b, refused
		}
	}
	switch {
	case actions == 0:
		return b, c.refuse("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
	case actions > 1:
		c.violate("button %s has %d actions, all but one are ignored", quoted(b.Text), actions)
	}
	return b, nil
}

func (c *call) parseAction(b *Button, name string, in args) *apiError {
	switch name {
	case "callback_data":
		b.CallbackData = in.text(name)
		if n := len(b.CallbackData); n < 1 || n > maxData {
			return c.refuse("BUTTON_DATA_INVALID")
		}
	case "url":
		b.URL = in.text(name)
		u, err := url.Parse(b.URL)
		if err != nil || !slices.Contains([]string{"http", "https", "tg"}, u.Scheme) || u.Host == "" {
			return c.refuse("inline keyboard button URL %q is invalid: wrong HTTP URL", b.URL)
		}
	case "copy_text":
		b.CopyText = in.object(name).text("text")
		if n := utf8.RuneCountInString(b.CopyText); n < 1 || n > 256 {
			return c.refuse("BUTTON_COPY_TEXT_INVALID")
		}
	case "switch_inline_query_chosen_chat":
		to := in.object(name)
		b.Switch, b.Switches = to.text("query"), true
		if !c.s.o.Inline {
			return c.refuse("BUTTON_SWITCH_INLINE_INVALID: the bot has no inline mode")
		}
		if !to.boolean("allow_user_chats") && !to.boolean("allow_bot_chats") && !to.boolean("allow_group_chats") && !to.boolean("allow_channel_chats") {
			c.violate("button %s can be used in no chat", quoted(b.Text))
		}
	default:
		b.Other = name
	}
	return nil
}
