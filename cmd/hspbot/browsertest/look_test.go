package browsertest_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// narrow fails the test where something is wider than the window, or cut off.
func (w *window) narrow(how string) {
	w.t.Helper()
	const wide = `[...document.querySelectorAll("body *")].filter(e => !e.closest(".skip, .unseen, pre, svg") && (e.getBoundingClientRect().right > innerWidth + 1 || e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).overflow !== "visible" && e.tagName !== "INPUT")).map(e => e.outerHTML.slice(0, 120))`
	if list := get(w, chromedp.Evaluate[[]string](wide)); len(list) > 0 {
		w.t.Errorf("%v, %s: %q does not fit: %q", w.screen, how, w.heading(), list)
	}
}

// ways are those in which people look who see little: at 400 % of a desk screen, with letters of twice the
// size, and with the spacing that WCAG has people set.
var ways = []struct {
	name, style string
	width       int64
}{
	{"at 400 %", "", 320},
	{"letters of twice the size", "html { font-size: 200% }", 640},
	{"spacing", "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }", 320},
}

// zooms has a page looked at in all ways: everything fits the window, and nothing is cut off.
func (w *window) zooms() {
	w.t.Helper()
	before := w.screen
	for _, way := range ways {
		s := before
		s.width = way.width
		w.show(s)
		w.styled(way.style)
		w.narrow(way.name)
	}
	w.styled("")
	w.show(before)
}

// styled has the page follow a style sheet of the person's.
func (w *window) styled(style string) {
	w.t.Helper()
	w.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{ const s = new CSSStyleSheet(); s.replaceSync(%q); document.adoptedStyleSheets = [s]; }`, style)))
}

// TestLook goes through the interview in each language, and looks at its pages as people do who see little,
// have colours of their own, or print.
func TestLook(t *testing.T) {
	t.Parallel()
	for language := range languageTags {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			w := open(t, screen{language: language, width: 1280, scripts: true, dark: true})
			w.leads(chromedp.Navigate(site + "/go/sakura"))
			w.zooms()
			w.still()
			w.press(".start button")
			for range 30 {
				w.zooms()
				if w.asked() == "degrees" {
					w.forced()
				}
				if !w.answer() {
					break
				}
			}
			w.still()
			w.press("button[value='show:calendar']")
			w.press("button[value='show:chart']")
			w.drawn()
			w.open("show:points")
			w.zooms()
			w.prints()
		})
	}
}

// forced holds a page of boxes to colours of the system's: the focus is seen, and so is what is ticked.
func (w *window) forced() {
	t := w.t
	t.Helper()
	call(w, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}})
	if !get(w, chromedp.Evaluate[bool](`matchMedia("(forced-colors: active)").matches`)) {
		t.Fatal("the browser does not know forced colours")
	}
	w.do(chromedp.Click(chromedp.CSS("input[value=master]")))
	w.do(chromedp.KeyEvent(kb.Tab)) // with a visible focus
	if f := get(w, chromedp.Evaluate[focused](focus)); !f.Ring {
		t.Errorf("one does not see that %q has the focus", f.Text)
	}
	const edges = `[...document.querySelectorAll("main button, main .box, #text")].filter(e => parseFloat(getComputedStyle(e).borderTopWidth) < 1 || getComputedStyle(e).borderTopColor === getComputedStyle(document.documentElement).backgroundColor).length`
	if n := get(w, chromedp.Evaluate[int](edges)); n > 0 {
		t.Errorf("%d things to press have no edge", n)
	}
	if a := get(w, chromedp.Evaluate[string](`getComputedStyle(document.querySelector("input[value=master]")).appearance`)); a != "auto" {
		t.Errorf("a box is drawn as %q, not as the system does", a)
	}
	if get(w, chromedp.Evaluate[int](`[...document.querySelectorAll("main *")].filter(e => getComputedStyle(e).forcedColorAdjust !== "auto" && !e.closest("svg")).length`)) > 0 {
		t.Error("something keeps its own colours")
	}
	w.do(chromedp.Click(chromedp.CSS("input[value=master]"))) // as it was
	w.show(w.screen)
}

// still holds a page to that nothing moves, so nothing has to be still for who wants that.
func (w *window) still() {
	w.t.Helper()
	if n := get(w, chromedp.Evaluate[int](`document.getAnimations().length + [...document.querySelectorAll("*")].filter(e => getComputedStyle(e).transitionDuration !== "0s" || getComputedStyle(e).scrollBehavior === "smooth").length`)); n != 0 {
		w.t.Errorf("%v: %d things move", w.screen, n)
	}
}

// prints holds the points to paper: there is what is to be read, dark on light, and nothing to press.
func (w *window) prints() {
	t := w.t
	t.Helper()
	if pdf := get(w, chromedp.PrintToPDF()); !bytes.HasPrefix(pdf, []byte("%PDF-")) || bytes.Count(pdf, []byte("/Type /Page\n")) > 2 {
		t.Errorf("%d bytes, %d pages", len(pdf), bytes.Count(pdf, []byte("/Type /Page\n")))
	}
	call(w, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	if list := get(w, chromedp.Evaluate[[]string](`[...document.querySelectorAll("button, input, .button, .skip")].filter(e => e.checkVisibility()).map(e => e.outerHTML)`)); len(list) > 0 {
		t.Errorf("on paper there are %q", list)
	}
	if got := get(w, chromedp.Evaluate[string](`getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.documentElement).color`)); got != "rgb(255, 255, 255)rgb(22, 32, 27)" {
		t.Errorf("the colours are %s", got)
	}
}

// drawn holds a picture to be seen, as wide as the page on a phone and on a desk, and no wider.
func (w *window) drawn() {
	w.t.Helper()
	for _, width := range []int64{1280, 320} {
		s := w.screen
		s.width = width
		w.show(s)
		const drawn = `(e => e.complete && e.naturalWidth > 300 && e.getBoundingClientRect().width > 200 && e.alt.length > 80)(document.querySelector("img.picture"))`
		if !get(w, chromedp.Poll[bool](drawn)) {
			w.t.Errorf("%v: there is no picture:\n%s", s, w.text())
		}
		w.narrow("with a picture")
	}
}

// TestTabs: of two tabs the one that is behind is told so, and shows the present page.
func TestTabs(t *testing.T) {
	t.Parallel()
	w := open(t, screen{language: "en", width: 768, scripts: true})
	w.leads(chromedp.Navigate(site + "/"))
	w.press(".start button")
	ctx, cancel := chromedp.NewContext(w) // with the same cookies
	defer cancel()
	second := &window{Context: ctx, t: t, screen: w.screen}
	second.leads(chromedp.Navigate(site + "/web/chat"))
	w.press("button[value='set:goal:i-b']")
	second.press("button[value='set:goal:i-a']")
	if text := second.text(); !strings.Contains(text, "no longer up to date") || second.asked() != "degrees" {
		t.Errorf("the tab that is behind says\n%s", text)
	}
}

// TestImpatience: clicks one right after the other count once.
func TestImpatience(t *testing.T) {
	t.Parallel()
	for _, scripts := range []bool{true, false} {
		w := open(t, screen{language: "en", width: 768, scripts: scripts})
		w.leads(chromedp.Navigate(site + "/"))
		w.press(".start button")
		w.leads(chromedp.DoubleClick(chromedp.CSS("button[value='set:goal:i-b']")))
		w.do(chromedp.WaitReady(chromedp.CSS("input[value=master]")))
		if text := w.text(); strings.Contains(text, "no longer up to date") {
			t.Errorf("after a double click:\n%s", text)
		}
	}
}

// TestPhone: what was begun at a desk goes on on a phone, by a link that is shown when asked for.
func TestPhone(t *testing.T) {
	t.Parallel()
	desk := open(t, screen{language: "ja", width: 1280, scripts: true})
	desk.leads(chromedp.Navigate(site + "/"))
	desk.press(".start button")
	desk.press("button[value='set:goal:i-b']")
	desk.press("a[href='/web/link']")
	desk.press("main button")
	link := get(desk, chromedp.Value(chromedp.CSS("#address")))
	if !desk.has(".qr svg") || !strings.HasPrefix(link, site) {
		t.Fatalf("the link is %q:\n%s", link, desk.text())
	}
	phone := open(t, screen{language: "ja", width: 320, scripts: false, dark: true})
	phone.leads(chromedp.Navigate(link))
	phone.press("main button")
	if q := phone.asked(); q != "degrees" {
		t.Errorf("on the phone it asks %q", q)
	}
}
