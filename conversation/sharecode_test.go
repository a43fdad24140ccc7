package conversation

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hspbot/locales"
	"hspbot/scoring"
)

const someCode = "7K2M9QXR04TBZC5W3FJ8HD6NVE"

// TestShareCodes: a code is read as people write it, and nothing else is taken for one.
func TestShareCodes(t *testing.T) {
	share := Share{Code: someCode, At: "https://hsp.example.org/s/"}
	if got := share.Typed(); got != "HSP-7K2M-9QXR-04TB-ZC5W" {
		t.Errorf("it is typed %s", got)
	}
	for _, text := range []string{"HSP-7K2M-9QXR-04TB-ZC5W", " hsp 7k2m 9qxr o4tb zc5w ", "ＨＳＰ－７Ｋ２Ｍ－９ＱＸＲ－０４ＴＢ－ＺＣ５Ｗ", "HSP7K2M9QXR04TBZC5W",
		"HSP—7K2M—9QXR—04TB—ZC5W", share.Link(), share.Link() + "?lang=ja", "HSP" + someCode} {
		if id, ok := TypedShare(text); !ok || id != share.ID() {
			t.Errorf("%q is not read as the code", text)
		}
	}
	for _, text := range []string{"", "850", "7K2M-9QXR-04TB-ZC5W", "HSP", "HSP category research", "HSP-7K2M-9QXR-04TB", "HSP-7K2M-9QXR-04TB-ZC5W-0", "HSP-7K2M-9QXR-04TB-ZC5U",
		"1234567890123456", "https://hsp.example.org/s/", "https://hsp.example.org/s/short", strings.Repeat("HSP", 200), "高度専門職"} {
		if _, ok := TypedShare(text); ok {
			t.Errorf("%q is read as a code", text)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var random [ShareRandom]byte
		copy(random[:], rapid.SliceOfN(rapid.Byte(), ShareRandom, ShareRandom).Draw(t, "random"))
		s := Share{Code: ShareCode(random)}
		if id, ok := TypedShare(s.Typed()); !ok || id != s.ID() {
			t.Fatalf("%s is not read back", s.Typed())
		}
		if code, ok := ReadShareCode(strings.ToLower(s.Code)); !ok || code != s.Code {
			t.Fatalf("%s is not read back", s.Code)
		}
	})
}

// sharing is the state of somebody with a result who presses the button that makes a code.
func sharing(t testing.TB, s State, ticked string) State {
	t.Helper()
	s = Step(s, Event{Kind: Pressed, Action: "share:make:" + ticked, Code: someCode, At: noon})
	if s.Share == nil {
		t.Fatal("nothing is shared")
	}
	return s
}

// TestShare: it lasts 7 days, is a snapshot, is made once, listed, and gone when it is deleted,
// when the person starts over, and when everything is deleted.
func TestShare(t *testing.T) {
	s := sharing(t, tableAt(t, "en", "result"), "")
	share := *s.Share
	if got := share.Until.Sub(noon); got != 7*24*time.Hour {
		t.Errorf("it lasts %v", got)
	}
	again := Step(s, Event{Kind: Pressed, Action: "share:make:sa", Code: strings.Repeat("0", ShareRandom), At: noon.Add(time.Minute)})
	if again.Share == nil || again.Share.Code != someCode || again.Share.Ticked != "" {
		t.Errorf("a second press makes %+v", again.Share)
	}
	changed := Step(s, Event{Kind: Pressed, Action: "set:salary:=4000000", At: noon})
	if changed.Share == nil || changed.Share.Facts != share.Facts {
		t.Error("an answer that is changed changes what is shared")
	}
	if screen := Show(s.looking("mydata"), noon); !strings.Contains(screen.Plain(), "HSP-7K2M-9QXR-04TB-ZC5W") {
		t.Errorf("it is not listed:\n%s", draw(screen))
	}
	if s.Shares(noon.Add(ShareLife-time.Second)) == nil || s.Shares(noon.Add(ShareLife)) != nil {
		t.Error("it does not end after 7 days")
	}
	for _, e := range []Event{{Kind: Pressed, Action: "share:drop", At: noon}, {Kind: Pressed, Action: "yes:restart", At: noon},
		{Kind: Pressed, Action: ActionForget, At: noon}, {Kind: Typed, Text: "/help", At: noon.Add(ShareLife)}} {
		if after := Step(s, e); after.Share != nil {
			t.Errorf("after %s %s it is kept", e.Action, e.Text)
		}
	}
	for name, e := range map[string]Event{"in public": {Public: true, Code: someCode}, "without a code": {}} {
		e.Kind, e.Action, e.At = Pressed, "share:make:", noon
		if after := Step(tableAt(t, "en", "result"), e); after.Share != nil {
			t.Errorf("%s: a code is made", name)
		}
	}
	candidate := tableAt(t, "en", "result")
	candidate.Candidate = true
	for name, before := range map[string]State{"a candidate": candidate, "unfinished": tableAt(t, "en", "salary"), "nobody": {}} {
		if after := Step(before, Event{Kind: Pressed, Action: "share:make:", Code: someCode, At: noon}); after.Share != nil {
			t.Errorf("%s: a code is made", name)
		}
	}
	kept, err := json.Marshal(s)
	var back State
	if err == nil {
		err = json.Unmarshal(kept, &back)
	}
	if err != nil || back.Share == nil || draw(SharedResult(back.Share, "ja")) != draw(SharedResult(s.Share, "ja")) {
		t.Errorf("it does not come back from the store: %v", err)
	}
}

// TestShareKeepsAnswers: who looks at what another shares keeps their own answers, and the question
// they were at; where others can read along nothing is shown.
func TestShareKeepsAnswers(t *testing.T) {
	for _, id := range []string{"salary", "degrees", "result"} {
		before := tableAt(t, "ja", id)
		looks := Step(before, Event{Kind: Typed, Text: "HSP-7K2M-9QXR-04TB-ZC5W", At: noon})
		if looks.LooksAt() != ShareID(someCode) || Show(looks, noon).ID != "code" {
			t.Errorf("%s: it is not looked at", id)
		}
		translated := Step(looks, Event{Kind: Pressed, Action: LanguageAction("zh-Hant"), At: noon})
		if translated.LooksAt() != looks.LooksAt() || translated.Language != "zh-Hant" {
			t.Errorf("%s: another language shows something else", id)
		}
		after := Step(looks, Event{Kind: Pressed, Action: ActionContinue, At: noon})
		after.Touched, after.Notice, before.Notice = before.Touched, nil, nil
		if draw(Show(after, noon)) != draw(Show(before, noon)) || after.Facts != before.Facts {
			t.Errorf("%s: something has changed:\n%s", id, draw(Show(after, noon)))
		}
		open := before
		open.Open = true
		if public := Step(open, Event{Kind: Typed, Text: "HSP-7K2M-9QXR-04TB-ZC5W", Public: true, At: noon}); public.LooksAt() != "" {
			t.Errorf("%s: it is shown in public", id)
		}
		if forged := Step(before, Event{Kind: Pressed, Action: ShowAction(codeView + ShareID(someCode)), At: noon}); forged.LooksAt() != "" {
			t.Errorf("%s: a button opens what nobody has typed", id)
		}
	}
}

// TestShareHidesNumbers: two people of whom only salary or age differ, and who have the same points
// for both in each category that is shown, share the same to the last character, unless they tick it.
func TestShareHidesNumbers(t *testing.T) {
	steps := []int64{0, 1, 2_999_999, 3_000_000, 3_999_999, 4_000_000, 4_999_999, 5_000_000, 5_999_999, 6_000_000, 7_000_000, 7_999_999, 8_000_000, 9_000_000, 9_999_999,
		10_000_000, 15_000_000, 19_999_999, 20_000_000, 29_999_999, 30_000_000, 39_999_999, 40_000_000, 90_000_000}
	rapid.Check(t, func(t *rapid.T) {
		base := State{Language: "en", Goal: rapid.SampledFrom([]string{"i-a", "i-b", "i-c", "all"}).Draw(t, "goal")}
		base.set(scoring.Degrees, scoring.Members(uint(rapid.IntRange(0, 31).Draw(t, "degrees"))))
		base.set(scoring.CareerTechnical, scoring.Real(float64(rapid.IntRange(0, 12).Draw(t, "years"))))
		base.set(scoring.SpouseIncome, scoring.Number(rapid.Int64Range(0, 9_000_000).Draw(t, "spouse")))
		shown := func(who string) (points any, said string) {
			s := base
			s.set(scoring.AnnualIncome, scoring.Number(rapid.SampledFrom(steps).Draw(t, "salary "+who)))
			age := rapid.Int64Range(18, 60).Draw(t, "age "+who)
			if s.set(scoring.Age, scoring.Number(age)); rapid.Bool().Draw(t, "birth "+who) {
				s.Facts.Birth = scoring.Date{Year: 2026 - int(age), Month: 2, Day: 3}
			}
			points, _ = pointsToTell(s.profile(begin(s, noon).today), s.sheets())
			share := Share{Code: someCode, Goal: s.Goal, Facts: Facts{begin(s, noon).toShow(nil)}, Made: noon, Until: noon.Add(ShareLife)}
			kept, err := json.Marshal(share)
			if err != nil {
				t.Fatal(err)
			}
			for _, tag := range []string{"en", "ja"} {
				said += draw(SharedResult(&share, tag))
			}
			return points, said + string(kept)
		}
		onePoints, one := shown("of one")
		otherPoints, other := shown("of another")
		if onePoints == otherPoints && one != other {
			t.Fatalf("the same points, and what is shared differs:\n%s\n%s", one, other)
		}
	})
}

// TestShareSaysThePoints: what is shared has the points of the result, and what is ticked; nothing of
// the family is said or kept in any language.
func TestShareSaysThePoints(t *testing.T) {
	for _, tag := range locales.Tags() {
		s := tableAt(t, tag, "result")
		s.Facts.Birth = scoring.Date{Year: 1993, Month: 6, Day: 15}
		own := begin(s, noon)
		for ticked, want := range map[string][2]bool{"": {}, "s": {true, false}, "a": {false, true}, "sa": {true, true}} {
			share := sharing(t, s, ticked).Share
			screen := SharedResult(share, tag)
			said := draw(screen)
			v := locales.In(tag)
			if !strings.Contains(said, v.Say("points.total")+" | "+bare(v, own.plan.assessment.Categories[scoring.Technical].Min, own.plan.assessment.Categories[scoring.Technical].Max)) &&
				!strings.Contains(said, "80") {
				t.Errorf("%s: the total is not said:\n%s", tag, said)
			}
			kept, err := json.Marshal(share)
			if err != nil {
				t.Fatal(err)
			}
			for i, texts := range [][]string{{label(v, scoring.AnnualIncome, scoring.Number(8_500_000)), "8500000"}, {date(v, s.Facts.Birth), "1993-06-15"}} {
				if has := strings.Contains(said, texts[0]); has != want[i] {
					t.Errorf("%s, %q ticked: %q is said: %v\n%s", tag, ticked, texts[0], has, said)
				}
				if has := strings.Contains(string(kept), texts[1]); has != want[i] {
					t.Errorf("%s, %q ticked: %q is kept: %v\n%s", tag, ticked, texts[1], has, kept)
				}
			}
			if word := spokenTo[tag].FindString(strings.ReplaceAll(said, screen.Body[0].Text, "")); word != "" {
				t.Errorf("%s: what is shared says %q:\n%s", tag, word, said)
			}
			p := share.Facts.Profile
			if hidden := []scoring.Fact{scoring.SpouseIncome, scoring.ChildrenAges, scoring.Pregnant}; slices.ContainsFunc(hidden, func(f scoring.Fact) bool { return p.Value(f).Known() }) {
				t.Errorf("%s: something of the family is kept", tag)
			}
		}
	}
}

// TestShareFitsAPhone: the screens of the person and of who looks at one category are at most 20
// lines of 40 columns without the table of items, and their buttons at most 30 columns.
func TestShareFitsAPhone(t *testing.T) {
	for _, tag := range locales.Tags() {
		s := tableAt(t, tag, "result")
		screens := []Screen{Show(s.looking(shareView), noon), Show(s.looking(shareView+".sa"), noon), Show(s.looking(codeView+"x"), noon)}
		made := Step(s, Event{Kind: Pressed, Action: "share:make:sa", Code: someCode, SharedAt: "https://hsp.example.org/s/", At: noon})
		screens = append(screens, Show(made, noon), ShowShare(made.Share, Show(made.looking(codeView+made.Share.ID()), noon)))
		for _, screen := range screens {
			if n := phoneLines(&screen); n > 20 && screen.ID != "shared" || n > 40 {
				t.Errorf("%s: %d lines:\n%s", tag, n, draw(screen))
			}
			for _, c := range screen.Choices {
				if locales.Columns(c.Label) > 30 || len(c.Action) > 48 {
					t.Errorf("%s: a button is too wide: %s %s", tag, c.Label, c.Action)
				}
			}
		}
	}
}
