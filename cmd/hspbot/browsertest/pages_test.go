package browsertest_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// screens are those on which each page is looked at, in turn.
var screens = []screen{{width: 320}, {width: 768, dark: true}, {width: 1280}, {width: 320, dark: true}, {width: 768}, {width: 1280, dark: true}}

// tour is somebody who looks at every page.
type tour struct {
	*window
	pages int
}

// TestPages looks at every kind of page, in all languages, on a phone, a tablet and a desk screen, in
// light and dark: nothing is wider than the window, and axe-core finds nothing. Each page is held to all rules on
// one screen, and on it with the other colours to those about what is seen; which one it is changes
// from page to page and from language to language.
func TestPages(t *testing.T) {
	t.Parallel()
	needAxe(t)
	for i, language := range []string{"en", "ja", "zh-CN", "zh-TW"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			v := &tour{open(t, screen{language: language, width: 320, scripts: true}), i}
			v.messages()
			v.questions()
			v.views()
			v.shares()
			v.sends()
			v.link()
			v.leave()
			v.frame()
		})
	}
}

// page looks at the present page.
func (v *tour) page() {
	v.t.Helper()
	for i := range 4 { // each width, and the first of them in other colours, too
		s := screens[(v.pages+i)%len(screens)]
		s.language, s.scripts = v.screen.language, v.screen.scripts
		v.show(s)
		v.look()
		switch i {
		case 0:
			v.audit(allRules)
		case 3:
			v.audit(visualRules)
		}
	}
	v.pages++
}

// goTo goes to a page, and looks at it.
func (v *tour) goTo(path string, status int) {
	v.t.Helper()
	v.to(path, status)
	v.page()
}

// to goes to a page that is answered with a status, at once or, where others are answered meanwhile,
// after one that may come first.
func (v *tour) to(path string, status int, first ...int) {
	v.t.Helper()
	for tries := 1; ; tries++ {
		answer, err := chromedp.RunResponse(v, chromedp.Navigate(site+path))
		if err != nil {
			v.t.Fatalf("%v: %s: %v", v.screen, path, err)
		}
		if int(answer.Status) == status {
			break
		}
		if !slices.Contains(first, int(answer.Status)) || tries == 50 {
			v.t.Fatalf("%v: %s: status %d", v.screen, path, answer.Status)
		}
	}
	v.do(chromedp.WaitReady(chromedp.CSS("main")))
	for _, s := range append(first, status) {
		v.forgive(s)
	}
}

// forgive forgets what the browser says of a page with a status.
func (w *window) forgive(status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.complains = slices.DeleteFunc(w.complains, func(c string) bool {
		return status != http.StatusOK && strings.Contains(c, fmt.Sprintf("status of %d", status))
	})
}

// messages looks at the page for those who come from elsewhere, and at those that say one thing.
func (v *tour) messages() {
	v.goTo("/", http.StatusOK)
	v.goTo("/go/sakura", http.StatusOK)
	v.goTo("/web/nothing", http.StatusNotFound)
	v.goTo("/web/chat", http.StatusNotFound)
	v.goTo("/s/NOTHING", http.StatusNotFound)
	crowded := newAddress()
	v.with(network.Headers{"Accept-Language": v.screen.language, "X-Forwarded-For": crowded})
	stop := crowd(v.t, crowded)
	v.to("/web/nothing", http.StatusTooManyRequests, http.StatusNotFound) // sometimes it is this page's turn
	stop()
	v.page()
	v.with(v.headers)
	v.leads(chromedp.Navigate(site + "/"))
	v.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".start input").value = "x".repeat(20000)`)) // more than is read
	v.refused(".start button", http.StatusBadRequest)
}

// refused presses what is answered with a status, and looks at the page.
func (v *tour) refused(selector string, status int) {
	v.t.Helper()
	answer, err := chromedp.RunResponse(v, chromedp.Click(chromedp.CSS(selector)))
	if err != nil || int(answer.Status) != status {
		v.t.Fatalf("%v: %s: %+v, %v; want status %d", v.screen, selector, answer, err, status)
	}
	v.forgive(status)
	v.page()
}

// crowd sends requests from an address, more than are answered, until stop is called.
func crowd(t testing.TB, address string) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	refused, once := make(chan struct{}), sync.Once{}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for ctx.Err() == nil {
				r, err := http.NewRequestWithContext(ctx, http.MethodGet, plain+"/web/deleted", nil)
				if err != nil {
					panic(err) // the address is one
				}
				r.Header.Set("X-Forwarded-For", address)
				answer, err := http.DefaultClient.Do(r)
				if err != nil {
					continue // stopped
				}
				answer.Body.Close()
				if answer.StatusCode == http.StatusTooManyRequests {
					once.Do(func() { close(refused) })
					time.Sleep(5 * time.Millisecond)
				}
			}
		})
	}
	select {
	case <-refused:
	case <-time.After(patience):
		t.Error("nothing is refused")
	}
	return func() { cancel(); all.Wait() }
}

// questions answers every question, some of them first in a way that is not understood.
func (v *tour) questions() {
	v.leads(chromedp.Navigate(site + "/go/sakura"))
	v.press(".start button")
	v.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#choices [name=k]").value = "x"`)) // as another website would send
	v.refused("#choices button", http.StatusForbidden)
	v.press("main a.main")
	wrong := map[string]bool{}
	for range 40 {
		v.page()
		switch q := v.asked(); {
		case q == "degrees" && !wrong[q]:
			v.press("button[value=ticked]") // nothing is ticked
			wrong[q] = true
		case answers[q] != "" && !wrong[q]:
			v.write("?!")
			wrong[q] = true
		default:
			if !v.answer() {
				return
			}
			continue
		}
		if !v.has(".notice.wrong") {
			v.t.Errorf("%v: nothing is said to be wrong:\n%s", v.screen, v.text())
		}
	}
	v.t.Fatalf("%v: no end:\n%s", v.screen, v.text())
}

// shown is how many pages of a kind are looked at: the guide and the checklists have many.
const shown = 2

// views looks at all to which the buttons of the result lead, and so on.
func (v *tour) views() {
	known, kinds := []string{"show:result", "show:restart", "show:forget", "show:lead"}, map[string]int{}
	for queue := []string{"show:restart", "show:mydata", "show:help", "show:language"}; len(queue) > 0; queue = queue[1:] {
		kind, _, _ := strings.Cut(queue[0], ".")
		if kinds[kind]++; kinds[kind] > shown {
			continue
		}
		if queue[0] != "show:restart" { // the result itself, where it began
			v.open(queue[0])
			v.page()
		}
		for _, action := range get(v.window, chromedp.Evaluate[[]string](`[...document.querySelectorAll("main button[name=do]")].map(b => b.value)`)) {
			if strings.HasPrefix(action, "show:") && !slices.Contains(known, action) {
				known, queue = append(known, action), append(queue, action)
			}
		}
	}
	if len(known) < 30 {
		v.t.Errorf("%v: there are only %q", v.screen, known)
	}
}

// open presses a button that another page has.
func (w *window) open(action string) {
	w.t.Helper()
	w.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(b => { b.name = "do"; b.value = %q; })(document.querySelector("nav.more button"))`, action)))
	w.press("nav.more button")
}

// shares shows a result by a code, looks at the page of it, and takes it back.
func (v *tour) shares() {
	v.open("show:share")
	v.press("main [value^='share:make']")
	v.page()
	link := get(v.window, chromedp.Evaluate[string](`document.querySelector("main a[href*='/s/']").href`))
	v.goTo(strings.TrimPrefix(link, site), http.StatusOK)
	v.leads(chromedp.Navigate(site + "/web/chat"))
	v.press("main [value='share:drop']")
}

// sends looks at the way of a result to the partner: what goes along, how the person is reached, all of it,
// the receipt.
func (v *tour) sends() {
	v.open("show:lead")
	v.press("main [value^='lead:on:']")
	v.page()
	v.press("[value='show:lead.contact']")
	v.page()
	v.write("?")
	if v.page(); !v.has(".notice") {
		v.t.Errorf("%v: nothing is said to be too short:\n%s", v.screen, v.text())
	}
	v.write("LINE: test-1234")
	v.page()
	v.press("[value^='lead:send:']")
	v.page()
	if !v.has("[value='lead:withdraw']") {
		v.t.Errorf("%v: there is no receipt:\n%s", v.screen, v.text())
	}
}

// write types a text and sends it.
func (v *tour) write(text string) {
	v.t.Helper()
	v.do(chromedp.SendKeys(chromedp.CSS("#text"), text))
	v.press(".typing button")
}

// frame looks at the pages in a frame, without one around them, which TestEmbed has.
func (v *tour) frame() {
	headers := network.Headers{alone: "yes"}
	for name, value := range v.headers {
		headers[name] = value
	}
	v.with(headers)
	v.goTo("/web/embed/plum", http.StatusNotFound)
	v.goTo("/web/embed/sakura", http.StatusOK)
	v.press(".start button")
	v.page()
	v.press(".more a")
	v.page()
	v.press("main form button")
	v.page()
	v.press("main form a.button")
	v.interview()
	v.page()
	v.open("show:forget")
	v.press("button[value='yes:forget']")
	v.page()
}

// link looks at the pages of a link to another browser.
func (v *tour) link() {
	v.goTo("/web/link", http.StatusOK)
	v.press("main button")
	v.page()
	link := get(v.window, chromedp.Value(chromedp.CSS("#address")))
	v.goTo(strings.TrimPrefix(link, site), http.StatusOK)
	v.goTo("/web/go-on/nothing", http.StatusNotFound)
	v.leads(chromedp.Navigate(site + "/web/chat"))
}

// leave deletes everything.
func (v *tour) leave() {
	v.open("show:forget")
	v.page()
	v.press("button[value='yes:forget']")
	v.page()
}
