package slacktest

func (c *call) authTest() (object, *refusal) {
	in := c.token.in
	out := object{"url": c.s.http.URL + "/", "user": "hspbot", "user_id": in.bot, "bot_id": in.botID, "is_enterprise_install": in.org != nil}
	if in.org != nil {
		out["team"], out["team_id"], out["enterprise_id"] = in.org.ID, in.org.ID, in.org.ID
		return out, nil
	}
	out["team"], out["team_id"] = in.team.Name, in.team.ID
	if e := in.team.enterprise; e != nil {
		out["enterprise_id"] = e.ID
	}
	return out, nil
}

func (c *call) authRevoke() (object, *refusal) {
	if c.args.boolean("test") {
		return object{"revoked": false}, nil
	}
	in := c.token.in
	c.s.revoke(in, "token_revoked")
	c.s.sendRevoked(in)
	return object{"revoked": true}, nil
}
