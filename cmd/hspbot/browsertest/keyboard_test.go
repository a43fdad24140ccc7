package browsertest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focused is what has the focus: the text or the label of it, and whether one sees that.
type focused struct {
	Text string `json:"text"`
	Name string `json:"name"`
	Ring bool   `json:"ring"`
}

const focus = `(e => ({
	text: (e.labels?.[0] ?? e).textContent.trim(), name: (e.tagName + " " + (e.name ?? "")).toLowerCase().trim(),
	ring: getComputedStyle(e).outlineStyle !== "none" && parseFloat(getComputedStyle(e).outlineWidth) >= 2,
}))(document.activeElement)`

// tab presses the Tab key until what has the focus is wanted; everything on the way has to be seen to
// have it.
func (w *window) tab(wanted string) {
	w.t.Helper()
	var way []string
	for range 40 {
		w.do(chromedp.KeyEvent(kb.Tab))
		f := get(w, chromedp.Evaluate[focused](focus))
		if way = append(way, f.Name+" "+f.Text); !f.Ring && f.Name != "body" {
			w.t.Errorf("one does not see that %q has the focus", f.Text)
		}
		if f.Text == wanted {
			return
		}
	}
	w.t.Fatalf("no way to %q: %q", wanted, way)
}

// enter presses the Enter key, and waits for the next page.
func (w *window) enter() {
	w.t.Helper()
	w.leads(chromedp.KeyEvent(kb.Enter))
}

// label is what a button says.
func (w *window) label(selector string) string {
	w.t.Helper()
	return get(w, chromedp.Evaluate[string](fmt.Sprintf("document.querySelector(%q).textContent.trim()", selector)))
}

// typeThrough goes on by keyboard until there is a result.
func (w *window) typeThrough() {
	w.t.Helper()
	for range 20 {
		q := w.asked()
		switch {
		case q == "" || w.has(".controls [value='show:restart']"):
			return
		case answers[q] != "":
			w.tab(w.label("label[for=text]"))
			w.do(chromedp.KeyEvent(answers[q]))
		case presses[q] != "":
			w.tab(w.label("main [value='set:" + q + ":" + presses[q] + "']"))
		default:
			w.tab(w.label("main [value='set:" + q + ":none']"))
		}
		w.enter()
	}
	w.t.Fatalf("no end:\n%s", w.text())
}

// TestKeyboard: everything can be done without a mouse, from the first page over the result and a file to
// the end of what is stored. A page begins at what is asked: the first Tab is at the first answer, or
// after what is wrong with the last one.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	for _, s := range []screen{{language: "en", scripts: true}, {language: "ja"}, {language: "zh-CN"}, {language: "zh-TW", scripts: true}} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			s.width = 1280
			keyboard(open(t, s))
		})
	}
}

// checks begin the titles of pages that say what is wrong.
var checks = map[string]string{"en": "Please check your answer", "ja": "回答をご確認ください", "zh-CN": "请检查您的回答", "zh-TW": "請檢查您的回答"}

func keyboard(w *window) {
	t := w.t
	w.leads(chromedp.Navigate(site + "/"))
	w.do(chromedp.KeyEvent(kb.Tab))
	if f := get(w, chromedp.Evaluate[focused](focus)); f.Text != w.label(".skip") {
		t.Errorf("the first thing is %q", f.Text)
	}
	w.do(chromedp.KeyEvent(kb.Enter))
	w.do(chromedp.KeyEvent(kb.Tab))
	if f := get(w, chromedp.Evaluate[focused](focus)); f.Text != w.label("main .start button") {
		t.Errorf("after the skip link comes %q", f.Text)
	}
	w.enter()
	w.do(chromedp.KeyEvent(kb.Tab))
	if f := get(w, chromedp.Evaluate[focused](focus)); f.Text != w.label("#choices [value='set:goal:i-b']") {
		t.Errorf("a page begins with %q", f.Text)
	}
	w.enter()
	w.tab(w.label("[value=ticked]"))
	w.enter()
	if id := get(w, chromedp.Evaluate[string](`document.activeElement.id`)); id != "notice" {
		t.Errorf("after a page without a tick the focus is at %q", id)
	}
	w.do(chromedp.KeyEvent(kb.Tab))
	if f := get(w, chromedp.Evaluate[focused](focus)); f.Name != "input on" {
		t.Errorf("after what is wrong comes %q", f.Text)
	}
	w.tab(w.label("label:has([value=master])"))
	w.do(chromedp.KeyEvent(" "))
	w.tab(w.label("[value=ticked]"))
	w.enter()
	w.tab(w.label("label[for=text]"))
	w.do(chromedp.KeyEvent("?!"))
	w.enter()
	if !w.has("#text[aria-invalid=true][aria-describedby~=notice]") || !strings.HasPrefix(get(w, chromedp.Title()), checks[w.screen.language]) ||
		get(w, chromedp.Evaluate[string](`document.activeElement.id`)) != "notice" {
		t.Errorf("after a wrong answer:\n%s", w.text())
	}
	w.typeThrough()
	if h := w.heading(); !strings.Contains(h, points) {
		t.Errorf("the result is %q", h)
	}
	for _, view := range []string{"documents", "pdf"} {
		w.tab(w.label("main [value='show:" + view + "']"))
		w.enter()
	}
	w.tab(w.label("main a.button"))
	address := get(w, chromedp.Evaluate[string](`document.querySelector("main a.button").href`))
	file := get(w, chromedp.WaitEvent(network.ResponseReceived, func(e network.EventResponseReceived) bool { return e.Response.URL == address }, chromedp.KeyEvent(kb.Enter)))
	if file.Response.MimeType != "application/pdf" || file.Response.Status != 200 {
		t.Errorf("the file is %+v", file.Response)
	}
	w.tab(w.label(".more [value='show:forget']"))
	w.enter()
	w.do(chromedp.KeyEvent(kb.Tab))
	w.enter()
	if !w.has(".start button") {
		t.Errorf("nothing was deleted:\n%s", w.text())
	}
}
