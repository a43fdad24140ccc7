package conversation

import (
	"strings"
	"testing"
)

// TestTypedRange holds that a range in doubt is asked back, as a band from its lower end where it
// may be an answer: nobody who is asked is five or six years old.
func TestTypedRange(t *testing.T) {
	for _, c := range []struct{ lang, question, text, offers string }{
		{"zh", "age", "五六岁", ""},
		{"zh", "age", "三四", ""},
		{"ja", "age", "十五六", "=16"},
		{"ja", "age", "三十三四", "33-35 =33 =34"},
		{"ja", "salary", "六七百万", "6000000-7000001 =6000000 =7000000"},
		{"ja", "salary", "40万〜50万", "400000-500001 =400000 =500000"},
		{"en", "salary", "400k-500k", "400000-500001 =400000 =500000"},
	} {
		s := Step(tableAt(t, c.lang, c.question), Event{Kind: Typed, Text: c.text, At: noon})
		if s.Notice == nil || strings.Join(s.Notice.Offers, " ") != c.offers {
			t.Errorf("%s at %s: %+v, want %q offered", c.text, c.question, s.Notice, c.offers)
		}
		check(t, Show(s, noon))
	}
}

// TestNumberOfAHiddenOption: a number chooses among the options on the screen. Who holds the status is
// not asked whether they never held it.
func TestNumberOfAHiddenOption(t *testing.T) {
	s := residentAt(t, "en", "hsp_since")
	s.Residence = s.Residence.with("status", "hsp")
	after := Step(s, Event{Kind: Typed, Text: "2", At: noon})
	if got := after.Residence["hsp_since"]; got != "" {
		t.Errorf("2 of one option is stored as %q", got)
	}
	if got := Step(s, Event{Kind: Typed, Text: "1", At: noon}).Residence["hsp_since"]; got != same {
		t.Errorf("1 is stored as %q, want %q", got, same)
	}
}
