package conversation

import (
	"strings"

	"hspbot/locales"
	"hspbot/scoring"
)

// wording begins the texts of a reason: those in full, or those in a few words.
type wording string

const (
	inFull  wording = "benefit."
	inShort wording = "need."
)

// reason says what a benefit lacks or depends on, or how many persons it allows.
func (t *turn) reason(b *scoring.BenefitResult, in wording) string {
	v := t.voice
	if b.State == scoring.Yes {
		switch {
		case b.Benefit != scoring.Housekeeper:
			return ""
		case b.UpTo > b.Number:
			return v.Say("benefit.number_up_to", "N", b.Number, "UpTo", b.UpTo)
		}
		return v.Say("benefit.number", "N", b.Number)
	}
	missing, open := t.lacking(b, in)
	if b.State == scoring.Unknown {
		return v.Say(string(in)+"depends", "Conditions", open)
	}
	text := v.Say(string(in)+"missing", "Conditions", missing)
	if open != "" {
		text = v.Say(string(in)+"open", "Missing", text, "Conditions", open)
	}
	return text
}

// requirement names a requirement.
func (t *turn) requirement(id string, in wording) string {
	if text := string(in) + id; in == inShort && t.voice.Has(text) {
		return t.voice.Say(text)
	}
	return t.voice.Say("requirement." + id)
}

// implied is the requirement that is met wherever the other is.
var implied = map[string]string{"j_skip": "recognised", "household_30m": "household_10m"}

// lacking names what a benefit lacks, and what of it is open: the conditions that all its ways
// have in common, and then, unless one way has no other, any one of the rest. Ways that are shut
// say nothing while others are open.
func (t *turn) lacking(b *scoring.BenefitResult, in wording) (missing, open string) {
	var ways []*scoring.RouteResult
	count := map[string]int{}
	for i := range b.Routes {
		w := &b.Routes[i]
		if w.State != b.State || b.State == scoring.No && w.Number > 1 { // two workers ask for more than one
			continue
		}
		ways = append(ways, w)
		for _, r := range w.Requirements {
			if r.State == scoring.Yes {
				continue
			}
			count[r.ID]++
			if weaker := implied[r.ID]; weaker != "" {
				count[weaker]++
			}
		}
	}
	var all, any [3][]string // by what is known of them
	enough := false          // a way has nothing but what all have in common
	said := map[string]bool{}
	for _, w := range ways {
		state, own := scoring.Unknown, 0
		var names []string
		for _, r := range w.Requirements {
			name := t.requirement(r.ID, in)
			switch {
			case r.State == scoring.Yes:
			case count[r.ID] < len(ways):
				names = append(names, name)
				own++
				if r.State == scoring.No {
					state = scoring.No
				}
			case !said[r.ID]:
				said[r.ID] = true
				all[r.State] = append(all[r.State], name)
			}
		}
		enough = enough || own == 0
		any[state] = append(any[state], conditions(t.voice, names))
	}
	if !enough {
		state := scoring.No
		if len(any[scoring.Unknown]) > 0 {
			state = scoring.Unknown
		}
		all[state] = append(all[state], t.anyOf(any[state], in))
	}
	return conditions(t.voice, all[scoring.No]), conditions(t.voice, all[scoring.Unknown])
}

// anyOf lists conditions of which one is enough.
func (t *turn) anyOf(list []string, in wording) string {
	switch {
	case len(list) == 1:
		return list[0]
	case in == inShort:
		return t.voice.Say("benefit.one_of", "N", len(list))
	}
	numbered := make([]string, len(list))
	for i, c := range list {
		numbered[i] = t.voice.Say("benefit.alternative", "N", i+1, "Condition", c)
	}
	return t.voice.Say("benefit.any_of", "Conditions", strings.Join(numbered, t.voice.Say("list.alternatives")))
}

// conditions lists conditions so that each is told from the next.
func conditions(v *locales.Voice, list []string) string {
	return strings.Join(list, v.Say("list.conditions"))
}
