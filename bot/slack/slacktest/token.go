package slacktest

import (
	"slices"
	"strings"
	"time"
)

const tokenLife = 12 * time.Hour // with token rotation

// install is the app in a workspace, or in a whole organisation.
type install struct {
	team    *Team       // nil for an organisation
	org     *Enterprise // nil for a workspace
	bot     string      // user id
	botID   string
	scopes  []string
	current *token
	refresh string // the one refresh token that is good
	gone    bool
}

// token is an access token.
type token struct {
	value   string
	in      *install  // nil for the app-level token
	expires time.Time // zero: never
	dead    string    // the error it is answered; empty while it lives
}

// rateKey names whose calls a rate counts together.
func (t *token) rateKey() string {
	switch {
	case t.in == nil:
		return "app"
	case t.in.org != nil:
		return t.in.org.ID
	}
	return t.in.team.ID
}

// teams are the workspaces where an installation acts.
func (in *install) teams() []*Team {
	if in.org != nil {
		return in.org.teams
	}
	return []*Team{in.team}
}

// issue makes new tokens for an installation. Without rotation a workspace keeps its token.
func (s *Server) issue(in *install) {
	if !s.o.Rotate && in.current != nil && in.current.dead == "" {
		return
	}
	t := &token{value: "xoxb-" + s.secret(), in: in}
	if s.o.Rotate {
		t.value = "xoxe." + t.value
		t.expires = s.o.Now().Add(tokenLife)
		delete(s.world.refresh, in.refresh)
		in.refresh = "xoxe-1-" + s.secret()
		s.world.refresh[in.refresh] = in
	}
	in.current = t
	s.world.tokens[t.value] = t
}

// revoke makes all tokens of an installation bad.
func (s *Server) revoke(in *install, code string) {
	in.gone = true
	for _, t := range s.world.tokens {
		if t.in == in && t.dead == "" {
			t.dead = code
		}
	}
	delete(s.world.refresh, in.refresh)
}

// authenticate finds the token of a call and checks what it may do.
func (c *call) authenticate(spec methodSpec, value string) *refusal {
	if c.method == "oauth.v2.access" {
		return nil // by the secret of the client
	}
	if value == "" {
		return refuse("not_authed")
	}
	if c.method == "apps.connections.open" {
		return c.authenticateApp(value)
	}
	if value == c.s.o.AppToken {
		return c.malformed("not_allowed_token_type")
	}
	t := c.s.world.tokens[value]
	if t == nil {
		return refuse("invalid_auth")
	}
	c.token = t
	if t.dead != "" {
		return refuse(t.dead)
	}
	if !t.expires.IsZero() && !c.at.Before(t.expires) {
		return refuse("token_expired")
	}
	return c.needs(spec.Scopes...)
}

func (c *call) authenticateApp(value string) *refusal {
	if c.s.world.tokens[value] != nil {
		return c.malformed("not_allowed_token_type")
	}
	if value != c.s.o.AppToken {
		return refuse("invalid_auth")
	}
	c.token = &token{value: value}
	return nil
}

// needs refuses a call whose token has none of the scopes. Where the app does not even ask for
// one of them, that is a mistake and not an old installation.
func (c *call) needs(scopes ...string) *refusal {
	if len(scopes) == 0 || slices.ContainsFunc(scopes, c.token.in.has) {
		return nil
	}
	out := &refusal{code: "missing_scope", needed: strings.Join(scopes, ","), provided: strings.Join(c.token.in.scopes, ",")}
	if !slices.ContainsFunc(scopes, func(scope string) bool { return slices.Contains(c.s.o.Scopes, scope) }) {
		c.violate("missing_scope: the app asks for none of %s", out.needed)
	}
	return out
}

func (in *install) has(scope string) bool { return slices.Contains(in.scopes, scope) }
