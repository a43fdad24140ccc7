package conversation

import (
	"strings"
	"time"

	"hspbot/locales"
)

// A platform presses the actions of a screen's choices and need not know what they are made
// of. Here are those that it may offer of its own, besides the choices, and what it may have to
// know of one.
const (
	// ActionContinue goes to the present question, or to the result.
	ActionContinue = "show:"
	// ActionPrivate is the way to the private conversation, which the platform makes a link of.
	ActionPrivate = "private:"
	// ActionForget deletes everything without asking once more.
	ActionForget = "yes:forget"

	actionOpen    = "open:" // to be asked in public
	actionRestart = "show:restart"
	languageVerb  = "lang:"
)

// ShowAction opens a view: "result", "points", "change", "mydata", "language", "forget" …
func ShowAction(view string) string { return "show:" + view }

// LanguageAction changes to a language. Actions are in lower case, tags are not.
func LanguageAction(tag string) string { return languageVerb + strings.ToLower(tag) }

// IsLanguageAction reports whether an action changes the language.
func IsLanguageAction(action string) bool { return strings.HasPrefix(action, languageVerb) }

// AnswerAction answers a question with options, by their ids.
func AnswerAction(question string, options ...string) string {
	return "set:" + question + ":" + strings.Join(options, ",")
}

// AnsweredBy returns the question that an action answers, or "".
func AnsweredBy(action string) (question string) {
	rest, ok := strings.CutPrefix(action, "set:")
	if !ok {
		return ""
	}
	question, _, _ = strings.Cut(rest, ":")
	return question
}

// EditAction puts a question on the table, to be answered or to have its answer changed.
func EditAction(question string) string { return "edit:" + question }

// EndsInterview reports whether a screen that has an action is a result: no other offers it.
func EndsInterview(action string) bool { return action == actionRestart }

// AnswerTo returns a question in short, as Label, and what the person answered to it, as
// Value; ok is false where they have not, or where it does not matter any more.
func AnswerTo(s State, question string, at time.Time) (answer Line, ok bool) {
	q := find(question)
	if q == nil || s.Forgotten {
		return Line{}, false
	}
	t := begin(s, at)
	if !t.given(q) {
		return Line{}, false
	}
	return Line{Label: q.name(locales.In(s.Language)), Value: t.answerText(q)}, true
}
