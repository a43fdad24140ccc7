package locales

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// texts returns every message of a language, all plural forms, by id.
func texts(t *testing.T, tag string) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	entries, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), "."+tag+".toml") || strings.HasPrefix(e.Name(), "typed.") {
			continue
		}
		b, err := files.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		f, err := i18n.ParseMessageFileBytes(b, e.Name(), map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
		if err != nil {
			t.Fatalf("%s: %v", e.Name(), err)
		}
		for _, m := range f.Messages {
			for _, form := range []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other} {
				if form != "" {
					all[m.ID] = append(all[m.ID], form)
				}
			}
			if m.Other == "" {
				t.Errorf("%s: %s is empty", tag, m.ID)
			}
		}
	}
	return all
}

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

func placeholders(forms []string) []string {
	var list []string
	for _, f := range forms {
		list = append(list, placeholder.FindAllString(f, -1)...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// TestSameKeys: all languages say the same things with the same placeholders. A text about a
// candidate is there where the language needs another one.
func TestSameKeys(t *testing.T) {
	english := texts(t, fallback)
	maps.DeleteFunc(english, func(id string, _ []string) bool { return strings.HasPrefix(id, candidatePrefix) })
	for _, tag := range Tags()[1:] {
		other := texts(t, tag)
		for id, forms := range english {
			if len(other[id]) == 0 {
				t.Errorf("%s does not say %s", tag, id)
				continue
			}
			if id == "band.yen.short" { // that a band ends where the next begins need not be said
				continue
			}
			if want, got := placeholders(forms), placeholders(other[id]); !slices.Equal(want, got) {
				t.Errorf("%s: %s has placeholders %v, English %v", tag, id, got, want)
			}
		}
		for id := range other {
			if len(english[id]) == 0 && !strings.HasPrefix(id, candidatePrefix) {
				t.Errorf("only %s says %s", tag, id)
			}
		}
	}
}

// latin are the words in Latin letters that Japanese and Chinese texts may hold: names of
// examinations, rankings, degrees and commands that are written so in these languages too.
var latin = []string{
	"MBA", "MOT", "JLPT", "BJT", "N", "B", "CEFR", "JICA", "QS", "THE", "ARWU", "HSP", "IT", "JD", "MD",
	"AWS", "Cisco", "Oracle", "FE", "AP", "ISA", "SGU", "PDF", "CSV", "JSON", "QR", "English", "Elsevier", "hspbot", "Skip", "J", "Find", "MITI", "METI",
	"moj", "go", "jp", "isa", "content", "xls", "chat", "Ctrl", "C", "D", "Enter", "lang", "new", "id", "A", "a", "Excel", "list", "export", "Slack", "Telegram", "help", "score", "pdf", "Harvard", "University", "Scopus", "Cookie", "WhatsApp", "LINE", "WeChat", "ID",
}

var latinWord = regexp.MustCompile(`[A-Za-z]+`)

// inHan are the languages written in Chinese characters.
func inHan() []string {
	var list []string
	for _, tag := range Tags() {
		if script, _ := language.Make(tag).Script(); script.String()[:2] == "Ha" || script.String() == "Jpan" {
			list = append(list, tag)
		}
	}
	return list
}

// TestNoEnglishLeft: no English word is left in a Japanese or Chinese text. What the API says names
// the keys of its contract.
func TestNoEnglishLeft(t *testing.T) {
	english := texts(t, fallback)
	for _, tag := range inHan() {
		for id, forms := range texts(t, tag) {
			if strings.HasSuffix(id, ".words") {
				continue
			}
			for _, f := range forms {
				f = placeholder.ReplaceAllString(f, "")
				f = regexp.MustCompile(`/[a-z]+|[0-9]+\.xls|\.toml`).ReplaceAllString(f, "") // commands and addresses
				for _, w := range latinWord.FindAllString(f, -1) {
					if contract := strings.HasPrefix(id, "api."); contract && slices.Contains(latinWord.FindAllString(english[id][0], -1), w) {
						continue
					}
					if !slices.Contains(latin, w) {
						t.Errorf("%s: %s has %q: %s", tag, id, w, f)
					}
				}
			}
		}
	}
}

// halfWidth finds half-width punctuation beside a Japanese or Chinese character.
var halfWidth = regexp.MustCompile(`[\p{Han}\p{Hiragana}\p{Katakana}][,.!?:;()]|[,!?;(][\p{Han}\p{Hiragana}\p{Katakana}]`)

// TestFullWidthPunctuation: Japanese and Chinese sentences have their own punctuation.
func TestFullWidthPunctuation(t *testing.T) {
	for _, tag := range inHan() {
		for id, forms := range texts(t, tag) {
			if strings.HasSuffix(id, ".words") {
				continue
			}
			for _, f := range forms {
				if m := halfWidth.FindString(f); m != "" {
					t.Errorf("%s: %s has %q: %s", tag, id, m, f)
				}
			}
		}
	}
}

// TestChineseYen: a Chinese reader takes 万 alone as yuan, so every amount names 日元.
func TestChineseYen(t *testing.T) {
	amount := regexp.MustCompile(`[0-9][万亿]([^日以年]|$)`)
	for id, forms := range texts(t, "zh") {
		for _, f := range forms {
			if m := amount.FindString(f); m != "" && !strings.HasSuffix(id, ".words") {
				t.Errorf("%s: %q names no currency: %s", id, m, f)
			}
		}
	}
}

func TestMatch(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "en", "en-US": "en", "ja": "ja", "ja-JP": "ja", "ja_JP.UTF-8": "ja", "zh": "zh", "zh-CN": "zh", "zh-SG": "zh",
		"zh-hans": "zh", "zh-Hans-CN": "zh", "zh_CN.UTF-8": "zh", "zh-hant": "zh-Hant", "zh-TW": "zh-Hant", "zh_HK.UTF-8": "zh-Hant", "zh-MO": "zh-Hant", "yue": "zh-Hant", "yue_HK.UTF-8": "zh-Hant", "zh-hans-raw": "zh", "classic-zh-tw": "zh-Hant", "zh-hant-beta": "zh-Hant", "zh-Hant-HK": "zh-Hant",
		"cmn_TW.UTF-8": "zh-Hant", "nan_TW": "zh-Hant", "hak": "zh-Hant", "wuu": "zh", "zh-yue": "zh-Hant", "classic-zh-hk": "zh-Hant", "classic-zh-mo": "zh-Hant", "classic-zh-cn": "zh", "zh-hant-raw": "zh-Hant", "zh_TW.Big5": "zh-Hant", "zh-Hant-TW-toolongsubtag": "zh-Hant", "zh-Hans-TW": "zh", "ja-raw": "ja", "en-x-tl": "en", "pt-br": "",
		"": "", "C": "", "POSIX": "", "xx-invalid-yy": "", "ru": "", "C.UTF-8": "", "🤖": "",
	} {
		got, ok := Match(tag)
		if want == "" && (ok || got != fallback) || want != "" && (!ok || got != want) {
			t.Errorf("Match(%q) = %q, %v, want %q", tag, got, ok, want)
		}
	}
}

func TestYen(t *testing.T) {
	for n, want := range map[int64][3]string{
		0:             {"¥0", "0円", "0日元"},
		2_999_999:     {"¥2,999,999", "2,999,999円", "2,999,999日元"},
		3_000_000:     {"¥3M", "300万円", "300万日元"},
		8_500_000:     {"¥8.5M", "850万円", "850万日元"},
		8_550_000:     {"¥8.55M", "855万円", "855万日元"},
		10_000_000:    {"¥10M", "1,000万円", "1000万日元"},
		100_000_000:   {"¥100M", "1億円", "1亿日元"},
		120_000_000:   {"¥120M", "1億2,000万円", "1亿2000万日元"},
		1_234_567_890: {"¥1,234,567,890", "1,234,567,890円", "1,234,567,890日元"},
	} {
		for i, tag := range []string{"en", "ja", "zh"} {
			if got := In(tag).Yen(n); got != want[i] {
				t.Errorf("%s: %d is %q, want %q", tag, n, got, want[i])
			}
		}
	}
}

func TestDate(t *testing.T) {
	for tag, want := range map[string]string{"en": "22 November 2026", "ja": "2026年11月22日", "zh": "2026年11月22日"} {
		if got := In(tag).Date(2026, 11, 22); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
	for _, tag := range Tags() {
		if n := len(strings.Split(In(tag).Say("number.months"), ",")); n != 12 {
			t.Errorf("%s has %d months", tag, n)
		}
	}
}

func TestSay(t *testing.T) {
	v := In("en")
	for n, want := range map[any]string{"1": "1 year", "6.5": "6.5 years", "10": "10 years"} {
		if got := v.Say("band.years.exact", "N", n); got != want {
			t.Errorf("%v: %q, want %q", n, got, want)
		}
	}
	if got := v.Say("no.such.text"); got != "no.such.text" {
		t.Errorf("a missing text is %q", got)
	}
}

// TestFallback: what a language does not say comes in English, in the form for its number.
func TestFallback(t *testing.T) {
	c, err := Load(files, fstest.MapFS{"ui.eo.toml": {Data: []byte(`"language.name" = "Esperanto"`)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []*Voice{c.In("eo"), c.In("eo").Candidate()} {
		for want, got := range map[string]string{
			"Esperanto": v.Say("language.name"), "¥3M": v.Yen(3_000_000),
			"1 year": v.Say("band.years.exact", "N", 1), "2 years": v.Say("band.years.exact", "N", 2),
		} {
			if got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
}
