package scoring

import (
	_ "embed"
	"strings"
	"unicode"
)

// universitiesTSV is the Immigration Services Agency's list for row ⑰ Ⅰ, "as of January
// 2026" (390 universities, https://www.moj.go.jp/isa/content/001335478.pdf), and the five of the
// Top Global University project (row ⑰ Ⅱ) that are not on it. The list is renewed every
// year, and the newest rankings count at filing. Partner schools of Innovative Asia (row ⑰
// Ⅲ) are not in it.
//
//go:embed universities.tsv
var universitiesTSV string

// University is one designated university.
type University struct {
	English, Local string // Local is the name in Chinese or Japanese, where the list gives one
	Country        string // in English
	CountryLocal   string // in Japanese
	// TopGlobal says that only the Top Global University project makes it count. That funding
	// ended with fiscal 2023, so graduates should check.
	TopGlobal bool
}

// InJapan reports whether the university's degree is a Japanese one (row ⑭).
func (u *University) InJapan() bool { return u.Country == "Japan" }

var universities = func() []University {
	var list []University
	for i, line := range strings.Split(strings.TrimSpace(universitiesTSV), "\n") {
		f := strings.Split(strings.TrimRight(line, "\r"), "\t")
		if i == 0 || len(f) < 4 {
			continue
		}
		u := University{TopGlobal: f[0] == "top-global-only", Country: f[1], CountryLocal: f[2], English: f[3]}
		if len(f) > 4 {
			u.Local = f[4]
		}
		list = append(list, u)
	}
	return list
}()

// FindUniversities looks a name up among the designated universities: in English by the
// beginnings of its words, in Chinese or Japanese by its characters, traditional ones where
// they differ in 大學 only. It returns the best matches first, and whether there were more than most.
func FindUniversities(name string, most int) (found []University, more bool) {
	words := significant(name)
	local := localName(name)
	var exact, loose []University
	for _, u := range universities {
		switch own := significant(u.English); {
		case local != "":
			mine := localName(u.Local)
			if mine != "" && mine == local {
				exact = append(exact, u)
			} else if mine != "" && strings.HasPrefix(mine, local) {
				loose = append(loose, u)
			}
		case len(words) == 0 || !begins(own, words):
		case len(own) == len(words):
			exact = append(exact, u)
		default:
			loose = append(loose, u)
		}
	}
	found = append(exact, loose...)
	if len(found) > most {
		return found[:most], true
	}
	return found, false
}

// significant returns the words of an English name that tell it from others, in lower case.
func significant(name string) []string {
	var list []string
	for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		switch w {
		case "university", "univ", "the", "of", "at", "and", "in", "i", "from", "graduated", "college":
			continue
		}
		list = append(list, w)
	}
	return list
}

// begins reports whether each word of a query is a word of the name, or at least four letters
// of its beginning.
func begins(name, query []string) bool {
	for _, q := range query {
		hit := false
		for _, n := range name {
			hit = hit || n == q || len(q) >= 4 && strings.HasPrefix(n, q)
		}
		if !hit {
			return false
		}
	}
	return true
}

// localName returns the Chinese or Japanese characters of a name up to and without 大学;
// what stands in brackets after it tells two of the same name apart and is left out.
func localName(name string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(name, "大學", "大学") {
		if r == '（' || r == '(' {
			break
		}
		if unicode.In(r, unicode.Han, unicode.Katakana, unicode.Hiragana) || r == 'ー' {
			b.WriteRune(r)
		}
	}
	s := b.String()
	if i := strings.Index(s, "大学"); i > 0 && i+len("大学") == len(s) {
		s = s[:i]
	}
	return s
}
