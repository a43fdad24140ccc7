package wire

import (
	"cmp"
	"encoding/json"
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
	Authorizations []struct {
		Enterprise string    `json:"enterprise_id"`
		Team       string    `json:"team_id"`
		User       string    `json:"user_id"`
		IsBot      bool      `json:"is_bot"`
		OrgWide    looseBool `json:"is_enterprise_install"`
	} `json:"authorizations"`
	Event event `json:"event"`
}

// event is the inner part, with the fields of all events that are needed.
type event struct {
	message
	Type        string `json:"type"`
	EventTS     string `json:"event_ts"`
	Channel     ref    `json:"channel"`
	ChannelType string `json:"channel_type"`
	Hidden      bool   `json:"hidden"`
	Tab         string `json:"tab"`
	Inviter     string `json:"inviter"`
	Function    struct {
		Callback string `json:"callback_id"`
	} `json:"function"`
	Execution string                     `json:"function_execution_id"`
	StepToken string                     `json:"bot_access_token"`
	Inputs    map[string]json.RawMessage `json:"inputs"`
	Tokens    struct {
		OAuth []string `json:"oauth"`
		Bot   []string `json:"bot"`
	} `json:"tokens"`
	Message  *message `json:"message"` // of message_changed
	Previous *message `json:"previous_message"`
}

// message is a message, as an event of its own or within one.
type message struct {
	Subtype    string  `json:"subtype"`
	User       ref     `json:"user"`
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

// ParseEvent parses an event_callback, a url_verification (of kind Other with a Challenge) or
// an app_rate_limited. What it does not know is Other. The error is ErrUnreadable.
func ParseEvent(body []byte) (Payload, error) {
	var e envelope
	if err := decode(body, &e); err != nil {
		return Payload{}, err
	}
	switch e.Type {
	case "event_callback":
		return e.payload(body), nil
	case "app_rate_limited":
		return Payload{Kind: RateLimited, ID: hashID(sourceLimited, e.App, e.Team, strconv.FormatInt(e.MinuteLimited, 10)),
			Enterprise: sanitize(e.Enterprise), Team: sanitize(e.Team), At: unixTime(e.MinuteLimited)}, nil
	case "url_verification":
		return Payload{Challenge: sanitize(e.Challenge)}, nil
	case "":
		return Payload{}, ErrUnreadable
	}
	return Payload{}, nil
}

func (e *envelope) payload(body []byte) Payload {
	id := eventID(e.ID)
	if e.ID == "" { // not documented; when it comes again the body is the same
		id = eventID(hash(string(body)))
	}
	p := Payload{ID: id, Channel: e.Event.Channel.ID}
	p.Direct = e.Event.ChannelType == "im" || strings.HasPrefix(p.Channel, "D")
	p.At = parseTS(e.Event.EventTS)
	if p.At.IsZero() {
		p.At = unixTime(e.Time)
	}
	e.setInstallation(&p)
	p.Kind = e.fill(&p)
	if p.Kind == Other { // and its contents are not needed
		return Payload{ID: id}
	}
	p.sanitize()
	return p
}

// setInstallation fills in which installation the event is for.
func (e *envelope) setInstallation(p *Payload) {
	p.Enterprise, p.Team = e.Enterprise, e.Team
	if len(e.Authorizations) == 0 {
		return
	}
	a := e.Authorizations[0]
	p.Enterprise, p.Team, p.OrgWide = a.Enterprise, a.Team, bool(a.OrgWide)
	if p.Team == "" && p.Enterprise == e.Enterprise { // otherwise the team may be the other side of a shared channel
		p.Team = e.Team
	}
	if a.IsBot {
		p.Bot = a.User
	}
}

// fill fills in what belongs to the event, and returns its kind.
func (e *envelope) fill(p *Payload) Kind {
	switch e.Event.Type {
	case "message":
		return e.fillMessage(p)
	case "app_mention":
		return e.fillMention(p)
	case "app_home_opened":
		p.User = e.Event.User.ID
		switch {
		case p.User == "":
		case e.Event.Tab == "home":
			return HomeOpened
		case e.Event.Tab == "messages":
			return MessagesOpened
		}
	case "member_joined_channel":
		p.User, p.By = e.Event.User.ID, e.Event.Inviter
		if p.User != "" {
			return Joined
		}
	case "function_executed":
		p.Step = Step{Function: e.Event.Function.Callback, Execution: e.Event.Execution, Token: e.Event.StepToken, Inputs: inputs(e.Event.Inputs)}
		return Executed
	case "app_uninstalled":
		return Uninstalled
	case "tokens_revoked":
		p.Users = slices.Concat(e.Event.Tokens.Bot, e.Event.Tokens.OAuth)
		return TokensRevoked
	case "user_change":
		u := e.Event.User
		p.User, p.UserTeam, p.UserEnterprise, p.Locale = u.ID, u.TeamID, u.Grid.EnterpriseID, u.Locale
		if p.User != "" {
			return UserChanged
		}
	}
	return Other
}

// maxInputs is how many inputs of a step are read.
const maxInputs = 20

// inputs are the inputs of a step that are texts or numbers, as texts.
func inputs(raw map[string]json.RawMessage) map[string]string {
	list := map[string]string{}
	for name, v := range raw {
		var text string
		if json.Unmarshal(v, &text) != nil {
			var n json.Number
			if json.Unmarshal(v, &n) != nil {
				continue
			}
			text = n.String()
		}
		if len(list) < maxInputs {
			list[sanitize(name)] = sanitize(text)
		}
	}
	return list
}

func (e *envelope) fillMessage(p *Payload) Kind {
	m := e.Event.message
	switch {
	case !p.Direct:
		return Other
	case m.Subtype == "message_changed": // hidden too, although a person did it
		return e.fillEdit(p)
	case e.Event.Hidden || !e.byPerson(m, p.Bot):
		return Other
	}
	m.fill(p)
	if m.Subtype == "file_share" || strings.TrimSpace(p.Text) == "" {
		return NonText
	}
	return Message
}

// fillEdit is for message_changed. Slack sends it also for links it unfurled, and for every
// chat.update of the app itself.
func (e *envelope) fillEdit(p *Payload) Kind {
	m, old := e.Event.Message, e.Event.Previous
	switch {
	case m == nil || !e.byPerson(*m, p.Bot):
		return Other
	case old == nil && !bool(m.Edited):
		return Other
	case old != nil && old.Text == m.Text:
		return Other
	case strings.TrimSpace(m.Text) == "":
		return Other
	}
	m.fill(p)
	return Edited
}

func (e *envelope) fillMention(p *Payload) Kind {
	m := e.Event.message
	if e.Event.Hidden || !e.byPerson(m, p.Bot) {
		return Other
	}
	m.Text, p.Mentioned = readMentions(withoutMention(m.Text, p.Bot))
	m.fill(p)
	p.Text = strings.TrimSpace(p.Text)
	if bool(m.Edited) {
		return EditedMention
	}
	return Mention
}

// byPerson reports whether a person wrote a message, and not an app or Slack.
func (e *envelope) byPerson(m message, bot string) bool {
	switch {
	case m.BotID != "", m.User.ID == "", m.User.ID == "USLACKBOT", m.User.ID == bot:
		return false
	case m.AppID != "" && m.AppID == e.App && bool(m.BotProfile):
		return false
	}
	return slices.Contains(plainSubtypes, m.Subtype)
}

func (m message) fill(p *Payload) {
	p.User, p.Text, p.TS, p.Thread = m.User.ID, unescape(m.Text), m.TS, m.ThreadTS
	p.UserTeam = cmp.Or(m.UserTeam, m.SourceTeam, m.Team)
}
