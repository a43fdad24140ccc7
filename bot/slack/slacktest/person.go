package slacktest

import (
	"slices"
	"time"
)

// Person is a member of a workspace, or a stranger in its channels, with Slack open. What they
// do reaches the app as deliveries, while the test goes on: wait with [Person.Await].
type Person struct {
	ID   string // "U…" or "W…"
	Team *Team  // where they meet the app

	// Set these before the person does anything.
	Locale      string // "ja-JP"; empty where Slack does not tell
	TimeZone    string // "Asia/Tokyo"
	Stranger    string // the workspace they are really from, by Slack Connect
	Unreachable bool   // no DM with the app is possible
	Role        Role   // what they are in the workspace

	s           *Server
	changed     signal
	dm          *Channel
	ephemerals  []*message
	home        *view
	modals      []*view // the newest last
	errorsShown []string
}

// Role is what somebody is in a workspace. The zero value is a member.
type Role string

// The roles other than that of a member.
const (
	Admin Role = "admin"
	Owner Role = "owner"
	Guest Role = "guest" // is_restricted: in some channels only
)

// Person returns a person in the workspace, who is added at the first use.
func (tm *Team) Person(id string) *Person {
	tm.s.mu.Lock()
	defer tm.s.mu.Unlock()
	p := tm.people[id]
	if p == nil {
		p = &Person{ID: id, Team: tm, Locale: "en-US", TimeZone: "Asia/Tokyo", s: tm.s}
		tm.people[id] = p
	}
	return p
}

// ErrorsShown returns what Slack told the person because the app did not: operation_timeout and
// dispatch_failed of commands, actions and submissions, and errors in what the app answered.
func (p *Person) ErrorsShown() []string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return slices.Clone(p.errorsShown)
}

// DM returns the messages of the DM with the app.
func (p *Person) DM() []*Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.dm == nil {
		return nil
	}
	return p.dm.snapshots()
}

// Last returns the newest message of the app in the DM, nil where there is none.
func (p *Person) Last() *Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.dm == nil {
		return nil
	}
	for _, m := range slices.Backward(p.dm.messages) {
		if m.bot && !m.deleted {
			return m.snapshot()
		}
	}
	return nil
}

// Ephemerals returns the ephemeral messages the person sees in a channel; nil is the DM.
func (p *Person) Ephemerals(c *Channel) []*Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if c == nil {
		c = p.dm
	}
	var out []*Message
	for _, m := range p.ephemerals {
		if m.ch == c && !m.deleted {
			out = append(out, m.snapshot())
		}
	}
	return out
}

// Reload starts the person's Slack again: ephemeral messages and modals are gone.
func (p *Person) Reload() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, m := range p.ephemerals {
		m.deleted = true
	}
	for _, v := range p.modals {
		v.closed = true
	}
	p.ephemerals, p.modals = nil, nil
	p.touch()
}

// SetLocale changes the language of the person's Slack; the app gets user_change.
func (p *Person) SetLocale(tag string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.Locale = tag
	p.s.sendUserChange(p)
	p.touch()
}

// The methods below are called with the lock held.

func (p *Person) touch() {
	p.changed.broadcast()
	p.s.changed.broadcast()
}

// showError shows the person an error of Slack.
func (p *Person) showError(what string) {
	p.errorsShown = append(p.errorsShown, what)
	p.touch()
}

// openDM returns the DM with the app, opened at the first use.
func (p *Person) openDM() *Channel {
	if p.dm == nil {
		p.dm = &Channel{ID: p.s.id("D"), Name: "directmessage", s: p.s, team: p.Team, owner: p, bot: true,
			members: []*Person{p}, byTS: map[string]*message{}}
		p.s.world.channels[p.dm.ID] = p.dm
	}
	return p.dm
}

// from is the workspace the person belongs to.
func (p *Person) from() string {
	if p.Stranger != "" {
		return p.Stranger
	}
	return p.Team.ID
}

// json is the person as users.info and user_change tell it.
func (p *Person) json() object {
	offset := 0
	if zone, err := time.LoadLocation(p.TimeZone); err == nil {
		_, offset = p.s.o.Now().In(zone).Zone()
	}
	out := object{"id": p.ID, "team_id": p.from(), "name": "person-" + p.ID, "deleted": false, "real_name": "Person " + p.ID,
		"tz": p.TimeZone, "tz_label": p.TimeZone, "tz_offset": offset, "is_bot": false, "is_app_user": false, "updated": p.s.o.Now().Unix(),
		"profile": object{"real_name": "Person " + p.ID, "display_name": "person-" + p.ID, "team": p.from()}}
	out["is_admin"], out["is_owner"], out["is_primary_owner"] = p.Role == Admin || p.Role == Owner, p.Role == Owner, false
	out["is_restricted"], out["is_ultra_restricted"] = p.Role == Guest, false
	if p.Stranger != "" {
		out["is_stranger"] = true
	}
	if e := p.Team.enterprise; e != nil {
		out["enterprise_user"] = object{"id": p.ID, "enterprise_id": e.ID, "enterprise_name": e.Name, "teams": []string{p.Team.ID}}
	}
	return out
}
