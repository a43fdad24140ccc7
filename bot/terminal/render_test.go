package terminal

import (
	"strings"
	"testing"

	"hspbot/conversation"
	"hspbot/locales"
)

// check compares a drawing with the lines wanted.
func check(t *testing.T, got string, want ...string) {
	t.Helper()
	if w := strings.Join(want, "\n") + "\n"; got != w {
		t.Errorf("got:\n%swant:\n%s", got, w)
	}
}

func TestRenderQuestion(t *testing.T) {
	s := several
	s.Progress, s.Title, s.Notice = "2問目", "お持ちの学位を選んでください。", "変更しました。"
	s.Choices = append([]conversation.Choice(nil), s.Choices...)
	check(t, Render(s, Style{Width: 30}),
		"変更しました。",
		"",
		"2問目",
		"",
		"お持ちの学位を選んでください。",
		"",
		"  1. 学士",
		"  2. 修士",
		"  3. MBA, MOT",
		"",
		"[どれもない]   [わからない]",
		"[何が該当する？]",
		"",
		"番号を「1,3」のように入力する",
		"か、［ ］の中の言葉を入力し",
		"て、Enterキーを押してくださ",
		"い。")
}

func TestRenderMarked(t *testing.T) {
	check(t, Render(marked, Style{Colour: true}),
		"  1. \x1b[1mBachelor's ✓\x1b[0m",
		"  2. Master's",
		"",
		"[Done]   [Done, not sure about the rest]",
		"",
		"\x1b[2mType their numbers, such as 1,3, or the words in [ ], and press Enter.\x1b[0m",
		"\x1b[2mPress Enter alone to keep what is marked ✓.\x1b[0m")
}

func TestRenderNumber(t *testing.T) {
	s := number
	s.Title, s.Hint = "How many years?", "Choose, or type the years."
	check(t, Render(s, Style{}),
		"How many years?",
		"",
		"  a. Under 3 years",
		"  b. 3 to under 5 years",
		"  c. 5 years or more",
		"",
		"[What counts?]",
		"",
		"Choose, or type the years.",
		"To choose, type a letter from a to c, or the words in [ ].")
}

func TestRenderPlain(t *testing.T) {
	s := marked
	s.Title, s.Hint = "Which degrees?", "Choose all."
	check(t, Render(s, Style{Plain: true, Colour: true, Width: 5}),
		"# degrees",
		"",
		"Which degrees?",
		"",
		"Choose all.",
		"Type their numbers, such as 1,3, or the words in [ ], and press Enter.",
		"Press Enter alone to keep what is marked ✓.",
		"",
		"[bachelor] 1. Bachelor's ✓",
		"[master] 2. Master's",
		"[done] Done",
		"[rest-not-sure] Done, not sure about the rest")
}

func TestRenderBlocks(t *testing.T) {
	s := conversation.Screen{Language: "ja", Body: []conversation.Block{
		{Kind: conversation.Heading, Text: "点数"},
		{Kind: conversation.Table, Lines: []conversation.Line{
			{Label: "学歴", Value: "20"},
			{Label: "年収が決まっている場合", Value: "5", Note: "注意です。"},
			{Mark: conversation.Met, Label: "合計", Value: "105"},
		}},
		{Kind: conversation.List, Lines: []conversation.Line{
			{Mark: conversation.NotMet, Label: "親の帯同"},
			{Mark: conversation.Depends, Label: "家事使用人", Note: "世帯年収"},
			{Mark: conversation.Caution, Label: "誕生日"},
			{Label: "在留"},
		}},
		{Kind: conversation.Table, Lines: []conversation.Line{{Label: "a", Value: "met"}, {Label: "b", Value: "no"}}},
		{Kind: conversation.Code, Text: "{\n  \"age\": 33\n}\n"},
		{Kind: conversation.Small, Text: "出典"},
	}}
	check(t, Render(s, Style{Width: 26}),
		"点数",
		"   学歴                 20",
		"   年収が決まっている    5",
		"   場合",
		"     注意です。",
		"✅ 合計                105",
		"",
		"❌ 親の帯同",
		"❔ 家事使用人",
		"   世帯年収",
		"⚠️ 誕生日",
		"• 在留",
		"",
		"a  met",
		"b  no",
		"",
		"{",
		"  \"age\": 33",
		"}",
		"",
		"出典")
}

// Every line fits the width asked for, and no control character of a text gets out.
func TestRenderIsSafe(t *testing.T) {
	evil := "\x1b]0;title\x07 \x9b31m a\x00b \xff\xfe \u202e 年収" + strings.Repeat("长", 300)
	s := conversation.Screen{ID: evil, Language: "zh", Notice: evil, Title: evil, Progress: evil, Hint: evil, Several: true,
		Body: []conversation.Block{
			{Kind: conversation.Paragraph, Text: evil},
			{Kind: conversation.Table, Lines: []conversation.Line{{Label: evil, Value: "1", Note: evil}}},
			{Kind: conversation.List, Lines: []conversation.Line{{Label: evil, Note: evil}}},
		},
		Choices: []conversation.Choice{option("a", "on:x:a", evil)}}
	out := Render(s, Style{Width: 40})
	if strings.ContainsAny(out, "\x1b\x00\x07\u009b\u202e") || !strings.Contains(out, "\ufffd") {
		t.Errorf("%q", out)
	}
	for line := range strings.SplitSeq(out, "\n") {
		if locales.Columns(line) > 40 {
			t.Errorf("%d columns: %q", locales.Columns(line), line)
		}
	}
}
