package conversation

import (
	"strconv"

	"hspbot/conversation/picture"
	"hspbot/scoring"
	scoringplan "hspbot/scoring/plan"
)

// The points of every day as a picture; what it shows is told in words by the calendar.

// chartView and chartDark are the views of the chart, on a light and on a dark ground.
const (
	chartView = "chart"
	chartDark = "chart.dark"
)

// chart hands over the picture. Its words are those of the calendar, for who cannot see it.
func (t *turn) chart(view string) Screen {
	drawn, err := t.pointsChart(view == chartDark)
	if err != nil {
		return t.uncovered()
	}
	words := t.calendarDays()
	s := t.handOver(view, "control.chart", t.voice.Say("chart.text"))
	s.File = &File{Name: "points-" + t.today.String() + ".png", Type: pictureType, Alt: words.Plain(), content: drawn}
	if view == chartView {
		s.add(Control, "chart-dark", ShowAction(chartDark), t.voice.Say("chart.dark"))
	} else {
		s.add(Control, "chart", ShowAction(chartView), t.voice.Say("chart.light"))
	}
	t.addViews(&s, "calendar")
	return s
}

// pictureType is the media type of the pictures.
const pictureType = "image/png"

// PointsChart draws the points of every day of a person, in the categories given.
func PointsChart(person scoring.Person, among scoring.Sheets, language string, dark bool) ([]byte, error) {
	t, err := reportOn(person, among, language)
	if err != nil {
		return nil, err
	}
	drawn, err := t.pointsChart(dark)
	if err != nil {
		return nil, err
	}
	return drawn.Bytes()
}

// pointsChart says what the picture shows: the category that the calendar is of first, then the others.
func (t *turn) pointsChart(dark bool) (*picture.Chart, error) {
	v, c := t.voice, t.category()
	k, err := scoringplan.NewCalendar(&t.plan.person, t.plan.assessment.Sheets)
	if err != nil {
		return nil, err
	}
	p := &picture.Chart{Calendar: k, Language: v.Tag(), Dark: dark, Main: c, Title: v.Say("calendar.title"), TodayIs: v.Say("chart.today", "Date", date(v, k.Today)),
		Before: v.Say("chart.before"), Small: v.Say("chart.note", "Date", date(v, k.Today))}
	now := k.On(k.Today).Points[c]
	p.About = v.Say("chart.now", "Category", Short(v, c), "Score", Score(v, now.Min, now.Max))
	counts := true
	for other := range k.Sheets.All() {
		p.Names[other] = Short(v, other)
		for _, span := range k.Spans {
			counts = counts && (!span.Covered || span.Floor[other] == scoring.Yes)
		}
	}
	of := k // the days are those of the calendar's category
	if k.Sheets != scoring.Only(c) {
		if of, err = scoringplan.NewCalendar(&t.plan.person, scoring.Only(c)); err != nil {
			return nil, err
		}
	}
	for _, turn := range t.shownTurns(&of, c) {
		line := t.turnLine(&turn, c)
		p.Days = append(p.Days, picture.Day{On: turn.On, Text: line.Label, Value: line.Value})
	}
	if len(p.Days) == 0 {
		p.Notes = append(p.Notes, v.Say("calendar.same"))
	}
	for _, mark := range scoringplan.Marks {
		p.Marks = append(p.Marks, picture.Mark{Points: mark, Worth: v.Say("chart.mark_" + strconv.Itoa(mark)), When: t.runOf(&of, c, mark)})
	}
	if now.Min != now.Max {
		p.Notes = append(p.Notes, v.Say("chart.band"))
	}
	if !counts {
		p.Notes = append(p.Notes, v.Say("chart.floor"))
	}
	return p, nil
}
