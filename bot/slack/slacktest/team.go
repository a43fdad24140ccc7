package slacktest

import "slices"

// Team is a workspace.
type Team struct {
	ID   string // "T…"
	Name string

	s          *Server
	enterprise *Enterprise
	install    *install
	people     map[string]*Person
	groups     []userGroup
	noHome     bool
}

// Enterprise is an organisation of Enterprise Grid.
type Enterprise struct {
	ID   string // "E…"
	Name string

	s       *Server
	teams   []*Team
	install *install
}

// Team returns a workspace, made at the first use.
func (s *Server) Team(id string) *Team {
	s.mu.Lock()
	defer s.mu.Unlock()
	tm := s.world.teams[id]
	if tm == nil {
		tm = &Team{ID: id, Name: "Workspace " + id, s: s, people: map[string]*Person{}}
		s.world.teams[id] = tm
		s.world.order = append(s.world.order, tm)
	}
	return tm
}

// Enterprise returns an organisation, made at the first use, and puts workspaces into it.
func (s *Server) Enterprise(id string, teams ...*Team) *Enterprise {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.world.enterprises[id]
	if e == nil {
		e = &Enterprise{ID: id, Name: "Organisation " + id, s: s}
		s.world.enterprises[id] = e
	}
	for _, tm := range teams {
		if tm.enterprise == nil {
			tm.enterprise = e
			e.teams = append(e.teams, tm)
		}
	}
	return e
}

// Token installs the app in the workspace, where it is not, and returns its access token.
func (tm *Team) Token() string {
	tm.s.mu.Lock()
	defer tm.s.mu.Unlock()
	if tm.install == nil || tm.install.gone {
		tm.s.add(&install{team: tm, scopes: slices.Clone(tm.s.o.Scopes)})
	}
	return tm.install.current.value
}

// RefreshToken installs the app as Token does and returns its refresh token, "" without
// [Options.Rotate].
func (tm *Team) RefreshToken() string {
	tm.Token()
	tm.s.mu.Lock()
	defer tm.s.mu.Unlock()
	return tm.install.refresh
}

// Token installs the app for the whole organisation, where it is not, and returns its token.
func (e *Enterprise) Token() string {
	e.s.mu.Lock()
	defer e.s.mu.Unlock()
	if e.install == nil || e.install.gone {
		e.s.add(&install{org: e, scopes: slices.Clone(e.s.o.Scopes)})
	}
	return e.install.current.value
}

// Bot returns the user id of the app in the workspace, "" where it is not installed.
func (tm *Team) Bot() string {
	tm.s.mu.Lock()
	defer tm.s.mu.Unlock()
	if in := tm.installed(); in != nil {
		return in.bot
	}
	return ""
}

// DisableHome turns the Home tab of the app off: views.publish answers not_enabled.
func (tm *Team) DisableHome() {
	tm.s.mu.Lock()
	defer tm.s.mu.Unlock()
	tm.noHome = true
}

// Uninstall removes the app from the workspace: its tokens are account_inactive, and the app
// gets tokens_revoked and app_uninstalled.
func (tm *Team) Uninstall() {
	tm.s.mu.Lock()
	defer tm.s.mu.Unlock()
	if in := tm.install; in != nil && !in.gone {
		tm.s.revoke(in, "account_inactive")
		tm.s.sendRevoked(in)
		tm.s.sendUninstalled(in)
	}
}

// Revoke makes the token of the workspace token_revoked, and the app gets tokens_revoked.
func (tm *Team) Revoke() {
	tm.s.mu.Lock()
	defer tm.s.mu.Unlock()
	if in := tm.install; in != nil && !in.gone {
		tm.s.revoke(in, "token_revoked")
		tm.s.sendRevoked(in)
	}
}

// The methods below are called with the lock held.

// add puts the app into a workspace or an organisation.
func (s *Server) add(in *install) {
	if in.org != nil {
		in.bot, in.botID = "W0BOT"+in.org.ID, "B0"+in.org.ID
		in.org.install = in
	} else {
		in.bot, in.botID = "U0BOT"+in.team.ID, "B0"+in.team.ID
		in.team.install = in
	}
	s.issue(in)
	s.changed.broadcast()
}

// installed returns the installation that serves the workspace, nil where there is none.
func (tm *Team) installed() *install {
	if in := tm.install; in != nil && !in.gone {
		return in
	}
	if e := tm.enterprise; e != nil && e.install != nil && !e.install.gone {
		return e.install
	}
	return nil
}

func (tm *Team) json() object { return object{"id": tm.ID, "domain": "workspace-" + tm.ID} }

// enterpriseJSON is null outside of Enterprise Grid.
func (tm *Team) enterpriseJSON() any {
	if tm.enterprise == nil {
		return nil
	}
	return object{"id": tm.enterprise.ID, "name": tm.enterprise.Name}
}
