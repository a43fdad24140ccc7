package conversation

import (
	"slices"
	"strings"
	"time"

	"hspbot/scoring"
)

// A person's own share: what is ticked is part of the view's name, and making it keeps in the state
// what it shows, so that it goes when the state does.

// shareView offers the ticks, or shows the code. After a dot stands what is ticked.
const shareView = "share"

// The actions: make, after it what is ticked; drop.
const (
	shareVerb = "share"
	shareMake = "make"
	shareDrop = "drop"
)

// shareTicks are what may be shown besides the points.
var shareTicks = []Tick{TickSalary, TickAge}

// isShare reads a view.
func isShare(view string) (ticked []Tick, ok bool) {
	name, set, _ := strings.Cut(view, ".")
	return slices.DeleteFunc(ticksOf(set), func(k Tick) bool { return !slices.Contains(shareTicks, k) }), name == shareView
}

// Shares returns what the person shows by a code at a time; nil where that is nothing.
func (s State) Shares(at time.Time) *Share {
	if s.Forgotten || s.Share == nil || !at.Before(s.Share.Until) {
		return nil
	}
	return s.Share
}

// MakesShare reports whether an action is to make a code: the event needs one.
func MakesShare(action string) bool { return strings.HasPrefix(action, shareVerb+":"+shareMake) }

// canShare reports whether there is a result that the person may show: their own, and whole.
func (t *turn) canShare() bool {
	return !t.state.Candidate && t.finished()
}

// pressShare makes a code, or deletes it. A second press finds it there.
func (t *turn) pressShare(what, ticked string) {
	t.state.View = shareView
	now := t.state.Shares(t.at)
	switch {
	case what == shareDrop:
		t.state.Share = nil
		t.say("sharing.dropped")
	case what != shareMake, !t.canShare(), t.event.Public:
		t.say("notice.old_button")
	case now != nil:
	case t.event.Code == "":
		t.say("sharing.trouble")
	default:
		kept, _ := isShare(shareView + "." + ticked)
		made := t.at.UTC().Truncate(time.Second)
		t.state.Share = &Share{Code: t.event.Code, At: t.event.SharedAt, Ticked: lettersOf(kept), Goal: t.state.Goal, Facts: Facts{t.toShow(kept)}, Made: made, Until: made.Add(ShareLife)}
		t.say("sharing.made")
	}
}

// share draws the person's own share, or the way to one.
func (t *turn) share(view string) Screen {
	v := t.voice
	s := t.detail("sharing", "sharing.title")
	if now := t.state.Shares(t.at); now != nil {
		s.Lines(Table, t.ownShare(now)...)
		s.Text(Paragraph, v.Say("sharing.how"))
		s.Text(Small, v.Say("sharing.snapshot"))
		s.add(Option, shareDrop, shareVerb+":"+shareDrop, v.Say("sharing.drop"))
		return s
	}
	if !t.canShare() {
		s.Text(Paragraph, v.Say("sharing.not_yet"))
		return s
	}
	ticked, _ := isShare(view)
	s.Text(Paragraph, v.Say("sharing.text"))
	s.Text(Paragraph, v.Say("sharing.bands"))
	for _, k := range shareTicks {
		label := "sharing.with."
		if slices.Contains(ticked, k) {
			label = "sharing.without."
		}
		s.add(Option, k.String(), ShowAction(strings.TrimRight(shareView+"."+lettersOf(toggled(ticked, k)), ".")), v.Say(label+k.String()))
	}
	s.add(Control, shareMake, shareVerb+":"+shareMake+":"+lettersOf(ticked), v.Say("sharing.make"))
	return s
}

// ownShare says what is shared, and how it is found.
func (t *turn) ownShare(now *Share) []Line {
	v := t.voice
	lines := []Line{{Label: v.Say("sharing.code"), Value: now.Typed()}}
	if link := now.Link(); link != "" {
		lines = append(lines, Line{Label: v.Say("sharing.link"), Note: link})
	}
	shows := []string{v.Say("sharing.points")}
	for _, k := range now.ticks() {
		shows = append(shows, v.Say("summary."+k.String()))
	}
	return append(lines, Line{Label: v.Say("sharing.shows"), Value: join(v, shows)},
		Line{Label: v.Say("sharing.until"), Value: day(v, now.Until)})
}

// toShow are the facts of today that a share shows: of the salary and of the age, where they are not
// ticked, only what their points tell.
func (t *turn) toShow(ticked []Tick) scoring.Profile {
	p, among := t.state.profile(t.today), t.state.sheets()
	shown := scoring.Profile{AsOf: t.today}
	for f := range scoring.SpouseIncome { // what follows is about the family
		shown = shown.With(f, p.Value(f))
	}
	if !slices.Contains(ticked, TickAge) {
		shown = asPointsTell(shown, scoring.Age, among)
	}
	if !slices.Contains(ticked, TickSalary) {
		shown = asPointsTell(shown, scoring.AnnualIncome, among)
	}
	if slices.Contains(ticked, TickAge) {
		shown.Birth = p.Birth
	}
	return shown
}

// asPointsTell replaces a number by the widest range between steps of the table that gives the same
// points for salary and age, or by nothing where any number does. All that is said of the person then
// follows from these points, also whether a further condition is met.
func asPointsTell(p scoring.Profile, f scoring.Fact, among scoring.Sheets) scoring.Profile {
	value := p.Value(f)
	if !value.Known() {
		return p
	}
	steps := append([]float64{0}, scoring.Thresholds(p.AsOf, f, among)...)
	steps = append(steps, inf)
	from, below := 0, len(steps)-1
	for from+1 < len(steps) && steps[from+1] <= value.From {
		from++
	}
	for below > 0 && steps[below-1] >= value.Below {
		below--
	}
	within := func(from, below int) scoring.Profile {
		return p.With(f, scoring.Between(steps[from], steps[below]))
	}
	want, known := pointsToTell(within(from, below), among)
	same := func(from, below int) bool {
		points, ok := pointsToTell(within(from, below), among)
		return ok && points == want
	}
	for known && from > 0 && same(from-1, below) {
		from--
	}
	for known && below < len(steps)-1 && same(from, below+1) {
		below++
	}
	if from == 0 && below == len(steps)-1 {
		return p.With(f, scoring.Value{})
	}
	return within(from, below)
}

// pointsToTell are the points for salary and age, by category.
func pointsToTell(p scoring.Profile, among scoring.Sheets) (points [scoring.Categories][2]scoring.Points, ok bool) {
	a, err := scoring.Assess(&p, among)
	if err != nil {
		return points, false
	}
	for c := range points {
		items := &a.Categories[c].Items
		points[c] = [2]scoring.Points{items[scoring.ItemIncome], items[scoring.ItemAge]}
	}
	return points, true
}
