package conversation

import (
	"slices"
	"strings"

	"hspbot/conversation/typed"
)

// The numbers that questions for a choice have.

// count reads the numbers that questions for a choice have: how many licences, which score,
// the ages of children, how many employees.
func (q *question) count(said typed.Said) understanding {
	if said.None || said.Unsure || said.Not || len(said.Amounts) == 0 && !q.counts {
		return understanding{}
	}
	switch q.id {
	case "licences":
		return countLicences(said)
	case "japanese":
		return bjt(said)
	case "family":
		return ages(said)
	case "research":
		for _, a := range said.Amounts {
			if slices.Contains(said.Maybe, "papers") && len(said.Amounts) == 1 && a.Below <= 3 {
				return understanding{notice: "aside.few_papers"}
			}
		}
	case "employer":
		for _, a := range said.Amounts {
			if a.Unit == "people" && len(said.Named) == 0 && (!said.Unknown || a.From <= mostOfSME) {
				return understanding{notice: askedBack, offers: []string{"sme"}}
			}
		}
	}
	return understanding{}
}

// mostOfSME is how many employees an SME has at most, or has less capital than another limit (Small
// and Medium-sized Enterprise Basic Act, article 2, paragraph 1, item 1).
const mostOfSME = 300

// countLicences counts licences, by their number or by their names.
func countLicences(said typed.Said) understanding {
	count := func(ids []string, words []int) (n int) {
		for i, id := range ids {
			switch id {
			case "two-or-more":
				n = 2
			case "one":
				n += words[i]
			}
		}
		return n
	}
	named, maybe := count(said.Named, said.Words), count(said.Maybe, said.MaybeWords)
	said.Amounts = slices.DeleteFunc(slices.Clone(said.Amounts), func(a typed.Amount) bool { return !a.Counts() }) // FE in 2019
	id := func(n int) string { return [...]string{"none", "one", "two-or-more"}[min(n, 2)] }
	switch {
	case len(said.Amounts) == 1 && named+maybe == 0:
		n := said.Amounts[0]
		if n.From != float64(int(n.From)) || n.From > 100 {
			return understanding{}
		}
		if said.Unknown || hedged(said) || slices.Contains(said.Maybe, "") || n.Below != n.From+1 && n.From < 2 {
			return understanding{notice: askedBack, offers: []string{id(int(n.From))}}
		}
		return understanding{arg: id(int(n.From))}
	case named+maybe == 0 || len(said.Amounts) > 1:
		return understanding{}
	case len(said.Amounts) == 1 && (maybe > 0 || int(said.Amounts[0].From) != named):
		return understanding{notice: askedBack, offers: []string{id(int(said.Amounts[0].From))}}
	case maybe > 0 || said.Unknown || said.Question:
		return understanding{notice: askedBack, offers: []string{id(named + maybe)}}
	}
	return understanding{arg: id(named)}
}

// bjt reads a result of the BJT.
func bjt(said typed.Said) understanding {
	const n1, n2, most = 480, 400, 800
	if len(said.Named) > 0 && slices.ContainsFunc(said.Amounts, func(a typed.Amount) bool { return a.Unit == "score" }) { // N1 98点: passed or not
		return understanding{notice: askedBack, offers: said.Named}
	}
	if len(said.Amounts) != 1 || len(said.Named) > 0 || said.Unknown {
		return understanding{}
	}
	x, id := said.Amounts[0].From, ""
	switch {
	case n1 <= x && x <= most:
		id = "n1"
	case n2 <= x && x < n1:
		id = "n2"
	case slices.Contains(said.Maybe, "n1+n2") && x >= 100:
		id = "none"
	default:
		return understanding{}
	}
	if slices.Contains(said.Maybe, "n1+n2") && said.Amounts[0].Below == x+1 {
		return understanding{arg: id}
	}
	return understanding{notice: askedBack, offers: []string{id}}
}

// What words for a child, and words that may be for several, are for in the files of words.
const (
	oneChild     = "child_under_7+child_7_to_12"
	someChildren = "child_7_to_12+child_under_7"
)

// ages reads the ages of children.
func ages(said typed.Said) understanding {
	var ids []string
	several := slices.Contains(said.Maybe, someChildren)
	children := several || slices.Contains(said.Maybe, oneChild)
	isAge := func(a typed.Amount) bool { return a.Unit == "age" || a.Unit == "years" && children }
	aged := slices.ContainsFunc(said.Amounts, isAge)
	if !aged && !children || said.Bounded {
		return understanding{}
	}
	older, expected := false, slices.Contains(said.Named, "pregnant") && !children
	for _, a := range said.Amounts {
		switch {
		case expected && len(said.Amounts) == 1 && a.Month: // of the pregnancy
		case a.Unit == "count" || a.Unit == "people" || aged && !isAge(a) && children && len(said.Amounts) == 2 && a == said.Amounts[0] && a.From < 4:
		case a.Below != a.From+1 && a.From != 0 || a.From > 100:
			return understanding{}
		case a.From <= under7:
			ids = append(ids, "child_under_7")
		case a.From <= under13:
			ids = append(ids, "child_7_to_12")
		default:
			older = true
		}
	}
	ids = append(ids, said.Named...)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	family := find("family")
	slices.SortFunc(ids, func(a, b string) int { return family.rank(a) - family.rank(b) })
	switch {
	case len(ids) == 0 && older && !said.Unknown:
		return understanding{arg: "none"}
	case len(ids) == 0:
		return understanding{}
	case said.Unknown, said.Question, said.Or, hedged(said), unclearAge(said, several, aged):
		return understanding{notice: askedBack, offers: []string{strings.Join(ids, ",")}}
	}
	return understanding{arg: strings.Join(ids, ",")}
}

// unclearAge reports whether the one number of a text may be no age: kids 2, child 1, 5 months.
func unclearAge(said typed.Said, several, aged bool) bool {
	if len(said.Amounts) != 1 {
		return false
	}
	n := said.Amounts[0]
	return !aged && (several && n.From < 5 || n.From == 1) || n.Month && len(said.Named)+len(said.Maybe) == 0
}

// rank is where an option stands among those of the question.
func (q *question) rank(id string) int {
	return slices.IndexFunc(q.options, func(o option) bool { return o.id == id })
}
