package telegram

import (
	"fmt"
	"regexp"
	"strings"

	"hspbot/locales"
)

// A deep link opens the bot with a payload of at most 64 characters of A–Z a–z 0–9 _ and -:
// the language, two hyphens, and who sent the person. Either may be missing.

const maxPayload = 64

var (
	referralForm = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)
	botName      = regexp.MustCompile(`^[A-Za-z0-9_]{5,32}$`)
)

// Link returns the address that opens the bot with a referral and a language, either empty.
func Link(name, referral, language string) (string, error) {
	name = strings.TrimPrefix(name, "@")
	if !botName.MatchString(name) {
		return "", fmt.Errorf("a bot's name has 5 to 32 letters, digits or underscores")
	}
	if !referralForm.MatchString(referral) || strings.Contains(referral, "--") {
		return "", fmt.Errorf("a referral has letters, digits, underscores and single hyphens only")
	}
	payload := referral
	if language != "" {
		tag, ok := locales.Match(language)
		if !ok {
			return "", fmt.Errorf("no texts in that language; there are %s", strings.Join(locales.Tags(), ", "))
		}
		payload = tag + "--" + referral
	}
	if len(payload) > maxPayload {
		return "", fmt.Errorf("the referral is too long: language and referral have %d characters together", maxPayload)
	}
	address := "https://t.me/" + name
	if payload != "" {
		address += "?start=" + payload
	}
	return address, nil
}

// readPayload reads what a deep link carried. Anything else, or forged, is nothing.
func readPayload(payload string) (referral, language string) {
	if len(payload) > maxPayload || !referralForm.MatchString(payload) {
		return "", ""
	}
	tag, rest, ok := strings.Cut(payload, "--")
	if !ok {
		return payload, ""
	}
	if known, ok := locales.Match(tag); ok {
		return rest, known
	}
	return "", ""
}
