package blockkit

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Slack asks for & < > to be escaped, and for nothing else. What stands in angle brackets is a
// link, a mention, a date or a command to notify; a > that opens a line is a quote. Links are
// escaped inside as well, as Slack itself gives them.

var escapes = []string{"&amp;", "&lt;", "&gt;"}

// forms are what may stand between < and >, without the label behind |.
var forms = []*regexp.Regexp{
	regexp.MustCompile(`^@[UW][A-Z0-9]+$`),
	regexp.MustCompile(`^#[CG][A-Z0-9]+$`),
	regexp.MustCompile(`^!subteam\^S[A-Z0-9]+$`),
	regexp.MustCompile(`^!(here|channel|everyone)$`),
}

// date is a moment, in the reader's time: <!date^1392734382^{date} at {time}^link|fallback>.
var date = regexp.MustCompile(`^!date\^-?[0-9]+\^([^^]+)(?:\^([^^]+))?$`)

// token is what the format of a date may hold in braces.
var token = regexp.MustCompile(`\{[^{}]*\}`)

var tokens = regexp.MustCompile(`^\{(date_num|date|date_short|date_long|date_pretty|date_short_pretty|` +
	`date_long_pretty|date_long_full|day_divider_pretty|time|time_secs|ago)\}$`)

// mrkdwn returns the problems of a text.
func mrkdwn(s string) []string {
	var out []string
	say := func(i int, what string) {
		out = append(out, fmt.Sprintf("character %d: %s", utf8.RuneCountInString(s[:i]), what))
	}
	if !utf8.ValidString(s) {
		say(0, "not UTF-8")
	}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '&':
			if !escaped(s[i:]) {
				say(i, "stray &")
			}
		case '>':
			if i > 0 && s[i-1] != '\n' {
				say(i, "stray >")
			}
		case '<':
			n := strings.IndexAny(s[i+1:], "<>\n")
			if n < 0 || s[i+1+n] != '>' {
				say(i, "stray <")
				continue
			}
			inside := s[i+1 : i+1+n]
			if problem := checkReference(inside); problem != "" {
				say(i, problem)
			}
			for k := range len(inside) {
				if inside[k] == '&' && !escaped(inside[k:]) {
					say(i+1+k, "stray &")
				}
			}
			i += n + 1
		}
	}
	return out
}

func escaped(s string) bool {
	for _, e := range escapes {
		if strings.HasPrefix(s, e) {
			return true
		}
	}
	return false
}

// checkReference says what is wrong with what stands in angle brackets, the empty string for nothing.
func checkReference(inside string) string {
	what, label, labelled := strings.Cut(inside, "|")
	if labelled && strings.TrimSpace(label) == "" {
		return "empty label in <…>"
	}
	if m := date.FindStringSubmatch(what); m != nil {
		return checkDate(m[1], m[2], labelled)
	}
	for _, f := range forms {
		if f.MatchString(what) {
			return ""
		}
	}
	if opens(unescape(what), []string{"http", "https", "mailto", "slack"}) {
		return ""
	}
	return "unknown form in <…>"
}

func checkDate(format, link string, labelled bool) string {
	if !labelled {
		return "date without a text for clients that cannot show it"
	}
	for _, t := range token.FindAllString(format, -1) {
		if !tokens.MatchString(t) {
			return "unknown token in a date"
		}
	}
	if !token.MatchString(format) {
		return "date without a token"
	}
	if link != "" && !opens(unescape(link), []string{"http", "https"}) {
		return "date with a link that does not open"
	}
	return ""
}

func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}
