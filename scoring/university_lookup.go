package scoring

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// universityIndex finds universities by name.
type universityIndex struct {
	whole map[string][]int // all words of the name
	parts map[string][]int // the words that tell it from others
	words [][]string       // of each university: the telling words of its English name
	local [][]string       // of each university: its names in Chinese or Japanese
}

var byName = sync.OnceValue(indexUniversities)

func indexUniversities() *universityIndex {
	x := &universityIndex{whole: map[string][]int{}, parts: map[string][]int{}}
	for i := range universities {
		u := &universities[i]
		x.words = append(x.words, telling(words(u.English)))
		var local []string
		for _, name := range u.ownNames() {
			x.add(name, i)
			if isLocal(name) {
				local = append(local, localName(name))
			}
		}
		x.local = append(x.local, local)
	}
	for _, f := range fields(universityNamesTSV) {
		i := namedBy(f[0])
		for name := range strings.SplitSeq(f[1], ",") {
			x.add(name, i)
		}
	}
	return x
}

// namedBy returns the university that a line of university_names.tsv is about.
func namedBy(key string) int {
	found := -1
	for i := range universities {
		u := &universities[i]
		local, _, _ := strings.Cut(u.Local, "（")
		switch {
		case u.English == key || u.Local == key:
			return i
		case found < 0 && (local == key || strings.HasPrefix(u.English, key)):
			found = i
		}
	}
	if found < 0 {
		panic("scoring: no university " + key)
	}
	return found
}

func (x *universityIndex) add(name string, i int) {
	if isLocal(name) {
		put(x.whole, localName(name), i)
		return
	}
	put(x.whole, wholeName(name), i)
	put(x.parts, strings.Join(telling(words(name)), " "), i)
}

func put(m map[string][]int, key string, i int) {
	if key != "" && !slices.Contains(m[key], i) {
		m[key] = append(m[key], i)
	}
}

// between separates several names in one text.
var between = regexp.MustCompile(`\s*(?:[、，,;；/／&＆+＋\n]|と|和|與|与|跟|及び|および|以及|\band\b)\s*`)

// lookUp returns the indices of the universities that a text names.
func lookUp(text string) []int {
	text = strings.TrimSpace(narrow(text))
	if hits := byName().exact(text); hits != nil {
		return hits
	}
	var all []int
	if list := between.Split(text, -1); len(list) > 1 {
		for _, part := range list {
			for _, i := range byName().exact(part) {
				if !slices.Contains(all, i) {
					all = append(all, i)
				}
			}
		}
	}
	if len(all) > 0 {
		return all
	}
	return byName().loose(text)
}

// exact returns the universities that a text names as they or people write it.
func (x *universityIndex) exact(text string) []int {
	for _, name := range readings(text) {
		if isPlace(name) {
			continue
		}
		if isLocal(name) {
			if hits := x.localExact(name); hits != nil {
				return hits
			}
			continue
		}
		if hits := x.whole[wholeName(name)]; hits != nil {
			return hits
		}
		if hits := x.parts[strings.Join(telling(words(name)), " ")]; hits != nil {
			return hits
		}
	}
	return nil
}

func (x *universityIndex) localExact(name string) []int {
	key := localName(name)
	for _, k := range []string{key, strings.TrimPrefix(key, "国立"), strings.TrimPrefix(key, "私立"), strings.TrimSuffix(key, "大"), strings.TrimSuffix(key, "院"), strings.TrimSuffix(key, "学")} {
		if hits := x.whole[k]; len(hits) > 0 && (k == key || len([]rune(k)) > 1) {
			return hits
		}
	}
	return nil
}

// loose returns the universities whose names begin with the text, or whose words begin with its words.
func (x *universityIndex) loose(text string) []int {
	var hits []int
	for _, name := range readings(text) {
		if isPlace(name) || onlyPlaces(name) {
			continue
		}
		local, own := localName(name), telling(words(name))
		for i := range universities {
			switch {
			case isLocal(name):
				if len([]rune(local)) > 1 && slices.ContainsFunc(x.local[i], func(n string) bool { return strings.HasPrefix(n, local) }) {
					hits = append(hits, i)
				}
			case len(own) > 0 && begins(x.words[i], own):
				hits = append(hits, i)
			}
		}
		if len(hits) > 0 {
			break
		}
	}
	return hits
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

// What people write beside the name of a university: years, degrees, graduate schools and
// faculties.
var (
	aYear           = regexp.MustCompile(`(?i)\b(class of |in |since )?(19|20)\d\d( ?[-–~] ?((19|20)\d\d|now|present))?(年度?)?`)
	aSchool         = regexp.MustCompile(`(?i)\b(graduate|grad|undergraduate|business|law|medical)\s+school\b(\s+of\s+[a-z &]+?(,|$))?|\b(the\s+)?(faculty|school|department|dept\.?|division|college)\s+of\s+[a-z &]+?(,|\bat\b|\bof the\b|$)|\b(graduate|grad|undergraduate|business|law|medical)\s+school\s+of\s+[a-z]+`)
	brackets        = regexp.MustCompile(`[(（].*?[)）]?$`)
	aDegree         = regexp.MustCompile(`(研究生院|研究生|本科|硕士|碩士|博士|修士|学士|學士|毕业生|毕业|畢業|出身|卒業生|卒業|卒|中退|在学|です|でした|を出ました|でしょうか|的|の)+$`)
	introduction    = regexp.MustCompile(`^(我毕业于|毕业于|畢業於|我是|我在|私は|在)`)
	afterUniversity = regexp.MustCompile(`(大学院大学|大學院大學|大学|大學)(.+)$`)
	aFaculty        = regexp.MustCompile(`(大学院)?(工|理|理工|文|法|経済|经济|經濟|経営|商|医|薬|農|教育|情報|教養|国際|社会|人文|総合)*(学部|學部|学院|研究科|学科|院)$`)
)

// readings returns the ways to read a text as one name, as it stands first.
func readings(text string) []string {
	list := []string{text}
	add := func(s string) {
		if s = strings.Trim(s, " ,.、。"); s != "" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	plain := aYear.ReplaceAllString(brackets.ReplaceAllString(text, ""), "")
	add(plain)
	if isLocal(text) {
		plain = introduction.ReplaceAllString(aDegree.ReplaceAllString(strings.TrimSpace(plain), ""), "")
		add(plain)
		add(afterUniversity.ReplaceAllString(plain, "$1"))
		add(aFaculty.ReplaceAllString(plain, ""))
		return list
	}
	add(aSchool.ReplaceAllString(plain, " "))
	for part := range strings.SplitSeq(plain, ",") {
		add(aSchool.ReplaceAllString(part, " "))
	}
	return list
}
