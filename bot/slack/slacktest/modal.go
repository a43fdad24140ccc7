package slacktest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"unicode/utf8"
)

// ErrIncompleteForm says that Slack does not let a person send a form as it is.
var ErrIncompleteForm = errors.New("the form is not complete")

// View is a modal or a Home tab as it stood when the test asked.
type View struct {
	ID         string
	Type       string // "modal" or "home"
	CallbackID string
	Metadata   string // private_metadata
	Hash       string
	Title      string
	SubmitText string // empty without
	Blocks     json.RawMessage
	Errors     map[string]string // by block_id, after a submission
	Depth      int               // how many modals are below it
	Busy       bool              // waits for the answer to a submission
}

// Plain is all that people read in a view, a line for each thing.
func (v *View) Plain() string {
	out := plain(parse(v.Blocks))
	if v.Title != "" {
		out = v.Title + "\n" + out
	}
	return out
}

// Buttons are the buttons of a view in their order.
func (v *View) Buttons() []Button { return buttons(parse(v.Blocks)) }

// Choices are the menus and boxes of a view in their order.
func (v *View) Choices() []Choice { return choices(parse(v.Blocks)) }

func (v *view) snapshot() *View {
	return &View{ID: v.id, Type: str(v.fields["type"]), CallbackID: str(v.fields["callback_id"]), Metadata: str(v.fields["private_metadata"]),
		Hash: v.hash, Title: textOf(v.fields["title"]), SubmitText: textOf(v.fields["submit"]), Blocks: v.raw, Errors: maps.Clone(v.errors),
		Busy: v.submitting}
}

// Modal returns the modal on top, nil where none is open.
func (p *Person) Modal() *View {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	v := p.top()
	if v == nil {
		return nil
	}
	out := v.snapshot()
	out.Depth = len(p.modals) - 1
	return out
}

// Home returns what the Home tab shows, nil where nothing was published.
func (p *Person) Home() *View {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.home == nil {
		return nil
	}
	return p.home.snapshot()
}

// top is called with the lock held.
func (p *Person) top() *view {
	if len(p.modals) == 0 {
		return nil
	}
	return p.modals[len(p.modals)-1]
}

// PressModal uses what the modal on top shows, as [Person.Press] does. Inputs only change
// what is filled in, unless they have dispatch_action.
func (p *Person) PressModal(match string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.pressView(p.top(), match)
}

// PressHome uses what the Home tab shows, as [Person.Press] does.
func (p *Person) PressHome(match string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.pressView(p.home, match)
}

func (p *Person) pressView(v *view, match string) error {
	if v == nil {
		return fmt.Errorf("%w: no view", ErrNotFound)
	}
	e, option, ok := findElement(v.blocks, match)
	if !ok {
		return fmt.Errorf("%w: %q", ErrNotFound, match)
	}
	var value object
	if interactive[e.kind()] != "" {
		value = e.choose(v.state.get(e), option)
		v.state.set(e, value)
	}
	p.touch()
	if str(e.block["type"]) != "input" || e.block["dispatch_action"] == true {
		p.s.sendViewAction(p, v, p.s.action(e, value, option))
	}
	return nil
}

// TypeHome types into an input of the Home tab, named by its action_id, and presses Enter. The app
// is told where the input asks for that.
func (p *Person) TypeHome(action, text string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.home == nil {
		return fmt.Errorf("%w: no view", ErrNotFound)
	}
	for _, e := range elements(p.home.blocks) {
		if interactive[e.kind()] != "value" || e.action() != action {
			continue
		}
		value := object{"type": e.kind(), "value": any(text)}
		p.home.state.set(e, value)
		p.touch()
		if e.block["dispatch_action"] == true {
			p.s.sendViewAction(p, p.home, p.s.action(e, value, nil))
		}
		return nil
	}
	return fmt.Errorf("%w: input %q", ErrNotFound, action)
}

// Fill types into an input of the modal on top, named by its block_id or label.
func (p *Person) Fill(block, text string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	v := p.top()
	if v == nil {
		return fmt.Errorf("%w: no modal", ErrNotFound)
	}
	for _, e := range elements(v.blocks) {
		if interactive[e.kind()] != "value" || e.blockID() != block && textOf(e.block["label"]) != block {
			continue
		}
		most, limited := e.el["max_length"].(float64)
		if limited && utf8.RuneCountInString(text) > int(most) {
			return fmt.Errorf("%w: more than %d characters in %s", ErrIncompleteForm, int(most), block)
		}
		value := object{"type": e.kind(), "value": any(text)}
		if text == "" {
			value["value"] = nil
		}
		v.state.set(e, value)
		p.touch()
		return nil
	}
	return fmt.Errorf("%w: input %q", ErrNotFound, block)
}

// Submit sends the modal on top. Slack refuses it where something needed is empty, where it
// waits for an answer already, and where there is no submit button.
func (p *Person) Submit() error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	v := p.top()
	switch {
	case v == nil:
		return fmt.Errorf("%w: no modal", ErrNotFound)
	case v.fields["submit"] == nil:
		return fmt.Errorf("%w: no submit button", ErrNotFound)
	case v.submitting:
		return fmt.Errorf("%w: it is on its way", ErrIncompleteForm)
	case p.Team.installed() == nil:
		p.showError("submission: the app is not installed")
		return nil
	}
	for _, e := range elements(v.blocks) {
		if str(e.block["type"]) != "input" {
			continue
		}
		value := v.state.get(e)
		if empty(e, value) {
			if e.block["optional"] != true {
				return fmt.Errorf("%w: %s is empty", ErrIncompleteForm, e.blockID())
			}
			continue
		}
		least, limited := e.el["min_length"].(float64)
		if text := str(value["value"]); limited && utf8.RuneCountInString(text) < int(least) {
			return fmt.Errorf("%w: less than %d characters in %s", ErrIncompleteForm, int(least), e.blockID())
		}
	}
	v.errors = nil
	v.submitting = true
	out := p.s.interaction(p, "view_submission")
	out["view"], out["response_urls"] = v.json(), []any{}
	p.s.sendInteraction(p, out, "submission", v)
	p.touch()
	return nil
}

// CloseModal closes the modal on top. The app is told where it asked to be.
func (p *Person) CloseModal() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	v := p.top()
	if v == nil {
		return
	}
	shown := v.json()
	if v.fields["clear_on_close"] == true {
		p.closeAllModals()
	} else {
		p.closeModal(v)
	}
	if v.fields["notify_on_close"] != true || p.Team.installed() == nil {
		return
	}
	out := p.s.interaction(p, "view_closed")
	delete(out, "trigger_id")
	out["view"], out["is_cleared"] = shown, false
	p.s.sendInteraction(p, out, "closing", nil)
}
