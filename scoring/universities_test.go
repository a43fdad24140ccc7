package scoring_test

import (
	"slices"
	"testing"

	. "hspbot/scoring"
)

func TestFindUniversities(t *testing.T) {
	for _, test := range []struct {
		name string
		want []string // English names, in order; the first ones where there are more
	}{
		{"Tsinghua", []string{"Tsinghua University"}},
		{"清华大学", []string{"Tsinghua University"}},
		{"清华", []string{"Tsinghua University"}},
		{"Tohoku University", []string{"Tohoku University"}},
		// One name in two scripts, two schools: Sendai and Shenyang. The person knows which.
		{"東北大学", []string{"Northeastern University (Shenyang)", "Tohoku University"}},
		{"东北大学", []string{"Northeastern University (Shenyang)", "Tohoku University"}},
		{"东京大学", []string{"The University of Tokyo"}},
		{"東京大学", []string{"The University of Tokyo"}},
		{"東京工業大学", []string{"Institute of Science Tokyo (formerly Tokyo Medical and Dental University; Tokyo Institute of Technology)"}},
		{"早稻田大学", []string{"Waseda University"}},
		{"庆应义塾", []string{"Keio University"}},
		{"清華大学", []string{"Tsinghua University"}},
		{"國立臺灣大學", []string{"National Taiwan University"}},
		{"northeastern university", []string{"Northeastern University (Shenyang)", "Northeastern University,US"}},
		{"国立台湾大学", []string{"National Taiwan University"}},
		{"香港科技大學", []string{"The Hong Kong University of Science and Technology"}},
		{"東京外国語大学", []string{"Tokyo University of Foreign Studies"}},
		{"Harvard", []string{"Harvard University"}},
		{"Hogwarts", nil},
		{"University", nil},
		{"大学", nil},
		{"", nil},
		{"💥", nil},
	} {
		found, _ := FindUniversities(test.name, 5)
		var got []string
		for _, u := range found {
			got = append(got, u.English)
		}
		if len(got) != len(test.want) {
			t.Errorf("%q: found %q, want %q", test.name, got, test.want)
			continue
		}
		sorted := slices.Clone(got[:len(test.want)])
		slices.Sort(sorted)
		if !slices.Equal(sorted, test.want) {
			t.Errorf("%q: found %q, want %q", test.name, got, test.want)
		}
	}
	if found, more := FindUniversities("national", 3); len(found) != 3 || !more {
		t.Errorf("national: %d found, more %v", len(found), more)
	}
	// The sizes of the list as it states them (January 2026): 390 in all, 30 in mainland China, 121 in Japan.
	for country, want := range map[string]int{"China": 30, "Hong Kong": 6, "Taiwan": 1, "Macao": 1, "Japan": 121, "United States of America": 62, "Germany": 22, "Australia": 19} {
		if got := CountUniversities(country); got != want {
			t.Errorf("%s: %d universities, want %d", country, got, want)
		}
	}
	if got := CountUniversities(""); got != 390 {
		t.Errorf("%d universities by ranking, want 390", got)
	}
}
