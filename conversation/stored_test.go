package conversation

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hspbot/scoring"
)

// onlyAnswers fails where a text changed anything but the answer to the question it was typed
// at, or to one other that had none, which is said back.
func onlyAnswers(t interface {
	Helper()
	Errorf(string, ...any)
}, text string, before, after State) {
	t.Helper()
	asked := find(Show(before, noon).ID)
	if n := after.Notice; n != nil && n.Text == understood && !before.answeredAny(find(n.Question)) {
		asked = find(n.Question)
	}
	for f := scoring.Degrees; f <= scoring.ServantEmployedOneYear; f++ {
		if before.Facts.Value(f) != after.Facts.Value(f) && (asked == nil || !slices.Contains(asked.facts, f)) {
			t.Errorf("%q at %s changes %s from %v to %v", text, Show(before, noon).ID, f.Key(), before.Facts.Value(f), after.Facts.Value(f))
		}
	}
	if before.Facts.Birth != after.Facts.Birth && (asked == nil || asked.id != "age") {
		t.Errorf("%q at %s changes the date of birth", text, Show(before, noon).ID)
	}
	if before.Goal != after.Goal && (asked == nil || asked.id != "goal") {
		t.Errorf("%q at %s changes the goal to %q", text, Show(before, noon).ID, after.Goal)
	}
}

// TestStoresOnlyWhatWasAsked: a text answers the question on the table or none, wherever it is
// typed. Several facts in a text, and those of other questions, are shown first.
func TestStoresOnlyWhatWasAsked(t *testing.T) {
	ids := []string{"goal", "degrees", "universities", "career_i-b", "age", "salary", "japanese", "research", "licences", "position", "employer", "rest", "spouse_income", "family", "result"}
	states := map[string]State{}
	for i, p := range phrases(t) {
		for _, id := range []string{p.asked(), ids[i%len(ids)]} {
			before, ok := states[p.lang+id]
			if !ok {
				before = tableAt(t, p.lang, id)
				states[p.lang+id] = before
			}
			onlyAnswers(t, p.text, before, Step(before, Event{Kind: Typed, Text: p.text, Language: p.lang, At: noon}))
		}
	}
}

// TestFactsOfOtherQuestions: what answers one question, typed at another, stores what it says
// there or nothing.
func TestFactsOfOtherQuestions(t *testing.T) {
	ids := []string{"degrees", "universities", "career_i-b", "age", "salary", "japanese", "research", "licences", "position", "employer", "rest", "spouse", "spouse_income", "family"}
	states := map[string]State{}
	taken := 0
	for i, p := range phrases(t) {
		q := find(p.question)
		at := find(ids[i%len(ids)])
		if q == nil || q == at || q.id == "goal" || strings.Contains(p.expect, ">") { // that says itself what else it is
			continue
		}
		before, ok := states[p.lang+at.id]
		if !ok {
			before = tableAt(t, p.lang, at.id)
			before.Facts, before.Spouse, before.Editing = Facts{}, "", at.id
			states[p.lang+at.id] = before
		}
		after := Step(before, Event{Kind: Typed, Text: p.text, Language: p.lang, At: noon})
		if after.Notice == nil || after.Notice.Text != understood || after.Notice.Question == at.id {
			continue
		}
		other := find(after.Notice.Question)
		if other.id != q.id {
			if !slices.Contains([]string{"spouse spouse_income", "spouse family", "spouse_income salary", "japanese licences", "degrees universities"}, other.id+" "+q.id) {
				t.Errorf("%q, an answer to %s, is stored at %s as one to %s: %s", p.text, q.id, at.id, other.id, stored(after, other.id))
			}
			continue
		}
		taken++
		right := false
		for want := range strings.SplitSeq(p.expect, " | ") {
			want, _, _ = strings.Cut(want, " @")
			if answer, ok := strings.CutPrefix(want, "="); ok {
				expected := p.stored(t, q, before, answer)
				for f := scoring.Degrees; f <= scoring.ServantEmployedOneYear; f++ { // what was not asked stays unknown
					if !after.answered(f) {
						expected.set(f, scoring.Value{})
					}
				}
				right = right || p.means(q, expected, after)
			}
		}
		if !right {
			t.Errorf("%s: %q, typed at %s, is stored as %s, want %s", p.lang, p.text, at.id, stored(after, q.id), p.expect)
		}
	}
	if taken < 100 {
		t.Errorf("only %d were taken", taken)
	}
}

// TestUnknownWordsStoreNothing: a text of which no word is known, with whatever known words
// between, stores nothing at a question for a choice: what is not understood may change the sense.
func TestUnknownWordsStoreNothing(t *testing.T) {
	ids := []string{"goal", "degrees", "japanese", "research", "licences", "position", "employer", "rest", "family"}
	states := map[string]State{}
	for _, id := range ids {
		states[id] = tableAt(t, "en", id)
	}
	words := []string{"master", "N1", "engineer", "one", "none", "博士", "特許", "中小企業", "硕士", "没有", "3", "5 years old", "and", "or"}
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.SampledFrom(ids).Draw(t, "question")
		list := []string{rapid.StringMatching(`[жщфэюя]{3,9}`).Draw(t, "unknown")}
		for range rapid.IntRange(0, 3).Draw(t, "words") {
			list = append(list, rapid.SampledFrom(words).Draw(t, "word"))
		}
		text := strings.Join(rapid.Permutation(list).Draw(t, "order"), " ")
		before := states[id]
		after := Step(before, Event{Kind: Typed, Text: text, At: noon})
		if !before.sameAnswers(after) {
			t.Errorf("%q at %s is stored as %s", text, id, stored(after, id))
		}
	})
}

// TestLookingStoresNothing: no screen, and nothing that is only looked at, stores anything.
func TestLookingStoresNothing(t *testing.T) {
	for _, lang := range []string{"en", "ja", "zh", "zh-Hant"} {
		for _, id := range []string{"goal", "degrees", "salary", "family", "result"} {
			before := tableAt(t, lang, id)
			for _, c := range Show(before, noon).Choices {
				if c.Role != Control || strings.HasPrefix(c.Action, "set:") {
					continue
				}
				after := Step(before, Event{Kind: Pressed, Action: c.Action, At: noon})
				if !before.sameAnswers(after) {
					t.Errorf("%s at %s: [%s] changes an answer", lang, id, c.Label)
				}
			}
		}
	}
}

// FuzzTyped: whatever is typed, nothing but the question on the table is answered.
func FuzzTyped(f *testing.F) {
	for _, text := range []string{"32, master's, 8.5M, N2", "妻は年収300万", "改成N1", "not N1", "N1-N2", "2027年N1", "I'm 32", "年収850万です", "我有N1", "she has a PhD", "I am a bachelor", "修士論文", "5年", "\xff", "ー800万"} {
		f.Add(text)
	}
	var states []State
	for _, id := range []string{"goal", "degrees", "universities", "career_i-b", "age", "salary", "japanese", "licences", "family", "result"} {
		states = append(states, tableAt(f, "ja", id))
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, before := range states {
			onlyAnswers(t, text, before, Step(before, Event{Kind: Typed, Text: text, Language: "ja", At: noon}))
		}
	})
}
