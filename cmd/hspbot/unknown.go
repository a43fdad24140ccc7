package main

import (
	"slices"
	"strings"
)

// unknown returns the variables that look like settings and are none, sorted: most are typing
// mistakes, and without HSPBOT_KEYS, say, nothing would be encrypted.
func (e environment) unknown() []string {
	known := settingNames()
	var list []string
	for name, value := range e {
		if strings.HasPrefix(name, "HSPBOT_") && value != "" && !slices.Contains(known, name) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// settingNames returns the names of all variables that are read, those with _FILE too.
func settingNames() []string {
	var names []string
	for _, v := range variablesOf(&settings{}) {
		if names = append(names, v.name()); v.secret() {
			names = append(names, v.name()+"_FILE")
		}
	}
	return names
}

// nearestSetting returns the name of the setting that is most like another name.
func nearestSetting(name string) string {
	return slices.MinFunc(settingNames(), func(a, b string) int { return editDistance(name, a) - editDistance(name, b) })
}

// editDistance is how many bytes have to be inserted, deleted or replaced to make b of a.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1) // distances of the part of a that was read to each prefix of b
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
