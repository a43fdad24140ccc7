package conversation

import "testing"

// TestWhyIsRead: what is said of an explanation leads back to its question, and is no answer to it.
func TestWhyIsRead(t *testing.T) {
	for language, texts := range map[string][]string{
		"en": {"ok", "next", "Got it!", "I see."}, "ja": {"次へ", "わかりました", "なるほど"}, "zh": {"知道了", "下一步", "好的"}, "zh-Hant": {"知道了", "下一題", "繼續"},
	} {
		for _, text := range texts {
			c := start(t, language).choose("i-b").on("degrees").choose("why").on("why:degrees").say(text).on("degrees")
			if c.screen.Notice != "" {
				t.Errorf("%s %q: %q", language, text, c.screen.Notice)
			}
		}
	}
}

// TestNextStepsAtTheResult: who asks what to do, or whom to ask, sees the page with the links.
func TestNextStepsAtTheResult(t *testing.T) {
	for language, texts := range map[string][]string{
		"en": {"how do I apply?", "talk to a human"}, "ja": {"どうやって申請しますか", "相談"}, "zh": {"怎么申请？", "找谁办"}, "zh-Hant": {"怎麼申請？", "找誰辦"},
	} {
		for _, text := range texts {
			start(t, language).choose("i-b", "none").say("8.5M").say("33").say("5").choose("none", "none", "none", "none", "none").on("result").say(text).on("next")
		}
	}
}

// TestChangeByName: the command with the name of an answer opens that one, and says what it is
// now; so does the name alone at the result. A new value is offered.
func TestChangeByName(t *testing.T) {
	for text, offer := range map[string]string{"/change salary": "", "/change salary 9M": "set:salary:=9000000", "income": ""} {
		c := start(t, "en").choose("i-b", "none").say("8.5M").say("33").say("5").choose("none", "none", "none", "none", "none").on("result").say(text).on("salary").shows("now ¥8.5M")
		if offer != "" && c.screen.Choices[0].Action != offer {
			t.Errorf("%q: the first choice is %q, want %q", text, c.screen.Choices[0].Action, offer)
		}
	}
}
