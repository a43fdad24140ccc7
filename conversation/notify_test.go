package conversation

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

// subscriber is somebody with 80 points in 1号ロ (master 20, 5 years 10, age 33 10, 8.5 million yen 30,
// N2 10), born on 1 March 1993, who asked for notices.
func subscriber(t testing.TB, tag string) State {
	s := tableAt(t, tag, "result")
	s.Facts.Birth = scoring.Date{Year: 1993, Month: 3, Day: 1}
	s.set(scoring.CareerTechnical, scoring.Real(5))
	return Step(s, Event{Kind: Pressed, Action: "notify:on", Reachable: true, At: noon})
}

// at is three in the afternoon of a day in Japan.
func at(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 15, 0, 0, 0, Japan)
}

// TestNoticesOfABirthday: at 35 the age counts 5 points instead of 10 (the form, ④). That is told 30
// days and 7 days before 1 March 2028, each once, and on no other day of two years.
func TestNoticesOfABirthday(t *testing.T) {
	for _, tag := range locales.Tags() {
		s := subscriber(t, tag)
		v := locales.In(tag)
		_, told, ok := s.News(Told{}, noon)
		if ok || told.IsZero() {
			t.Fatalf("%s: somebody who has just asked is told something", tag)
		}
		var days []string
		for day := noon; day.Before(at(2028, 11, 22)); day = day.AddDate(0, 0, 1) {
			var screen Screen
			if screen, told, ok = s.News(told, day); ok {
				days = append(days, day.In(Japan).Format(time.DateOnly))
				text := draw(screen)
				for _, want := range []string{v.Date(2028, 3, 1), v.Say("way.points", "Before", 80, "After", 75), v.Say("calendar.because.age", "Age", 35), v.Say("notify.off")} {
					if !strings.Contains(text, want) {
						t.Errorf("%s, %s: %q is not told:\n%s", tag, day, want, text)
					}
				}
			}
		}
		if !slices.Equal(days, []string{"2028-01-31", "2028-02-23"}) {
			t.Errorf("%s: told on %v", tag, days)
		}
	}
}

// TestNoticesAfterAPause: what could not be told on its day is told later, once, as long as the day is
// still to come, with the days that are left then.
func TestNoticesAfterAPause(t *testing.T) {
	s := subscriber(t, "en")
	for on, want := range map[time.Time]string{at(2028, 2, 10): "In 20 days", at(2028, 2, 29): "In 1 day:", at(2028, 3, 1): ""} {
		_, told, _ := s.News(Told{}, at(2028, 1, 1))
		screen, told, ok := s.News(told, on)
		if ok != (want != "") || ok && !strings.Contains(draw(screen), want) {
			t.Errorf("on %s: %v\n%s", on, ok, draw(screen))
		}
		if _, _, again := s.News(told, on); again {
			t.Errorf("on %s it is told twice", on)
		}
	}
}

// TestNoticesOfNothing: a birthday of which only the age is known is no day, and who has not asked is
// told nothing.
func TestNoticesOfNothing(t *testing.T) {
	known := subscriber(t, "en")
	silent := known
	silent.Notify = false
	vague := known
	vague.Facts.Birth = scoring.Date{}
	forgotten := Step(known, Event{Kind: Pressed, Action: ActionForget, At: noon})
	for name, s := range map[string]State{"not asked": silent, "no birthday": vague, "forgotten": forgotten} {
		if screen, _, ok := s.News(Told{Through: scoring.Date{Year: 2028, Month: 1, Day: 1}, Rules: newestRules(), List: newestList()}, at(2028, 2, 1)); ok {
			t.Errorf("%s: told\n%s", name, draw(screen))
		}
	}
}

// TestNoticesOfNewRules: with a table of its own, in which N2 gives 5 points instead of 10 from 1 April
// 2027 on, somebody with N2 is told of 80 points that become 75, once; somebody with N1 nothing.
func TestNoticesOfNewRules(t *testing.T) {
	s := subscriber(t, "en")
	other := s
	other.set(scoring.Japanese, scoring.Option(scoring.N1))
	_, before, _ := s.News(Told{}, at(2027, 5, 1))
	amended(t, func(rows []scoring.Row) []scoring.Row {
		old := rowOf(rows, "japanese.n2")
		successor := *old
		old.Until = newLaw
		successor.Edition, successor.Points = newForm, scoring.Scores{5, 5, 5}
		return append(rows, successor)
	})
	v := locales.In("en")
	screen, told, ok := s.News(before, at(2027, 5, 2))
	text := draw(screen)
	if want := v.Say("difference.points", "Category", "1号ロ", "Before", "80 points", "After", "75 points"); !ok || !strings.Contains(text, want) || !strings.Contains(text, v.Date(2027, 4, 1)) {
		t.Errorf("%v, not %q:\n%s", ok, want, text)
	}
	if screen, _, ok := s.News(told, at(2027, 5, 3)); ok {
		t.Errorf("told twice:\n%s", draw(screen))
	}
	if screen, _, ok := other.News(before, at(2027, 5, 2)); ok {
		t.Errorf("told of what does not concern them:\n%s", draw(screen))
	}
}

// TestNoticesOfTheList: who answered about the list of universities is told when it is renewed.
func TestNoticesOfTheList(t *testing.T) {
	s := subscriber(t, "ja")
	old := Told{Through: scoring.DateOf(noon), Rules: newestRules(), List: scoring.Date{Year: 2025, Month: 1, Day: 1}}
	screen, told, ok := s.News(old, noon)
	if !ok || !strings.Contains(draw(screen), "2026年1月1日") {
		t.Errorf("%v\n%s", ok, draw(screen))
	}
	if _, _, again := s.News(told, noon); again {
		t.Error("told twice")
	}
}

// TestNotify: the buttons turn notices on and off, and the screen says until when the answers are kept
// for them: a year from the last use, or a week after the last day that is told of within five years.
func TestNotify(t *testing.T) {
	for _, tag := range locales.Tags() {
		s, v := subscriber(t, tag), locales.In(tag)
		if text := draw(Show(s, noon)); !s.Notify || !strings.Contains(text, v.Say("notify.is_on", "Date", v.Date(2028, 3, 8))) {
			t.Errorf("%s: on, it says\n%s", tag, text)
		}
		vague := s
		vague.Facts.Birth = scoring.Date{}
		if until := vague.NoticesUntil(); !until.Equal(time.Date(2027, 11, 22, 0, 0, 0, 0, Japan)) {
			t.Errorf("%s: without a day kept until %s", tag, until)
		}
		off := Step(s, Event{Kind: Pressed, Action: "notify:off", Reachable: true, At: noon})
		if text := draw(Show(off, noon)); off.Notify || !strings.Contains(text, v.Say("notify.is_off", "Date", v.Date(2028, 3, 8))) {
			t.Errorf("%s: off, it says\n%s", tag, text)
		}
		for _, e := range []Event{{Kind: Pressed, Action: "notify:on"}, {Kind: Typed, Text: "/notify"}, {Kind: Pressed, Action: "show:notify"}} {
			e.At = noon
			here := Step(off, e)
			if text := draw(Show(here, noon)); here.Notify || !strings.Contains(text, v.Say("notify.cannot")) {
				t.Errorf("%s: where nobody can be written to, %s gives\n%s", tag, fmt.Sprint(e.Action, e.Text), text)
			}
		}
	}
}
