package telegram

import (
	"regexp"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"hspbot/bot/jointest"
	"hspbot/conversation"
	"hspbot/locales"
)

var tags = regexp.MustCompile(`</?(b|i|pre|blockquote|blockquote expandable)>`)

// pure skips a test of all screens under the race detector, where to draw them takes minutes:
// nothing runs at the same time.
func pure(t *testing.T) {
	if raced {
		t.Skip("runs without the race detector")
	}
}

var screens sync.Map // of [screensIn], by language

// screensIn are the screens that a person can meet in a language. To draw them takes seconds.
func screensIn(language string) []conversation.Screen {
	draw, _ := screens.LoadOrStore(language, sync.OnceValue(func() []conversation.Screen { return jointest.Screens(language) }))
	return draw.(func() []conversation.Screen)()
}

// TestLimits: every screen a person can meet, in every language, fits a Telegram message:
// text after parsing, bytes of callback data, the keyboard; in a group with whose it is.
func TestLimits(t *testing.T) {
	pure(t)
	group := place{chat: -1_002_000_000_000, thread: 77, user: 1<<52 - 1}
	for _, language := range locales.Tags() {
		list := screensIn(language)
		if len(list) < 300 {
			t.Fatalf("only %d screens", len(list))
		}
		longest, cut := 0, 0
		for _, s := range list {
			html, whole := render(&s)
			text := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(tags.ReplaceAllString(html, ""))
			n := utf8.RuneCountInString(text)
			longest = max(longest, n)
			if n > maxText || n == 0 || len(html) > 32768 {
				t.Errorf("%s %s: %d characters", language, s.ID, n)
			}
			if !whole {
				cut++
			}
			for _, where := range []place{{chat: 1}, group} {
				k := keyboard(&s, where.owner())
				if k == nil {
					if s.Kind != conversation.Forgotten {
						t.Errorf("%s %s: no keyboard", language, s.ID)
					}
					continue
				}
				buttons := 0
				for _, row := range k.InlineKeyboard {
					if len(row) == 0 || len(row) > 8 {
						t.Errorf("%s %s: a row of %d buttons", language, s.ID, len(row))
					}
					for _, b := range row {
						buttons++
						if b.Text == "" || len(b.CallbackData) == 0 || len(b.CallbackData) > maxAction {
							t.Errorf("%s %s: button %q with %d bytes", language, s.ID, b.Text, len(b.CallbackData))
						}
					}
				}
				if buttons > 100 {
					t.Errorf("%s %s: %d buttons", language, s.ID, buttons)
				}
			}
		}
		t.Logf("%s: %d screens, the longest of %d characters, %d cut", language, len(list), longest, cut)
	}
}

// TestMenuIsWhole: nothing that describes the bot is cut, in any language.
func TestMenuIsWhole(t *testing.T) {
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		most := map[string]int{"telegram.about": maxAbout, "telegram.about_short": maxAboutShort}
		for _, c := range conversation.Commands {
			most["command."+c+".about"] = maxCommand
		}
		for id, most := range most {
			if n := utf8.RuneCountInString(v.Say(id, "Languages", v.Languages())); n > most {
				t.Errorf("%s: %s has %d characters, %d fit", tag, id, n, most)
			}
		}
	}
}

// TestEscaping: nothing a text holds becomes a tag.
func TestEscaping(t *testing.T) {
	s := conversation.Screen{Title: "<b>&", Body: []conversation.Block{{Kind: conversation.Code, Text: `{"a<b": 1}`},
		{Kind: conversation.List, Lines: []conversation.Line{{Mark: conversation.Met, Label: "<", Note: "&amp;"}}}}}
	html, whole := render(&s)
	want := "<b>&lt;b&gt;&amp;</b>\n\n<pre>{\"a&lt;b\": 1}</pre>\n\n✅ &lt;\n<i>&amp;amp;</i>"
	if html != want || !whole {
		t.Errorf("%q, want %q", html, want)
	}
}

// TestTooLong: a screen too long for a message is cut between blocks, and goes into a file whole.
func TestTooLong(t *testing.T) {
	s := conversation.Screen{Title: "t"}
	for range 10 {
		s.Body = append(s.Body, conversation.Block{Text: strings.Repeat("あ", 900)})
	}
	html, whole := render(&s)
	if n := utf8.RuneCountInString(html); whole || n > maxText || n < 3000 {
		t.Errorf("%d characters, whole %v", n, whole)
	}
	if n := strings.Count(s.Plain(), "あ"); n != 9000 {
		t.Errorf("the file has %d characters", n)
	}
}

// TestColumns: short options stand side by side, long ones one below the other.
func TestColumns(t *testing.T) {
	options := func(labels ...string) *conversation.Screen {
		s := &conversation.Screen{}
		for _, l := range labels {
			s.Choices = append(s.Choices, conversation.Choice{ID: l, Action: "set:q:" + l, Label: l})
		}
		return s
	}
	for _, test := range []struct {
		screen *conversation.Screen
		rows   int
	}{
		{options("One", "Two", "None"), 1},
		{options("30歳未満", "30〜34歳", "35〜39歳", "40歳以上"), 2},
		{options("3年以上5年未満", "5年以上7年未満"), 1},
		{options("年収は800万円以上900万円未満です", "はい"), 2},
	} {
		if got := len(keyboard(test.screen, "").InlineKeyboard); got != test.rows {
			t.Errorf("%s: %d rows, want %d", test.screen.Choices[0].Label, got, test.rows)
		}
	}
}

func TestLink(t *testing.T) {
	for _, test := range []struct{ name, ref, language, want string }{
		{"hsp_points_bot", "sakura", "zh", "https://t.me/hsp_points_bot?start=zh--sakura"},
		{"@hsp_points_bot", "", "ja", "https://t.me/hsp_points_bot?start=ja--"},
		{"hsp_points_bot", "a-b_1", "", "https://t.me/hsp_points_bot?start=a-b_1"},
		{"hsp_points_bot", "", "", "https://t.me/hsp_points_bot"},
		{"x", "", "", ""}, {"hsp points", "", "", ""}, {"hsp_points_bot", "a b", "", ""}, {"hsp_points_bot", "a--b", "", ""},
		{"hsp_points_bot", "", "fr-XX-nope", ""}, {"hsp_points_bot", strings.Repeat("x", 65), "", ""},
	} {
		got, err := Link(test.name, test.ref, test.language)
		if (err != nil) != (test.want == "") || err == nil && got != test.want {
			t.Errorf("Link(%q, %q, %q) = %q, %v, want %q", test.name, test.ref, test.language, got, err, test.want)
		}
		if _, payload, ok := strings.Cut(got, "?start="); ok {
			if ref, language := readPayload(payload); ref != test.ref || language != test.language {
				t.Errorf("%s reads back as %q, %q", got, ref, language)
			}
		}
	}
	for tag, want := range map[string]string{"zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh_tw": "zh-Hant", "zh-hans": "zh", "ZH": "zh", "yue": "zh-Hant"} { // written by hand
		if ref, language := readPayload(tag + "--sakura"); ref != "sakura" || language != want {
			t.Errorf("%s--sakura is read as %q in %q, want sakura in %s", tag, ref, language, want)
		}
	}
	for _, forged := range []string{"xx--y", "<b>", strings.Repeat("a", 65), "zh--a--b\n", "日本"} {
		if ref, language := readPayload(forged); ref != "" || language != "" {
			t.Errorf("forged %q reads as %q, %q", forged, ref, language)
		}
	}
}
