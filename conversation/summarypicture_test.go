package conversation

import (
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// TestResultPicture: the picture is the one that was looked at, in each language: with nothing ticked on
// a light ground, with all on a dark one.
func TestResultPicture(t *testing.T) {
	p := person(t, "engineer")
	for _, tag := range locales.Tags() {
		plain, err := ResultPicture(p, scoring.Only(scoring.Technical), tag, false)
		if err != nil {
			t.Fatal(err)
		}
		samePicture(t, "result."+tag+".png", plain)
		full, err := ResultPicture(p, scoring.Only(scoring.Technical), tag, true, ticks...)
		if err != nil {
			t.Fatal(err)
		}
		samePicture(t, "result.full."+tag+".png", full)
	}
}

// TestResultPictureTellsWhatIsTicked: without a tick nothing is said of the salary, the age and the
// family, whatever the words; each tick adds what it names, and nothing else.
func TestResultPictureTellsWhatIsTicked(t *testing.T) {
	for _, tag := range locales.Tags() {
		s, v := tableAt(t, tag, "result"), locales.In(tag)
		s.Facts.Birth = scoring.Date{Year: 1993, Month: 3, Day: 1}
		says := map[Tick]string{TickSalary: v.Yen(8_500_000), TickAge: v.Date(1993, 3, 1), TickFamily: v.Say("benefit.short.parents")}
		for set := range 1 << len(ticks) {
			var ticked []Tick
			for i, k := range ticks {
				if set>>i&1 == 1 {
					ticked = append(ticked, k)
				}
			}
			screen := Show(Step(s, Event{Kind: Pressed, Action: ShowAction(summaryOf("png", ticked)), At: noon}), noon)
			if screen.File == nil || !screen.File.OnDemand() {
				t.Fatalf("%s: %v: no picture: %+v", tag, ticked, screen)
			}
			words := screen.File.Alt
			for i, k := range ticks {
				if has := strings.Contains(words, says[k]); has != (set>>i&1 == 1) {
					t.Errorf("%s: with %v ticked it says %q: %v\n%s", tag, ticked, says[k], has, words)
				}
			}
			for _, want := range []string{"80", v.Say("category.i-b.name"), v.Say("pointsheet.reserve"), date(v, scoring.DateOf(noon))} {
				if !strings.Contains(words, want) {
					t.Errorf("%s: %q is not said:\n%s", tag, want, words)
				}
			}
		}
		below := s
		below.set(scoring.AnnualIncome, scoring.Number(2_900_000))
		begun := begin(below, noon)
		if words := begun.summaryPicture(nil, false).Words(); strings.Contains(words, v.Say("verdict.floor")) {
			t.Errorf("%s: the verdict tells of the income:\n%s", tag, words)
		}
	}
}

// TestSummaryTicks: the buttons tick and take out, one by one.
func TestSummaryTicks(t *testing.T) {
	s := tableAt(t, "en", "result")
	press := func(action string) Screen {
		s = Step(s, Event{Kind: Pressed, Action: action, At: noon})
		return Show(s, noon)
	}
	first := press(ShowAction(summaryView))
	if len(first.Choices) < 6 || first.Choices[0].Action != "show:summary..s" || first.File != nil {
		t.Fatalf("%+v", first)
	}
	second := press(first.Choices[0].Action)
	if second.Choices[1].Action != "show:summary..sa" || second.Choices[0].Action != "show:summary" {
		t.Errorf("%+v", second.Choices)
	}
	for _, bad := range []string{"show:summary.jpg", "show:summary2", "show:summary.png.s.x.y"} {
		screen := press(bad)
		if screen.Title == "" {
			t.Errorf("%s: %+v", bad, screen)
		}
	}
}
