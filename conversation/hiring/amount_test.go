package hiring

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hspbot/conversation"
	"hspbot/conversation/typed"
	"hspbot/locales"
)

func TestReadSalary(t *testing.T) {
	for text, want := range map[string]float64{"8.5M": 8_500_000, "850万円": 8_500_000, "8,500,000": 8_500_000, "８５０万": 8_500_000,
		"850万日元": 8_500_000, "1億2000万円": 120_000_000, "12000000円": 12_000_000} {
		for _, tag := range locales.Tags() {
			if yen, problem := ReadSalary(tag, text); yen != want || problem != "" {
				t.Errorf("%s %q: %.0f, %q", tag, text, yen, problem)
			}
		}
	}
	for text, doubt := range map[string]string{"": "no_number", "later": "no_number", "850": "meant", "$85,000": "currency", "80万円/月": "per_month",
		"手取り500万円": "take_home", "8M-9M": "range", "800万円以上": "range", "-8M": "negative", strings.Repeat("8", 40): "too_large",
		"8M if approved": "unclear"} {
		for _, tag := range locales.Tags() {
			v := locales.In(tag)
			example := v.Say("question.salary.example")
			if doubt == "meant" {
				example = v.Yen(8_500_000)
			}
			if yen, problem := ReadSalary(tag, text); yen != 0 || problem != v.Say("hiring.doubt."+doubt, "Example", example) {
				t.Errorf("%s %q: %.0f, %q", tag, text, yen, problem)
			}
		}
	}
}

// TestReadSalaryTogether: every text is read as the interview reads it or answered in words,
// and what the answer proposes is read when typed.
func TestReadSalaryTogether(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"8", "5", "0", "850", ".", ",", "万", "億", "M", "k", "円", "$", "月", "年", "-", "〜", " ", "手取り", "2015", "a month", "or more", "x"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 8).Draw(t, "text"), "")
		tag := rapid.SampledFrom(locales.Tags()).Draw(t, "language")
		yen, problem := ReadSalary(tag, text)
		r := conversation.ReadYen("en", text)
		switch {
		case problem == "" && (r.Doubt != typed.Clear || yen != r.From):
			t.Fatalf("%q is %.0f, the interview reads %v", text, yen, r)
		case problem != "" && (yen != 0 || strings.HasPrefix(problem, "hiring.")):
			t.Fatalf("%q: %.0f, %q", text, yen, problem)
		}
		v := locales.In(tag)
		for _, x := range r.Suggest {
			x = math.Round(x) // 8850.88 times 10,000 is not whole
			meant := v.Yen(int64(x))
			if problem != v.Say("hiring.doubt.meant", "Example", meant) {
				continue
			}
			if again, problem := ReadSalary(tag, meant); again != x || problem != "" {
				t.Fatalf("%q is proposed for %q, and read as %.0f, %q", meant, text, again, problem)
			}
		}
	})
}
