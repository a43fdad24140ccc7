package scoring

// CountUniversities counts those on the list by ranking, in one country or in all.
func CountUniversities(country string) int {
	n := 0
	for i := range universities {
		if u := &universities[i]; !u.TopGlobal && (country == "" || u.Country == country) {
			n++
		}
	}
	return n
}
