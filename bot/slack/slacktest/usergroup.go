package slacktest

import "slices"

// userGroup is a user group of a workspace.
type userGroup struct {
	id, name string
	members  []*Person
}

// UserGroup makes a user group, or gives it other members.
func (tm *Team) UserGroup(id, name string, members ...*Person) {
	tm.s.mu.Lock()
	defer tm.s.mu.Unlock()
	tm.groups = slices.DeleteFunc(tm.groups, func(g userGroup) bool { return g.id == id })
	tm.groups = append(tm.groups, userGroup{id, name, members})
}

// groups are the user groups that the token of a call sees.
func (c *call) groups() (list []userGroup) {
	for _, tm := range c.token.in.teams() {
		list = append(list, tm.groups...)
	}
	return list
}

func (c *call) usergroupsList() (object, *refusal) {
	list := []object{}
	for _, g := range c.groups() {
		o := object{"id": g.id, "team_id": c.token.in.teams()[0].ID, "is_usergroup": true, "is_subteam": true, "name": g.name, "description": "",
			"handle": g.name, "is_external": false, "date_delete": 0}
		if c.args.boolean("include_count") {
			o["user_count"] = len(g.members)
		}
		if c.args.boolean("include_users") {
			o["users"] = g.ids()
		}
		list = append(list, o)
	}
	return object{"usergroups": list}, nil
}

func (c *call) usergroupsUsersList() (object, *refusal) {
	for _, g := range c.groups() {
		if g.id == c.args.text("usergroup") {
			return object{"users": g.ids()}, nil
		}
	}
	return nil, refuse("no_such_subteam")
}

func (g userGroup) ids() []string {
	ids := []string{}
	for _, p := range g.members {
		ids = append(ids, p.ID)
	}
	return ids
}
