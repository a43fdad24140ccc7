package conversation

import (
	"slices"

	"hspbot/scoring"
	scoringplan "hspbot/scoring/plan"
)

// Birthdays at which the points fall, as far ahead as the routes look: three years.

// birthday is the next one that changes points.
type birthday struct {
	age int
	// on is the day; where only the age is known, it is zero, and years says within how many.
	on            scoring.Date
	years         int
	before, after scoring.Assessment
}

// nextBirthday returns the next birthday at which the points of a category fall; nil where
// there is none in the years looked ahead, or the age is not known.
func (t *turn) nextBirthday() *birthday {
	among := t.plan.assessment.Sheets
	for _, next := range scoringplan.Birthdays(&t.plan.person, among, lookBack) {
		b := birthday{age: next.Age, on: next.On, years: next.Years}
		var err, err2 error
		b.before, err = scoring.Assess(&next.Before, among)
		b.after, err2 = scoring.Assess(&next.After, among)
		if err == nil && err2 == nil && len(b.falls()) > 0 {
			return &b
		}
	}
	return nil
}

// falls are the categories in which points are lost that count.
func (b *birthday) falls() []scoring.Category {
	var list []scoring.Category
	for c := range b.before.Sheets.All() {
		x, y := &b.before.Categories[c], &b.after.Categories[c]
		if x.Verdict != scoring.Fails && (x.Min != y.Min || x.Max != y.Max) {
			list = append(list, c)
		}
	}
	return list
}

// breaks reports whether the mark may be there the day before, in the category, and is not on
// the birthday.
func (b *birthday) breaks(c scoring.Category, points int) bool {
	x, y := &b.before.Categories[c], &b.after.Categories[c]
	return x.Max >= points && (y.Max < points || y.Verdict == scoring.Fails) || x.Min >= points && y.Min < points
}

// changes says what the birthday does to the points of the categories.
func (t *turn) changes(b *birthday, in []scoring.Category) string {
	v := t.voice
	var changes []string
	for _, c := range in {
		x, y := &b.before.Categories[c], &b.after.Categories[c]
		id := "birthday.change"
		switch {
		case b.breaks(c, scoring.PassMark):
			id = "birthday.under_70"
		case b.breaks(c, 80):
			id = "birthday.under_80"
		}
		changes = append(changes, v.Say(id, "Category", Short(v, c), "Before", bare(v, x.Min, x.Max), "After", bare(v, y.Min, y.Max)))
	}
	return join(v, changes)
}

// birthdayText says when the birthday comes, and what it does to the points of the categories.
func (t *turn) birthdayText(b *birthday, in []scoring.Category) string {
	v, changes := t.voice, t.changes(b, in)
	if b.on.IsZero() {
		return t.voice.Say("birthday.within", "Age", b.age, "N", b.years, "Changes", changes)
	}
	return t.voice.Say("birthday.on", "Date", date(v, b.on), "Age", b.age, "Changes", changes)
}

// birthdayShort is the line of a result: what a birthday breaks, else what it changes where
// there is one category to tell of.
func (t *turn) birthdayShort() []Line {
	b := t.nextBirthday()
	switch {
	case b == nil:
		return nil
	case len(b.broken()) > 0:
		return []Line{{Mark: Caution, Label: t.birthdayText(b, b.broken())}}
	case len(b.falls()) == 1:
		return []Line{{Label: t.birthdayText(b, b.falls())}}
	}
	return nil
}

// broken are the categories in which a birthday takes 70 or 80 points away.
func (b *birthday) broken() []scoring.Category {
	return slices.DeleteFunc(b.falls(), func(c scoring.Category) bool { return !b.breaks(c, scoring.PassMark) && !b.breaks(c, 80) })
}

// birthdayInFull is the line of what the next birthday does, calm where nothing is lost.
func (t *turn) birthdayInFull() []Line {
	b, v := t.nextBirthday(), t.voice
	if b == nil {
		return nil
	}
	line := Line{Label: t.birthdayText(b, b.falls())}
	anyBroken := func(points int) bool {
		return slices.ContainsFunc(b.falls(), func(c scoring.Category) bool { return b.breaks(c, points) })
	}
	switch {
	case anyBroken(scoring.PassMark):
		line.Mark, line.Note = Caution, v.Say("birthday.breaks_70")
	case anyBroken(80):
		line.Mark, line.Note = Caution, v.Say("birthday.breaks_80")
	default:
		line.Note = v.Say("birthday.harmless")
	}
	return []Line{line}
}
