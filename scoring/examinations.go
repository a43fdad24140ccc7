package scoring

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// examinations.tsv are the examinations of the IT notification, whose holders have one of the
// licences of row ⑧, and what people take for one.
//
//go:embed examinations.tsv
var examinationsTSV string

// Examination is an examination or qualification that people name for row ⑧.
type Examination struct {
	Name    string // official
	Country string // or region, in English; "" where it is of none
	// Listed says that the IT notification lists it, Former that it is held no more; who passed it
	// then keeps it.
	Listed, Former bool
	// Edition is the list.
	Edition *Edition
}

// examinations are all of them, in the order of the file.
var examinations = func() []Examination {
	var list []Examination
	for _, f := range fields(examinationsTSV) {
		list = append(list, Examination{Name: f[2], Country: f[1], Listed: f[0] != "no", Former: f[0] == "former", Edition: itNotification2020})
	}
	return list
}()

// examinationName is a name of an examination, as texts are compared.
type examinationName struct {
	text   string
	at     int  // of examinations
	unsure bool // it may mean something else
}

// examinationNames are the names, longer ones first.
var examinationNames = func() []examinationName {
	var list []examinationName
	for i, f := range fields(examinationsTSV) {
		list = append(list, examinationName{text: examinationText(f[2]), at: i})
		for name := range strings.SplitSeq(f[3], ",") {
			plain, unsure := strings.CutPrefix(name, "?")
			if text := examinationText(plain); text != "" {
				list = append(list, examinationName{text, i, unsure})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b examinationName) int { return len(b.text) - len(a.text) })
	return list
}()

// besideExaminations is what people write around the names of examinations.
var besideExaminations = func() []string {
	list := strings.Split("and,i have,i passed,i ve passed,passed,certified,certificate,certification,exam,examination,the,it,と,及び,および,それと,や,"+
		"試験,資格,検定,認定,合格,合格しました,合格した,に,を,を持っています,持っています,持ってます,を取得,取得,です,があります,"+
		"和,与,跟,以及,有,我有,持有,考过,通过,证书,资格,考试,考過,通過,證書,資格,考試,軟考,软考,합격,자격증,있습니다", ",")
	for i := range list {
		list[i] = examinationText(list[i])
	}
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	return list
}()

// examinationText writes a text for comparing: small letters without accents, one form of each
// character, one blank between words of letters and none elsewhere.
func examinationText(text string) string {
	var b strings.Builder
	for _, word := range words(text) {
		first, _ := utf8.DecodeRuneInString(word)
		last, _ := utf8.DecodeLastRuneInString(b.String())
		if b.Len() > 0 && latin(first) && latin(last) {
			b.WriteByte(' ')
		}
		for _, r := range word {
			if form, ok := variants[r]; ok {
				r = form
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

func latin(r rune) bool { return unicode.In(r, unicode.Latin) || unicode.IsDigit(r) }

// FindExaminations returns the examinations that a text names and nothing else, each once, in its
// order; nil where the text says something else, too. Sure says that no name in it may mean
// something else.
func FindExaminations(text string) (found []Examination, sure bool) {
	rest, sure := examinationText(text), true
	place := map[int]int{}
	for _, n := range examinationNames {
		for at := wordIn(rest, n.text); at >= 0; at = wordIn(rest, n.text) {
			sure = sure && !n.unsure
			if before, ok := place[n.at]; !ok || at < before {
				place[n.at] = at
			}
			rest = blank(rest, at, len(n.text))
		}
	}
	for _, word := range besideExaminations {
		for at := wordIn(rest, word); at >= 0; at = wordIn(rest, word) {
			rest = blank(rest, at, len(word))
		}
	}
	if strings.Trim(rest, " \x00") != "" {
		return nil, false
	}
	order := make([]int, 0, len(place))
	for i := range place {
		order = append(order, i)
	}
	slices.SortFunc(order, func(a, b int) int { return place[a] - place[b] })
	for _, i := range order {
		found = append(found, examinations[i])
	}
	return found, sure
}

// blank blanks n bytes of a text, which keeps its length.
func blank(text string, at, n int) string {
	return text[:at] + strings.Repeat("\x00", n) + text[at+n:]
}

// wordIn returns where the text has the word, and not in the middle of a longer one; -1 where it
// has it not.
func wordIn(text, word string) int {
	for from := 0; from+len(word) <= len(text); {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return -1
		}
		start, end := from+i, from+i+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		first, _ := utf8.DecodeRuneInString(word)
		last, _ := utf8.DecodeLastRuneInString(word)
		if !(latin(first) && latin(before)) && !(latin(last) && latin(after)) {
			return start
		}
		from = start + 1
	}
	return -1
}

// ExaminationNamed returns the examination of that official name, nil where there is none.
func ExaminationNamed(name string) *Examination {
	for i := range examinations {
		if examinations[i].Name == name {
			x := examinations[i]
			return &x
		}
	}
	return nil
}
