package slacktest

import (
	"maps"
	"net/url"
)

// interaction is what all interactions have.
func (s *Server) interaction(p *Person, kind string) object {
	in := p.Team.installed()
	team := any(p.Team.json())
	if e := p.Team.enterprise; e != nil && in.org != nil {
		team = object{"id": p.Team.ID, "domain": "workspace-" + p.Team.ID, "enterprise_id": e.ID, "enterprise_name": e.Name}
	}
	return object{"type": kind, "user": object{"id": p.ID, "username": "person-" + p.ID, "name": "person-" + p.ID, "team_id": p.from()},
		"api_app_id": s.o.AppID, "token": "verification-token", "trigger_id": s.trigger(p), "team": team,
		"enterprise": p.Team.enterpriseJSON(), "is_enterprise_install": in.org != nil}
}

// action is the entry of block_actions for an element with its new value; option is what was
// used of a menu that keeps none.
func (s *Server) action(e element, value, option object) object {
	out := object{"action_id": e.action(), "block_id": e.blockID(), "type": e.kind(), "action_ts": s.ts()}
	switch e.kind() {
	case "button":
		out["text"] = e.el["text"]
		if v := e.el["value"]; v != nil {
			out["value"] = v
		}
	case "overflow":
		out["selected_option"] = option
	default:
		maps.Copy(out, value)
	}
	return out
}

// sendMessageAction queues block_actions of a message.
func (s *Server) sendMessageAction(p *Person, m *message, action object) {
	if p.Team.installed() == nil {
		p.showError("action: the app is not installed")
		return
	}
	out := s.interaction(p, "block_actions")
	container := object{"type": "message", "message_ts": m.ts, "channel_id": m.ch.ID, "is_ephemeral": m.ephemeral != nil}
	if m.thread != "" {
		container["thread_ts"] = m.thread
	}
	out["container"] = container
	out["channel"] = object{"id": m.ch.ID, "name": m.ch.commandName()}
	out["state"] = m.state(p).json()
	out["actions"] = []object{action}
	out["response_url"] = s.newResponseURL(p, m.ch, m)
	if m.ephemeral == nil {
		out["message"] = m.json()
	}
	s.sendInteraction(p, out, "action", nil)
}

// sendViewAction queues block_actions of a view.
func (s *Server) sendViewAction(p *Person, v *view, action object) {
	if p.Team.installed() == nil {
		p.showError("action: the app is not installed")
		return
	}
	out := s.interaction(p, "block_actions")
	out["container"] = object{"type": "view", "view_id": v.id}
	out["view"] = v.json()
	out["actions"] = []object{action}
	s.sendInteraction(p, out, "action", nil)
}

// sendInteraction queues an interaction. what is "action", "submission" or "closing".
func (s *Server) sendInteraction(p *Person, payload object, what string, v *view) {
	body := encode(payload)
	s.queue(&delivery{kind: kindInteraction, what: what, body: body, orderKey: p.orderKey(), person: p, view: v})
}

// sendCommand queues a slash command.
func (s *Server) sendCommand(p *Person, ch *Channel, text string) {
	in := p.Team.installed()
	if in == nil {
		p.showError("command: " + s.o.Command + " is not a valid command")
		return
	}
	fields := object{"token": "verification-token", "team_id": p.Team.ID, "team_domain": "workspace-" + p.Team.ID,
		"channel_id": ch.ID, "channel_name": ch.commandName(), "user_id": p.ID, "user_name": "person-" + p.ID, "command": s.o.Command,
		"text": text, "api_app_id": s.o.AppID, "is_enterprise_install": "false", "response_url": s.newResponseURL(p, ch, nil), "trigger_id": s.trigger(p)}
	if in.org != nil {
		fields["is_enterprise_install"] = "true"
	}
	if e := p.Team.enterprise; e != nil {
		fields["enterprise_id"], fields["enterprise_name"] = e.ID, e.Name
	}
	form := url.Values{}
	for name, v := range fields {
		form.Set(name, str(v))
	}
	s.queue(&delivery{kind: kindCommand, what: "command", body: encode(fields), form: form.Encode(), orderKey: p.orderKey(), person: p, ch: ch})
}
