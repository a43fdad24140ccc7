package conversation

import (
	"slices"
	"strings"

	"hspbot/conversation/typed"
)

// Facts with nothing but spaces and small words between them: "32 masters 8.5M N2".

// longestFact is how many words a fact has at most that no sign parts from the next.
const longestFact = 5

// mostWords is how many words a text has at most in which facts are looked for without signs: each of
// them takes some 0.4 ms, while others wait.
const mostWords = 24

// takes reports whether the question that is asked takes the whole text as its answer.
func (t *turn) takes(text string) bool {
	q := t.current()
	switch {
	case q == nil:
		return false
	case q.aboutResidence():
		return true
	case q.id == "universities":
		return len(words().choices[schoolNames].Read(text).Named) > 0
	case q.style == number:
		return false
	}
	return t.choice(q, text).arg != "" && (q.id != "degrees" || len(words().choices[q.id].Read(text).Amounts) == 0)
}

// unsigned cuts a part of a text where one fact follows another without a sign: "32 masters 8.5M N2".
// It leaves the part whole where that does not read all of it.
func (t *turn) unsigned(part string) []string {
	list := strings.Fields(part)
	amount := slices.ContainsFunc(questions, func(q question) bool { return q.style == number && t.reading(&q, part).Doubt == typed.Clear })
	if len(list) < 2 || amount { // 12M a year
		return []string{part}
	}
	goal := t.goalIn(list)
	study := slices.Contains(words().choices[anyQuestion].Read(part).About, "degrees")
	best := make([][]string, len(list)+1) // the most facts from a word on; nil where some word is not read
	best[len(list)] = []string{}
	for from := len(list) - 1; from >= 0; from-- {
		first := words().choices[anyQuestion].Read(list[from])
		if (first.Empty || first.Topic == "command:"+string(cmdStart)) && !qualified(&first) { // with, hi
			best[from] = best[from+1]
			continue
		}
		for to := from + 1; to <= min(from+longestFact, len(list)); to++ {
			fact := strings.Join(list[from:to], " ")
			switch {
			case best[to] == nil, best[from] != nil && len(best[to]) < len(best[from]):
			case len(best[from]) <= 1+len(best[to]) && t.isFact(fact, goal, study):
				best[from] = append([]string{fact}, best[to]...)
			case best[from] == nil && len(first.Amounts) > 0 && find("career_"+goal) == nil && t.isTime(fact): // of which work has not been said
				best[from] = best[to]
			}
		}
	}
	if len(best[0]) < 2 {
		return []string{part}
	}
	return best[0]
}

// isFact reports whether words between others are a fact: a number alone counts nothing, a wife is
// whom another fact is about, and a school is one's own only beside a degree.
func (t *turn) isFact(text, goal string, study bool) bool {
	said := words().choices[anyQuestion].Read(text)
	if said.Other || qualified(&said) {
		return false
	}
	if said.None || said.Not {
		if q, _ := t.denied(text, goal); q == nil {
			return false
		}
	}
	found := t.piece(text, goal)
	if !study {
		delete(found, "universities")
	}
	if len(said.Amounts) > 0 && said.Amounts[0].Unit == "" {
		delete(found, "licences")
	}
	return len(found) > 0
}

// qualified reports whether words say of a fact that it is not quite so, or may not be.
func qualified(said *typed.Said) bool {
	return said.Bounded || said.Near || said.Or || said.Still || said.If || said.Asks || said.Question || said.Perhaps || said.Change
}

// goalIn is the goal that some of the words name for sure, else the present one.
func (t *turn) goalIn(list []string) string {
	goal := t.state.Goal
	for i := range list {
		for to := i + 1; to <= min(i+3, len(list)); to++ {
			if arg := t.certain(find("goal"), strings.Join(list[i:to], " "), ""); arg != "" {
				goal = arg
			}
		}
	}
	return goal
}
