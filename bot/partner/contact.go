package partner

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"hspbot/locales"
)

// Contact is a way to reach a partner.
type Contact struct {
	Kind  Kind   `toml:"kind"`
	Value string `toml:"value"` // as a person writes it down
	// Languages are those in which somebody answers there; none for all of the partner's.
	Languages []string `toml:"languages"`
}

// Kind is a kind of contact.
type Kind string

// The kinds of contacts.
const (
	URL      Kind = "url"
	Email    Kind = "email"
	Phone    Kind = "phone"
	Telegram Kind = "telegram"
	LINE     Kind = "line"
	WeChat   Kind = "wechat"
	WhatsApp Kind = "whatsapp"
)

// contactKinds say what a value of each kind has to be, and where it leads.
var contactKinds = map[Kind]struct {
	valid func(value string) bool
	want  string
	link  func(value string) string
}{
	URL:      {func(v string) bool { return checkAddress(v) == "" }, "an https address", func(v string) string { return v }},
	Email:    {isMail, "an e-mail address such as visa@example.org", func(v string) string { return "mailto:" + v }},
	Phone:    {isPhone, "a number with its country, such as +81 3 0000 0000", func(v string) string { return "tel:+" + digits(v) }},
	Telegram: {telegramName.MatchString, "a user name of Telegram such as @example", func(v string) string { return "https://t.me/" + strings.TrimPrefix(v, "@") }},
	LINE:     {lineID.MatchString, "the ID of a LINE official account such as @example", func(v string) string { return "https://line.me/R/ti/p/" + url.QueryEscape(v) }},
	WeChat:   {weChatID.MatchString, "a WeChat ID: 6 to 20 letters, digits, _ and -, a letter first", func(string) string { return "" }},
	WhatsApp: {isPhone, "a number with its country, such as +81 3 0000 0000", func(v string) string { return "https://wa.me/" + digits(v) }},
}

var (
	telegramName = regexp.MustCompile(`^@?[A-Za-z][A-Za-z0-9_]{4,31}$`)
	lineID       = regexp.MustCompile(`^@[a-z0-9._-]{2,20}$`)
	weChatID     = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{5,19}$`)
	phoneNumber  = regexp.MustCompile(`^\+[1-9][0-9]*([ -]?[0-9]+|[ -]?\([0-9]+\))*$`)
	mailDomain   = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$`)
	mailName     = regexp.MustCompile(`^[A-Za-z0-9.+_-]{1,64}$`)
)

// Link is the address that opens the contact, of the scheme https, mailto (RFC 6068) or tel (RFC
// 3966); empty where there is none.
func (c Contact) Link() string { return contactKinds[c.Kind].link(c.Value) }

// Serves reports whether somebody answers there in a language of the program's texts.
func (c Contact) Serves(tag string) bool {
	return len(c.Languages) == 0 || slices.ContainsFunc(c.Languages, func(served string) bool {
		match, ok := locales.Match(served)
		return ok && match == tag
	})
}

// ContactsIn returns the contacts at which somebody answers in a language, or else all of them.
func (p Partner) ContactsIn(tag string) []Contact {
	list := slices.DeleteFunc(slices.Clone(p.Contacts), func(c Contact) bool { return !c.Serves(tag) })
	if len(list) == 0 {
		return p.Contacts
	}
	return list
}

func digits(number string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
}

// isPhone reports whether a text is a telephone number of ITU E.164, however it is grouped.
func isPhone(text string) bool {
	n := len(digits(text))
	return len(text) <= 24 && phoneNumber.MatchString(text) && n >= 7 && n <= 15
}

// isMail reports whether a text is an e-mail address as people have them, and nothing else.
func isMail(text string) bool {
	a, err := mail.ParseAddress(text)
	name, domain, _ := strings.Cut(text, "@")
	return err == nil && a.Address == text && len(text) <= 254 && mailName.MatchString(name) && mailDomain.MatchString(strings.ToLower(domain))
}
