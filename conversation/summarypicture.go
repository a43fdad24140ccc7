package conversation

import (
	"slices"
	"strings"

	"hspbot/conversation/picture"
	"hspbot/locales"
	"hspbot/scoring"
)

// A picture of the result to show an employer: without the salary, the day of birth and the family,
// unless they are ticked. What is ticked is part of the view's name and kept nowhere.

// Tick is what the picture may say besides.
type Tick byte

// What may be ticked.
const (
	TickSalary Tick = 's'
	TickAge    Tick = 'a'
	TickFamily Tick = 'f'
)

var ticks = []Tick{TickSalary, TickAge, TickFamily}

// String returns the id of the tick's texts.
func (k Tick) String() string {
	return map[Tick]string{TickSalary: "salary", TickAge: "age", TickFamily: "family"}[k]
}

// The view "summary" offers the ticks, and "summary.png" hands over the picture, "summary.dark" that
// on a dark ground; after another dot stands what is ticked.
const summaryView = "summary"

// isSummary reads a view: what it shows, "" for the ticks, and what is ticked.
func isSummary(view string) (shows string, ticked []Tick, ok bool) {
	name, rest, _ := strings.Cut(view, ".")
	shows, set, _ := strings.Cut(rest, ".")
	if name != summaryView || shows != "" && shows != "png" && shows != "dark" {
		return "", nil, false
	}
	return shows, ticksOf(set), true
}

// ticksOf reads what is ticked.
func ticksOf(set string) (ticked []Tick) {
	for _, k := range ticks {
		if strings.IndexByte(set, byte(k)) >= 0 {
			ticked = append(ticked, k)
		}
	}
	return ticked
}

func summaryOf(shows string, ticked []Tick) string {
	return strings.TrimRight(summaryView+"."+shows+"."+lettersOf(ticked), ".")
}

// lettersOf writes what is ticked.
func lettersOf(ticked []Tick) string {
	letters := ""
	for _, k := range ticked {
		letters += string(rune(k))
	}
	return letters
}

// toggled is what is ticked after one more is, or one fewer.
func toggled(ticked []Tick, k Tick) []Tick {
	if slices.Contains(ticked, k) {
		return slices.DeleteFunc(slices.Clone(ticked), func(other Tick) bool { return other == k })
	}
	return append(slices.Clone(ticked), k)
}

// summary offers the picture, or hands it over.
func (t *turn) summary(view string) Screen {
	v := t.voice
	shows, ticked, _ := isSummary(view)
	if !t.finished() {
		return t.whomToAsk()
	}
	if shows != "" {
		s := t.handOver(view, "control.summary", v.Say("summary.sent", "Without", t.leftOut(ticked)))
		drawn := t.summaryPicture(ticked, shows == "dark")
		s.File = &File{Name: "result-" + t.today.String() + ".png", Type: pictureType, Alt: drawn.Words(), content: drawn}
		return s
	}
	s := t.detail(view, "summary.title")
	s.Text(Paragraph, v.Say("summary.text", "Without", t.leftOut(ticked)))
	for _, k := range ticks {
		label := "summary.with"
		if slices.Contains(ticked, k) {
			label = "summary.take_out"
		}
		s.add(Option, k.String(), ShowAction(summaryOf("", toggled(ticked, k))), v.Say(label, "What", v.Say("summary."+k.String())))
	}
	s.add(Control, "png", ShowAction(summaryOf("png", ticked)), v.Say("summary.light"))
	s.add(Control, "dark", ShowAction(summaryOf("dark", ticked)), v.Say("chart.dark"))
	return s
}

// notTicked names what is not ticked.
func (t *turn) notTicked(ticked []Tick) string {
	var names []string
	for _, k := range ticks {
		if !slices.Contains(ticked, k) {
			names = append(names, t.voice.Say("summary."+k.String()))
		}
	}
	return join(t.voice, names)
}

// leftOut says what is not shown.
func (t *turn) leftOut(ticked []Tick) string {
	if names := t.notTicked(ticked); names != "" {
		return t.voice.Say("summary.without", "What", names)
	}
	return t.voice.Say("summary.complete")
}

// summaryPicture says what the picture shows, in the category that counts most.
func (t *turn) summaryPicture(ticked []Tick, dark bool) *picture.Summary {
	v, c := t.voice, t.category()
	r := &t.plan.assessment.Categories[c]
	has := func(k Tick) bool { return slices.Contains(ticked, k) }
	total := Verdict(v, &t.plan.assessment, c)
	if r.Floor == scoring.No && !has(TickSalary) {
		total.Note = "" // it would tell of the income
	}
	p := &picture.Summary{Language: v.Tag(), Dark: dark, Title: v.Say("share.title"), Work: total.Label, Points: total.Value, Verdict: total.Note}
	for i := range scoring.Item(scoring.ItemCount) {
		points := r.Items[i]
		text := t.itemName(i)
		switch {
		case points.Min == 0, i == scoring.ItemIncome && !has(TickSalary), i == scoring.ItemAge && !has(TickAge):
			continue
		case i == scoring.ItemIncome:
			text = v.Say("change.line", "Question", text, "Answer", label(v, scoring.AnnualIncome, t.plan.person.Profile.Value(scoring.AnnualIncome)))
		case i == scoring.ItemAge && !t.plan.person.Birth.IsZero():
			text = v.Say("summary.born", "Item", text, "Date", date(v, t.plan.person.Birth))
		case i == scoring.ItemAge:
			text = v.Say("change.line", "Question", text, "Answer", label(v, scoring.Age, t.plan.person.Profile.Value(scoring.Age)))
		default:
			if _, row := t.rowOf(i, c, points); row != nil {
				text = v.Say("change.line", "Question", text, "Answer", v.Say(row.TextKey()))
			}
		}
		p.Items = append(p.Items, picture.Item{Text: text, Value: bare(v, points.Min, points.Max)})
	}
	if has(TickFamily) {
		for _, l := range t.family() {
			p.More = append(p.More, picture.Item{Text: l.Label, Value: printed[l.Mark]})
		}
	}
	p.Notes = []string{t.leftOut(ticked), t.applied(), v.Say("pointsheet.reserve")}
	return p
}

// ResultPicture draws the summary of a person's result, with what is ticked.
func ResultPicture(person scoring.Person, among scoring.Sheets, language string, dark bool, ticked ...Tick) ([]byte, error) {
	t, err := reportOn(person, among, locales.In(language).Tag())
	if err != nil {
		return nil, err
	}
	return t.summaryPicture(ticked, dark).Bytes()
}
