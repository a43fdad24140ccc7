package wire

import (
	"cmp"
	"encoding/json"
	"strings"
)

// interaction is the JSON of block_actions, view_submission, and both kinds of shortcuts.
type interaction struct {
	Type        string    `json:"type"`
	Callback    string    `json:"callback_id"` // of a shortcut
	ActionTS    string    `json:"action_ts"`   // of a shortcut
	User        ref       `json:"user"`
	Team        ref       `json:"team"` // null for an installation of a whole organisation
	Enterprise  ref       `json:"enterprise"`
	OrgWide     looseBool `json:"is_enterprise_install"`
	Trigger     string    `json:"trigger_id"`
	ResponseURL string    `json:"response_url"`
	Channel     ref       `json:"channel"`
	Container   struct {
		Channel   string    `json:"channel_id"`
		TS        string    `json:"message_ts"`
		Thread    string    `json:"thread_ts"`
		Ephemeral looseBool `json:"is_ephemeral"`
	} `json:"container"`
	Message struct {
		TS     string `json:"ts"`
		Thread string `json:"thread_ts"`
	} `json:"message"`
	State state `json:"state"`
	View  struct {
		View
		State state `json:"state"`
	} `json:"view"`
	Actions []struct {
		input
		ID    string `json:"action_id"`
		Block string `json:"block_id"`
		TS    string `json:"action_ts"`
	} `json:"actions"`
}

type state struct {
	Values map[string]map[string]input `json:"values"`
}

// input is an element that was used, or its state.
type input struct {
	Value   string   `json:"value"`
	Option  option   `json:"selected_option"`
	Options []option `json:"selected_options"`
	Channel string   `json:"selected_conversation"`
	Users   []string `json:"selected_users"`
}

type option struct {
	Value string `json:"value"`
}

// ParseInteraction parses the JSON of a press, of a submitted modal or of a shortcut. What it does not know
// is Other. The error is ErrUnreadable.
func ParseInteraction(body []byte) (Payload, error) {
	var i interaction
	if err := decode(body, &i); err != nil || i.Type == "" {
		return Payload{}, ErrUnreadable
	}
	p := i.common()
	switch i.Type {
	case "block_actions":
		if len(i.Actions) == 0 || p.User == "" || p.Trigger+i.Actions[0].TS == "" {
			return Payload{}, ErrUnreadable
		}
		i.fillPress(&p)
	case "view_submission":
		if p.View.ID == "" || p.User == "" {
			return Payload{}, ErrUnreadable
		}
		p.Kind = Submission
		p.ID = p.submissionID()
	case "shortcut", "message_action":
		if i.Callback == "" || p.User == "" || i.Trigger == "" {
			return Payload{}, ErrUnreadable
		}
		p.Kind, p.ID = Shortcut, hashID(sourceShortcut, i.Trigger, i.ActionTS, i.Callback)
		p.TS, p.Thread, p.At = i.Message.TS, i.Message.Thread, parseTS(i.ActionTS)
		p.Press = Press{Value: i.Callback}
	default:
		return Payload{}, nil
	}
	p.sanitize()
	return p, nil
}

// common returns what presses and submissions have in common.
func (i *interaction) common() Payload {
	p := Payload{
		Enterprise:     cmp.Or(i.Enterprise.ID, i.Team.EnterpriseID),
		Team:           cmp.Or(i.Team.ID, i.User.TeamID),
		OrgWide:        bool(i.OrgWide),
		User:           i.User.ID,
		UserTeam:       i.User.TeamID,
		UserEnterprise: i.User.Grid.EnterpriseID,
		Locale:         i.User.Locale,
		Channel:        cmp.Or(i.Channel.ID, i.Container.Channel),
		Trigger:        i.Trigger,
		ResponseURL:    i.ResponseURL,
		View:           i.View.View,
		Values:         i.View.State.values(),
	}
	p.Direct = strings.HasPrefix(p.Channel, "D") || i.Channel.Name == directName
	if p.Values == nil {
		p.Values = i.State.values()
	}
	return p
}

func (i *interaction) fillPress(p *Payload) {
	a := i.Actions[0]
	p.Kind = Action
	p.ID = hashID(sourceAction, i.Trigger, a.TS, a.ID)
	p.TS = cmp.Or(i.Container.TS, i.Message.TS)
	p.Thread = cmp.Or(i.Container.Thread, i.Message.Thread)
	p.Ephemeral = bool(i.Container.Ephemeral)
	p.At = parseTS(a.TS)
	p.Press = Press{Block: a.Block, Value: a.value()}
}

// submissionID includes the inputs: a modal that came back with errors is submitted again
// under the same hash, and that is another delivery.
func (p *Payload) submissionID() string {
	values, _ := json.Marshal(p.Values) // maps of strings, in the order of their keys
	return hashID(sourceSubmission, p.View.ID, p.View.Hash, p.User, string(values))
}

// value is the value of an element that has a single one; several are in Payload.Values.
func (e input) value() string { return cmp.Or(e.Option.Value, e.Value, e.Channel) }

// values are the values of an element, none where nothing was chosen or typed.
func (e input) values() []string {
	var out []string
	for _, o := range e.Options {
		out = append(out, sanitize(o.Value))
	}
	for _, u := range e.Users {
		out = append(out, sanitize(u))
	}
	if v := e.value(); v != "" {
		out = append(out, sanitize(v))
	}
	return out
}

func (s state) values() map[string]map[string][]string {
	if len(s.Values) == 0 {
		return nil
	}
	out := make(map[string]map[string][]string, len(s.Values))
	for block, inputs := range s.Values {
		actions := make(map[string][]string, len(inputs))
		for action, e := range inputs {
			actions[sanitize(action)] = e.values()
		}
		out[sanitize(block)] = actions
	}
	return out
}
