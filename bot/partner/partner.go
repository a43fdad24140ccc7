package partner

import (
	"crypto/subtle"
	"maps"
	"regexp"
	"slices"
	"strings"

	"hspbot/conversation"
	"hspbot/locales"
)

// Partner is who sends people here. It must not be changed.
type Partner struct {
	Code      string            // 1 to 64 letters, digits, _ and -
	Names     map[string]string // by tag of a language; at least one
	Website   string            // https address; empty for none
	Contacts  []Contact         // at most five, in the order of the file
	Languages []string          // tags of the languages it serves people in; any, as in BCP 47
	Logo      *Logo             // nil for none
	// Origins may embed the chat and call the API from a page: https://host or https://host:port,
	// in lower case.
	Origins []string
	Leads   Leads
	Consent map[string]string // what is asked before something is sent, by tag; empty for the program's own words
	Colours Colours
	APIKeys []string // SHA-256 of each key, 64 digits of hex in lower case; see [Hash]
}

// Leads say where the partner wants what people send it: at most one of them is set.
type Leads struct {
	Webhook      string   // https address
	Secrets      []string // of the webhook, each of which signs; of at least 16 bytes, two while it is changed
	Telegram     int64    // chat; 0 for none
	SlackTeam    string
	SlackChannel string
	Email        string
}

// Any reports whether people can send the partner anything.
func (l Leads) Any() bool {
	return l.Webhook != "" || l.Telegram != 0 || l.SlackChannel != "" || l.Email != ""
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

// List is the partners of a file. A nil one is empty. It does not change.
type List struct{ partners map[string]Partner }

// NewList returns a list of partners, which are taken as they are.
func NewList(partners ...Partner) *List {
	l := &List{partners: map[string]Partner{}}
	for _, p := range partners {
		l.partners[p.Code] = p
	}
	return l
}

// Find returns the partner of a code.
func (l *List) Find(code string) (Partner, bool) {
	if l == nil || code == "" {
		return Partner{}, false
	}
	p, ok := l.partners[code]
	return p, ok
}

// FindKey returns the partner that has a key of the API. How long it takes tells nothing of the keys.
func (l *List) FindKey(key string) (found Partner, ok bool) {
	hash := []byte(Hash(strings.TrimSpace(key)))
	for _, p := range l.All() {
		for _, h := range p.APIKeys {
			if subtle.ConstantTimeCompare([]byte(h), hash) == 1 {
				found, ok = p, true
			}
		}
	}
	return found, ok
}

// All returns the partners by their codes.
func (l *List) All() []Partner {
	if l == nil {
		return nil
	}
	return slices.SortedFunc(maps.Values(l.partners), func(a, b Partner) int { return strings.Compare(a.Code, b.Code) })
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
