package conversation

import (
	"strings"

	"hspbot/locales"
	"hspbot/scoring"
)

// What somebody sees who has a code: the result of another person, in their own language, as of the
// day on which it was shared. Their own answers stay as they are.

// codeView is what is looked at; after it stands the [Share.ID]. No button leads to it: who looks has
// typed the code.
const codeView = "code."

// LooksAt returns the [Share.ID] of what the person looks at; empty where that is none. What it shows
// is kept by who shares it: see [ShowShare].
func (s State) LooksAt() string {
	id, _ := strings.CutPrefix(s.View, codeView)
	if id == s.View || s.Forgotten {
		return ""
	}
	return id
}

// lookAt shows what a code names, unless others can read along.
func (t *turn) lookAt(id string) {
	if t.event.Public || t.state.Candidate {
		t.state.View = ""
		t.say("code.private")
		return
	}
	t.state.View = codeView + id
}

// nothingShared is what is seen under a code that was never one, has ended, or has been deleted: it
// does not say which.
func (t *turn) nothingShared() Screen {
	s := t.detail("code", "code.gone")
	s.Text(Paragraph, t.voice.Say("code.gone_text"))
	return s
}

// ShowShare draws what somebody shares for the person of a screen, who looks at it: all but its
// language, notice and choices is replaced.
func ShowShare(share *Share, s Screen) Screen {
	shown := SharedResult(share, s.Language)
	shown.Language, shown.Notice, shown.Choices = s.Language, s.Notice, s.Choices
	shown.Text(Small, locales.In(s.Language).Say("code.untouched"))
	for _, tag := range locales.Tags() {
		if tag != s.Language {
			shown.add(Control, strings.ToLower(tag), LanguageAction(tag), locales.In(tag).Say("language.name"))
		}
	}
	return shown
}

// SharedResult draws what somebody shares, in a language: the verdict, what it means for permanent
// residence, and each item of the form. It speaks of a third person.
func SharedResult(share *Share, language string) Screen {
	person := scoring.Person{Profile: share.Facts.Profile}
	person.AsOf = share.day()
	state := State{Goal: share.Goal}
	t, err := reportOn(person, state.sheets(), language)
	t.voice = t.voice.Candidate()
	if err != nil {
		return t.uncovered()
	}
	v := t.voice
	s := Screen{Kind: Detail, ID: "shared", Title: t.headline()}
	s.Text(Paragraph, v.Say("code.intro", "Date", date(v, t.today), "Until", day(v, share.Until)))
	s.Lines(List, t.standings()...)
	s.Text(Paragraph, t.years())
	s.Lines(List, t.birthdayShort()...)
	s.Lines(Table, t.told(share)...)
	for c := range t.plan.assessment.Sheets.All() {
		s.Text(Heading, v.Say("category."+c.String()+".name"))
		s.Lines(Table, append(t.claimed(c), t.total(&t.plan.assessment.Categories[c]))...)
	}
	s.Text(Small, t.applied())
	s.Text(Small, v.Say("code.without", "What", t.notTicked(share.ticks())))
	s.Text(Small, v.Say("source.disclaimer"))
	return s
}

// told are the answers that are shown besides the points.
func (t *turn) told(share *Share) []Line {
	v := t.voice
	var lines []Line
	value := func(question string, f scoring.Fact) {
		if known := t.plan.person.Profile.Value(f); known.Known() {
			lines = append(lines, Line{Label: v.Say("question." + question + ".short"), Value: label(v, f, known)})
		}
	}
	for _, k := range share.ticks() {
		switch {
		case k == TickSalary:
			value("salary", scoring.AnnualIncome)
		case k == TickAge && !t.plan.person.Birth.IsZero():
			lines = append(lines, Line{Label: v.Say("code.born"), Value: date(v, t.plan.person.Birth)})
		case k == TickAge:
			value("age", scoring.Age)
		}
	}
	return lines
}
