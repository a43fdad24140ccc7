package conversation

import (
	"math"
	"testing"

	"hspbot/conversation/typed"
	"hspbot/locales"
	"hspbot/scoring"
)

// TestLabels: how what is known of a number is written.
func TestLabels(t *testing.T) {
	for _, c := range []struct {
		fact scoring.Fact
		v    scoring.Value
		want [3]string // in English, Japanese and Chinese
	}{
		{scoring.CareerTechnical, scoring.Between(0, 1), [3]string{"Under 1 year", "1年未満", "不满1年"}},
		{scoring.CareerTechnical, scoring.Real(0), [3]string{"None", "なし", "没有"}},
		{scoring.CareerTechnical, scoring.Real(35.0 / 12), [3]string{"2 years 11 months", "2年11か月", "2年11个月"}},
		{scoring.CareerTechnical, scoring.Real(10.0 / 12), [3]string{"10 months", "10か月", "10个月"}},
		{scoring.CareerTechnical, scoring.Real(1), [3]string{"1 year", "1年", "1年"}},
		{scoring.CareerTechnical, scoring.Between(math.Nextafter(10, inf), inf), [3]string{"Over 10 years", "10年超", "超过10年"}},
		{scoring.AnnualIncome, scoring.Between(10_000_001, inf), [3]string{"Over ¥10M", "1,000万円超", "超过1000万日元"}},
		{scoring.AnnualIncome, scoring.Between(0, 3_000_000), [3]string{"Under ¥3M", "300万円未満", "不满300万日元"}},
		{scoring.SpouseIncome, scoring.Between(0, 1), [3]string{"No income", "収入なし", "没有收入"}},
		{scoring.SpouseIncome, scoring.Between(0, 1_030_001), [3]string{"Up to ¥1.03M", "103万円以下", "103万日元以下"}},
		{scoring.Age, scoring.Between(0, 30), [3]string{"Under 30", "30歳未満", "未满30岁"}},
	} {
		for i, tag := range []string{"en", "ja", "zh"} {
			if got := label(locales.In(tag), c.fact, c.v); got != c.want[i] {
				t.Errorf("%s %s %v: %q, want %q", tag, c.fact.Key(), c.v, got, c.want[i])
			}
		}
	}
}

// TestBandsStandSideBySide: the bands of a salary are ten columns wide at most in every language,
// so that three stand in a row on a phone, and no two are the same.
func TestBandsStandSideBySide(t *testing.T) {
	const three = 10
	for _, tag := range locales.Tags() {
		for _, goal := range []string{"i-a", "i-b", "i-c", "all"} {
			s := Step(start(t, tag).state, Event{Kind: Pressed, Action: "set:goal:" + goal, At: noon})
			seen := map[string]bool{}
			for _, c := range Show(s.editing("salary"), noon).Choices {
				if c.Role == Option && (locales.Columns(c.Label) > three || seen[c.Label]) {
					t.Errorf("%s, %s: %q is %d columns wide, or there twice", tag, goal, c.Label, locales.Columns(c.Label))
				}
				seen[c.Label] = true
			}
			if len(seen) < 6 {
				t.Errorf("%s, %s: only %d bands", tag, goal, len(seen))
			}
		}
	}
}

// TestLabelsAreRead: what is written is read as what it was written from, in every language.
func TestLabelsAreRead(t *testing.T) {
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		for months := 1; months < 480; months++ {
			want := float64(months) / 12
			text := label(v, scoring.CareerTechnical, scoring.Real(want))
			if r := words().numbers.Years(text); r.Doubt != typed.Clear || math.Abs(r.From-want) > 1e-9 {
				t.Errorf("%s: %q is read as %v (%s), want %v", tag, text, r.From, r.Doubt, want)
			}
		}
		for yen := int64(1_000_000); yen < 50_000_000; yen += 370_000 {
			text := label(v, scoring.AnnualIncome, scoring.Number(yen))
			if r := words().numbers.Yen(text); r.Doubt != typed.Clear || r.From != float64(yen) {
				t.Errorf("%s: %q is read as %v (%s), want %d", tag, text, r.From, r.Doubt, yen)
			}
		}
	}
}

// editing is the state while an answer is being changed.
func (s State) editing(question string) State {
	s.Editing = question
	return s
}
