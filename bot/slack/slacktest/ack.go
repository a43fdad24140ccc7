package slacktest

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// What comes of an acknowledgement. All functions are called with the lock held.

// acknowledged ends a delivery and does what the app answered; kind is the content type.
func (s *Server) acknowledged(d *delivery, body []byte, kind string) {
	if d.done || s.ctx.Err() != nil {
		return
	}
	defer s.finish(d)
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		body = nil
	}
	c := &call{s: s, method: "ack of " + d.what, at: s.o.Now()}
	switch d.what {
	case "command":
		if body != nil && !d.duplicate {
			c.showCommandReply(d, body, kind)
		}
	case "submission":
		if !d.duplicate {
			c.applyResponseAction(d, body)
		}
	case "action", "closing":
		if body != nil {
			c.violate("has a body of %d bytes, and Slack wants none", len(body))
		}
	}
}

// showCommandReply shows the answer to a command.
func (c *call) showCommandReply(d *delivery, body []byte, kind string) {
	c.args = args{"text": formText(body)}
	if strings.HasPrefix(kind, "application/json") {
		c.args = nil
		if err := json.Unmarshal(body, &c.args); err != nil || c.args == nil {
			c.violate("is no JSON object")
			d.person.showError("command: dispatch_failed")
			return
		}
	} else if body[0] == '{' && json.Valid(body) {
		c.violate("is JSON that is not declared as such, and shown as text")
	}
	in := d.person.Team.installed()
	if in == nil {
		return
	}
	c.token = &token{in: in}
	for _, name := range slices.Sorted(maps.Keys(c.args)) {
		if v := c.args[name]; v == nil || v == "" || v == false {
			delete(c.args, name)
		} else if !slices.Contains(responseURLFields, name) {
			c.violate("argument %q is unknown", name)
		}
	}
	if len(c.args) == 0 {
		return // an empty object
	}
	w, r := c.content(maxText)
	if r != nil {
		d.person.showError("command: " + r.code)
		return
	}
	_ = c.addMessage(&responseURL{ch: d.ch, person: d.person, in: in}, w, c.args.text("response_type"))
}

// applyResponseAction applies the response_action that a submission was answered with.
func (c *call) applyResponseAction(d *delivery, body []byte) {
	p, v := d.person, d.view
	v.submitting = false
	if v.closed {
		return
	}
	var answer struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if body != nil {
		if err := json.Unmarshal(body, &answer); err != nil {
			c.violate("is no JSON object")
			p.showError("submission: dispatch_failed")
			return
		}
	}
	switch answer.Action {
	case "":
		if body != nil && string(body) != "{}" {
			c.violate("has no response_action")
		}
		p.closeModal(v)
	case "clear":
		p.closeAllModals()
	case "errors":
		c.showInputErrors(p, v, answer.Errors)
	case "update", "push":
		fields, wrong := c.s.readView(answer.View, "modal")
		if len(wrong) == 0 && answer.Action == "push" && len(p.modals) >= maxModals {
			wrong = []string{"push_limit_reached"}
		}
		if len(wrong) > 0 {
			c.malformed("invalid_arguments", wrong...)
			p.showError("submission: invalid view")
			return
		}
		if answer.Action == "push" {
			c.s.pushModal(p, v.in, fields)
			return
		}
		c.s.set(v, fields)
	default:
		c.violate("response_action %q", answer.Action)
		p.showError("submission: dispatch_failed")
	}
	p.touch()
}

// showInputErrors shows errors below the inputs of a view.
func (c *call) showInputErrors(p *Person, v *view, errors map[string]string) {
	inputs := map[string]bool{}
	for _, b := range v.blocks {
		if str(b["type"]) == "input" {
			inputs[str(b["block_id"])] = true
		}
	}
	bad := len(errors) == 0
	for _, id := range slices.Sorted(maps.Keys(errors)) {
		if !inputs[id] || errors[id] == "" {
			c.violate("error for block %q, which is no input of the view, or without a text", id)
			bad = true
		}
	}
	if bad {
		if len(errors) == 0 {
			c.violate("errors without any")
		}
		p.showError("submission: dispatch_failed")
		return
	}
	v.errors = errors
}

// closeModal closes the modal on top.
func (p *Person) closeModal(v *view) {
	p.modals = slices.DeleteFunc(p.modals, func(other *view) bool { return other == v })
	v.closed = true
	p.touch()
}

// closeAllModals closes all modals.
func (p *Person) closeAllModals() {
	for _, v := range p.modals {
		v.closed = true
	}
	p.modals = nil
	p.touch()
}
