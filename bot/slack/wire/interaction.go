package wire

import (
	"encoding/json"
	"strings"
)

// interaction is the JSON of block_actions and view_submission.
type interaction struct {
	Type        string `json:"type"`
	User        thing  `json:"user"`
	Team        thing  `json:"team"` // null for an installation of a whole organisation
	Enterprise  thing  `json:"enterprise"`
	OrgWide     flag   `json:"is_enterprise_install"`
	Trigger     string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	Channel     thing  `json:"channel"`
	Container   struct {
		Channel   string `json:"channel_id"`
		TS        string `json:"message_ts"`
		Thread    string `json:"thread_ts"`
		Ephemeral flag   `json:"is_ephemeral"`
	} `json:"container"`
	Message struct {
		TS     string `json:"ts"`
		Thread string `json:"thread_ts"`
	} `json:"message"`
	State   state `json:"state"`
	View    view  `json:"view"`
	Actions []struct {
		input
		ID    string `json:"action_id"`
		Block string `json:"block_id"`
		TS    string `json:"action_ts"`
	} `json:"actions"`
}

type view struct {
	ID       string `json:"id"`
	Hash     string `json:"hash"`
	Callback string `json:"callback_id"`
	Metadata string `json:"private_metadata"`
	Type     string `json:"type"`
	Root     string `json:"root_view_id"`
	State    state  `json:"state"`
}

func (v view) seen() View {
	return View{ID: v.ID, Hash: v.Hash, Callback: v.Callback, Metadata: v.Metadata, Type: v.Type, Root: v.Root}
}

type state struct {
	Values map[string]map[string]input `json:"values"`
}

// input is an element that was used, or its state.
type input struct {
	Type    string   `json:"type"`
	Value   string   `json:"value"`
	Option  option   `json:"selected_option"`
	Options []option `json:"selected_options"`
	Date    string   `json:"selected_date"`
	Time    string   `json:"selected_time"`
}

type option struct {
	Value string `json:"value"`
}

// ParseInteraction reads the JSON of a press or of a submitted modal. What it knows nothing of
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
		i.press(&p)
	case "view_submission":
		if p.View.ID == "" || p.User == "" {
			return Payload{}, ErrUnreadable
		}
		p.Kind = Submission
		p.ID = p.submissionID()
	default:
		return Payload{}, nil
	}
	p.clean()
	return p, nil
}

// common is what both have.
func (i *interaction) common() Payload {
	p := Payload{
		Enterprise:     first(i.Enterprise.ID, i.Team.EnterpriseID),
		Team:           first(i.Team.ID, i.User.TeamID),
		OrgWide:        bool(i.OrgWide),
		User:           i.User.ID,
		UserTeam:       i.User.TeamID,
		UserEnterprise: i.User.Grid.EnterpriseID,
		Locale:         i.User.Locale,
		Channel:        first(i.Channel.ID, i.Container.Channel),
		Trigger:        i.Trigger,
		ResponseURL:    i.ResponseURL,
		View:           i.View.seen(),
		Values:         i.View.State.values(),
	}
	p.Direct = strings.HasPrefix(p.Channel, "D") || i.Channel.Name == directName
	if p.Values == nil {
		p.Values = i.State.values()
	}
	return p
}

func (i *interaction) press(p *Payload) {
	a := i.Actions[0]
	p.Kind = Action
	p.ID = hashID(sortAction, i.Trigger, a.TS, a.ID)
	p.TS = first(i.Container.TS, i.Message.TS)
	p.Thread = first(i.Container.Thread, i.Message.Thread)
	p.Ephemeral = bool(i.Container.Ephemeral)
	p.At = moment(a.TS)
	p.Act = Press{ID: a.ID, Block: a.Block, Type: a.Type, Value: a.one()}
}

// submissionID counts the inputs in: a modal that came back with errors is submitted again
// under the same hash, and that is another delivery.
func (p *Payload) submissionID() string {
	values, _ := json.Marshal(p.Values) // maps of strings, in the order of their keys
	return hashID(sortSubmission, p.View.ID, p.View.Hash, p.User, string(values))
}

// one is the value of an element that has one; choices of several are in Payload.Values.
func (e input) one() string { return first(e.Option.Value, e.Value, e.Date, e.Time) }

// values are the values of an element, none where nothing was chosen or typed.
func (e input) values() []string {
	var out []string
	for _, o := range e.Options {
		out = append(out, clean(o.Value))
	}
	if one := e.one(); one != "" {
		out = append(out, clean(one))
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
			actions[clean(action)] = e.values()
		}
		out[clean(block)] = actions
	}
	return out
}

// first returns the first that is not empty.
func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
