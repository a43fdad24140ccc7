package blockkit_test

import (
	"slices"
	"testing"

	"hspbot/bot/slack/slacktest/blockkit"
)

func TestText(t *testing.T) {
	for _, in := range []string{"", "年収 *800* 万円", "a &amp; b &lt;c&gt;", "> a\n> b", "<https://example.com/?a=1&amp;b=2>", "<https://example.com|例 1>",
		"<mailto:a@example.com|write>", "<slack://app?team=T1&amp;id=A1>", "<@U012AB3CD>", "<@W1|name>", "<#C1>", "<#C1|general>", "<!here>", "<!channel>",
		"<!subteam^S1>", "<!date^1392734382^{date_num} {time_secs}|2014>", "<!date^1^{ago}^https://example.com/|then>", "&amp;amp;"} {
		if got := blockkit.Text(in); len(got) > 0 {
			t.Errorf("%s: %q", in, got)
		}
	}
}

func TestBadText(t *testing.T) {
	for in, want := range map[string][]string{
		"a & b":                         {"character 2: stray &"},
		"&nbsp;":                        {"character 0: stray &"},
		"&#38;":                         {"character 0: stray &"},
		"&amp":                          {"character 0: stray &"},
		"年 < 月":                         {"character 2: stray <"},
		"a > b":                         {"character 2: stray >"},
		">> a":                          {"character 1: stray >"},
		"a -> <b":                       {"character 3: stray >", "character 5: stray <"},
		"<a\nb>":                        {"character 0: stray <", "character 4: stray >"},
		"<<https://example.com>":        {"character 0: stray <"},
		"<>":                            {"character 0: unknown form in <…>"},
		"<b>a</b>":                      {"character 0: unknown form in <…>", "character 4: unknown form in <…>"},
		"<@u1>":                         {"character 0: unknown form in <…>"},
		"<@U1 >":                        {"character 0: unknown form in <…>"},
		"<#general>":                    {"character 0: unknown form in <…>"},
		"<!all>":                        {"character 0: unknown form in <…>"},
		"<example.com|a>":               {"character 0: unknown form in <…>"},
		"<javascript:alert(1)|a>":       {"character 0: unknown form in <…>"},
		"<https://|a>":                  {"character 0: unknown form in <…>"},
		"<https://example.com/a b|a>":   {"character 0: unknown form in <…>"},
		"<https://example.com|>":        {"character 0: empty label in <…>"},
		"<https://example.com/?a&b|x>":  {"character 23: stray &"},
		"<https://example.com|a & b>":   {"character 23: stray &"},
		"<!date^1^{date}>":              {"character 0: date without a text for clients that cannot show it"},
		"<!date^1^{day}|x>":             {"character 0: unknown token in a date"},
		"<!date^1^today|x>":             {"character 0: date without a token"},
		"<!date^1^{date}^example.com|>": {"character 0: empty label in <…>"},
		"<!date^1^{date}^a.com|x>":      {"character 0: date with a link that does not open"},
		"<!date^now^{date}|x>":          {"character 0: unknown form in <…>"},
		"\xff":                          {"character 0: not UTF-8"},
	} {
		if got := blockkit.Text(in); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
