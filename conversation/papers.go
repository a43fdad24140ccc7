package conversation

import (
	"slices"
	"strings"

	"hspbot/scoring"
)

// Documents as a checklist: by application and by who issues them, ticked in the chat. What is
// ticked is kept as ids.

// papersView is the view of the applications. With a dot and an application it is its checklist, and
// with "words" what its papers have to show.
const papersView = "papers"

// wordsPage begins the page of what papers have to show.
const wordsPage = "words"

// papersOf is the view of the checklist of an application, and the text that names it; wordsView that
// of what its papers have to show.
func papersOf(of scoring.Application) string  { return papersView + "." + string(of) }
func wordsView(of scoring.Application) string { return papersOf(of) + "." + wordsPage }

// isPapers takes a view of the checklists apart.
func isPapers(view string) (of scoring.Application, page string, ok bool) {
	name, rest, _ := strings.Cut(view, ".")
	id, page, _ := strings.Cut(rest, ".")
	of = scoring.Application(id)
	return of, page, name == papersView && (rest == "" || slices.Contains(scoring.Applications, of))
}

// applications are those that can concern the person.
func (t *turn) applications() []scoring.Application {
	benefits := map[scoring.Application]scoring.Benefit{scoring.ForResidence: scoring.PermanentResidence, scoring.ForSpouse: scoring.SpouseWork,
		scoring.ForParents: scoring.Parents, scoring.ForHousekeeper: scoring.Housekeeper}
	return slices.DeleteFunc(slices.Clone(scoring.Applications), func(a scoring.Application) bool {
		b, ok := benefits[a]
		return ok && (t.plan.assessment.Benefits[b].State == scoring.No || !t.concerns(b))
	})
}

// papersFor are the papers of an application, those that usually take longest first.
func (t *turn) papersFor(of scoring.Application) []scoring.Paper {
	return scoring.PapersFor(of, t.proof())
}

// proof names the evidence for the items claimed in the best category.
func (t *turn) proof() []string {
	a := &t.plan.assessment
	var list []string
	add := func(ids ...string) {
		for _, id := range ids {
			if !slices.Contains(list, id) {
				list = append(list, id)
			}
		}
	}
	for _, row := range scoring.Earned(&t.plan.person.Profile, a.Best) {
		add(row.Proof...)
	}
	if a.Categories[a.Best].HasFloor {
		add("income") // the floor has to be shown even where the income earns no points
	}
	return list
}

// paperID is how a ticked paper is kept.
func paperID(p *scoring.Paper) string { return string(p.For) + ":" + p.ID }

func (s *State) has(p *scoring.Paper) bool { return slices.Contains(split(s.Papers), paperID(p)) }

// tick notes that a paper is there, or is not, and shows its checklist.
func (t *turn) tick(of, id string, there bool) {
	i := slices.IndexFunc(scoring.ApplicationPapers, func(p scoring.Paper) bool { return string(p.For) == of && p.ID == id })
	if i < 0 {
		t.say("notice.old_button")
		return
	}
	p := &scoring.ApplicationPapers[i]
	all := t.papersFor(p.For)
	at := slices.IndexFunc(all, func(other scoring.Paper) bool { return other.ID == id })
	t.state.Papers = withID(t.state.Papers, paperID(p), there)
	t.state.View = pageView(papersOf(p.For), max(at, 0)/perPage(len(all))+1)
}

// papers draws a view of the checklists.
func (t *turn) papers(view string) Screen {
	of, page, _ := isPapers(view)
	switch {
	case of == "":
		return t.paperMenu()
	case strings.HasPrefix(page, wordsPage):
		return t.paperWords(of, page)
	}
	return t.checklist(of, page)
}

// progressOf says how many of the papers of an application are there.
func (t *turn) progressOf(of scoring.Application) string {
	list := t.papersFor(of)
	have := 0
	for i := range list {
		if t.state.has(&list[i]) {
			have++
		}
	}
	return t.voice.Say("papers.of", "What", t.voice.Say(papersOf(of)), "Have", have, "All", len(list))
}

func (t *turn) paperMenu() Screen {
	s := t.detail(papersView, "papers.title")
	s.Text(Paragraph, t.voice.Say("papers.text"))
	var list []Line
	for _, of := range t.applications() {
		list = append(list, Line{Label: t.progressOf(of)})
		s.add(Option, string(of), ShowAction(papersOf(of)), t.voice.Say(papersOf(of)))
	}
	s.Lines(List, list...)
	return s
}

// checklist draws a page of the papers of an application as toggles, and who issues which.
func (t *turn) checklist(of scoring.Application, page string) Screen {
	v, pages := t.voice, togglePages(t.papersFor(of))
	papers, n := onPage(pages, page)
	s := Screen{Kind: Detail, ID: pageView(papersOf(of), n), Title: t.progressOf(of), Several: true}
	s.Text(Paragraph, v.Say("papers.first"))
	var list []Line
	for i := range papers {
		p := &papers[i]
		verb, there := "have:", t.state.has(p)
		if there {
			verb = "lack:"
		}
		s.add(Option, p.ID, verb+string(of)+":"+p.ID, v.Say("paper."+p.ID)).Selected = there
		if i > 0 && papers[i-1].Issuer == p.Issuer {
			continue
		}
		var names []string
		for _, other := range papers {
			if other.Issuer == p.Issuer {
				names = append(names, v.Say("paper."+other.ID))
			}
		}
		list = append(list, Line{Label: v.Say("papers.line", "Issuer", v.Say("issuer."+string(p.Issuer)), "Papers", join(v, names))})
	}
	s.Lines(List, list...)
	t.turnPages(&s, papersOf(of), n, len(pages))
	s.add(Control, wordsPage, ShowAction(wordsView(of)), v.Say("papers.words"))
	s.add(Control, "applications", ShowAction(papersView), v.Say("papers.title")) // one of the papers has the id "papers"
	return s
}

// wordsOf are the words of the form, and what else holds for all papers of an application.
func (t *turn) wordsOf(of scoring.Application) []sentence {
	v := t.voice
	var list []sentence
	rests := func(edition string, texts ...string) {
		for _, e := range scoring.InForce(scoring.Editions, t.today) {
			for _, text := range texts {
				if e.ID == edition {
					list = append(list, sentence{text, e, false})
				}
			}
		}
	}
	switch of {
	case scoring.ForStatus:
		for _, p := range t.papersFor(of) {
			if v.Has("document." + p.ID) {
				rests("evidence_2023", t.document(p.ID))
			}
		}
	case scoring.ForResidence:
		lines := strings.Split(strings.ReplaceAll(strings.TrimSpace(v.Say("document."+string(of))), "\n- ", "\n"), "\n")
		rests("residence_papers", append(lines, v.Say("document.pension_years"))...)
	default:
		rests("preferential_2013", v.Say("document."+string(of)))
	}
	rests("evidence_2023", v.Say("document.note"))
	rests("certificate_of_eligibility", t.statement("ahead_fresh", t.today))
	return list
}

// paperWords says on pages what the papers of an application have to show.
func (t *turn) paperWords(of scoring.Application, page string) Screen {
	s := t.detail("", "papers.words_of", "What", t.voice.Say(papersOf(of)))
	pages := t.sentencePages(t.wordsOf(of), s.Title)
	said, n := onPage(pages, strings.TrimPrefix(page, wordsPage+"."))
	s.ID = pageView(wordsView(of), n)
	t.addSentences(&s, said)
	t.nextPage(&s, wordsView(of), n, len(pages))
	s.add(Control, "list", ShowAction(papersOf(of)), t.voice.Say("papers.list"))
	return s
}

// tickedPapers names what is ticked, by application.
func (t *turn) tickedPapers() string {
	v := t.voice
	var list []string
	for _, of := range scoring.Applications {
		var names []string
		for i := range scoring.ApplicationPapers {
			if p := &scoring.ApplicationPapers[i]; p.For == of && t.state.has(p) {
				names = append(names, v.Say("paper."+p.ID))
			}
		}
		if len(names) > 0 {
			list = append(list, v.Say("papers.line", "Issuer", v.Say(papersOf(of)), "Papers", join(v, names)))
		}
	}
	if len(list) == 0 {
		return v.Say("papers.none")
	}
	return strings.Join(list, v.Say("list.semicolon"))
}
