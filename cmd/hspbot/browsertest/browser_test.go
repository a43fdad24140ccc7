// Package browsertest_test has a real browser, Chromium without a window, use the website of the real
// program: in all languages, on a phone, a tablet and a desk screen, with and without JavaScript, and by
// keyboard alone. It is a module of its own, so that the bot does not carry the library that drives the
// browser; it knows nothing of the bot but what a browser sees.
//
// HSPBOT_PICTURES=DIR keeps a picture of every page.
package browsertest_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// screen is how somebody looks at the website.
type screen struct {
	language string
	width    int64
	scripts  bool
	dark     bool
}

func (s screen) String() string {
	name := fmt.Sprintf("%s-%d", s.language, s.width)
	if !s.scripts {
		name += "-noscript"
	}
	if s.dark {
		name += "-dark"
	}
	return name
}

// browser is one for all tests, and closeBrowser ends it.
var (
	browserOnce  sync.Once
	browserOf    context.Context
	errBrowser   error
	closeBrowser = func() {}
)

func browser(path string) (context.Context, error) {
	browserOnce.Do(func() {
		ctx, cancelAll := chromedp.NewExecAllocator(context.Background(), options(path)...)
		ctx, cancelFirst := chromedp.NewContext(ctx)
		browserOf, closeBrowser = ctx, func() { cancelFirst(); cancelAll() }
		errBrowser = chromedp.Do(ctx)
	})
	return browserOf, errBrowser
}

// options have a browser find the hosts, and believe them.
func options(path string) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.IgnoreCertErrors,
		chromedp.Flag("host-resolver-rules", hosts))
}

// chromium finds a program by its Debian package. Where it is not installed the test is skipped, but in CI
// it fails.
func chromium(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("CI") != "" {
		t.Fatalf("%s is not installed; it is in Debian's package %[1]s", name)
	}
	if err != nil {
		t.Skipf("%s is not installed; it is in Debian's package %[1]s", name)
	}
	return path
}

// window is a browser, and what it complained about.
type window struct {
	context.Context
	t        testing.TB
	screen   screen
	headers  network.Headers
	pictures int

	mu        sync.Mutex
	complains []string
	loaded    int64 // bytes, in all
	requests  []string
}

// open opens a window: in Chromium without any, which takes half the time of one that is only hidden.
func open(t testing.TB, s screen) *window {
	t.Helper()
	one, err := browser(chromium(t, "chromium-headless-shell"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancelTab := chromedp.NewContext(one, chromedp.WithNewBrowserContext()) // with cookies of its own
	t.Cleanup(cancelTab)
	ctx, cancelTime := context.WithTimeout(ctx, 8*time.Minute)
	t.Cleanup(cancelTime)
	w := &window{Context: ctx, t: t, screen: s, headers: network.Headers{"Accept-Language": s.language, "X-Forwarded-For": newAddress()}}
	if err := chromedp.Listen(ctx, w.hear); err != nil {
		t.Fatal(err)
	}
	call(w, network.Enable, network.EnableParams{})
	call(w, log.Enable, cdp.Empty{})
	call(w, runtime.Enable, cdp.Empty{})
	w.with(w.headers)
	w.show(s)
	call(w, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !s.scripts})
	return w
}

// with has the window send headers with all that it asks for.
func (w *window) with(headers network.Headers) {
	w.t.Helper()
	call(w, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: headers})
}

// show has the window look as a screen does.
func (w *window) show(s screen) {
	w.t.Helper()
	scheme := "light"
	if s.dark {
		scheme = "dark"
	}
	w.screen = s
	call(w, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: s.width, Height: 800, DeviceScaleFactor: 1, Mobile: s.width < 500})
	call(w, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
}

// hear notes what the browser complains about, and what it loads.
func (w *window) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			w.complains = append(w.complains, e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		w.complains = append(w.complains, e.ExceptionDetails.Text)
	case *network.EventRequestWillBeSent:
		w.requests = append(w.requests, e.Request.URL)
	case *network.EventLoadingFinished:
		w.loaded += int64(e.EncodedDataLength)
	}
}

// patience is how long anything may take that is not a whole interview.
const patience = time.Minute

type action = chromedp.Action[chromedp.Void]

func (w *window) do(actions ...action) {
	w.t.Helper()
	if err := chromedp.Do(w, actions...); err != nil {
		w.t.Fatalf("%v: %v", w.screen, err)
	}
}

// get does something that has a value.
func get[T any](w *window, a chromedp.Action[T]) T {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		w.t.Fatalf("%v: %v", w.screen, err)
	}
	return v
}

// call has the browser carry out a command.
func call[P, R any](w *window, command cdp.Command[P, R], params P) {
	w.t.Helper()
	if _, err := chromedp.Call(w, command, params); err != nil {
		w.t.Fatal(err)
	}
}

// press presses what a selector finds, and waits for the next page.
func (w *window) press(selector string) {
	w.t.Helper()
	w.leads(chromedp.Click(chromedp.CSS(selector)))
}

// leads does something that leads to another page, and waits for it.
func (w *window) leads(actions ...action) {
	w.t.Helper()
	if _, err := chromedp.RunResponse(w, actions...); err != nil {
		w.t.Fatalf("%v: no page follows: %v\n%s", w.screen, err, w.text())
	}
	w.look()
}

// text is what the page says.
func (w *window) text() string { return get(w, chromedp.Text(chromedp.CSS("body"))) }

// has reports whether the page has what a selector finds.
func (w *window) has(selector string) bool {
	w.t.Helper()
	return get(w, chromedp.Evaluate[bool](fmt.Sprintf("document.querySelector(%q) !== null", selector)))
}

// layout is what a page looks like in figures.
type layout struct {
	Lang       string   `json:"lang"`
	Title      string   `json:"title"`
	Wide       float64  `json:"wide"`
	Window     float64  `json:"window"`
	Headings   int      `json:"headings"`
	Mains      int      `json:"mains"`
	Small      []string `json:"small"`
	Unlabelled []string `json:"unlabelled"`
}

const measure = `({
	lang: document.documentElement.lang, title: document.title,
	wide: document.scrollingElement.scrollWidth, window: innerWidth,
	headings: document.querySelectorAll("h1").length, mains: document.querySelectorAll("main").length,
	small: [...document.querySelectorAll("main button, main a.button, main label.box, main input[type=text]")].filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML),
	unlabelled: [...document.querySelectorAll("input:not([type=hidden])")].filter(e => e.labels.length === 0).map(e => e.outerHTML),
})`

// languageTags are what pages are to be marked as.
var languageTags = map[string]string{"en": "en", "ja": "ja", "zh-CN": "zh-Hans", "zh-TW": "zh-Hant"}

// look holds a page to what every page has to be, and takes a picture of it.
func (w *window) look() {
	w.t.Helper()
	l := get(w, chromedp.Evaluate[layout](measure))
	switch {
	case l.Lang != languageTags[w.screen.language]:
		w.t.Errorf("%v: the page is marked as %q", w.screen, l.Lang)
	case l.Wide > l.Window:
		w.t.Errorf("%v: %q is %v pixels wide in a window of %v", w.screen, l.Title, l.Wide, l.Window)
	case l.Headings != 1 || l.Mains != 1 || l.Title == "":
		w.t.Errorf("%v: %q has %d headings and %d main parts", w.screen, l.Title, l.Headings, l.Mains)
	case len(l.Small) > 0 || len(l.Unlabelled) > 0:
		w.t.Errorf("%v: %q: too small: %q; without a label: %q", w.screen, l.Title, l.Small, l.Unlabelled)
	}
	w.mu.Lock()
	for _, c := range w.complains {
		w.t.Errorf("%v: %q: the browser says %q", w.screen, l.Title, c)
	}
	w.complains = nil
	w.mu.Unlock()
	dir := os.Getenv("HSPBOT_PICTURES")
	if dir == "" {
		return
	}
	png := get(w, chromedp.FullScreenshot(100))
	w.pictures++
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("web-%v-%02d.png", w.screen, w.pictures)), png, 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// answers are what somebody says who has 85 points by the official table in 1号ロ: a master's degree 20,
// seven years 15, 31 years of age 10, 8.5 million yen at that age 30, N2 10.
var answers = map[string]string{"salary": "8500000円", "age": "31", "career_i-b": "7"}

var presses = map[string]string{"goal": "i-b", "japanese": "n2", "spouse": "no"}

const points = "85"

// asked is the question of the present page; empty at the result.
func (w *window) asked() string {
	w.t.Helper()
	return get(w, chromedp.Evaluate[string](`(document.querySelector("#choices [value^='set:']") ?? document.querySelector(".controls [value^='set:']"))?.value.split(":")[1] ?? ""`))
}

// interview answers every question.
func (w *window) interview() {
	w.t.Helper()
	for range 30 {
		if !w.answer() {
			return
		}
	}
	w.t.Fatalf("%v: no end:\n%s", w.screen, w.text())
}

// answer answers the question of the page; false where there is none.
func (w *window) answer() bool {
	w.t.Helper()
	q := w.asked()
	switch {
	case q == "" || w.has(".controls [value='show:restart']"):
		return false
	case q == "degrees":
		w.do(chromedp.Click(chromedp.CSS("input[value=master]")))
		w.press("button[value=ticked]")
	case answers[q] != "":
		w.do(chromedp.SendKeys(chromedp.CSS("#text"), answers[q]))
		w.press(".typing button")
	case presses[q] != "":
		w.press("button[value='set:" + q + ":" + presses[q] + "']")
	default:
		w.press("button[value='set:" + q + ":none']")
	}
	return true
}

// heading is that of the page.
func (w *window) heading() string { return get(w, chromedp.Text(chromedp.CSS("h1"))) }

// TestInterview takes people whose browsers run no JavaScript from the page to the result, to what is
// stored, and away. TestPages does so with JavaScript.
func TestInterview(t *testing.T) {
	t.Parallel()
	for _, s := range []screen{{"en", 320, false, true}, {"ja", 768, false, false}, {"zh-CN", 1280, false, true}, {"zh-TW", 320, false, false}} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			interview(t, s)
		})
	}
}

func interview(t *testing.T, s screen) {
	w := open(t, s)
	w.leads(chromedp.Navigate(site + "/"))
	w.press(".start button")
	w.interview()
	if h := w.heading(); !strings.Contains(h, points) {
		t.Errorf("the result is %q", h)
	}
	w.press("button[value='show:mydata']")
	w.press("button[value='show:forget']")
	w.press("button[value='yes:forget']")
	if !w.has(".start button") {
		t.Errorf("after all is deleted:\n%s", w.text())
	}
	for _, address := range w.requests {
		if !strings.HasPrefix(address, site) {
			t.Errorf("the browser is sent to %s", address)
		}
	}
}

// TestBack: after the browser's back button the present page is there, and what is pressed on one that
// the browser had kept changes nothing, and is answered with the present one.
func TestBack(t *testing.T) {
	t.Parallel()
	for _, scripts := range []bool{true, false} {
		w := open(t, screen{language: "en", width: 768, scripts: scripts})
		w.leads(chromedp.Navigate(site + "/"))
		w.press(".start button")
		w.press("button[value='set:goal:i-b']")
		w.do(chromedp.NavigateBack())
		w.do(chromedp.WaitReady(chromedp.CSS("main")))
		if w.asked() == "goal" { // kept by the browser
			w.press("button[value='set:goal:i-a']")
			if text := w.text(); !strings.Contains(text, "no longer up to date") {
				t.Errorf("an old page is answered with\n%s", text)
			}
		}
		if q := w.asked(); q != "degrees" {
			t.Errorf("after back it asks %q", q)
		}
		w.leads(chromedp.Reload())
		w.do(chromedp.Click(chromedp.CSS("summary")))
		if text := w.text(); !strings.Contains(text, "Specialist work") || strings.Contains(text, "Research or teaching") {
			t.Errorf("the answer is another:\n%s", text)
		}
	}
}

// TestWeight: the page and all its parts are under 50 kB and need four requests.
func TestWeight(t *testing.T) {
	t.Parallel()
	for language := range languageTags {
		w := open(t, screen{language: language, width: 320, scripts: true})
		w.leads(chromedp.Navigate(site + "/"))
		w.mu.Lock()
		t.Logf("%s: %d bytes, %q", language, w.loaded, w.requests)
		if w.loaded < 5000 || w.loaded > 50_000 || len(w.requests) > 4 {
			t.Errorf("%s: %d bytes in %d requests", language, w.loaded, len(w.requests))
		}
		w.mu.Unlock()
	}
}
