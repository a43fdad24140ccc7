package conversation

import (
	"testing"

	"hspbot/locales"
)

// TestCancelIsNoAnswer: who wants to stop is told that the answers are kept, and nothing is
// answered; where something is about to be deleted, nothing is.
func TestCancelIsNoAnswer(t *testing.T) {
	for language, words := range map[string][]string{
		"en": {"cancel", "stop", "quit"}, "ja": {"キャンセル", "やめる", "中止"}, "zh": {"取消", "退出", "算了"}, "zh-Hant": {"取消", "退出"},
	} {
		began := Step(State{}, Event{Kind: Started, Invited: language, At: noon})
		began = Step(began, Event{Kind: Pressed, Action: "set:goal:i-b", At: noon})
		for _, word := range words {
			s := Step(began, Event{Kind: Typed, Text: word, At: noon})
			if got := Show(s, noon); got.ID != "degrees" || got.Notice != locales.In(language).Say("topic.stop") || s.Facts != began.Facts {
				t.Errorf("%s %q: %s, %q", language, word, got.ID, got.Notice)
			}
			s = Step(Step(began, Event{Kind: Typed, Text: "/forget", At: noon}), Event{Kind: Typed, Text: word, At: noon})
			if got := Show(s, noon); s.Forgotten || got.ID != "degrees" {
				t.Errorf("%s %q: at the question whether to delete: %s, forgotten %v", language, word, got.ID, s.Forgotten)
			}
		}
	}
}
