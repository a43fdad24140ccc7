package terminal

import (
	"hspbot/locales"
	"slices"
	"strings"
	"testing"
	"testing/quick"
)

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{
		"":           0,
		"abc":        3,
		"年収":         4,
		"１２":         4,
		"ｱｲ":         2,
		"①":          1,
		"㉑":          2,
		"✅":          2,
		"⚠️":         2,
		"e\u0301":    1,
		"か\u3099":    2,
		"zero\u200b": 4,
		"日元 100":     8,
		"…":          1,
	} {
		if got := locales.Columns(s); got != want {
			t.Errorf("Width(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		name, text string
		width      int
		want       []string
	}{
		{"no limit", "one two three", 0, []string{"one two three"}},
		{"words", "one two three", 8, []string{"one two", "three"}},
		{"exact", "one two", 7, []string{"one two"}},
		{"lines stay", "one\n\ntwo", 5, []string{"one", "", "two"}},
		{"long word", "abcdefgh ij", 4, []string{"abcd", "efgh", "ij"}},
		{"bullet", "- one two three", 9, []string{"- one two", "  three"}},
		{"between characters", "年収は八百万円です", 10, []string{"年収は八百", "万円です"}},
		{"a line does not begin with a full stop", "年収です。次", 8, []string{"年収で", "す。次"}},
		{"nor end with a bracket", "年収（百万円）", 6, []string{"年収", "（百万", "円）"}},
		{"figures stay together", "年収は8,500,000円です", 12, []string{"年収は", "8,500,000円", "です"}},
		{"Chinese", "请输入序号，然后按回车键。", 12, []string{"请输入序号，", "然后按回车", "键。"}},
		{"mixed", "MBA（経営管理に関する専門職学位）", 12, []string{"MBA（経営管", "理に関する専", "門職学位）"}},
	} {
		if got := Wrap(c.text, c.width); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Whatever is wrapped fits, and nothing but spaces is lost.
func TestWrapKeepsEverything(t *testing.T) {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	law := func(text string, n uint8) bool {
		width := 12 + int(n%90)
		text = clean(text + "年収は8,500,000円、 (see MBA) " + text)
		lines := Wrap(text, width)
		for _, l := range lines {
			if locales.Columns(l) > width {
				t.Logf("%q is wider than %d", l, width)
				return false
			}
		}
		return squeeze(strings.Join(lines, "")) == squeeze(text)
	}
	if err := quick.Check(law, nil); err != nil {
		t.Error(err)
	}
}

func TestClean(t *testing.T) {
	got := clean("a\x1b[31mb\x00c\xff\u009bd\u202ee\tf\ng\r")
	if want := "a[31mbc\ufffdde f\ng"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
