package partner

import (
	"regexp"
	"slices"

	"hspbot/conversation"
	"hspbot/locales"
)

// Partner is who sends people here. It must not be changed.
type Partner struct {
	Code      string            `toml:"-"`         // 1 to 64 letters, digits, _ and -
	Names     map[string]string `toml:"names"`     // by tag of a language; at least one
	Website   string            `toml:"website"`   // https address; empty for none
	Contacts  []Contact         `toml:"contacts"`  // at most five, in the order of the file
	Languages []string          `toml:"languages"` // tags of the languages it serves people in; any, as in BCP 47
	Logo      *Logo             `toml:"-"`         // nil for none
	// Origins may embed the chat and call the API from a page: https://host or https://host:port,
	// in lower case.
	Origins []string          `toml:"origins"`
	Leads   Leads             `toml:"leads"`
	Consent map[string]string `toml:"consent"` // what is asked before something is sent, by tag; empty for the program's own words
	Colours Colours           `toml:"colours"`
	APIKeys []string          `toml:"api_keys"` // SHA-256 of each key, 64 digits of hex in lower case; see [Hash]
}

// Leads say where the partner wants what people send it: at most one of them is set.
type Leads struct {
	Webhook  string       `toml:"webhook"`  // https address
	Secrets  []string     `toml:"-"`        // of the webhook, each of which signs; of at least 16 bytes, two while it is changed
	Telegram int64        `toml:"telegram"` // chat; 0 for none
	Slack    SlackChannel `toml:"slack"`
	Email    string       `toml:"email"`
}

// SlackChannel is a channel of a workspace, both by their ids.
type SlackChannel struct {
	Team    string `toml:"team"`
	Channel string `toml:"channel"`
}

// Any reports whether people can send the partner anything.
func (l Leads) Any() bool {
	return l.Webhook != "" || l.Telegram != 0 || l.Slack.Channel != "" || l.Email != ""
}

// codeForm is what a code looks like.
var codeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// IsCode reports whether a text looks like a partner's code. It need not be one.
func IsCode(text string) bool { return codeForm.MatchString(text) }

// Name returns the name in a language, or else in English, or else in the first there is.
func (p Partner) Name(tag string) string { return inLanguage(p.Names, tag) }

// ConsentText returns the partner's words of consent in a language, as Name does; empty for none.
func (p Partner) ConsentText(tag string) string { return inLanguage(p.Consent, tag) }

func inLanguage(texts map[string]string, tag string) string {
	for _, t := range append([]string{tag}, locales.Tags()...) {
		if text := texts[t]; text != "" {
			return text
		}
	}
	return ""
}

// Allows reports whether a page of an origin may embed the chat and call the API. An origin is
// compared as a whole.
func (p Partner) Allows(origin string) bool {
	return origin != "" && slices.Contains(p.Origins, origin)
}

// Facts are what a screen says of the partner in a language. The website comes last, where the contacts
// have none.
func (p Partner) Facts(tag string) conversation.Partner {
	facts := conversation.Partner{Name: p.Name(tag), Leads: p.Leads.Any(), Consent: p.ConsentText(tag)}
	for _, c := range p.ContactsIn(tag) {
		facts.Contacts = append(facts.Contacts, conversation.Contact{Kind: string(c.Kind), Value: c.Value, Link: c.Link()})
	}
	if p.Website != "" && !slices.ContainsFunc(facts.Contacts, func(c conversation.Contact) bool { return c.Kind == string(URL) }) {
		facts.Contacts = append(facts.Contacts, conversation.Contact{Kind: string(URL), Value: p.Website, Link: p.Website})
	}
	return facts
}
