package conversation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hspbot/locales"
)

// Views that have pages: the number of a page stands after the view's name and a dot, that of the
// first is left out.

// pageView is the view of a page.
func pageView(view string, n int) string {
	if n == 1 {
		return view
	}
	return fmt.Sprintf("%s.%d", view, n)
}

// viewParts takes a view apart: its name, what it is of, and the page of that.
func viewParts(view string) (name, of, page string) {
	name, rest, _ := strings.Cut(view, ".")
	of, page, _ = strings.Cut(rest, ".")
	return name, of, page
}

// onPage returns a page by its number as it stands in a view, and that number. Of one that is not
// there it is the first, or the last.
func onPage[T any](pages [][]T, number string) (page []T, n int) {
	n, _ = strconv.Atoi(number)
	n = min(max(n, 1), len(pages))
	return pages[n-1], n
}

// nextPage adds the button of the page after one.
func (t *turn) nextPage(s *Screen, view string, n, last int) {
	if n < last {
		s.add(Control, "more", ShowAction(pageView(view, n+1)), t.voice.Say("guide.more"))
	}
}

// turnPages adds the buttons of the page after one, and of the page before it.
func (t *turn) turnPages(s *Screen, view string, n, last int) {
	t.nextPage(s, view, n, last)
	if n > 1 {
		s.add(Control, "before", ShowAction(pageView(view, n-1)), t.voice.Say("papers.before"))
	}
}

// mostToggles is how many toggles a page has at most.
const mostToggles = 8

// perPage is how many toggles are on each page of so many.
func perPage(all int) int {
	pages := max(1, (all+mostToggles-1)/mostToggles)
	return max(1, (all+pages-1)/pages)
}

// togglePages lays toggles out on pages of the same length; there is at least one page.
func togglePages[T any](all []T) [][]T {
	if len(all) == 0 {
		return [][]T{nil}
	}
	return slices.Collect(slices.Chunk(all, perPage(len(all))))
}

// A page of sentences is as long as a phone shows at once, without its buttons.
const (
	pageColumns = 40
	pageLines   = 20
	listIndent  = 3
)

// linesOf is how many lines of a phone a text takes.
func linesOf(text string, room int) int {
	return max(1, (locales.Columns(text)+room-1)/room)
}

// sentencePages lays sentences out on pages that have a title and a foot; there is at least one page.
func (t *turn) sentencePages(all []sentence, title string) [][]sentence {
	var pages [][]sentence
	var page []sentence
	head, said := linesOf(title, pageColumns), 0
	for _, x := range all {
		more, lines := append(slices.Clone(page), x), linesOf(x.text, pageColumns-listIndent)
		if len(page) > 0 && head+said+lines+linesOf(t.guideFoot(more), pageColumns) > pageLines {
			pages, more, said = append(pages, page), []sentence{x}, 0
		}
		page, said = more, said+lines
	}
	return append(pages, page)
}

// addSentences adds sentences to a screen, and what they rest on.
func (t *turn) addSentences(s *Screen, page []sentence) {
	var list []Line
	for _, x := range page {
		list = append(list, Line{Label: x.text})
	}
	s.Lines(List, list...)
	s.Text(Small, t.guideFoot(page))
}

// withID returns a sorted list of ids, as [split] reads it, in which an id is or is not.
func withID(list, id string, in bool) string {
	ids := slices.DeleteFunc(split(list), func(other string) bool { return other == id })
	if in {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return strings.Join(ids, ",")
}
