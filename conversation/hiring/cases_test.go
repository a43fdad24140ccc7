package hiring

import (
	"testing"

	"hspbot/conversation"
	"hspbot/scoring"
)

type facts = map[scoring.Fact]scoring.Value

// whole fills all that is not named with the answer that earns nothing.
func whole(goal string, some facts) conversation.State {
	s := known(goal, some)
	for f := range scoring.Fact(scoring.FactCount) {
		if _, named := some[f]; !named && f != scoring.AnnualIncome {
			s.Facts.Profile = s.Facts.With(f, nothing(f))
		}
	}
	return s
}

func sure(yen float64) Reach { return Reach{yen, yen, true, true} }

// TestSalariesByHand: cases worked on the official table (form of 1 April 2023).
func TestSalariesByHand(t *testing.T) {
	for _, c := range []struct {
		name       string
		state      conversation.State
		want       Reach // 70 points in the category of the state
		want80     Reach
		least, top int
	}{
		// Master 20, 5 years 10, 30–34 years 10, N1 15: 55. 5M gives 15 at 30–34, so 70; 80 takes 25: 7M. 10M: 95.
		{"an engineer of 32", whole("i-b", facts{scoring.Degrees: scoring.Members(scoring.Master), scoring.CareerTechnical: scoring.Real(5),
			scoring.Age: scoring.Number(32), scoring.Japanese: scoring.Option(scoring.N1)}), sure(5e6), sure(7e6), 95, 95},
		// The same at 41: 45 without an age step, and nothing below 8M. 70 takes 25, so 8M (30 gives 75); 80 takes 35: 9M.
		{"the engineer at 41", whole("i-b", facts{scoring.Degrees: scoring.Members(scoring.Master), scoring.CareerTechnical: scoring.Real(5),
			scoring.Age: scoring.Number(41), scoring.Japanese: scoring.Option(scoring.N1)}), sure(8e6), sure(9e6), 85, 85},
		// The age not known: 45 + age 15, 10, 5 or 0. At 10M 45 + 40 = 85 at least, 100 at most. For 70 surely 8M (the
		// oldest, above); at best under 30: 60, and 4M gives 10. For 80 surely 9M; at best under 30: 6M gives 20.
		{"the engineer of unknown age", known("i-b", whole55()), Reach{8e6, 4e6, true, true}, Reach{9e6, 6e6, true, true}, 85, 100},
		// Doctorate 30, 10 years 20, under 30 15, N1 15: 80 with no pay at all; the floor of 3M stands.
		{"points without pay in ロ", whole("i-b", facts{scoring.Degrees: scoring.Members(scoring.Doctorate), scoring.CareerTechnical: scoring.Real(10),
			scoring.Age: scoring.Number(29), scoring.Japanese: scoring.Option(scoring.N1)}), sure(3e6), sure(3e6), 120, 120},
		// Doctorate 30, 7 years 15 (イ has no step of 10), under 30 15, papers 20: 80; イ has no floor.
		{"points without pay in イ", whole("i-a", facts{scoring.Degrees: scoring.Members(scoring.Doctorate), scoring.CareerAcademic: scoring.Real(12),
			scoring.Age: scoring.Number(29), scoring.Research: scoring.Members(scoring.Papers)}), sure(0), sure(0), 120, 120},
		// Bachelor 10, 45 years of age: 10M gives 40, in all 50.
		{"too few points for any pay", whole("i-b", facts{scoring.Degrees: scoring.Members(scoring.Bachelor), scoring.Age: scoring.Number(45)}),
			Reach{}, Reach{}, 50, 50},
		// The same with Japanese not known: N1 15 makes 65 at most.
		{"too few in any case", without(whole("i-b", facts{scoring.Degrees: scoring.Members(scoring.Bachelor), scoring.Age: scoring.Number(45)}), scoring.Japanese),
			Reach{}, Reach{}, 50, 65},
		// MBA 25, 10 years 25, representative 10: 60. ハ: 10M gives 10; 80 takes 20: 15M. 30M: 110.
		{"a managing founder", whole("i-c", facts{scoring.Degrees: scoring.Members(scoring.MBA), scoring.CareerManagement: scoring.Real(10),
			scoring.Position: scoring.Option(scoring.Representative)}), sure(10e6), sure(15e6), 110, 110},
		// Bachelor 10, 7 years 15, 40 years of age: 25, and 65 with 10M. N1 adds 15: 40, so that 70 takes 30 (8M) and 80
		// takes 40 (10M). Japanese not known.
		{"only with Japanese", without(whole("i-b", facts{scoring.Degrees: scoring.Members(scoring.Bachelor), scoring.CareerTechnical: scoring.Real(7),
			scoring.Age: scoring.Number(40)}), scoring.Japanese), Reach{0, 8e6, false, true}, Reach{0, 10e6, false, true}, 65, 80},
	} {
		list, err := Salaries(c.state, noon)
		if err != nil || len(list) != 2 {
			t.Fatalf("%s: %d answers, %v", c.name, len(list), err)
		}
		for i, want := range []Reach{c.want, c.want80} {
			got := list[i]
			if got.Reach != want || got.MostMin != c.least || got.MostMax != c.top || got.Target != []int{70, 80}[i] {
				t.Errorf("%s, %d points: %+v, at most %d to %d; want %+v, %d to %d", c.name, got.Target, got.Reach, got.MostMin, got.MostMax, want, c.least, c.top)
			}
		}
	}
}

// whole55 is the engineer of 45 points without the age.
func whole55() facts {
	all := facts{}
	s := whole("i-b", facts{scoring.Degrees: scoring.Members(scoring.Master), scoring.CareerTechnical: scoring.Real(5),
		scoring.Japanese: scoring.Option(scoring.N1)})
	for f := range scoring.Fact(scoring.FactCount) {
		if f != scoring.Age {
			all[f] = s.Facts.Value(f)
		}
	}
	return all
}

func without(s conversation.State, f scoring.Fact) conversation.State {
	s.Facts.Profile = s.Facts.With(f, scoring.Value{})
	return s
}

// TestJSkipByHand: 20M with a master's degree or 10 years in イ and ロ, 40M with 5 years in ハ.
func TestJSkipByHand(t *testing.T) {
	for _, c := range []struct {
		name  string
		state conversation.State
		want  Reach
	}{
		{"master's degree", whole("i-b", facts{scoring.Degrees: scoring.Members(scoring.Master)}), sure(20e6)},
		{"10 years", whole("i-a", facts{scoring.CareerAcademic: scoring.Real(10)}), sure(20e6)},
		{"neither", whole("i-b", facts{scoring.Degrees: scoring.Members(scoring.Bachelor), scoring.CareerTechnical: scoring.Real(9.9)}), Reach{}},
		{"years not known", without(whole("i-b", nil), scoring.CareerTechnical), Reach{0, 20e6, false, true}},
		{"a manager of 5 years", whole("i-c", facts{scoring.CareerManagement: scoring.Real(5)}), sure(40e6)},
		{"a manager of 4 years", whole("i-c", facts{scoring.CareerManagement: scoring.Real(4)}), Reach{}},
	} {
		list, err := Salaries(c.state, noon)
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range list {
			if got.JSkip != c.want {
				t.Errorf("%s: %+v, want %+v", c.name, got.JSkip, c.want)
			}
		}
	}
}
