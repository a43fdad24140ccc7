package web

import (
	"html/template"
	"regexp"
	"slices"

	"golang.org/x/text/language"

	"hspbot/conversation"
	"hspbot/locales"
)

// Japanese terms stand in the texts of all languages. They are marked as Japanese, so that they are
// read aloud as such and have the letters of Japanese fonts.

// inJapanese finds them by the script of the page's language. In Chinese, only kana tell a passage from the
// text around it, and a term without kana is read as Chinese.
var inJapanese = map[string]*regexp.Regexp{
	"Jpan": regexp.MustCompile(`[^\s\S]`), // nothing
	"Hans": regexp.MustCompile(`号[イロハ]|[\p{Han}々]*[\p{Hiragana}\p{Katakana}ー]+[\p{Han}\p{Hiragana}\p{Katakana}ー々]*`),
	"Latn": regexp.MustCompile(`[\p{Han}\p{Hiragana}\p{Katakana}ー々]+(?:・[\p{Han}\p{Hiragana}\p{Katakana}ー々]+)*`),
}

// say is how a text stands in a page in a language: escaped, with its passages in Japanese marked.
func say(tag string) func(string) template.HTML {
	script, _ := language.Make(tag).Script()
	name := script.String()
	if name == "Hant" {
		name = "Hans"
	}
	passages := inJapanese[name]
	if passages == nil {
		passages = inJapanese["Latn"]
	}
	return func(text string) template.HTML {
		// What is found has no character that means something in HTML.
		return template.HTML(passages.ReplaceAllString(template.HTMLEscapeString(text), `<span lang="ja">$0</span>`))
	}
}

// text is how a template says a text of the program's, by its key, in a language.
func text(tag string) func(key string, pairs ...any) string { return locales.In(tag).Say }

// spoken is the language in which a button names a language, and empty for any other button.
func spoken(action string) string {
	tags := locales.Tags()
	if i := slices.IndexFunc(tags, func(tag string) bool { return conversation.LanguageAction(tag) == action }); i >= 0 {
		return htmlLang(tags[i])
	}
	return ""
}
