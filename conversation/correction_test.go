package conversation

import (
	"strings"
	"testing"
)

// TestCorrected: what follows the words of a correction is read as a new answer to what was
// answered, and shown to be confirmed; a bare number may be of any question, and changes nothing.
func TestCorrected(t *testing.T) {
	for _, c := range []struct{ lang, text, editing, offer string }{
		{"en", "sorry i'm 34", "age", "=34"}, {"en", "wait, my salary is 9M", "salary", "=9000000"}, {"en", "oops, 34", "", ""},
		{"ja", "間違えた、34歳です", "age", "=34"}, {"ja", "ごめん年収900万だった", "salary", "=9000000"}, {"ja", "すみません、34", "", ""},
		{"zh", "写错了，34岁", "age", "=34"}, {"zh", "不对，年薪是900万日元", "salary", "=9000000"}, {"zh", "不对，34", "", ""},
		{"zh-Hant", "打錯了，34歲", "age", "=34"}, {"zh-Hant", "不對，年薪是900萬日圓", "salary", "=9000000"},
	} {
		s := tableAt(t, c.lang, "japanese")
		after := Step(s, Event{Kind: Typed, Text: c.text, Language: c.lang, At: noon})
		if after.Facts != s.Facts || after.Editing != c.editing {
			t.Errorf("%s %q: question %q, facts changed: %v", c.lang, c.text, after.Editing, after.Facts != s.Facts)
		}
		if n := after.Notice; c.offer != "" && (n == nil || strings.Join(n.Offers, " ") != c.offer) {
			t.Errorf("%s %q offers %+v, want %s", c.lang, c.text, n, c.offer)
		}
	}
}

// TestNotMarried: at a question about something else, somebody who says that there is no spouse
// has answered that question, which is said back; what was asked is asked again.
func TestNotMarried(t *testing.T) {
	for lang, texts := range map[string][]string{
		"en": {"not married yet", "I'm single", "never married"}, "ja": {"結婚していません", "独身です", "まだ結婚していない"},
		"zh": {"还没结婚", "没结婚", "未婚"}, "zh-Hant": {"還沒結婚", "單身", "沒結婚啦"},
	} {
		for _, at := range []string{"degrees", "salary", "age", "career_i-b", "japanese", "research", "licences"} {
			for _, text := range texts {
				s := Step(tableAt(t, lang, at), Event{Kind: Typed, Text: text, Language: lang, At: noon})
				if n := s.Notice; s.Spouse != "no" || n == nil || n.Question != "spouse" || s.on() != at {
					t.Errorf("%s at %s: %q: spouse %q, notice %+v, then %s", lang, at, text, s.Spouse, n, s.on())
				}
			}
		}
	}
}

// TestGuess: a number that somebody who does not know gives with it is asked back.
func TestGuess(t *testing.T) {
	for lang, text := range map[string]string{"en": "not decided, maybe 6.5M", "ja": "年収未定、たぶん650万", "zh": "没定，估计650万日元", "zh-Hant": "還沒談好，大概650萬吧"} {
		before := tableAt(t, lang, "salary")
		s := Step(before, Event{Kind: Typed, Text: text, Language: lang, At: noon})
		if s.Facts != before.Facts || s.Unsure != before.Unsure || s.Notice == nil || len(s.Notice.Offers) == 0 || s.Notice.Offers[0] != "=6500000" {
			t.Errorf("%s %q: %+v", lang, text, s.Notice)
		}
	}
}

// TestNoOfSomethingElse: to have no degree, licence or certificate says nothing of a spouse's income.
func TestNoOfSomethingElse(t *testing.T) {
	for lang, texts := range map[string][]string{"en": {"masters degree, no phd", "N2, no licences", "32, no"}, "ja": {"修士、博士なし", "N2、資格なし"}, "zh": {"硕士，没有博士", "N2，没有证书"}, "zh-Hant": {"碩士，沒有博士", "N2，沒有證照"}} {
		for _, text := range texts {
			s := Step(tableAt(t, lang, "degrees"), Event{Kind: Typed, Text: text, Language: lang, At: noon})
			if n := s.Notice; n != nil {
				for _, a := range n.Answers {
					if a.Question == "spouse_income" {
						t.Errorf("%s: %q is read as %+v", lang, text, n.Answers)
					}
				}
			}
		}
	}
}
