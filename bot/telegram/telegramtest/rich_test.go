package telegramtest

import (
	"strings"
	"testing"
)

func TestRich(t *testing.T) {
	for in, want := range map[string]string{
		"<h4>a</h4><p>b &lt; <b>c</b></p>":                                                             "a\nb < c",
		"<details><summary>a</summary><p>b</p></details>":                                              "a\nb",
		`<table><tr><td>a</td><td align="right"><b>1</b></td></tr></table>`:                            "a\n1",
		"<ul><li>a</li></ul><details><summary>b</summary><table><tr><td>c</td></tr></table></details>": "a\n\nb\nc",
	} {
		text, wrong := parseRich(in)
		if got := strings.Join(strings.Fields(text), " "); got != strings.Join(strings.Fields(want), " ") || len(wrong) > 0 {
			t.Errorf("%s = %q, %q", in, text, wrong)
		}
	}
	for in, want := range map[string]string{
		"a": "outside", "<p>a": "not closed", "<p><i>a</p></i>": "closes", "<p>a < b</p>": "not escaped", "<p><p>a</p></p>": "within",
		"<td>a</td>": "within", "<center>a</center>": "unsupported", "<details><p>a</p><summary>b</summary></details>": "not the first",
		"<summary>a</summary>": "within", "": "0 blocks", "<p>" + strings.Repeat("x", 32769) + "</p>": "32769 characters",
	} {
		if _, wrong := parseRich(in); !strings.Contains(strings.Join(wrong, ", "), want) {
			t.Errorf("%s is wrong by %q, want %q", in[:min(len(in), 40)], wrong, want)
		}
	}
}
