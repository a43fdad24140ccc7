package web

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"hspbot/bot/partner"
	"hspbot/locales"
)

// Link returns the address of the page of the website at public, an https address without a slash at
// its end, with who sends people and the language to begin in. Either may be empty.
func Link(public, referral, language string) (string, error) {
	path, query := "/", ""
	if referral != "" {
		if !partner.IsCode(referral) {
			return "", errors.New("a referral has up to 64 letters, digits, underscores and hyphens")
		}
		path = "/go/" + referral
	}
	if language != "" {
		tag, ok := locales.Match(language)
		if !ok {
			return "", fmt.Errorf("no texts in that language; there are %s", strings.Join(locales.Tags(), ", "))
		}
		query = "?lang=" + url.QueryEscape(tag)
	}
	return public + path + query, nil
}
