package scoring

import (
	_ "embed"
	"slices"
	"strings"
)

// The lists of row ⑰. universities.tsv is the Immigration Services Agency's list by ranking
// (Ⅰ), "as of January 2026" (390 universities), and the five of the Top Global University project
// (Ⅱ) that are not on it; innovative-asia.tsv are the partner schools of Innovative Asia (Ⅲ).
// The lists are renewed, and the newest rankings count at filing: see the editions.
// university_names.tsv are the short, everyday and foreign names people have for them.
var (
	//go:embed universities.tsv
	universitiesTSV string
	//go:embed innovative-asia.tsv
	innovativeAsiaTSV string
	//go:embed university_names.tsv
	universityNamesTSV string
)

// University is one designated university.
type University struct {
	English, Local string // Local is the name in Chinese or Japanese, where the list gives one
	Country        string // in English
	CountryLocal   string // in Japanese, where the list gives one
	// TopGlobal says that only the Top Global University project makes it count. That funding
	// ended with fiscal 2023, so graduates should check.
	TopGlobal bool
	// Partner says that only being a partner school of Innovative Asia makes it count.
	Partner bool
	// Edition is the list the university is on.
	Edition *Edition
}

// InJapan reports whether the university's degree is a Japanese one (row ⑭).
func (u *University) InJapan() bool { return u.Country == "Japan" }

// universities are all, in the order of the files; the partner schools come last.
var universities = append(ranked(), partners()...)

// ranked reads the list by ranking and the Top Global University project.
func ranked() []University {
	var list []University
	for _, f := range fields(universitiesTSV)[1:] {
		u := University{TopGlobal: f[0] == "top-global-only", Country: f[1], CountryLocal: f[2], English: f[3], Edition: universities2026}
		if u.TopGlobal {
			u.Edition = topGlobal2014
		}
		if len(f) > 4 {
			u.Local = f[4]
		}
		list = append(list, u)
	}
	return list
}

// partners reads the partner schools that are not on the list by ranking.
func partners() []University {
	known := map[string]bool{wholeName("Universiti Malaya"): true} // University of Malaya
	for _, u := range ranked() {
		for _, name := range u.ownNames() {
			known[wholeName(name)] = true
		}
	}
	var list []University
	for _, f := range fields(innovativeAsiaTSV) {
		if !known[wholeName(f[0])] {
			list = append(list, University{Partner: true, English: f[0], Country: f[1], Edition: innovativeAsia2017})
		}
	}
	return list
}

// fields returns the fields of each line of a file, comments left out.
func fields(tsv string) [][]string {
	var list [][]string
	for line := range strings.Lines(tsv) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			list = append(list, strings.Split(line, "\t"))
		}
	}
	return list
}

// ownNames returns the names the list itself has for the university: as written, without what
// stands in brackets, what stands there, former names, and the name before a comma.
func (u *University) ownNames() []string {
	names := []string{u.English, u.Local}
	for _, name := range []string{u.English, u.Local} {
		before, rest, ok := strings.Cut(strings.NewReplacer("（", "(", "）", ")").Replace(name), "(")
		names = append(names, before)
		if before, _, ok := strings.Cut(before, ","); ok {
			names = append(names, before)
		}
		if !ok {
			continue
		}
		for _, other := range strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune("();／、", r) }) {
			for _, word := range []string{"formerly", "previously", "旧", "統合前", ":", "："} {
				other = strings.TrimPrefix(strings.TrimSpace(other), word)
			}
			if !slices.Contains(notNames, other) {
				names = append(names, strings.TrimSpace(other))
			}
		}
	}
	return slices.DeleteFunc(names, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// UniversityNames returns the names the list itself has for its universities, by the official
// English one.
func UniversityNames() map[string][]string {
	names := map[string][]string{}
	for i := range universities {
		u := &universities[i]
		names[u.English] = append(names[u.English], u.ownNames()...)
	}
	return names
}

// notNames stand in brackets behind a name to tell the place.
var notNames = []string{"Shenyang", "沈阳", "Seoul Campus", "at Kingston"}

// UniversityNamed returns the university of that official English name, nil where the list
// has none.
func UniversityNamed(english string) *University {
	for i := range universities {
		if universities[i].English == english {
			u := universities[i]
			return &u
		}
	}
	return nil
}

// FindUniversities looks up one name or several: official, former, short and everyday ones, in
// English, Japanese, Chinese in both scripts, with accents or without, with a graduate
// school, a faculty or a year beside them. Of a name that means several universities, or the
// beginnings of whose words fit several, all are returned: the person knows which. A
// country or a city is no university. More says that there were more than most.
func FindUniversities(name string, most int) (found []University, more bool) {
	hits := lookUp(name)
	if len(hits) > most {
		hits, more = hits[:most], true
	}
	for _, i := range hits {
		found = append(found, universities[i])
	}
	return found, more
}

// NearUniversities returns universities whose names are much like one that was not found,
// the nearest first. Not to be found does not mean not to be listed.
func NearUniversities(name string, most int) []University {
	type near struct{ at, distance int }
	var list []near
	word := nearName(name)
	if len([]rune(word)) < 2 {
		return nil
	}
	for i := range universities {
		best := 1 << 10
		for _, own := range nearNames()[i] {
			best = min(best, distance(word, own))
		}
		if best <= len([]rune(word))/3 {
			list = append(list, near{i, best})
		}
	}
	slices.SortStableFunc(list, func(a, b near) int { return a.distance - b.distance })
	var found []University
	for _, n := range list[:min(most, len(list))] {
		found = append(found, universities[n.at])
	}
	return found
}
