package conversation

import (
	"math"
	"slices"
	"strings"

	"hspbot/scoring"
)

// What would reach 70 or 80 points: more pay, Japanese, licences, years of work, a position in
// the company. Each step is tried with the scorer, all else as it is.

// change is another value of one fact.
type change struct {
	fact  scoring.Fact
	value scoring.Value
	years int // that have to pass before: the person gets older meanwhile
}

// way is one change, or two together, and the points that it adds for certain.
type way struct {
	changes []change
	gain    int
}

// improvable are the facts of a category that people can change.
func improvable(c scoring.Category) []scoring.Fact {
	list := []scoring.Fact{scoring.AnnualIncome, scoring.Japanese}
	switch c {
	case scoring.Technical:
		list = append(list, scoring.Licences)
	case scoring.Management:
		list = append(list, scoring.Position)
	}
	return append(list, scoring.CareerIn(c))
}

// steps are the values of a fact above the present one at which the table makes a step, the
// nearest first; none where the present one is not known.
func (t *turn) steps(c scoring.Category, f scoring.Fact) []change {
	now := t.plan.profile.Value(f)
	if !now.Known() {
		return nil
	}
	var list []change
	if f.Kind() == scoring.Choice {
		for _, i := range scoring.Options(t.today, f) {
			if v := scoring.Option(i); v.Cases > now.Cases {
				list = append(list, change{fact: f, value: v})
			}
		}
		return list
	}
	for _, x := range scoring.Thresholds(t.today, f, scoring.Only(c)) {
		switch {
		case x < now.Below:
		case f == scoring.CareerIn(c):
			list = append(list, change{fact: f, value: scoring.Real(x), years: int(math.Ceil(x - now.From))})
		default:
			list = append(list, change{fact: f, value: scoring.Number(int64(x))})
		}
	}
	return list
}

// after is the profile after changes.
func (t *turn) after(changes []change) scoring.Profile {
	p := t.plan.profile
	for _, c := range changes {
		if c.years > 0 {
			age := p.Value(scoring.Age)
			p.CareerSince, p.Birth = scoring.Date{}, scoring.Date{}
			if age.Known() {
				p = p.With(scoring.Age, scoring.Between(age.From+float64(c.years), age.Below+float64(c.years)))
			}
		}
		p = p.With(c.fact, c.value)
	}
	return p
}

// reach tries changes: the points they add, and whether the mark is certain then.
func (t *turn) reach(c scoring.Category, mark int, changes ...change) (gain int, ok bool) {
	p := t.after(changes)
	a, err := scoring.Assess(&p, scoring.Only(c))
	if err != nil {
		return 0, false
	}
	r := &a.Categories[c]
	return r.Min - t.plan.assessment.Categories[c].Min, r.Floor == scoring.Yes && r.Min >= mark
}

// ways are the least single changes that reach the mark in a category; where there is none,
// the least two together.
func (t *turn) ways(c scoring.Category, mark int) []way {
	return t.waysBy(c, mark, improvable(c))
}

// waysBy are the ways by the facts.
func (t *turn) waysBy(c scoring.Category, mark int, facts []scoring.Fact) []way {
	var all [][]change
	for _, f := range facts {
		if steps := t.steps(c, f); len(steps) > 0 {
			all = append(all, steps)
		}
	}
	var list []way
	for _, steps := range all {
		for _, s := range steps {
			if gain, ok := t.reach(c, mark, s); ok {
				list = append(list, way{[]change{s}, gain})
				break
			}
		}
	}
	if len(list) > 0 {
		return list
	}
	for i, first := range all {
		for _, second := range all[i+1:] {
			if w, ok := t.together(c, mark, first, second); ok {
				list = append(list, w)
			}
		}
	}
	return list
}

// together finds the two least steps, one of each list, that reach the mark.
func (t *turn) together(c scoring.Category, mark int, first, second []change) (way, bool) {
	for sum := range len(first) + len(second) - 1 {
		for i := range min(sum+1, len(first)) {
			if sum-i >= len(second) {
				continue
			}
			if gain, ok := t.reach(c, mark, first[i], second[sum-i]); ok {
				return way{[]change{first[i], second[sum-i]}, gain}, true
			}
		}
	}
	return way{}, false
}

// say writes a change.
func (c change) say(t *turn) string {
	v := t.voice
	switch c.fact {
	case scoring.AnnualIncome:
		return v.Say("way.salary", "Yen", v.Yen(int64(c.value.From)))
	case scoring.Licences:
		return v.Say("way.licences", "N", int(c.value.From))
	case scoring.Japanese, scoring.Position:
		for i, name := range c.fact.Names() {
			if c.value == scoring.Option(i) {
				return v.Say("way." + c.fact.Key() + "." + name)
			}
		}
	}
	return v.Say("way.career", "N", c.years, "Years", v.Decimal(c.value.From))
}

// wayLines writes ways, a line each, at most so many.
func (t *turn) wayLines(ways []way, most int) []Line {
	var list []Line
	for _, w := range ways[:min(most, len(ways))] {
		list = append(list, Line{Label: w.say(t), Value: t.voice.Say("way.gain", "N", w.gain)})
	}
	return list
}

// say writes the changes of a way.
func (w *way) say(t *turn) string {
	var parts []string
	for _, c := range w.changes {
		parts = append(parts, c.say(t))
	}
	return strings.Join(parts, t.voice.Say("way.and"))
}

// gap says above ways to a mark what they are.
func (t *turn) gap(ways []way, mark int) string {
	id := "ways.any_one"
	switch {
	case len(ways) == 0:
		id = "ways.none"
	case len(ways[0].changes) > 1:
		id = "ways.any_two"
	}
	return t.voice.Say(id, "Mark", mark)
}

// marks are the points worth reaching that a category does not have for certain.
func (t *turn) marks(c scoring.Category) []int {
	r := &t.plan.assessment.Categories[c]
	return slices.DeleteFunc([]int{scoring.PassMark, 80}, func(mark int) bool { return r.Min >= mark && r.Floor == scoring.Yes })
}

// morePoints draws the ways to 70 and 80 points.
func (t *turn) morePoints() Screen {
	v, c := t.voice, t.category()
	s := t.detail("ways", "ways.title")
	s.text(Paragraph, t.voice.Say("ways.now", "Category", v.Say("category."+c.String()+".short"),
		"Score", score(v, t.plan.assessment.Categories[c].Min, t.plan.assessment.Categories[c].Max)))
	for _, mark := range t.marks(c) {
		ways := t.ways(c, mark)
		s.text(Heading, v.Say("ways.mark."+v.Decimal(float64(mark))))
		s.text(Paragraph, t.gap(ways, mark))
		if lines := t.wayLines(ways, len(ways)); len(lines) > 0 {
			s.Body = append(s.Body, Block{Kind: List, Lines: lines})
		}
	}
	if len(t.marks(c)) == 0 {
		s.text(Paragraph, v.Say("ways.enough"))
	}
	s.text(Small, v.Say("ways.note"))
	s.add(Control, "change", ShowAction("change"), v.Say("control.change"))
	return s
}
