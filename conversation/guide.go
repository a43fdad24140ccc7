package conversation

import (
	"fmt"
	"slices"
	"strings"

	"hspbot/conversation/typed"
	"hspbot/scoring"
)

// The guide: how to apply for the status, keep it and use it, topic by topic, as the law stands on
// the day. It is read beside the question on the table, and changes nothing.

// passage is what a topic of the guide says: the statements of law about one subject, the fees of
// an application, the routes of residence, or a text that other screens say too.
type passage struct {
	statements scoring.Topic
	statement  string      // one of another subject
	fees       bool        // of a change or an extension
	routes     scoring.Aim // where text is "residence."
	text       string
	edition    string // that the text rests on
}

// chapter is one topic of the guide.
type chapter struct {
	id       string
	passages []passage
	views    []string // what shows the same for the person's own answers
}

// chapters are the topics of the guide, in the order of its menu.
var chapters = []chapter{
	{id: "who", passages: []passage{{statements: scoring.OnWho}}},
	{id: "apply", views: []string{"next", "papers"}, passages: []passage{{text: "next.apply.abroad", edition: "certificate_of_eligibility"}, {text: "next.apply.in_japan", edition: "change_of_status"},
		{statements: scoring.OnApplying}, {fees: true}, {text: "benefit.priority_processing.about", edition: "preferential_2013"}}},
	{id: "ahead", views: []string{"papers"}, passages: []passage{{statements: scoring.OnAhead}}},
	{id: "from_work", views: []string{"papers"}, passages: []passage{{statements: scoring.OnFromWork}, {fees: true}}},
	{id: "employer", passages: []passage{{statements: scoring.OnEmployer}}},
	{id: "renewal", passages: []passage{{statements: scoring.OnRenewal}, {fees: true}}},
	{id: "short", views: []string{"ways"}, passages: []passage{{statements: scoring.OnShort}, {statement: "error_invented"}, {text: "next.apply.ordinary", edition: "landing_criteria"}}},
	{id: "falling", views: []string{"calendar", "ways"}, passages: []passage{{statements: scoring.OnFalling}, {statement: "points_kept"}, {statement: "doubt_short_dip"}}},
	{id: "residence", views: []string{"residence"}, passages: []passage{{text: "benefit.permanent_residence.about", edition: "preferential_2013"},
		{text: "residence.", routes: scoring.ToPermanentResidence}, {statements: scoring.OnResidence}}},
	{id: "hsp2", views: []string{"residence"}, passages: []passage{{text: "residence.hsp2", edition: "ordinance_2014"}, {text: "residence.", routes: scoring.ToHSP2}, {statement: "fee_hsp2"}, {statement: "business_manager_binding"}}},
	{id: "j_skip", passages: []passage{{text: "j_skip.about", edition: "j_skip_2023"}, {text: "topic.j_skip", edition: "j_skip_2023"}, {statement: "j_find"}}},
	{id: "spouse", views: []string{"benefits"}, passages: []passage{{text: "benefit.spouse_work.about", edition: "designated_activities"}, {statements: scoring.OnSpouse}}},
	{id: "parents", views: []string{"benefits"}, passages: []passage{{text: "benefit.parents.about", edition: "preferential_2013"}, {statements: scoring.OnParents}, {statement: "ends_family_basis"}}},
	{id: "helper", views: []string{"benefits"}, passages: []passage{{text: "benefit.housekeeper.about", edition: "preferential_2013"}, {statements: scoring.OnHelper}, {statement: "ends_family_basis"}}},
	{id: "benefits", views: []string{"benefits"}, passages: []passage{{text: "benefit.five_year_stay.about", edition: "preferential_2013"}, {text: "benefit.multiple_activities.about", edition: "preferential_2013"},
		{text: "benefit.priority_processing.about", edition: "preferential_2013"}, {statements: scoring.OnOther}}},
	{id: "truth", passages: []passage{{statement: "true_and_complete"}, {statements: scoring.OnTruth}}},
	{id: "expert", views: []string{"next"}, passages: []passage{{statements: scoring.OnExpert}}},
	{id: "errors", passages: []passage{{statements: scoring.OnErrors}}},
}

// guideView is the view of the menu. With a dot and the topic it is the first page of that, with
// the number of a page another one, with "sources" and the number what a page rests on.
const guideView = "guide"

// sourcesPage begins the page of what another one rests on.
const sourcesPage = "sources"

// view is that of the topic's first page, and the text that names it.
func (c *chapter) view() string { return guideView + "." + c.id }

// sourcesView is the view of what a page rests on.
func (c *chapter) sourcesView(page int) string {
	return fmt.Sprintf("%s.%s.%d", c.view(), sourcesPage, page)
}

// isGuide reports whether a view is one of the guide, and takes it apart.
func isGuide(view string) (of *chapter, page string, ok bool) {
	name, id, page := viewParts(view)
	if i := slices.IndexFunc(chapters, func(c chapter) bool { return c.id == id }); i >= 0 && name == guideView {
		return &chapters[i], page, true
	}
	return nil, "", name == guideView && id == ""
}

// guide draws a view of the guide.
func (t *turn) guide(view string) Screen {
	of, page, _ := isGuide(view)
	switch {
	case of == nil:
		return t.guideMenu()
	case strings.HasPrefix(page, sourcesPage):
		return t.guideSources(of, strings.TrimPrefix(page, sourcesPage+"."))
	}
	return t.guidePage(of, page)
}

func (t *turn) guideMenu() Screen {
	v := t.voice
	s := t.textual(guideView)
	s.Text(Small, v.Say("guide.day", "Date", date(v, t.today)))
	for i := range chapters {
		c := &chapters[i]
		s.add(Option, c.id, ShowAction(c.view()), v.Say(c.view()))
	}
	return s
}

// sentence is one thing that the guide says, with what it rests on.
type sentence struct {
	text     string
	edition  *scoring.Edition
	practice bool // it is no official text
}

// sentencesOf are the sentences of a topic that hold on the day.
func (t *turn) sentencesOf(of *chapter) []sentence {
	var list []sentence
	v := t.voice
	for i := range of.passages {
		p := &of.passages[i]
		for _, st := range scoring.InForce(scoring.Statements, t.today) {
			if st.Topic == p.statements || st.ID == p.statement {
				list = append(list, sentence{v.Say("statement." + st.ID), st.Edition, st.Sureness == scoring.Inferred})
			}
		}
		for _, r := range scoring.InForce(scoring.RouteRows, t.today) {
			if p.text == "residence." && r.Aim == p.routes {
				list = append(list, sentence{v.Say(p.text + r.ID), r.Edition(t.today), false})
			}
		}
		if p.fees {
			for _, f := range feesOn(t.today, statusFees...) {
				list = append(list, sentence{t.fee("documents.fee", f), f.Edition, false})
			}
		}
		for _, e := range scoring.InForce(scoring.Editions, t.today) {
			if e.ID == p.edition {
				list = append(list, sentence{v.Say(p.text), e, false})
			}
		}
	}
	return list
}

// guideFoot names what sentences rest on.
func (t *turn) guideFoot(list []sentence) string {
	v := t.voice
	var names []string
	practice := false
	for _, x := range list {
		if x.practice {
			practice = true
			continue
		}
		if name := v.Say("edition." + x.edition.ID); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if practice {
		names = append(names, v.Say("guide.practice"))
	}
	if len(list) == 0 {
		return ""
	}
	return v.Say("guide.source", "Names", join(v, names), "Date", date(v, list[0].edition.Checked))
}

// pages are the pages of a topic.
func (t *turn) pages(of *chapter) [][]sentence {
	return t.sentencePages(t.sentencesOf(of), t.voice.Say(of.view()))
}

// guidePage draws one page of a topic.
func (t *turn) guidePage(of *chapter, page string) Screen {
	v, pages := t.voice, t.pages(of)
	said, n := onPage(pages, page)
	s := t.detail(pageView(of.view(), n), of.view())
	if len(pages) > 1 {
		s.Progress = v.Say("guide.page", "Number", n, "Of", len(pages))
	}
	t.addSentences(&s, said)
	t.nextPage(&s, of.view(), n, len(pages))
	if t.state.Goal != "" {
		t.addViews(&s, of.views...)
	}
	s.add(Control, sourcesPage, ShowAction(of.sourcesView(n)), v.Say("guide.sources"))
	s.add(Control, "topics", ShowAction(guideView), v.Say("guide.topics"))
	return s
}

// sureness are the texts for how well a source is known.
var sureness = map[scoring.Sureness]string{scoring.Official: "guide.official", scoring.Copied: "guide.copied", scoring.Inferred: "guide.one_source"}

// guideSources lists what a page rests on, with the addresses and how sure each is.
func (t *turn) guideSources(of *chapter, page string) Screen {
	v := t.voice
	said, n := onPage(t.pages(of), page)
	s := t.detail(of.sourcesView(n), "guide.sources_of", "Topic", v.Say(of.view()))
	var list []Line
	for _, x := range said {
		e := x.edition
		if line := (Line{Label: v.Say(sureness[e.Sureness], "Title", e.Title), Note: e.URL}); !slices.Contains(list, line) {
			list = append(list, line)
		}
	}
	s.Lines(List, list...)
	s.add(Control, "topic", ShowAction(pageView(of.view(), n)), v.Say(of.view()))
	s.add(Control, "topics", ShowAction(guideView), v.Say("guide.topics"))
	return s
}

// guideOf are the topics of the guide by what is typed about them, where there is a short answer
// as well.
var guideOf = map[string]string{"permanent_residence": "residence", "next_steps": "apply", "fees": "apply", "processing": "apply", "contact": "expert",
	"j_skip": "j_skip", "spouse": "spouse", "parents": "parents", "helper": "helper"}

// besideOthers are the topics with a short answer that are meant where a text names a more general
// one, too: how do I apply for J-Skip?
var besideOthers = []string{"j_skip", "spouse", "parents", "helper", "view:residence"}

// asksGuide answers a text that asks about a topic of the guide. It is false where the text says
// something else as well, which may be an answer.
func (t *turn) asksGuide(text string) bool {
	said := words().choices[anyQuestion].Read(text)
	asks := said.Asks || said.Question || len(said.Topics) > 1
	if said.If && len(said.Amounts) > 0 || !asks && len(said.Amounts) > 0 {
		return false
	}
	if !said.Asks && !said.Question && t.answersHere(text) {
		return false
	}
	for _, topic := range said.Topics {
		if of, _, ok := isGuide(topic); ok && of != nil {
			t.state.View = topic
			return true
		}
	}
	q := t.current()
	if !asks && q != nil && (slices.Contains(aboutFamily, q.id) || q.aboutResidence()) { // there it may be an answer
		return false
	}
	for _, topic := range said.Topics {
		if slices.Contains(besideOthers, topic) {
			t.about(q, topic)
			return true
		}
	}
	return false
}

// answersHere reports whether words that the guide has are an answer to the question on the table:
// to be unemployed, or to have a side job, where the spouse's income is asked for.
func (t *turn) answersHere(text string) bool {
	q := t.current()
	if q == nil || t.state.View != "" || q.id != "spouse_income" {
		return false
	}
	said := words().choices[q.id].Read(text)
	return len(said.Named)+len(said.Maybe) > 0
}

// inGuide reports whether a text names a topic of the guide that has no short answer.
func inGuide(said *typed.Said) bool {
	return slices.ContainsFunc(said.Topics, func(topic string) bool {
		of, _, ok := isGuide(topic)
		return ok && of != nil
	})
}

// moreInGuide offers the topic of the guide that a short answer is about.
func (t *turn) moreInGuide(s *Screen) {
	n := t.state.Notice
	if n == nil {
		return
	}
	if short, ok := strings.CutPrefix(n.Text, "topic."); ok && guideOf[short] != "" {
		t.offerGuide(s, guideOf[short])
	}
}

// offerGuide adds the button of a topic of the guide.
func (t *turn) offerGuide(s *Screen, id string) {
	s.add(Control, guideView, ShowAction(guideView+"."+id), t.voice.Say("guide.more_about", "Topic", t.voice.Say("guide."+id)))
}
