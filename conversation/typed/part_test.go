package typed

import "testing"

// TestPart: the parts of an offer as people write them in each language.
func TestPart(t *testing.T) {
	for _, c := range []struct {
		text string
		want Part
	}{
		{"450k × 12", Part{Yen: 450_000, Times: 12}},
		{"base 450k x 12 months", Part{Yen: 450_000, Times: 12}},
		{"base pay 450,000 a month", Part{Yen: 450_000, Times: 12}},
		{"base 5.4M", Part{Yen: 5_400_000}},
		{"bonus 2 months", Part{Months: 2}},
		{"bonus 2.5 months' pay", Part{Months: 2.5}},
		{"commuting 20k", Part{Yen: 20_000}},
		{"RSU 10,000 USD", Part{Foreign: true}},
		{"stock $30k", Part{Foreign: true}},
		{"基本給45万円×12か月", Part{Yen: 450_000, Times: 12}},
		{"月給45万円", Part{Yen: 450_000, Times: 12}},
		{"賞与2か月分", Part{Months: 2}},
		{"通勤手当月2万円", Part{Yen: 20_000, Times: 12}},
		{"月薪45万日元", Part{Yen: 450_000, Times: 12}},
		{"奖金2个月", Part{Months: 2}},
		{"房补每月3万", Part{Yen: 30_000, Times: 12}},
		{"獎金2個月", Part{Months: 2}},
		{"月薪45萬", Part{Yen: 450_000, Times: 12}},
		{"side job", Part{Doubt: NoNumber}},
		{"bonus 10%", Part{Doubt: NoNumber}},
		{"net 400k a month", Part{Doubt: TakeHome}},
		{"2,000 yen an hour", Part{Doubt: PerMonth}},
		{"450", Part{Doubt: Scale}},
		{"450k 500k", Part{Doubt: Several}},
		{"-450k", Part{Doubt: Negative}},
		{"bonus 40 months", Part{Doubt: Scale}},
	} {
		if got := reader.Part(c.text); got != c.want {
			t.Errorf("%q: %+v, want %+v", c.text, got, c.want)
		}
	}
}
