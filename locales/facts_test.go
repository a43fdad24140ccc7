package locales

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/width"
)

// columns is how wide a text is, a Chinese or Japanese character counting twice.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}

// TestOptionsFit: what stands on a button is at most 30 columns wide, more than which a phone
// cuts off, and no two options of a question are the same.
func TestOptionsFit(t *testing.T) {
	for _, tag := range Tags() {
		seen := map[string]string{}
		for id, forms := range texts(t, tag) {
			family, rest, _ := strings.Cut(id, ".")
			if family != "option" && family != "control" || strings.HasSuffix(id, ".full") || strings.Contains(forms[0], "{{") {
				continue
			}
			if n := columns(forms[0]); n > 30 {
				t.Errorf("%s: %s is %d columns wide: %s", tag, id, n, forms[0])
			}
			question, _, _ := strings.Cut(rest, ".")
			key := family + "." + question + " " + forms[0]
			if other := seen[key]; other != "" && family == "option" {
				t.Errorf("%s: %s and %s are both %q", tag, id, other, forms[0])
			}
			seen[key] = id
		}
	}
}

// TestOptionsInFull: what has a wording in full is an option, and the wording says more.
func TestOptionsInFull(t *testing.T) {
	for _, tag := range Tags() {
		all := texts(t, tag)
		for id, forms := range all {
			if short, is := strings.CutSuffix(strings.TrimPrefix(id, candidatePrefix), ".full"); is && (len(all[short]) == 0 || columns(forms[0]) <= columns(all[short][0])) {
				t.Errorf("%s: %s says no more than %q", tag, id, all[short])
			}
		}
	}
}

// TestCategoriesAreNamed: a category is called 1号ロ and never ロ alone, which reads as 口 in
// Chinese and means nothing to most others.
func TestCategoriesAreNamed(t *testing.T) {
	alone := regexp.MustCompile(`(^|[^号號ァ-ヶー])[イロハ]([^ァ-ヶー]|$)`)
	for _, tag := range Tags() {
		for id, forms := range texts(t, tag) {
			for _, f := range forms {
				if m := alone.FindString(f); m != "" {
					t.Errorf("%s: %s has %q: %s", tag, id, m, f)
				}
			}
		}
	}
}

// TestNotSureIsNamed: what is said of a text that was not understood at a question names "not
// sure", the answer of those who do not know.
func TestNotSureIsNamed(t *testing.T) {
	ids := []string{"notice.want_number", "notice.want_some", "notice.want_one", "notice.want_again", "residence.want_date", "doubt.which", "doubt.take_home",
		"doubt.unclear", "doubt.unclear_age", "doubt.unclear_years", "university.none", "employer.hint", "help.text"}
	for _, tag := range Tags() {
		word := In(tag).Say("control.unsure")
		for _, id := range ids {
			if id == "employer.hint" {
				id = "question." + id
			}
			if text := In(tag).Say(id, "Example", ""); !strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
				t.Errorf("%s: %s does not name %q: %s", tag, id, word, text)
			}
		}
	}
}

// TestKnownNamesOfOptions: the words people know a degree and a certificate by stand on the buttons.
func TestKnownNamesOfOptions(t *testing.T) {
	for tag, names := range map[string][2]string{"en": {"大卒", "N3"}, "ja": {"大卒", "N3"}, "zh": {"本科", "N3"}, "zh-Hant": {"大學", "N3"}} {
		for i, id := range []string{"option.degrees.bachelor", "option.japanese.none"} {
			if text := In(tag).Say(id); !strings.Contains(text, names[i]) {
				t.Errorf("%s: %s does not name %s: %s", tag, id, names[i], text)
			}
		}
	}
}

// factual are the families of texts that state facts, which are the same in every language.
var factual = []string{"intro.privacy", "question.", "topic.", "aside.", "mydata.", "forget.", "caution.", "statement.", "refused.", "document.", "documents.",
	"requirement.", "benefit.", "benefits.", "why.", "residence_check.", "checks.", "basis.", "birthday.", "j_skip.", "option.", "row.", "verdict.", "doubt.", "limit.", "route.", "housekeeper.", "help."}

// numberIn finds a number with the large units it is written in.
var numberIn = regexp.MustCompile(`([0-9]+(?:[,.][0-9]+)*)\s?(million|M\b|万|萬|億|亿)?`)

// figures are the numbers a text states, amounts in full and sorted. One to three are left
// out: they are words in many sentences of one language and figures in another.
func figures(text string) []string {
	text = placeholder.ReplaceAllString(text, "")
	text = strings.NewReplacer("half a year", "6 months", "半年", "6 months", "2½ years", "2 years 6 months").Replace(text)
	text = dates.ReplaceAllStringFunc(text, func(d string) string {
		m := dates.FindStringSubmatch(d)
		return " " + strings.Join(slices.DeleteFunc(m[1:], func(s string) bool { return s == "" }), " ") + " "
	})
	for i, month := range strings.Split(In(fallback).Say("number.months"), ",") {
		text = regexp.MustCompile(`(\d )?\b`+month+`( \d)`).ReplaceAllString(text, "${1}"+strconv.Itoa(i+1)+"$2")
	}
	text = eras.ReplaceAllStringFunc(text, func(d string) string {
		m := eras.FindStringSubmatch(d)
		n, _ := strconv.Atoi(m[2])
		return strconv.Itoa(n+map[string]int{"平成": 1988, "令和": 2018}[m[1]]) + "年"
	})
	var list []string
	for _, m := range numberIn.FindAllStringSubmatch(text, -1) {
		x, err := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
		if err != nil {
			continue
		}
		x *= map[string]float64{"": 1, "million": 1e6, "M": 1e6, "万": 1e4, "萬": 1e4, "億": 1e8, "亿": 1e8}[m[2]]
		if x > 3 {
			list = append(list, strconv.FormatFloat(x, 'f', -1, 64))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

var eras = regexp.MustCompile(`(平成|令和)([0-9]+)年`)

var dates = regexp.MustCompile(`([0-9]{4})[-年]([0-9]{1,2})[-月]([0-9]{1,2})日?`)

// otherwise are texts whose figures differ for a reason, by id.
var otherwise = map[string]string{"aside.not_a_list": "two lists that are known by their numbers in Chinese only"}

// TestSameFacts: texts that state facts state the same numbers in every language: amounts,
// ages, years, days and points. A fact told in one language only is a fault in the others.
func TestSameFacts(t *testing.T) {
	english := texts(t, fallback)
	checked := 0
	for _, tag := range Tags()[1:] {
		other := texts(t, tag)
		for id, forms := range english {
			if otherwise[id] != "" || !slices.ContainsFunc(factual, func(p string) bool { return strings.HasPrefix(id, p) }) {
				continue
			}
			checked++
			if want, got := figures(strings.Join(forms, " ")), figures(strings.Join(other[id], " ")); !slices.Equal(want, got) {
				t.Errorf("%s: %s states %v, English %v:\n%s\n%s", tag, id, got, want, other[id], forms)
			}
		}
	}
	if checked < 600 {
		t.Errorf("only %d texts were compared", checked)
	}
}

// TestPrivacyFacts: what is stored is told where it is deleted, and how to see and delete it
// where the first question is asked, in every language.
func TestPrivacyFacts(t *testing.T) {
	for _, tag := range Tags() {
		v := In(tag)
		for _, kept := range []string{"mydata.language", "mydata.referral"} {
			if text := v.Say("forget.text"); !strings.Contains(strings.ToLower(text), strings.ToLower(v.Say(kept))) {
				t.Errorf("%s: forget.text does not name %q: %s", tag, v.Say(kept), text)
			}
		}
		for _, id := range []string{"intro.privacy", "topic.safe"} {
			for _, command := range []string{"/mydata", "/forget"} {
				if text := v.Say(id); !strings.Contains(text, command) {
					t.Errorf("%s: %s does not name %s: %s", tag, id, command, text)
				}
			}
		}
	}
}
