package conversation

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hspbot/locales"
	"hspbot/scoring"
)

// TestOfferIsRead: an offer as people type it in each language, and what it comes to for ③: 450,000 yen
// a month are 5.4M a year; a bonus of two months that is not said to be fixed may add 900,000, and
// commuting adds nothing.
func TestOfferIsRead(t *testing.T) {
	for _, c := range []struct {
		tag, text, lines string
		want             scoring.Value
	}{
		{"en", "my offer: 450k × 12, bonus 2 months, commuting 20k", "base=450000*12,bonus=month*2,commuting=20000*12", scoring.Between(5_400_000, 6_300_001)},
		{"ja", "オファー：月給45万円×12、賞与2か月分、通勤手当2万円", "base=450000*12,bonus=month*2,commuting=20000*12", scoring.Between(5_400_000, 6_300_001)},
		{"zh", "我的offer：月薪45万×12，奖金2个月，交通费2万", "base=450000*12,bonus=month*2,commuting=20000*12", scoring.Between(5_400_000, 6_300_001)},
		{"zh-Hant", "錄取條件：月薪45萬×12，獎金2個月，交通費2萬", "base=450000*12,bonus=month*2,commuting=20000*12", scoring.Between(5_400_000, 6_300_001)},
		{"en", "offer: base 5.4M + guaranteed bonus 2 months", "base=5400000*1,bonus_fixed=month*2", scoring.Number(6_300_000)},
		{"en", "offer: base 5.4M a year, fixed overtime 50k, overtime 30k, side job 1M", "base=5400000*1,fixed_overtime=50000*12,overtime=30000*12,side_job=1000000*1", scoring.Number(6_000_000)},
		{"en", "offer: base 450k, performance bonus 1M, RSU $30k", "base=450000*12,bonus_variable=1000000*1,stock=?", scoring.Between(5_400_000, math.Inf(1))},
		{"ja", "オファー：基本給45万円、みなし残業代5万円、業績賞与100万円、家賃補助3万円", "base=450000*12,fixed_overtime=50000*12,bonus_variable=1000000*1,housing=30000*12", scoring.Between(6_000_000, 7_360_001)},
		{"zh", "录用条件：年薪540万，保底奖金2个月，房补每月3万，副业10万", "base=5400000*1,bonus_fixed=month*2,housing=30000*12,side_job=100000*1", scoring.Between(6_300_000, 6_660_001)},
		{"zh-Hant", "錄取條件：本薪45萬，加班費3萬，股票100萬日圓", "base=450000*12,overtime=30000*12,stock=1000000*1", scoring.Between(5_400_000, 6_400_001)},
		{"en", "offer: bonus 900k", "bonus=900000*1", scoring.Value{}},
		{"en", "offer: base 60k USD", "base=?", scoring.Value{}},
	} {
		before := tableAt(t, c.tag, "salary")
		after := Step(before, Event{Kind: Typed, Text: c.text, Language: c.tag, At: noon})
		screen := Show(after, noon)
		check(t, screen)
		if screen.ID != offerView || string(after.Offer) != c.lines || begin(after, noon).figure() != c.want {
			t.Errorf("%s: %q is read as %s, %v", c.tag, c.text, after.Offer, begin(after, noon).figure())
		}
		if !after.sameAnswers(before) {
			t.Errorf("%s: %q is stored as an answer", c.tag, c.text)
		}
	}
}

// TestOfferIsCorrected: a line typed again replaces the one before, a bonus that is said to be fixed the
// one that was not; what is not clear changes nothing; and the figure answers the question.
func TestOfferIsCorrected(t *testing.T) {
	c := start(t, "en").choose("i-b").say("master").on("salary").choose("offer").on(offerView)
	c.say("base 450k, bonus 2 months").say("bonus guaranteed 2 months").say("base 500k")
	if want := Offer("base=500000*12,bonus_fixed=month*2"); c.state.Offer != want {
		t.Errorf("%s, want %s", c.state.Offer, want)
	}
	before := c.state.Offer
	for _, unclear := range []string{"housing 30", "housing 30k, gym 5k", "2,000 yen an hour", "side job net 300k", "commuting 10k, housing 30k, family 10k, RSU 1M, sign-on 1M, dividends 10k"} {
		if c.say(unclear).on(offerView); c.state.Offer != before || c.screen.Notice == "" {
			t.Errorf("%q: %s, %q", unclear, c.state.Offer, c.screen.Notice)
		}
	}
	if c.say("base 500k, guaranteed bonus 2 months, housing 30k").say("housing 0").on(offerView); c.state.Offer != before {
		t.Errorf("with nothing for housing: %s", c.state.Offer)
	}
	if c.say("housing 30k").choose("less").on(dropView).choose("housing").on(offerView); c.state.Offer != before {
		t.Errorf("housing taken out: %s", c.state.Offer)
	}
	if c.say("stock 10,000 USD").on(offerView); !strings.Contains(draw(c.screen), locales.In("en").Say("offer.currency")) {
		t.Errorf("nothing is said of the currency:\n%s", draw(c.screen))
	}
	c.say("RSU 0")
	if c.say("bonus 0").on(offerView); c.state.Offer != "base=500000*12" {
		t.Errorf("without a bonus: %s", c.state.Offer)
	}
	c.say("guaranteed bonus 2 months").choose("take").on("age")
	if got := c.state.Facts.Value(scoring.AnnualIncome); got != scoring.Number(7_000_000) || c.state.Offer != "" {
		t.Errorf("taken as %v, left %q", got, c.state.Offer)
	}
	c.say("offer: base 450k, bonus 900k").choose("range")
	if got := c.state.Facts.Value(scoring.AnnualIncome); got != scoring.Between(5_400_000, 6_300_001) {
		t.Errorf("the range is taken as %v", got)
	}
	if c.say("offer: base 450k").choose("drop").on(offerView); c.state.Offer != "" {
		t.Errorf("dropped, but %q", c.state.Offer)
	}
	c.say("/help").say("32").on("career_i-b")
}

// TestOfferFitsAPhone: seven lines with their reasons, and what to ask about them, are 20 lines of 40
// columns in every language; every kind of pay has its name, and its reason on one line.
func TestOfferFitsAPhone(t *testing.T) {
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		for from := 1; from+mostLines-1 <= len(scoring.PayKinds); from++ {
			offer := Offer("base=1234567*12")
			for _, k := range scoring.PayKinds[from : from+mostLines-1] {
				offer = offer.with(offerLine{kind: k.ID, yen: 123_456, times: 12})
			}
			s := tableAt(t, tag, "salary")
			s.Offer = offer
			for _, view := range []string{offerView, askView, dropView} {
				s.View = view
				screen := Show(s, noon)
				check(t, screen)
				if n := phoneLines(&screen); n > 20 {
					t.Errorf("%s: %s has %d lines:\n%s", tag, view, n, draw(screen))
				}
			}
		}
		for _, k := range scoring.PayKinds {
			if why := v.Say("pay." + k.ID + ".why"); locales.Columns(why) > 37 {
				t.Errorf("%s: %q is %d columns wide", tag, why, locales.Columns(why))
			}
		}
	}
}

// TestOfferIsNoAnswer: whatever is typed about an offer, no answer changes before the person says so, and
// the figure is never above the sum of the lines.
func TestOfferIsNoAnswer(t *testing.T) {
	before := tableAt(t, "en", "result")
	before.View = offerView
	kinds := []string{"base", "bonus", "fixed bonus", "overtime", "fixed overtime", "commuting", "housing", "stock", "side job", "", "gym"}
	amounts := []string{"450k", "450k × 12", "2 months", "5.4M", "5.4M a year", "30k a month", "10k USD", "10%", "-5M", "x", "12"}
	rapid.Check(t, func(t *rapid.T) {
		s := before
		for range rapid.IntRange(1, 4).Draw(t, "messages") {
			var parts []string
			for range rapid.IntRange(1, 4).Draw(t, "parts") {
				parts = append(parts, rapid.SampledFrom(kinds).Draw(t, "kind")+" "+rapid.SampledFrom(amounts).Draw(t, "amount"))
			}
			s.View = offerView
			s = Step(s, Event{Kind: Typed, Text: "offer: " + strings.Join(parts, ", "), At: noon})
			if !s.sameAnswers(before) {
				t.Fatalf("%q is stored", parts)
			}
		}
		sum, foreign := 0.0, false
		for _, l := range s.Offer.lines() {
			sum += l.yen * l.times
			foreign = foreign || l.foreign()
		}
		if got := begin(s, noon).figure(); got.From > sum || !foreign && got.Below > sum+1 {
			t.Fatalf("%s comes to %v", s.Offer, got)
		}
	})
}
