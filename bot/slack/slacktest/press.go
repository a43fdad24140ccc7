package slacktest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// What people do with buttons, menus and boxes.

// ErrNotFound says that there is nothing of that name to use.
var ErrNotFound = errors.New("there is no such thing to press")

// Button is a button a person may press.
type Button struct {
	ActionID string
	BlockID  string
	Value    string
	Label    string
	Style    string
	URL      string
}

// Choice is an element in which a person chooses among options.
type Choice struct {
	ActionID string
	BlockID  string
	Type     string // "checkboxes", "static_select", "radio_buttons", "overflow" …
	Options  []Option
}

// Option is an option of a choice. Chosen is as the blocks say, not what the person has done
// since.
type Option struct {
	Value  string
	Label  string
	Chosen bool
}

// parse reads blocks as they were stored.
func parse(raw json.RawMessage) []object {
	var blocks []object
	if len(raw) > 0 && json.Unmarshal(raw, &blocks) != nil {
		return nil
	}
	return blocks
}

// Plain is all that people read in a message, a line for each thing: the blocks, or the text
// where there are none. Mrkdwn keeps its marks, links show their label.
func (m *Message) Plain() string {
	if blocks := parse(m.Blocks); len(blocks) > 0 {
		return plain(blocks)
	}
	return visible(m.Text)
}

// Buttons are the buttons of a message in their order.
func (m *Message) Buttons() []Button { return buttons(parse(m.Blocks)) }

// Choices are the menus and boxes of a message in their order.
func (m *Message) Choices() []Choice { return choices(parse(m.Blocks)) }

// Checkboxes are the choices of a message that are checkboxes.
func (m *Message) Checkboxes() []Choice {
	return slices.DeleteFunc(m.Choices(), func(c Choice) bool { return c.Type != "checkboxes" })
}

func buttons(blocks []object) []Button {
	var out []Button
	for _, e := range elements(blocks) {
		if e.kind() == "button" {
			out = append(out, Button{ActionID: e.action(), BlockID: e.blockID(), Value: str(e.el["value"]), Label: textOf(e.el["text"]),
				Style: str(e.el["style"]), URL: str(e.el["url"])})
		}
	}
	return out
}

func choices(blocks []object) []Choice {
	var out []Choice
	for _, e := range elements(blocks) {
		options := e.options()
		if len(options) == 0 {
			continue
		}
		c := Choice{ActionID: e.action(), BlockID: e.blockID(), Type: e.kind()}
		initial, _ := e.el["initial_options"].([]any)
		if one := e.el["initial_option"]; one != nil {
			initial = append(initial, one)
		}
		for _, o := range options {
			chosen := slices.ContainsFunc(initial, func(v any) bool { i, _ := v.(object); return i["value"] == o["value"] })
			c.Options = append(c.Options, Option{Value: str(o["value"]), Label: textOf(o["text"]), Chosen: chosen})
		}
		out = append(out, c)
	}
	return out
}

// findElement finds what is to be used: a button by its action_id, value or label, or an option by
// its value or label. option is nil for a button.
func findElement(blocks []object, match string) (e element, option object, ok bool) {
	all := elements(blocks)
	for _, by := range []func(element) string{element.action,
		func(e element) string { return str(e.el["value"]) },
		func(e element) string { return textOf(e.el["text"]) }} {
		for _, e := range all {
			if e.kind() == "button" && by(e) == match {
				return e, nil, true
			}
		}
	}
	for _, by := range []func(object) string{
		func(o object) string { return str(o["value"]) },
		func(o object) string { return textOf(o["text"]) }} {
		for _, e := range all {
			for _, o := range e.options() {
				if by(o) == match {
					return e, o, true
				}
			}
		}
	}
	return element{}, nil, false
}

// Press uses what a message shows now: a button by its action_id, value or label, or an option
// of a menu or of boxes by its value or label.
func (p *Person) Press(m *Message, match string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if m == nil || m.src.deleted {
		return fmt.Errorf("%w: the message is gone", ErrNotFound)
	}
	return p.press(m.src, m.src.blocks, match)
}

// PressAsSeen is a press that crosses with an update on its way: it uses what the message
// showed when the test asked for it.
func (p *Person) PressAsSeen(m *Message, match string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if m == nil {
		return fmt.Errorf("%w: no message", ErrNotFound)
	}
	return p.press(m.src, parse(m.Blocks), match)
}

// ToggleCheckbox ticks a box of a message by its value or label, or takes the tick away. The app gets
// block_actions with all that are ticked.
func (p *Person) ToggleCheckbox(m *Message, option string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if m == nil || m.src.deleted {
		return fmt.Errorf("%w: the message is gone", ErrNotFound)
	}
	e, o, ok := findElement(checkboxBlocks(m.src.blocks), option)
	if !ok || o == nil {
		return fmt.Errorf("%w: box %q", ErrNotFound, option)
	}
	p.use(m.src, e, o)
	return nil
}

// checkboxBlocks are the blocks that have checkboxes.
func checkboxBlocks(blocks []object) []object {
	var out []object
	for _, e := range elements(blocks) {
		if e.kind() == "checkboxes" {
			out = append(out, object{"block_id": e.block["block_id"], "element": e.el})
		}
	}
	return out
}

// CheckedBoxes returns the values of the boxes of a message that the person has ticked now.
func (p *Person) CheckedBoxes(m *Message) []string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return checkedBoxes(m.src.blocks, m.src.state(p))
}

func checkedBoxes(blocks []object, st state) []string {
	out := []string{}
	for _, e := range elements(blocks) {
		list, _ := st.get(e)["selected_options"].([]any)
		for _, v := range list {
			o, _ := v.(object)
			out = append(out, str(o["value"]))
		}
	}
	return out
}

// The methods below are called with the lock held.

func (p *Person) press(m *message, blocks []object, match string) error {
	e, option, ok := findElement(blocks, match)
	if !ok {
		return fmt.Errorf("%w: %q", ErrNotFound, match)
	}
	p.use(m, e, option)
	return nil
}

// use does what a press does: the choice changes, and the app is told.
func (p *Person) use(m *message, e element, option object) {
	st := m.state(p)
	var value object
	if interactive[e.kind()] != "" {
		value = e.choose(st.get(e), option)
		st.set(e, value)
	}
	p.touch()
	p.s.sendMessageAction(p, m, p.s.action(e, value, option))
}
