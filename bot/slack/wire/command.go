package wire

import (
	"net/url"
	"strings"
)

// ParseCommand parses the form of a slash command. Slack's check of the TLS certificate is Other. The
// error is ErrUnreadable.
func ParseCommand(form url.Values) (Payload, error) {
	if form.Get("ssl_check") != "" && form.Get("command") == "" {
		return Payload{}, nil
	}
	trigger, user := form.Get("trigger_id"), form.Get("user_id")
	if trigger == "" || user == "" {
		return Payload{}, ErrUnreadable
	}
	p := Payload{
		Kind:        Command,
		ID:          hashID(sourceCommand, trigger),
		Enterprise:  form.Get("enterprise_id"),
		Team:        form.Get("team_id"),
		OrgWide:     form.Get("is_enterprise_install") == "true",
		User:        user,
		Channel:     form.Get("channel_id"),
		Text:        unescape(form.Get("text")),
		Trigger:     trigger,
		ResponseURL: form.Get("response_url"),
	}
	p.Direct = strings.HasPrefix(p.Channel, "D") || form.Get("channel_name") == directName
	p.sanitize()
	return p, nil
}

// directName is the channel name that Slack gives direct messages.
const directName = "directmessage"
