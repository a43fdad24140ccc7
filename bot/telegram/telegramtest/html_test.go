package telegramtest

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHTML(t *testing.T) {
	for _, c := range []struct{ in, text, html, kinds string }{
		{"a", "a", "a", ""},
		{"<b>a<i>b</i></b>c", "abc", "<b>a<i>b</i></b>c", "bold 0+2,italic 1+1"},
		{"<strong>a</strong><em>b</em><ins>c</ins><del>d</del>", "abcd", "<b>a</b><i>b</i><u>c</u><s>d</s>",
			"bold 0+1,italic 1+1,underline 2+1,strikethrough 3+1"},
		{"😀<b>語</b>", "😀語", "😀<b>語</b>", "bold 2+1"},
		{`<a href="https://t.me/a?b=1&amp;c=2">x</a>`, "x", `<a href="https://t.me/a?b=1&amp;c=2">x</a>`, "text_link 0+1"},
		{`<span class="tg-spoiler">x</span>`, "x", "<tg-spoiler>x</tg-spoiler>", "spoiler 0+1"},
		{"<blockquote expandable>x\ny</blockquote>", "x\ny", "<blockquote expandable>x\ny</blockquote>", "expandable_blockquote 0+3"},
		{`<pre><code class="language-go">x</code></pre>`, "x", `<pre><code class="language-go">x</code></pre>`, "pre 0+1"},
		{"<CODE>x</CODE>", "x", "<code>x</code>", "code 0+1"},
		{"&lt;&amp;&gt;&quot;&#65;&#x42;", `<&>"AB`, `&lt;&amp;&gt;"AB`, ""},
		{" \n<b> a </b> ", "a", "<b>a</b>", "bold 0+1"},
	} {
		f, ignored, err := parseHTML(c.in)
		f, dropped := f.trim()
		var kinds []string
		for _, e := range f.entities {
			kinds = append(kinds, e.Type+" "+itoa(e.Offset)+"+"+itoa(e.Length))
		}
		if err != nil || len(ignored)+dropped > 0 || f.text != c.text || f.html() != c.html || strings.Join(kinds, ",") != c.kinds {
			t.Errorf("%s = %q %q %v %v %v", c.in, f.text, f.html(), kinds, ignored, err)
		}
	}
}

func itoa(n int) string { return string(rune('0' + n)) }

func TestBrokenHTML(t *testing.T) {
	for in, want := range map[string]string{
		"<b>a": `can't find end tag corresponding to start tag "b"`, "<b><i>a</b></i>": `expected "</i>", found "</b>"`,
		"a</b>": "unexpected end tag at byte offset 1", "<p>a</p>": `unsupported start tag "p"`, "a<br/>": "unsupported start tag",
		"a & b": "'&' at byte offset 2", "&nbsp;": "'&' at byte offset 0", "1 < 2": "unclosed start tag", "2 > 1": "'>' at byte offset 2",
		"<b": "unclosed start tag", "<b>a</b": "unclosed end tag", "<span>a</span>": "tg-spoiler", `<a href=x>a</a>`: "quoted value",
		`<a href="x>a</a>`: "unclosed value", `<a href="https://a/?b&c">a</a>`: "not escaped", `<a ="x">a</a>`: "empty attribute",
		"<": "unclosed start tag", "&": "'&'", "&#0;": "'&'", "<>": "unsupported",
	} {
		if _, _, err := parseHTML(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s = %v, want %q", in, err, want)
		}
	}
}

func TestIgnoredHTML(t *testing.T) {
	for in, want := range map[string]string{
		`<a href="example">a</a>`: "href", "<a>a</a>": "href", `<b class="x">a</b>`: "attribute", "<pre><b>a</b></pre>": "inside <pre>",
		"<blockquote><blockquote>a</blockquote></blockquote>": "inside <blockquote>", `<code class="language-go">a</code>`: "outside <pre>",
		"<pre>a<code>b</code></pre>": "inside <pre>",
	} {
		_, ignored, err := parseHTML(in)
		if err != nil || len(ignored) != 1 || !strings.Contains(ignored[0], want) {
			t.Errorf("%s = %v, %v", in, ignored, err)
		}
	}
}

func TestCommands(t *testing.T) {
	for text, want := range map[string][]string{
		"/start a": {"/start"}, "/start@points_bot": {"/start@points_bot"}, "語 /a/b /c": {"/c"}, "😀/a": {"/a"}, "x/a": nil,
		"//a": nil, "/": nil, "/a@": {"/a"}, "/a, /b": {"/a", "/b"},
	} {
		var got []string
		for _, e := range commands(text) {
			got = append(got, slice(text, e.Offset, e.Offset+e.Length))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s = %q, want %q", text, got, want)
		}
	}
}

// FuzzHTML holds the normal form to its law: it parses to the same text and entities.
func FuzzHTML(f *testing.F) {
	for _, in := range []string{"<b>a<i>b</i></b>&lt;", `<a href="https://a/?b=&quot;">x</a>`, "<pre><code class='language-go'>x</code></pre>y"} {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if !utf8.ValidString(in) {
			return
		}
		first, ignored, err := parseHTML(in)
		first, dropped := first.trim()
		if err != nil || len(ignored)+dropped > 0 {
			return
		}
		second, ignored, err := parseHTML(first.html())
		if err != nil || len(ignored) > 0 || !second.equal(first) {
			t.Errorf("%q became %q: %v %v", in, first.html(), ignored, err)
		}
	})
}
