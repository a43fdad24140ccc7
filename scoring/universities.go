package scoring

import (
	_ "embed"
	"slices"
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

	names []string // Local, and former names, as localName returns them
}

// InJapan reports whether the university's degree is a Japanese one (row ⑭).
func (u *University) InJapan() bool { return u.Country == "Japan" }

// universities is the list in the order of the file; forms has to be there before it.
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
			u.names = []string{localName(u.Local)}
			if _, former, ok := strings.Cut(u.Local, "（旧："); ok {
				for _, name := range strings.FieldsFunc(former, func(r rune) bool { return r == '、' || r == '）' }) {
					u.names = append(u.names, localName(name))
				}
			}
		}
		list = append(list, u)
	}
	return list
}()

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

// FindUniversities looks a name up among the designated universities: in English by the
// beginnings of its words, in Chinese or Japanese by its characters, whichever form they are
// written in. Where a name fits exactly, only such matches are returned; schools of the same
// name (東北大学 in Sendai, 东北大学 in Shenyang) all are. More says that there were more than most.
func FindUniversities(name string, most int) (found []University, more bool) {
	words := significant(name)
	local := localName(name)
	var exact, loose []University
	for _, u := range universities {
		switch own := significant(u.English); {
		case local != "":
			if slices.Contains(u.names, local) {
				exact = append(exact, u)
			} else if slices.ContainsFunc(u.names, func(n string) bool { return strings.HasPrefix(n, local) }) {
				loose = append(loose, u)
			}
		case len(words) == 0 || !begins(own, words):
		case len(own) == len(words):
			exact = append(exact, u)
		default:
			loose = append(loose, u)
		}
	}
	found = exact
	if len(found) == 0 {
		found = loose
	}
	if len(found) > most {
		return found[:most], true
	}
	return found, false
}

// forms lists characters of the names in the list that are written in several ways, in
// simplified, Japanese and traditional form; the first stands for all.
var forms = func() map[rune]rune {
	m := map[rune]rune{}
	for _, group := range strings.Fields(`东東 华華 学學 国國 医醫 协協 厦廈 台臺 关関關 开開 广広廣 应応應 庆慶 户戸戶 旧舊 术術
		业業 桥橋 机機 气気氣 汉漢 沈瀋 冲沖 泽沢澤 济済濟 滨浜濱 湾灣 泻潟 独獨 龙竜龍 产産 县県縣 稻稲 统統 维維 绳縄繩 纤繊纖
		义義 艺芸藝 叶葉 药薬藥 蓝藍 兰蘭 语語 丰豊豐 贺賀 农農 长長 门門 阳陽 际際 电電 静靜 顺順 养養 馆館 马馬 鸟鳥 岛島 冈岡
		师師 库庫 德徳 惠恵 爱愛 复復 宫宮 尔爾 齿歯齒 创創 价価價 儿児兒 会會`) {
		letters := []rune(group)
		for _, r := range letters[1:] {
			m[r] = letters[0]
		}
	}
	return m
}()

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

// localName returns the Chinese or Japanese characters of a name without 大学 at its end, in
// the first of their forms; what stands in brackets after it is left out.
func localName(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r == '（' || r == '(' {
			break
		}
		if !unicode.In(r, unicode.Han, unicode.Katakana, unicode.Hiragana) && r != 'ー' {
			continue
		}
		if first, ok := forms[r]; ok {
			r = first
		}
		b.WriteRune(r)
	}
	return strings.TrimSuffix(b.String(), "大学")
}
