package scoring

import "strings"

// CountUniversities counts those on the list by ranking, in one country or in all.
func CountUniversities(country string) int {
	n := 0
	for i := range universities {
		if u := &universities[i]; !u.TopGlobal && !u.Partner && (country == "" || u.Country == country) {
			n++
		}
	}
	return n
}

// AllUniversities returns every university of the lists.
func AllUniversities() []University { return universities }

// EverydayNames returns the everyday names by the official English name.
func EverydayNames() map[string][]string {
	m := map[string][]string{}
	for _, f := range fields(universityNamesTSV) {
		u := universities[namedBy(f[0])]
		m[u.English] = append(m[u.English], strings.Split(f[1], ",")...)
	}
	return m
}
