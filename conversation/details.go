package conversation

import (
	"bytes"
	"encoding/json"
	"strings"

	"hspbot/locales"
	"hspbot/scoring"
)

// views are what may be looked at instead of the question or the result.
var views = map[string]bool{"result": true, "points": true, "benefits": true, "residence": true, "documents": true,
	"change": true, "help": true, "language": true, "mydata": true, "forget": true, "restart": true}

// view draws a view, with the way back.
func (t *turn) view(name string) Screen {
	var s Screen
	if id, ok := strings.CutPrefix(name, "why."); ok {
		s = t.why(id)
	} else {
		switch name {
		case "result":
			return t.result()
		case "points":
			s = t.points()
		case "benefits":
			s = t.benefits()
		case "residence":
			s = t.residence()
		case "documents":
			s = t.documents()
		case "change":
			s = t.change()
		case "language":
			s = t.languages()
		case "mydata":
			s = t.myData()
		case "forget", "restart":
			return t.sure(name)
		case "public":
			return t.public()
		default:
			s = t.help()
		}
	}
	back := "control.to_question"
	if t.plan.current(&t.state) == nil {
		back = "control.to_result"
	}
	s.add(Control, "back", ActionContinue, t.voice.Say(back))
	return s
}

func (t *turn) detail(id, title string, pairs ...any) Screen {
	return Screen{Kind: Detail, ID: id, Title: t.voice.Say(title, pairs...)}
}

// why explains what counts for a question.
func (t *turn) why(id string) Screen {
	s := t.detail("why:"+id, "why.title", "Question", t.voice.Say("question."+id+".short"))
	if id == "goal" {
		list := Block{Kind: List}
		for c := range scoring.Category(scoring.Categories) {
			list.Lines = append(list.Lines, Line{Label: t.voice.Say("category." + c.String() + ".name"), Note: t.voice.Say("category." + c.String() + ".activity")})
		}
		s.Body = append(s.Body, list)
	}
	for _, part := range strings.Split(strings.TrimSpace(t.voice.Say("why."+id)), "\n\n") {
		list := Block{Kind: List}
		for line := range strings.SplitSeq(part, "\n") {
			if item, ok := strings.CutPrefix(line, "- "); ok {
				list.Lines = append(list.Lines, Line{Label: item})
				continue
			}
			if len(list.Lines) > 0 {
				s.Body = append(s.Body, list)
				list.Lines = nil
			}
			s.text(Paragraph, line)
		}
		if len(list.Lines) > 0 {
			s.Body = append(s.Body, list)
		}
	}
	return s
}

// points draws every item with its points and official number, what was refused and why,
// the income floor and J-Skip.
func (t *turn) points() Screen {
	a, v := &t.plan.assessment, t.voice
	s := t.detail("points", "points.title")
	for c := range scoring.Category(scoring.Categories) {
		if !a.Sheets.Has(c) {
			continue
		}
		r := &a.Categories[c]
		s.text(Heading, v.Say("category."+c.String()+".name"))
		table := Block{Kind: Table}
		for i := range scoring.Item(scoring.ItemCount) {
			if p := r.Items[i]; p.Max > 0 {
				table.Lines = append(table.Lines, Line{Label: strings.TrimSpace(i.No() + " " + v.Say("item."+i.ID())), Value: bare(v, p.Min, p.Max)})
			}
		}
		total := t.verdict(c)
		total.Label, total.Value = v.Say("points.total"), bare(v, r.Min, r.Max)
		table.Lines = append(table.Lines, total)
		s.Body = append(s.Body, table)
		s.Body = append(s.Body, t.refused(scoring.Only(c))...)
		conditions := Block{Kind: List}
		if r.HasFloor {
			conditions.Lines = append(conditions.Lines, Line{Mark: mark(r.Floor), Label: v.Say("points.floor")})
		}
		skip := Line{Label: v.Say("points.j_skip." + a.JSkip[c].String())}
		if a.JSkip[c] != scoring.No { // a second way that is shut is no failure
			skip.Mark = mark(a.JSkip[c])
		}
		if a.JSkip[c] != scoring.No || a.Sheets == scoring.Only(c) { // three sheets are long enough
			skip.Note = v.Say("j_skip." + c.String())
		}
		conditions.Lines = append(conditions.Lines, skip)
		s.Body = append(s.Body, conditions)
	}
	for _, id := range a.Cautions {
		s.Body = append(s.Body, Block{Kind: List, Lines: []Line{{Mark: Caution, Label: v.Say("caution." + id)}}})
	}
	s.text(Small, v.Say("source.table"))
	return s
}

// bare writes points without a unit.
func bare(v *locales.Voice, least, most int) string {
	if least == most {
		return v.Say("points.bare", "N", least)
	}
	return v.Say("points.bare_range", "From", least, "To", most)
}

// benefits draws every preferential treatment with the conditions that decide it.
func (t *turn) benefits() Screen {
	a, v := &t.plan.assessment, t.voice
	s := t.detail("benefits", "benefits.title")
	list := Block{Kind: List}
	for b := range scoring.Benefit(scoring.BenefitCount) {
		r := &a.Benefits[b]
		line := Line{Mark: mark(r.State), Label: v.Say("benefit." + b.String() + ".name"), Note: v.Say("benefit." + b.String() + ".about")}
		if reason := t.reason(r); reason != "" && (b == scoring.Parents || b == scoring.Housekeeper) {
			line.Note = reason + v.Say("list.stop") + line.Note
		}
		list.Lines = append(list.Lines, line)
		if b != scoring.Housekeeper {
			continue
		}
		for _, way := range r.Routes {
			if r.State == scoring.No || way.State == scoring.No {
				continue // the reason has been said
			}
			var open []string
			for _, q := range way.Requirements {
				if q.State != scoring.Yes {
					open = append(open, v.Say("requirement."+q.ID))
				}
			}
			sub := Line{Mark: mark(way.State), Label: v.Say("housekeeper." + way.ID)}
			if way.State == scoring.Unknown {
				sub.Note = v.Say("benefit.depends", "Conditions", conditions(v, open))
			}
			list.Lines = append(list.Lines, sub)
		}
	}
	s.Body = append(s.Body, list)
	if a.MeetsJSkip() == scoring.Yes {
		s.text(Paragraph, v.Say("benefits.j_skip"))
	}
	s.text(Small, v.Say("source.disclaimer"))
	return s
}

// residence draws the routes to permanent residence and 高度専門職2号.
func (t *turn) residence() Screen {
	a, v := &t.plan.assessment, t.voice
	s := t.detail("residence", "residence.title")
	s.text(Paragraph, t.years())
	list := Block{Kind: List}
	for _, r := range scoring.RouteRows {
		if r.Standard == scoring.NoStandard {
			continue
		}
		now := a.MeetsJSkip()
		if r.Points > 0 {
			now = a.Reaches(r.Points)
		}
		line := Line{Mark: Depends, Label: v.Say("residence." + r.ID)}
		switch now {
		case scoring.Yes:
			line.Note = v.Say("residence.enough_now")
		case scoring.No:
			line.Mark, line.Note = NotMet, v.Say("residence.not_now")
		default:
			line.Note = v.Say("residence.maybe_now")
		}
		if r.ID == "hsp2_points_3y" {
			s.Body = append(s.Body, list)
			s.text(Paragraph, v.Say("residence.note"))
			s.text(Paragraph, v.Say("residence.draft"))
			s.text(Heading, v.Say("residence.hsp2_title"))
			s.text(Paragraph, v.Say("residence.hsp2"))
			list = Block{Kind: List}
		}
		list.Lines = append(list.Lines, line)
	}
	s.Body = append(s.Body, list)
	s.text(Small, v.Say("source.disclaimer"))
	return s
}

// documents draws the evidence for the items claimed, in the best category asked for.
func (t *turn) documents() Screen {
	a, v := &t.plan.assessment, t.voice
	s := t.detail("documents", "documents.title", "Category", v.Say("category."+a.Best.String()+".short"))
	s.text(Paragraph, v.Say("document.note"))
	list := Block{Kind: List, Lines: []Line{{Label: v.Say("document.points_sheet")}}}
	seen := map[string]bool{}
	prove := func(d string) {
		if !seen[d] {
			seen[d] = true
			list.Lines = append(list.Lines, Line{Label: strings.TrimSpace(scoring.DocumentNo(d) + " " + v.Say("document."+d))})
		}
	}
	if a.JSkip[a.Best] == scoring.Yes {
		s.text(Paragraph, v.Say("documents.j_skip"))
	}
	for _, row := range scoring.Earned(&t.plan.profile, a.Best) {
		for _, d := range row.Proof {
			prove(d)
		}
	}
	if a.Categories[a.Best].HasFloor {
		prove("income") // the floor has to be shown even where the income earns no points
	}
	s.Body = append(s.Body, list)
	more := Block{Kind: List}
	for _, d := range []struct {
		benefit scoring.Benefit
		id      string
	}{{scoring.PermanentResidence, "permanent_residence"}, {scoring.SpouseWork, "spouse"}, {scoring.Parents, "parents"}, {scoring.Housekeeper, "housekeeper"}} {
		if a.Benefits[d.benefit].State != scoring.No {
			more.Lines = append(more.Lines, Line{Label: v.Say("document." + d.id)})
		}
	}
	if len(more.Lines) > 0 {
		s.text(Heading, v.Say("documents.more"))
		s.Body = append(s.Body, more)
	}
	return s
}

// change lists the answers; each can be changed.
func (t *turn) change() Screen {
	s := t.detail("change", "change.title")
	list := Block{Kind: List}
	for i := range questions {
		if q := &questions[i]; t.state.answeredAny(q) && t.state.inPlay(q) {
			s.add(Option, q.id, "edit:"+q.id, t.voice.Say("question."+q.id+".short"))
		}
	}
	for _, a := range t.answers() {
		list.Lines = append(list.Lines, Line{Label: a.Label, Note: a.Value})
	}
	s.Body = append(s.Body, list)
	if len(list.Lines) == 0 {
		s.text(Paragraph, t.voice.Say("change.nothing"))
	}
	return s
}

func (t *turn) help() Screen {
	s := t.detail("help", "help.title")
	s.text(Paragraph, t.voice.Say("help.text"))
	list := Block{Kind: List}
	for _, c := range Commands {
		list.Lines = append(list.Lines, Line{Label: "/" + c, Note: t.voice.Say("command."+c+".about", "Languages", t.voice.Languages())})
	}
	s.Body = append(s.Body, list)
	s.text(Small, t.voice.Say("intro.privacy"))
	s.text(Small, t.voice.Say("source.table"))
	s.text(Small, t.voice.Say("source.disclaimer"))
	return s
}

func (t *turn) languages() Screen {
	s := t.detail("language", "language.title")
	for _, tag := range locales.Tags() {
		s.add(Option, tag, LanguageAction(tag), locales.In(tag).Say("language.name")).Selected = tag == t.voice.Tag()
	}
	return s
}

// myData shows all that is stored: the facts in the form of the JSON contract, and the rest.
func (t *turn) myData() Screen {
	v := t.voice
	s := t.detail("mydata", "mydata.title")
	s.Kind = Data
	profile := t.state.export(t.today)
	compact := profile.AppendJSON(nil)
	var pretty bytes.Buffer
	if json.Indent(&pretty, compact, "", "  ") != nil {
		pretty.Reset()
		pretty.Write(compact)
	}
	s.text(Paragraph, v.Say("mydata.text"))
	s.Body = append(s.Body, Block{Kind: Code, Text: pretty.String()})
	s.text(Paragraph, v.Say("mydata.also"))
	none := v.Say("mydata.none")
	goal, referral := none, t.state.Referral
	if t.state.Goal != "" {
		goal = v.Say("option.goal." + t.state.Goal)
	}
	if referral == "" {
		referral = none
	}
	var unsure []string
	for i := range questions {
		for _, f := range questions[i].facts {
			if t.state.Unsure.Has(f) {
				unsure = append(unsure, v.Say("question."+questions[i].id+".short"))
				break
			}
		}
	}
	if len(unsure) == 0 {
		unsure = []string{none}
	}
	s.Body = append(s.Body, Block{Kind: Table, Lines: []Line{
		{Label: v.Say("mydata.goal"), Value: goal},
		{Label: v.Say("mydata.unsure"), Value: join(v, unsure)},
		{Label: v.Say("mydata.language"), Value: v.Say("language.name")},
		{Label: v.Say("mydata.referral"), Value: referral},
		{Label: v.Say("mydata.started"), Value: day(v, t.state.Started)},
		{Label: v.Say("mydata.touched"), Value: day(v, t.state.Touched)}}})
	s.text(Small, v.Say("mydata.note"))
	s.File = &File{Name: "hspbot-mydata.json", Type: "application/json", Data: append(pretty.Bytes(), '\n')}
	return s
}

// sure asks once before something is deleted.
func (t *turn) sure(what string) Screen {
	s := t.detail(what, what+".title")
	s.text(Paragraph, t.voice.Say(what+".text"))
	s.Confirms = true
	s.add(Option, "yes", "yes:"+what, t.voice.Say(what+".yes")).Danger = what == "forget"
	s.add(Option, "no", ActionContinue, t.voice.Say(what+".no"))
	return s
}

// public offers the private conversation to somebody who began where others read along.
func (t *turn) public() Screen {
	s := t.detail("public", "public.title")
	s.text(Paragraph, t.voice.Say("public.text"))
	s.add(Option, "private", ActionPrivate, t.voice.Say("public.private"))
	s.add(Option, "here", actionOpen, t.voice.Say("public.here"))
	return s
}

// forgotten is the last screen of a person who asked to be forgotten.
func (t *turn) forgotten() Screen {
	return Screen{Kind: Forgotten, ID: "forgotten", Language: t.voice.Tag(), Title: t.voice.Say("forgotten.title"),
		Body: []Block{{Kind: Paragraph, Text: t.voice.Say("forgotten.text")}}}
}
