package slacktest

import (
	"encoding/json"
	"slices"
	"strings"
)

// All methods below are called with the lock held.

// escape is what Slack does to the text that people type.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// sendEvent sends an event of a workspace to the app, where it is installed and may know.
func (s *Server) sendEvent(tm *Team, scope, orderKey string, p *Person, ch *Channel, inner object) {
	in := tm.installed()
	if in == nil || scope != "" && !in.has(scope) {
		return
	}
	auth := object{"enterprise_id": nil, "team_id": tm.ID, "user_id": in.bot, "is_bot": true, "is_enterprise_install": in.org != nil}
	outer := object{"team_id": tm.ID, "is_ext_shared_channel": ch != nil && ch.Shared, "authorizations": []object{auth}, "context_team_id": tm.ID,
		"context_enterprise_id": nil}
	if e := tm.enterprise; e != nil {
		outer["enterprise_id"], outer["context_enterprise_id"], auth["enterprise_id"] = e.ID, e.ID, e.ID
	}
	if in.org != nil {
		auth["team_id"] = nil
	}
	s.queueEvent(outer, inner, orderKey, p)
}

// queueEvent queues an event_callback.
func (s *Server) queueEvent(outer, inner object, orderKey string, p *Person) {
	if inner["event_ts"] == nil {
		inner["event_ts"] = s.ts()
	}
	id := s.id("Ev")
	outer["token"], outer["api_app_id"], outer["type"] = "verification-token", s.o.AppID, "event_callback"
	outer["event"], outer["event_id"], outer["event_time"] = inner, id, s.o.Now().Unix()
	outer["event_context"] = "4-" + id
	s.queue(&delivery{kind: kindEvent, what: "event", body: encode(outer), orderKey: orderKey, person: p})
}

func encode(o object) []byte {
	out, err := json.Marshal(o)
	if err != nil {
		panic("slacktest: " + err.Error()) // an object made here
	}
	return out
}

// sendMessageEvent sends a message of a DM with the app.
func (s *Server) sendMessageEvent(m *message, orderKey string, more object) {
	if m.ch.owner == nil {
		return
	}
	inner := m.json()
	inner["channel"], inner["channel_type"], inner["event_ts"] = m.ch.ID, "im", m.ts
	for k, v := range more {
		inner[k] = v
	}
	s.sendEvent(m.ch.team, "im:history", orderKey, m.ch.owner, m.ch, inner)
}

// sendPostedEvent sends the app its own message, as Slack does.
func (s *Server) sendPostedEvent(m *message) { s.sendMessageEvent(m, "app "+m.ch.ID, nil) }

// sendChangedEvent sends a message_changed; before is the message as it was.
func (s *Server) sendChangedEvent(m *message, before object) {
	orderKey := "app " + m.ch.ID
	if m.ch.owner == nil {
		return
	}
	if !m.bot {
		orderKey = m.ch.owner.orderKey()
	}
	s.sendEvent(m.ch.team, "im:history", orderKey, m.ch.owner, m.ch, object{"type": "message", "subtype": "message_changed", "hidden": true,
		"message": m.json(), "previous_message": before, "channel": m.ch.ID, "channel_type": "im", "ts": s.ts()})
}

// sendDeletedEvent sends a message_deleted.
func (s *Server) sendDeletedEvent(m *message, before object) {
	if m.ch.owner == nil {
		return
	}
	s.sendEvent(m.ch.team, "im:history", "app "+m.ch.ID, m.ch.owner, m.ch, object{"type": "message", "subtype": "message_deleted", "hidden": true,
		"deleted_ts": m.ts, "previous_message": before, "channel": m.ch.ID, "channel_type": "im", "ts": s.ts()})
}

func (s *Server) sendUserChange(p *Person) {
	user := p.json()
	user["locale"] = p.Locale
	s.sendEvent(p.Team, "users:read", p.orderKey(), p, nil, object{"type": "user_change", "user": user, "cache_ts": s.o.Now().Unix()})
}

// uninstalledEnvelope is the outer event of an installation that is gone: of a workspace it names no
// authorizations any more, of an organisation no workspace.
func uninstalledEnvelope(in *install) object {
	if in.org != nil {
		return object{"team_id": nil, "enterprise_id": in.org.ID, "is_ext_shared_channel": false, "authorizations": []object{{
			"enterprise_id": in.org.ID, "team_id": nil, "user_id": in.bot, "is_bot": true, "is_enterprise_install": true}}}
	}
	out := object{"team_id": in.team.ID, "is_ext_shared_channel": false}
	if e := in.team.enterprise; e != nil {
		out["enterprise_id"] = e.ID
	}
	return out
}

func (s *Server) sendRevoked(in *install) {
	s.queueEvent(uninstalledEnvelope(in), object{"type": "tokens_revoked", "tokens": object{"oauth": []string{}, "bot": []string{in.bot}}}, "", nil)
}

func (s *Server) sendUninstalled(in *install) {
	s.queueEvent(uninstalledEnvelope(in), object{"type": "app_uninstalled"}, "", nil)
}

// hasBoth reports whether a person and the app are both in a channel.
func (c *Channel) hasBoth(p *Person) bool { return c.bot && slices.Contains(c.members, p) }

// orderKey is the order in which what a person does is sent.
func (p *Person) orderKey() string { return p.Team.ID + " " + p.ID }
