package locales

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// spokenTo are the words with which a language speaks to who reads it.
var spokenTo = map[string]*regexp.Regexp{
	"en":      regexp.MustCompile(`(?i)\b(you|your|yours|yourself|my)\b`),
	"ja":      regexp.MustCompile(`あなた|貴方|ご自身|お持ち|(^|[^公])私[のはが]`),
	"zh":      regexp.MustCompile(`[您你]|我的`),
	"zh-Hant": regexp.MustCompile(`[您你]|我的`),
}

// never are families of texts that are not said in an interview.
var never = []string{"candidate", "slack", "telegram", "web", "weblink", "terminal", "hiring", "rules", "request", "notify", "news", "partner", "lead", "sharing", "code"}

// toReader are texts that speak to who types about the candidate: what they meant, know, typed
// or want to change, and who sent them.
var toReader = []string{
	"doubt.choice", "doubt.scale", "doubt.scale_years", "doubt.other_year", "doubt.take_home", "university.near", // what was meant
	"notice.again", "notice.edited", "notice.want_some", "question.employer.hint", "question.employer_since.ask", "why.rest", "help.text", // not to know, to type again
	"notice.too_fast", "notice.trouble", "mydata.note", "topic.later", "topic.stop", "topic.thanks", // what was typed and is kept
	"change.title", "residence.stay_title", "next.apply.ordinary", // to change, to ask
	"mydata.referral", "forgotten.text", // to be sent here, to come back
}

// TestCandidateTexts: what may be said in an interview about a candidate speaks of them in the
// third person.
func TestCandidateTexts(t *testing.T) {
	for _, tag := range Tags() {
		all := texts(t, tag)
		for id, forms := range all {
			family, _, _ := strings.Cut(id, ".")
			if slices.Contains(never, family) || slices.Contains(toReader, id) {
				continue
			}
			if other := all[candidatePrefix+id]; other != nil {
				forms = other
			}
			for _, f := range forms {
				if word := spokenTo[tag].FindString(f); word != "" {
					t.Errorf("%s: of a candidate %s says %q: %s", tag, id, word, f)
				}
			}
		}
	}
}

// TestCandidateTextsStandForOthers: a text about a candidate is another one than what it stands
// for, with the same placeholders, and the candidate's voice says it.
func TestCandidateTextsStandForOthers(t *testing.T) {
	for _, tag := range Tags() {
		all := texts(t, tag)
		v := In(tag)
		for id, forms := range all {
			of, is := strings.CutPrefix(id, candidatePrefix)
			if !is {
				continue
			}
			switch base := all[of]; {
			case base == nil:
				t.Errorf("%s: %s stands for nothing", tag, id)
			case slices.Equal(base, forms):
				t.Errorf("%s: %s is no other text", tag, id)
			case !slices.Equal(placeholders(base), placeholders(forms)):
				t.Errorf("%s: %s has placeholders %v, not %v", tag, id, placeholders(forms), placeholders(base))
			}
			if v.Candidate().Say(of) != v.Say(id) || v.Candidate().Candidate() != v.Candidate() {
				t.Errorf("%s: the voice for candidates does not say %s", tag, id)
			}
		}
	}
}
