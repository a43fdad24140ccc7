package slacktest

import (
	"strconv"
	"strings"
)

func (c *call) conversationsOpen() (object, *refusal) {
	if c.args.has("channel") {
		ch, r := c.channel("channel")
		if r != nil {
			return nil, r
		}
		if ch.owner == nil {
			return nil, refuse("method_not_supported_for_channel_type")
		}
		return c.openedJSON(ch), nil
	}
	ids := strings.Split(c.args.text("users"), ",")
	if !c.args.has("users") {
		return nil, c.malformed("users_list_not_supplied")
	}
	if len(ids) > 1 {
		return nil, c.malformed("too_many_users", "DMs with several people are not faked")
	}
	if r := c.needs("im:write"); r != nil {
		return nil, r
	}
	p := c.person(ids[0])
	switch {
	case p == nil:
		return nil, refuse("user_not_found")
	case p.Unreachable:
		return nil, refuse("user_not_visible")
	}
	if p.dm == nil && c.args.boolean("prevent_creation") {
		return nil, refuse("channel_not_found")
	}
	return c.openedJSON(p.openDM()), nil
}

func (c *call) openedJSON(ch *Channel) object {
	was := ch.opened
	ch.opened = true
	channel := object{"id": ch.ID}
	if c.args.boolean("return_im") {
		channel = ch.json()
	}
	return object{"channel": channel, "no_op": was, "already_open": was}
}

func (c *call) conversationsInfo() (object, *refusal) {
	ch, r := c.channel("channel")
	if r != nil {
		return nil, r
	}
	if r := c.needs(ch.readScope()); r != nil {
		return nil, r
	}
	out := ch.json()
	if c.args.boolean("include_num_members") {
		out["num_members"] = len(ch.ids())
	}
	return object{"channel": out}, nil
}

func (c *call) conversationsMembers() (object, *refusal) {
	ch, r := c.channel("channel")
	if r != nil {
		return nil, r
	}
	if r := c.needs(ch.readScope()); r != nil {
		return nil, r
	}
	from := 0
	if c.args.has("cursor") {
		n, err := strconv.Atoi(strings.TrimPrefix(c.args.text("cursor"), "member:"))
		if err != nil || n < 0 || n > len(ch.ids()) {
			return nil, c.malformed("invalid_cursor")
		}
		from = n
	}
	limit := 100
	if c.args.has("limit") {
		limit = c.args.number("limit")
		if limit < 1 || limit > 1000 {
			return nil, c.malformed("invalid_limit")
		}
	}
	ids := ch.ids()
	to, next := min(from+limit, len(ids)), ""
	if to < len(ids) {
		next = "member:" + strconv.Itoa(to)
	}
	return object{"members": ids[from:to], "response_metadata": object{"next_cursor": next}}, nil
}

// ids are the user ids of all members, the app among them.
func (c *Channel) ids() []string {
	out := make([]string, 0, len(c.members)+1)
	for _, p := range c.members {
		out = append(out, p.ID)
	}
	if in := c.team.installed(); c.bot && in != nil {
		out = append(out, in.bot)
	}
	return out
}

func (c *call) usersInfo() (object, *refusal) {
	id := c.args.text("user")
	if in := c.token.in; id == in.bot {
		return object{"user": object{"id": id, "team_id": in.teams()[0].ID, "name": "hspbot", "is_bot": true, "is_app_user": false,
			"profile": object{"bot_id": in.botID, "api_app_id": c.s.o.AppID}}}, nil
	}
	p := c.person(id)
	if p == nil {
		return nil, refuse("user_not_found")
	}
	user := p.json()
	if c.args.boolean("include_locale") && p.Locale != "" {
		user["locale"] = p.Locale
	}
	return object{"user": user}, nil
}

// conversationsHistory tells the newest messages of a conversation that hang on nothing.
func (c *call) conversationsHistory() (object, *refusal) {
	ch, r := c.channel("channel")
	if r != nil {
		return nil, r
	}
	scope := map[string]string{"im": "im:history", "group": "groups:history", "channel": "channels:history"}[ch.kind()]
	if r := c.needs(scope); r != nil {
		return nil, r
	}
	limit := c.args.number("limit")
	if limit == 0 {
		limit = 100
	}
	list := []object{}
	for i := len(ch.messages) - 1; i >= 0 && len(list) < limit; i-- {
		if m := ch.messages[i]; !m.deleted && (m.thread == "" || m.thread == m.ts) {
			list = append(list, m.json())
		}
	}
	return object{"messages": list, "has_more": false, "pin_count": 0}, nil
}
