package wire

import (
	"slices"
	"strconv"
	"strings"
)

// envelope is the outer part of what comes to the request URL for events.
type envelope struct {
	Type           string `json:"type"`
	Challenge      string `json:"challenge"`
	App            string `json:"api_app_id"`
	Team           string `json:"team_id"`
	Enterprise     string `json:"enterprise_id"`
	ID             string `json:"event_id"`
	Time           int64  `json:"event_time"`
	MinuteLimited  int64  `json:"minute_rate_limited"`
	External       bool   `json:"is_ext_shared_channel"`
	Authorizations []struct {
		Enterprise string `json:"enterprise_id"`
		Team       string `json:"team_id"`
		User       string `json:"user_id"`
		IsBot      bool   `json:"is_bot"`
		OrgWide    flag   `json:"is_enterprise_install"`
	} `json:"authorizations"`
	Event event `json:"event"`
}

// event is the inner part, with the fields of all events that are of use.
type event struct {
	spoken
	Type        string `json:"type"`
	EventTS     string `json:"event_ts"`
	Channel     thing  `json:"channel"`
	ChannelType string `json:"channel_type"`
	Hidden      bool   `json:"hidden"`
	Tab         string `json:"tab"`
	View        view   `json:"view"`
	Tokens      struct {
		OAuth []string `json:"oauth"`
		Bot   []string `json:"bot"`
	} `json:"tokens"`
	Message  *spoken `json:"message"` // of message_changed
	Previous *spoken `json:"previous_message"`
}

// spoken is a message.
type spoken struct {
	Subtype    string  `json:"subtype"`
	User       thing   `json:"user"`
	BotID      string  `json:"bot_id"`
	BotProfile present `json:"bot_profile"`
	AppID      string  `json:"app_id"`
	Text       string  `json:"text"`
	TS         string  `json:"ts"`
	ThreadTS   string  `json:"thread_ts"`
	Team       string  `json:"team"`
	UserTeam   string  `json:"user_team"`
	SourceTeam string  `json:"source_team"`
	Edited     present `json:"edited"`
}

// plainSubtypes are those of messages that a person wrote.
var plainSubtypes = []string{"", "thread_broadcast", "file_share"}

// ParseEvent reads an event_callback, a url_verification (of kind Other with a Challenge) or
// an app_rate_limited. What it knows nothing of is Other. The error is ErrUnreadable.
func ParseEvent(body []byte) (Payload, error) {
	var e envelope
	if err := decode(body, &e); err != nil {
		return Payload{}, err
	}
	switch e.Type {
	case "event_callback":
		return e.payload(body), nil
	case "app_rate_limited":
		return Payload{Kind: Limited, ID: hashID(sortLimited, e.App, e.Team, strconv.FormatInt(e.MinuteLimited, 10)),
			Enterprise: clean(e.Enterprise), Team: clean(e.Team), At: unix(e.MinuteLimited)}, nil
	case "url_verification":
		return Payload{Challenge: clean(e.Challenge)}, nil
	case "":
		return Payload{}, ErrUnreadable
	}
	return Payload{}, nil
}

func (e *envelope) payload(body []byte) Payload {
	id := eventID(e.ID)
	if e.ID == "" { // not seen so far; a repetition has the same body
		id = eventID(hash(string(body)))
	}
	p := Payload{ID: id, External: e.External, Channel: e.Event.Channel.ID}
	p.Direct = e.Event.ChannelType == "im" || strings.HasPrefix(p.Channel, "D")
	p.At = moment(e.Event.EventTS)
	if p.At.IsZero() {
		p.At = unix(e.Time)
	}
	e.place(&p)
	p.Kind = e.kind(&p)
	if p.Kind == Other { // and nobody needs to know of what
		return Payload{ID: id}
	}
	p.clean()
	return p
}

// place fills in whose installation the event is for.
func (e *envelope) place(p *Payload) {
	p.Enterprise, p.Team = e.Enterprise, e.Team
	if len(e.Authorizations) == 0 {
		return
	}
	a := e.Authorizations[0]
	p.Enterprise, p.Team, p.OrgWide = a.Enterprise, a.Team, bool(a.OrgWide)
	if p.Team == "" && p.Enterprise == e.Enterprise { // else the team is one of the other side of a shared channel
		p.Team = e.Team
	}
	if a.IsBot {
		p.Bot = a.User
	}
}

// kind says what the event is and fills in what belongs to that.
func (e *envelope) kind(p *Payload) Kind {
	switch e.Event.Type {
	case "message":
		return e.message(p)
	case "app_mention":
		return e.mention(p)
	case "app_home_opened":
		p.User, p.View = e.Event.User.ID, e.Event.View.seen()
		if e.Event.Tab == "home" && p.User != "" {
			return HomeOpened
		}
	case "app_uninstalled":
		return Uninstalled
	case "tokens_revoked":
		p.Users = slices.Concat(e.Event.Tokens.Bot, e.Event.Tokens.OAuth)
		return Revoked
	case "user_change":
		u := e.Event.User
		p.User, p.UserTeam, p.UserEnterprise, p.Locale = u.ID, u.TeamID, u.Grid.EnterpriseID, u.Locale
		if p.User != "" {
			return UserChanged
		}
	}
	return Other
}

func (e *envelope) message(p *Payload) Kind {
	m := e.Event.spoken
	switch {
	case !p.Direct:
		return Other
	case m.Subtype == "message_changed": // hidden too, although a person did it
		return e.change(p)
	case e.Event.Hidden || !e.person(m, p.Bot):
		return Other
	}
	m.fill(p)
	if m.Subtype == "file_share" || strings.TrimSpace(p.Text) == "" {
		return Shared
	}
	return Message
}

// change is an edited message. Slack sends the same for links it unfurled, and for every
// chat.update of the app itself.
func (e *envelope) change(p *Payload) Kind {
	m, old := e.Event.Message, e.Event.Previous
	switch {
	case m == nil || !e.person(*m, p.Bot):
		return Other
	case old == nil && !bool(m.Edited):
		return Other
	case old != nil && old.Text == m.Text:
		return Other
	}
	m.fill(p)
	return Changed
}

func (e *envelope) mention(p *Payload) Kind {
	m := e.Event.spoken
	if e.Event.Hidden || !e.person(m, p.Bot) {
		return Other
	}
	m.Text = withoutMention(m.Text, p.Bot)
	m.fill(p)
	p.Text = strings.TrimSpace(p.Text)
	return Mention
}

// person tells that a message was written by a person, and not by an app or by Slack.
func (e *envelope) person(m spoken, bot string) bool {
	switch {
	case m.BotID != "", m.User.ID == "", m.User.ID == "USLACKBOT", m.User.ID == bot:
		return false
	case m.AppID != "" && m.AppID == e.App && bool(m.BotProfile):
		return false
	}
	return slices.Contains(plainSubtypes, m.Subtype)
}

func (m spoken) fill(p *Payload) {
	p.User, p.Text, p.TS, p.Thread = m.User.ID, unescape(m.Text), m.TS, m.ThreadTS
	p.UserTeam = first(m.UserTeam, m.SourceTeam, m.Team)
}
