package lead

import (
	"encoding/json"
	"time"

	"hspbot/conversation"
)

// The types of what a webhook gets; lead.schema.json says what they hold.
const (
	schema         = "hspbot.lead.v1"
	typeResult     = "result"
	typeWithdrawal = "withdrawal"
)

// wire is the JSON form of a message, or of its withdrawal.
type wire struct {
	Schema   string                    `json:"schema"`
	Type     string                    `json:"type"`
	ID       string                    `json:"id"`
	Partner  string                    `json:"partner"`
	Sent     time.Time                 `json:"sent"`
	Language string                    `json:"language"`
	AsOf     string                    `json:"as_of,omitempty"`
	Results  []conversation.LeadResult `json:"results,omitempty"`
	Facts    []conversation.LeadFact   `json:"facts,omitempty"`
	Contact  string                    `json:"contact,omitempty"`
}

// body writes an entry for a webhook.
func (e *entry) body(id string) ([]byte, error) {
	w := wire{Schema: schema, Type: typeWithdrawal, ID: id, Partner: e.Partner, Sent: e.Withdrawn, Language: e.Language}
	if m := e.Message; m != nil {
		w.Type, w.Sent, w.AsOf, w.Results, w.Facts, w.Contact = typeResult, m.Sent, m.AsOf.String(), m.Results, m.Facts, m.Contact
	}
	return json.Marshal(w)
}

// text writes an entry for people: a title, and all of it.
func (e *entry) text(id string) (title, text string) {
	if e.Message != nil {
		return e.Message.Title(), e.Message.Plain()
	}
	return conversation.WithdrawalTitle(e.Language), conversation.PlainWithdrawal(id, e.Language)
}

// key is the same whenever the same is sent again.
func (e *entry) key(id string) string {
	if e.Message == nil {
		return id + "-" + typeWithdrawal
	}
	return id
}
