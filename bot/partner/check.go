package partner

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"hspbot/locales"
)

// What a value may have at most, so that every screen and page holds it.
const (
	maxCode      = 55 // of the 64 characters that a link to Telegram carries
	maxName      = 32 // columns, of which a wide character takes two
	maxContacts  = 5
	maxContact   = 60  // characters
	maxAddress   = 200 // bytes
	maxConsent   = 600 // characters
	maxLanguages = 20
	maxOrigins   = 20
	maxKeys      = 20
	leastSecret  = 16 // bytes
	maxSecret    = 256
	maxSecrets   = 2
)

var (
	hashForm     = regexp.MustCompile(`^[0-9a-f]{64}$`)
	slackTeam    = regexp.MustCompile(`^[TE][A-Z0-9]{6,20}$`)
	slackChannel = regexp.MustCompile(`^[CGD][A-Z0-9]{6,20}$`)
	hostForm     = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}(:[1-9][0-9]{0,4})?$`)
)

// check reports whatever is wrong with a partner.
func (f *file) check(p *Partner) {
	report := func(key, format string, a ...any) { f.report(p.Code, key, fmt.Sprintf(format, a...)) }
	if !IsCode(p.Code) || len(p.Code) > maxCode || strings.Contains(p.Code, "--") {
		report("", "the code has to be 1 to %d letters, digits, _ and single hyphens, which a link can carry beside a language", maxCode)
	}
	if len(p.Names) == 0 {
		report("names", "has to have a name in one of %s", strings.Join(locales.Tags(), ", "))
	}
	checkTexts("names", p.Names, locales.Columns, maxName, "takes %d columns; at most %d are allowed, of which a wide character takes two", report)
	checkTexts("consent", p.Consent, utf8.RuneCountInString, maxConsent, "has %d characters; at most %d are allowed", report)
	if what := checkAddress(p.Website); p.Website != "" && what != "" {
		report("website", "%s", what)
	}
	checkContacts(p.Contacts, report)
	checkLanguages("languages", p.Languages, report)
	checkEach("origins", p.Origins, maxOrigins, isOrigin, "has to be an origin such as https://example.org: in lower case, without a path", report)
	checkEach("api_keys", p.APIKeys, maxKeys, hashForm.MatchString, "has to be the SHA-256 of a key, 64 digits of hex: see hspbot partners key", report)
	checkLeads(p.Leads, report)
	if key, err := checkColours(&p.Colours); err != nil {
		report("colours."+key, "%s", err)
	}
}

type reporter func(key, format string, a ...any)

// checkTexts checks texts by language, none of which is larger than most.
func checkTexts(key string, texts map[string]string, size func(string) int, most int, tooLarge string, report reporter) {
	for tag, text := range texts {
		switch what := checkText(text); {
		case !slices.Contains(locales.Tags(), tag):
			report(key+"."+tag, "is in no language that there is; there are %s", strings.Join(locales.Tags(), ", "))
		case what != "":
			report(key+"."+tag, "%s", what)
		case size(text) > most:
			report(key+"."+tag, tooLarge, size(text), most)
		}
	}
}

// checkEach checks the values of a list.
func checkEach(key string, values []string, most int, valid func(string) bool, want string, report reporter) {
	if len(values) > most {
		report(key, "has %d values; at most %d are allowed", len(values), most)
	}
	for i, v := range values {
		switch {
		case !valid(v):
			report(key, "value %d %s", i+1, want)
		case slices.Contains(values[:i], v):
			report(key, "value %d is there twice", i+1)
		}
	}
}

func checkContacts(list []Contact, report reporter) {
	if len(list) > maxContacts {
		report("contacts", "has %d contacts; at most %d are allowed", len(list), maxContacts)
	}
	for i, c := range list {
		kind, ok := contactKinds[c.Kind]
		switch {
		case !ok:
			report("contacts", "value %d: kind has to be url, email, phone, telegram, line, wechat or whatsapp", i+1)
		case !kind.valid(c.Value):
			report("contacts", "value %d (%s): has to be %s", i+1, c.Kind, kind.want)
		case utf8.RuneCountInString(c.Value) > maxContact:
			report("contacts", "value %d (%s): has %d characters; at most %d are allowed", i+1, c.Kind, utf8.RuneCountInString(c.Value), maxContact)
		}
		checkLanguages("contacts", c.Languages, report)
	}
}

func checkLanguages(key string, tags []string, report reporter) {
	checkEach(key, tags, maxLanguages, func(tag string) bool {
		_, err := language.Parse(tag)
		return err == nil
	}, "has to be the tag of a language, such as ja, zh-Hant or vi", report)
}

func checkLeads(l Leads, report reporter) {
	targets := 0
	for _, set := range []bool{l.Webhook != "", l.Telegram != 0, l.Slack != SlackChannel{}, l.Email != ""} {
		if set {
			targets++
		}
	}
	if targets > 1 {
		report("leads", "can go to one place: webhook, telegram, slack or email")
	}
	if u, err := url.Parse(l.Webhook); l.Webhook != "" && (err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || len(l.Webhook) > maxAddress) {
		report("leads.webhook", "has to be an https address such as https://example.org/leads")
	}
	switch {
	case l.Webhook != "" && len(l.Secrets) == 0:
		report("leads.webhook", "needs a secret or a secret_file, to sign with")
	case l.Webhook == "" && len(l.Secrets) > 0:
		report("leads.secret", "is for a webhook, and there is none")
	case len(l.Secrets) > maxSecrets:
		report("leads.secret", "has %d lines; at most %d are allowed, the new secret and the old one", len(l.Secrets), maxSecrets)
	}
	for _, secret := range l.Secrets {
		if len(secret) < leastSecret || len(secret) > maxSecret {
			report("leads.secret", "has %d bytes; %d to %d are needed, such as from: openssl rand -base64 32", len(secret), leastSecret, maxSecret)
		}
	}
	if (l.Slack != SlackChannel{}) && (!slackTeam.MatchString(l.Slack.Team) || !slackChannel.MatchString(l.Slack.Channel)) {
		report("leads.slack", "has to have a team such as T0123ABCD and a channel such as C0123ABCD")
	}
	if l.Email != "" && !isMail(l.Email) {
		report("leads.email", "has to be an e-mail address such as visa@example.org")
	}
}

// checkText says what is wrong with a text of one line; empty for nothing.
func checkText(text string) string {
	switch {
	case strings.TrimSpace(text) == "":
		return "is empty"
	case text != strings.TrimSpace(text):
		return "has spaces at its ends"
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) }):
		return "has a line break or another character that is not seen"
	}
	return ""
}

// checkAddress says what is wrong with the address of a website; empty for nothing.
func checkAddress(text string) string {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "https" || !hostForm.MatchString(u.Host) || u.User != nil || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"'<>`\\", r) }):
		return "has to be an https address such as https://example.org/visa, in ASCII"
	case len(text) > maxAddress:
		return fmt.Sprintf("has %d bytes; at most %d are allowed", len(text), maxAddress)
	}
	return ""
}

// isOrigin reports whether a text is an origin as a browser sends it.
func isOrigin(text string) bool {
	host, ok := strings.CutPrefix(text, "https://")
	return ok && len(text) <= maxAddress && hostForm.MatchString(host) && !strings.HasSuffix(host, ":443")
}
