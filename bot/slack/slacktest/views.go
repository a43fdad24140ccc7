package slacktest

import (
	"encoding/json"
	"time"

	"hspbot/bot/slack/slacktest/blockkit"
)

const (
	triggerLife = 3 * time.Second
	maxModals   = 3 // in a stack
)

// trigger is a trigger_id.
type trigger struct {
	person *Person
	at     time.Time
	used   bool
}

// trigger makes a trigger_id for what a person did.
func (s *Server) trigger(p *Person) string {
	id := s.id("1337.42.")
	s.world.triggers[id] = &trigger{person: p, at: s.o.Now()}
	return id
}

// view is a modal or a Home tab.
type view struct {
	id         string
	team       *Team
	person     *Person
	in         *install
	fields     object // as the app sent it, with ids for all blocks
	blocks     []object
	raw        json.RawMessage
	hash       string
	state      state
	root       string
	previous   string
	errors     map[string]string // by block_id, shown by the last submission
	closed     bool
	submitting bool // waits for the answer to a submission
}

// viewFields are the fields of a view that the app may send.
var viewFields = []string{"type", "title", "close", "submit", "private_metadata", "callback_id", "clear_on_close", "notify_on_close",
	"external_id", "submit_disabled"}

// set replaces what a view shows.
func (s *Server) set(v *view, fields object) {
	v.fields = fields
	v.blocks = nil
	list, _ := fields["blocks"].([]any)
	for _, b := range list {
		if o, ok := b.(object); ok {
			v.blocks = append(v.blocks, o)
		}
	}
	v.raw = s.assignIDs(v.blocks)
	v.hash = s.id(v.id + ".")
	v.errors = nil
	if v.state == nil {
		v.state = state{}
	}
	v.state.adapt(v.blocks)
	v.person.touch()
}

// json is the view as Slack tells it.
func (v *view) json() object {
	out := object{"id": v.id, "team_id": v.team.ID, "blocks": v.raw, "hash": v.hash, "state": v.state.json(), "app_id": v.team.s.o.AppID,
		"bot_id": v.in.botID, "app_installed_team_id": v.team.ID, "root_view_id": v.root, "previous_view_id": nil,
		"private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": false, "notify_on_close": false,
		"title": nil, "close": nil, "submit": nil}
	if v.previous != "" {
		out["previous_view_id"] = v.previous
	}
	if v.blocks == nil {
		out["blocks"] = []any{}
	}
	for _, name := range viewFields {
		if f := v.fields[name]; f != nil {
			out[name] = f
		}
	}
	return out
}

// readView checks the view of a call; kind is "modal" or "home".
func (s *Server) readView(raw []byte, kind string) (object, []string) {
	var fields object
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, []string{"[ERROR] view is no JSON object"}
	}
	wrong := blockkit.View(raw)
	if got := str(fields["type"]); got != kind {
		wrong = append(wrong, "[ERROR] type "+got+", not "+kind+" [json-pointer:/view/type]")
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return fields, nil
}

func (c *call) view(kind string) (object, *refusal) {
	fields, wrong := c.s.readView(c.args.raw("view"), kind)
	if len(wrong) > 0 {
		return nil, c.malformed("invalid_arguments", wrong...)
	}
	return fields, nil
}

// pushModal puts a new modal on top of those a person has open.
func (s *Server) pushModal(p *Person, in *install, fields object) *view {
	v := &view{id: s.id("V"), team: p.Team, person: p, in: in}
	v.root = v.id
	if n := len(p.modals); n > 0 {
		v.root, v.previous = p.modals[0].id, p.modals[n-1].id
	}
	s.world.views[v.id] = v
	p.modals = append(p.modals, v)
	s.set(v, fields)
	return v
}

// viewsOpen opens a modal; those that were open are gone.
func (c *call) viewsOpen() (object, *refusal) {
	t := c.s.world.triggers[c.args.text("trigger_id")]
	switch {
	case !c.args.has("trigger_id"):
		return nil, c.malformed("invalid_arguments", "[ERROR] missing required field: trigger_id")
	case t == nil || !c.actsIn(t.person.Team):
		return nil, refuse("invalid_trigger_id")
	case t.used:
		return nil, refuse("exchanged_trigger_id")
	case c.at.Sub(t.at) > triggerLife:
		return nil, refuse("expired_trigger_id")
	}
	fields, r := c.view("modal")
	if r != nil {
		return nil, r
	}
	t.used = true
	for _, v := range t.person.modals {
		v.closed = true
	}
	t.person.modals = nil
	return object{"view": c.s.pushModal(t.person, c.token.in, fields).json()}, nil
}

func (c *call) viewsUpdate() (object, *refusal) {
	v := c.s.world.views[c.args.text("view_id")]
	if external := c.args.text("external_id"); external != "" {
		v = nil
		for _, other := range c.s.world.views {
			if !other.closed && str(other.fields["external_id"]) == external {
				v = other
			}
		}
	} else if !c.args.has("view_id") {
		return nil, c.malformed("invalid_arguments", "[ERROR] neither view_id nor external_id")
	}
	if v == nil || v.closed || !c.actsIn(v.team) {
		return nil, refuse("not_found")
	}
	fields, r := c.view(str(v.fields["type"]))
	if r != nil {
		return nil, r
	}
	if hash := c.args.text("hash"); hash != "" && hash != v.hash {
		return nil, refuse("hash_conflict")
	}
	c.s.set(v, fields)
	return object{"view": v.json()}, nil
}

func (c *call) viewsPublish() (object, *refusal) {
	p := c.person(c.args.text("user_id"))
	switch {
	case p == nil:
		return nil, refuse("user_not_found")
	case p.Team.noHome:
		return nil, refuse("not_enabled")
	}
	fields, r := c.view("home")
	if r != nil {
		return nil, r
	}
	v := p.home
	if hash := c.args.text("hash"); hash != "" && (v == nil || v.hash != hash) {
		return nil, refuse("hash_conflict")
	}
	if v == nil {
		v = &view{id: c.s.id("V"), team: p.Team, person: p, in: c.token.in}
		v.root = v.id
		c.s.world.views[v.id] = v
		p.home = v
	}
	c.s.set(v, fields)
	return object{"view": v.json()}, nil
}
