package scoring_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	. "hspbot/scoring"
)

// TestUniversityPhrases: what people write, and a part of the name of a university that is
// found, "!" before one that is not; nothing where none is.
func TestUniversityPhrases(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Tokyo Institute of Technology", "東京科学大学/Institute of Science Tokyo"},
		{"東大", "東京大学/University of Tokyo"},
		{"Keio SFC", "慶應/Keio"},
		{"京大", "京都大学/Kyoto University"},
		{"Hokudai", "北海道/Hokkaido"},
		{"阪大", "大阪大学/University of Osaka"},
		{"APU", "立命館アジア太平洋/Ritsumeikan Asia Pacific"},
		{"Meiji", "明治/Meiji"},
		{"Hitotsubashi", "一橋/Hitotsubashi"},
		{"MIT", "Massachusetts/MIT"},
		{"Peking University", "Peking/北京大学"},
		{"PKU", "Peking/北京大学"},
		{"UCLA", "Los Angeles"},
		{"NUS", "National University of Singapore"},
		{"University of São Paulo", "Paulo"},
		{"Technical University of Munich", "Technical University of Munich"},
		{"UCL", "University College London"},
		{"Seoul National University", "Seoul National"},
		{"POSTECH", "Pohang"},
		{"UBC", "British Columbia"},
		{"ANU", "Australian National"},
		{"SJTU", "Shanghai Jiao Tong"},
		{"USTC", "Science and Technology of China"},
		{"NYU", "New York University"},
		{"CMU", "Carnegie Mellon"},
		{"UIUC", "Illinois"},
		{"UMich", "Ann Arbor"},
		{"UCSD", "San Diego"},
		{"Imperial College", "Imperial"},
		{"TU Delft", "Delft"},
		{"Delft", "Delft"},
		{"Caltech", "California Institute/Caltech"},
		{"Columbia", "Columbia University"},
		{"Chulalongkorn", "Chulalongkorn"},
		{"Heidelberg", "Heidelberg"},
		{"École Polytechnique", "Institut Polytechnique de Paris"},
		{"Universidad de Buenos Aires", "Buenos Aires"},
		{"Hanoi University", ""},
		{"東京大学", "東京大学/University of Tokyo"},
		{"東大院", "東京大学/University of Tokyo"},
		{"早稲田と東大", "早稲田/Waseda"},
		{"慶応", "慶應/慶応/Keio"},
		{"阪大", "大阪大学/University of Osaka"},
		{"東工大", "東京科学大学/Institute of Science Tokyo"},
		{"東京科学大学", "東京科学大学/Institute of Science Tokyo"},
		{"法政大学", "法政/Hosei"},
		{"日本大学", "日本大学/Nihon University"},
		{"北京大学", "北京大学/Peking"},
		{"清華大学", "清华/清華/Tsinghua"},
		{"復旦大学", "复旦/復旦/Fudan"},
		{"ソウル大学", "Seoul National/ソウル大学"},
		{"台湾大学", "National Taiwan University/国立台湾大学"},
		{"ハーバード大学", "Harvard/ハーバード"},
		{"ハノイ工科大学", "Hanoi University of Science/ハノイ工科大学"},
		{"中国", "!Science and Technology of China"},
		{"beida", "Peking/北京大学"},
		{"清华大学", "Tsinghua/清华"},
		{"上海交大", "Shanghai Jiao Tong/上海交通"},
		{"东大", "University of Tokyo/東京大学"},
		{"東京大學", "University of Tokyo/東京大学"},
		{"国科大", ""},
		{"早大", "Waseda/早稲田"},
		{"早稻田大學", "Waseda/早稲田"},
		{"北航", "Beihang/北京航空"},
		{"华东师范大学", "East China Normal/华东师范"},
		{"华科", "Huazhong/华中科技"},
		{"國立臺灣大學", "National Taiwan University/国立台湾大学"},
		{"墨尔本大学", "Melbourne/墨尔本"},
		{"复旦", "Fudan/复旦"},
		{"阪大", "University of Osaka/大阪大学"},
		{"悉尼大学", "University of Sydney/悉尼"},
		{"日大", "Nihon University/日本大学"},
		{"武大", "Wuhan/武汉"},
		{"浙大", "Zhejiang/浙江"},
		{"港科大", "Hong Kong University of Science/香港科技"},
		{"香港科技大学", "Hong Kong University of Science/香港科技"},
		{"澳门大学", "Macau/澳门/マカオ"},
		{"北大", "Peking/Hokkaido"},
		{"Hogwarts School of Witchcraft", ""},
		{"東大 2015年卒", "University of Tokyo"},
		{"東京大学大学院工学系研究科", "University of Tokyo"},
		{"東京大学工学部", "University of Tokyo"},
		{"京都大学大学院", "Kyoto University"},
		{"University of Tokyo, Graduate School of Engineering", "University of Tokyo"},
		{"Graduate School of Information Science and Technology, Osaka University", "University of Osaka"},
		{"I graduated from Kyoto University in 2018", "Kyoto University"},
		{"Faculty of Engineering, University of Melbourne", "University of Melbourne"},
		{"MSc, Imperial College London, 2015", "Imperial College"},
		{"大阪市立大学", "Osaka Metropolitan"},
		{"大阪府立大学", "Osaka Metropolitan"},
		{"Osaka City University", "Osaka Metropolitan"},
		{"UC Berkeley", "Berkeley"},
		{"HKUST", "Hong Kong University of Science"},
		{"TU Munich", "Technical University of Munich"},
		{"TU München", "Technical University of Munich"},
		{"Universität Heidelberg", "Heidelberg"},
		{"Universite de Montreal", "Montreal"},
		{"IISc", "Indian Institute of Science"},
		{"Tokyo Tech", "Institute of Science Tokyo"},
		{"IIT Bombay", "Bombay"},
		{"Indian Institute of Technology Delhi", "Delhi"},
		{"Universiti Malaya", "University of Malaya"},
		{"ETH", "Zurich"},
		{"ETH Zürich", "Zurich"},
		{"港大", "The University of Hong Kong"},
		{"台大", "National Taiwan University"},
		{"臺灣大學", "National Taiwan University"},
		{"清華大學", "Tsinghua"},
		{"劍橋大學", "Cambridge"},
		{"スタンフォード大学", "Stanford"},
		{"マサチューセッツ工科大学", "Massachusetts Institute of Technology"},
		{"ケンブリッジ大", "Cambridge"},
		{"서울대학교", "Seoul National"},
		{"MIT and Harvard", "Massachusetts Institute of Technology/Harvard University"},
		{"清华和北大", "Tsinghua/Peking"},
		{"University of Washington", "University of Washington"},
		{"NTU", "Nanyang/National Taiwan"},
		{"University of California", "Los Angeles"},
		{"毕业于浙江大学", "Zhejiang"},
		{"ＮＵＳ", "National University of Singapore"},
	} {
		found, _ := FindUniversities(test.text, 20)
		var names []string
		for _, u := range found {
			names = append(names, u.English+" "+u.Local)
		}
		all := strings.Join(names, "\n")
		wants := strings.Split(test.want, "/")
		// The parts of one row are names of the same school, but where two are meant.
		hit := slices.ContainsFunc(wants, func(w string) bool { return strings.Contains(all, w) })
		switch {
		case test.want == "" && len(found) > 0:
			t.Errorf("%q: found %q, want none", test.text, names)
		case strings.HasPrefix(test.want, "!") && strings.Contains(all, test.want[1:]):
			t.Errorf("%q: found %q", test.text, names)
		case test.want != "" && test.want[0] != '!' && !hit:
			t.Errorf("%q: found %q, want %q", test.text, names, test.want)
		case len(found) > 10:
			t.Errorf("%q: %d found", test.text, len(found))
		}
	}
}

// TestSeveralMeant: a name that means several universities returns them all, and their countries
// tell them apart.
func TestSeveralMeant(t *testing.T) {
	for text, want := range map[string][]string{
		"北大":                      {"China", "Japan"},
		"东北大学":                    {"China", "Japan"},
		"NTU":                     {"Singapore", "Taiwan"},
		"Northeastern University": {"China", "United States of America"},
		"University of Newcastle": {"Australia", "United Kingdom"},
		"早稲田と東大":                  {"Japan", "Japan"},
		"交大":                      {"China", "China"},
	} {
		found, _ := FindUniversities(text, 9)
		var got []string
		for _, u := range found {
			got = append(got, u.Country)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestPlacesAreNoUniversities: neither countries nor cities stand for a university.
func TestPlacesAreNoUniversities(t *testing.T) {
	text, err := os.ReadFile("places.txt")
	if err != nil {
		t.Fatal(err)
	}
	names := strings.FieldsFunc(string(text), func(r rune) bool { return r == ',' || r == '\n' })
	if len(names) < 300 {
		t.Errorf("%d places", len(names))
	}
	for _, name := range append(names, "中国の", "日本的", "tokyo", "ＴＯＫＹＯ", "Hanoi University") {
		if found, _ := FindUniversities(name, 3); len(found) > 0 {
			t.Errorf("%q is taken for %q", name, found[0].English)
		}
	}
}

// TestEveryNameIsFound walks every name and former name of the lists, and every everyday name, to
// its university.
func TestEveryNameIsFound(t *testing.T) {
	walked := 0
	check := func(name, english string) {
		walked++
		found, _ := FindUniversities(name, 30)
		if !slices.ContainsFunc(found, func(u University) bool { return u.English == english }) {
			t.Errorf("%q does not lead to %s", name, english)
		}
	}
	for _, u := range AllUniversities() {
		check(u.English, u.English)
		if u.Local != "" {
			check(u.Local, u.English)
		}
		if _, former, ok := strings.Cut(u.Local, "："); ok {
			for _, name := range strings.FieldsFunc(former, func(r rune) bool { return strings.ContainsRune("、／）", r) }) {
				check(name, u.English)
			}
		}
	}
	everyday := 0
	for key, names := range EverydayNames() {
		for _, name := range names {
			check(name, key)
			everyday++
		}
	}
	if walked < 1500 || everyday < 400 {
		t.Errorf("walked %d names, %d of them everyday ones", walked, everyday)
	}
	text, err := os.ReadFile("innovative-asia.tsv")
	if err != nil {
		t.Fatal(err)
	}
	partners := 0
	for line := range strings.Lines(string(text)) {
		name, country, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || line[0] == '#' {
			continue
		}
		partners++
		found, _ := FindUniversities(name, 30)
		if !slices.ContainsFunc(found, func(u University) bool { return u.Country == country }) {
			t.Errorf("%q of %s is not found: %v", name, country, found)
		}
	}
	if partners != 64 {
		t.Errorf("%d partner schools, want 64", partners)
	}
}

// TestNearUniversities: a slip of the finger is answered with the name that was meant.
func TestNearUniversities(t *testing.T) {
	for text, want := range map[string]string{
		"Havard University":     "Harvard University",
		"Tsinghau University":   "Tsinghua University",
		"Standford":             "Stanford University",
		"Chulalongkon":          "Chulalongkorn University",
		"早稲田学":                  "Waseda University",
		"Carnegie Melon Univ":   "Carnegie Mellon University",
		"University of Melborn": "The University of Melbourne",
	} {
		near := NearUniversities(text, 5)
		if !slices.ContainsFunc(near, func(u University) bool { return u.English == want }) {
			t.Errorf("%q: near are %v, want %s", text, near, want)
		}
	}
	for _, text := range []string{"", "x", "Hogwarts School of Witchcraft and Wizardry", "大学"} {
		if near := NearUniversities(text, 5); len(near) > 0 {
			t.Errorf("%q is near %v", text, near)
		}
	}
}
