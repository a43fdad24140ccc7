package conversation

import (
	"strings"

	"hspbot/scoring"
)

// views draw what may be looked at instead of the question or the result, by name.
func views() map[string]func(*turn) Screen {
	named := map[string]func(*turn) Screen{
		"result": (*turn).result, "points": (*turn).points, "benefits": (*turn).benefits, "next": (*turn).whomToAsk,
		"ways": (*turn).morePoints, "calendar": (*turn).calendarDays, notifyView: (*turn).notify,
		offerView: (*turn).offerLines, askView: (*turn).offerAsk, dropView: (*turn).offerDrop, jobsView: (*turn).jobTimes, sideView: (*turn).sideBySide,
		"residence": (*turn).residence, "checks": (*turn).checks, "sheets": (*turn).sheets, "stay": (*turn).stayAnswers,
		"documents": (*turn).documents, "pdf": (*turn).pdf,
		"change": (*turn).change, "language": (*turn).languages, "mydata": (*turn).myData, "help": (*turn).help,
	}
	several := func(draw func(*turn, string) Screen, names ...string) {
		for _, name := range names {
			named[name] = func(t *turn) Screen { return draw(t, name) }
		}
	}
	for name := range forms {
		several((*turn).form, name)
	}
	for _, letter := range letters {
		several((*turn).scenarioScreen, scenarioView+letter, scenarioView+letter+nameEnd)
	}
	several((*turn).sme, smeView)
	for _, l := range scoring.SMELimits {
		several((*turn).sme, smeView+"."+l.Industry)
	}
	several((*turn).chart, chartView, chartDark)
	several((*turn).sure, "forget", "restart")
	return named
}

// paged draws the views of which there are many pages, nil where there is none of the name.
func paged(name string) func(*turn, string) Screen {
	if _, _, ok := isGuide(name); ok {
		return (*turn).guide
	}
	if _, _, ok := isPapers(name); ok {
		return (*turn).papers
	}
	if isLead(name) {
		return (*turn).leadScreen
	}
	if _, _, ok := isSummary(name); ok {
		return (*turn).summary
	}
	if _, ok := isShare(name); ok {
		return (*turn).share
	}
	return nil
}

// isView reports whether a button may lead to a view of the name.
func isView(name string) bool { return views()[name] != nil || paged(name) != nil }

// view draws a view, with the way back where it does not lead on itself.
func (t *turn) view(name string) Screen {
	s := t.viewed(name)
	switch name {
	case "result", "forget", "restart", "public":
	default:
		t.wayBack(name, &s)
	}
	return s
}

func (t *turn) viewed(name string) Screen {
	if draw := views()[name]; draw != nil {
		return draw(t)
	}
	if draw := paged(name); draw != nil {
		return draw(t, name)
	}
	if id, ok := strings.CutPrefix(name, "why."); ok {
		return t.why(id)
	}
	if strings.HasPrefix(name, codeView) {
		return t.nothingShared()
	}
	switch name { // no button leads to these
	case "public", "private":
		return t.private(name)
	case "tryout":
		return t.tryout()
	case "answered":
		return t.answered()
	}
	return t.help()
}
