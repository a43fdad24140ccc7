package hiring

import (
	"testing"

	"hspbot/conversation"
	"hspbot/locales"
	"hspbot/scoring"
)

// TestStandings: how a category stands and what it means for permanent residence, worked by
// hand. A person of 50 without anything else in ロ has what the income gives and 20 for ten
// years of experience.
func TestStandings(t *testing.T) {
	v := locales.In("en")
	ten := facts{scoring.Age: scoring.Number(50), scoring.CareerTechnical: scoring.Real(10)}
	with := func(more facts) conversation.State {
		all := facts{}
		for _, some := range []facts{ten, more} {
			for f, x := range some {
				all[f] = x
			}
		}
		return whole("i-b", all)
	}
	yen := func(n int64) scoring.Value { return scoring.Number(n) }
	master := scoring.Members(scoring.Master)
	n1 := scoring.Option(scoring.N1)
	for _, c := range []struct {
		name                string
		state               conversation.State
		standing, residence string
		marks               [2]conversation.Mark
	}{
		{"20 + 40 + master 20 = 80", with(facts{scoring.AnnualIncome: yen(10e6), scoring.Degrees: master}),
			"80 points, reaches 70", "one_year", [2]conversation.Mark{conversation.Met, conversation.Met}},
		{"20 + 30 + master 20 = 70", with(facts{scoring.AnnualIncome: yen(8e6), scoring.Degrees: master}),
			"70 points, reaches 70", "three_years", [2]conversation.Mark{conversation.Met, conversation.Met}},
		{"70, with N1 not known 85", without(with(facts{scoring.AnnualIncome: yen(8e6), scoring.Degrees: master}), scoring.Japanese),
			"70 to 85 points, reaches 70", "three_years_or_one", [2]conversation.Mark{conversation.Met, conversation.Met}},
		{"20 + 40, with N1 not known 75", without(with(facts{scoring.AnnualIncome: yen(10e6)}), scoring.Japanese),
			"60 to 75 points, still open", "depends", [2]conversation.Mark{conversation.Depends, conversation.Depends}},
		{"20 + 40 = 60", with(facts{scoring.AnnualIncome: yen(10e6)}),
			"60 points, under 70", "no", [2]conversation.Mark{conversation.NotMet, conversation.NotMet}},
		{"60, and J-Skip by ten years and 20M", with(facts{scoring.AnnualIncome: yen(20e6)}),
			"60 points, meets J-Skip", "one_year", [2]conversation.Mark{conversation.Met, conversation.Met}},
		{"20 + doctorate 30 + N1 15 + listed 10 = 75 under the floor", with(facts{scoring.AnnualIncome: yen(2_999_999), scoring.Japanese: n1,
			scoring.Degrees: scoring.Members(scoring.Doctorate), scoring.DesignatedUniversity: scoring.IsYes}),
			"75 points, income under ¥3M, not recognised", "no", [2]conversation.Mark{conversation.NotMet, conversation.NotMet}},
	} {
		a, err := assess(c.state, noon)
		if err != nil {
			t.Fatal(err)
		}
		line, years := conversation.Standing(v, &a, scoring.Technical), conversation.Allows(v, &a)[0]
		if line.Value != c.standing || line.Label != "1号ロ" || line.Mark != c.marks[0] {
			t.Errorf("%s: %+v", c.name, line)
		}
		if years.Value != v.Say("hiring.residence."+c.residence) || years.Mark != c.marks[1] {
			t.Errorf("%s: %+v", c.name, years)
		}
	}
}

// TestReachLooksFromTheTop: where more pay could cost something, only what holds for every
// higher salary counts. The table knows no such thing today.
func TestReachLooksFromTheTop(t *testing.T) {
	const y, n, u = scoring.Yes, scoring.No, scoring.Unknown
	for _, c := range []struct {
		truths []scoring.Truth // with 0, 1, 2 … yen
		want   Reach
	}{
		{[]scoring.Truth{n, u, y, y}, Reach{2, 1, true, true}},
		{[]scoring.Truth{y, u, y, y}, Reach{2, 0, true, true}},
		{[]scoring.Truth{y, n, u, y}, Reach{3, 2, true, true}},
		{[]scoring.Truth{y, y, y, u}, Reach{0, 0, false, true}},
		{[]scoring.Truth{y, y, y, n}, Reach{}},
		{[]scoring.Truth{y, y, y, y}, Reach{0, 0, true, true}},
	} {
		var list trials
		for i, truth := range c.truths {
			x := trial{yen: float64(i)}
			x.outcome.JSkip[scoring.Technical] = truth
			x.outcome.Categories[scoring.Technical].Min = 5 * (len(c.truths) - i)
			x.outcome.Categories[scoring.Technical].Max = 10 * (len(c.truths) - i)
			list = append(list, x)
		}
		got := list.salary(scoring.Technical, 70)
		if got.JSkip != c.want {
			t.Errorf("%v: %+v, want %+v", c.truths, got.JSkip, c.want)
		}
		if got.MostMin != 20 || got.MostMax != 40 {
			t.Errorf("at most %d to %d, want 20 to 40", got.MostMin, got.MostMax)
		}
	}
}
