package browsertest_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeSource is the library axe-core, which looks for what keeps people from using a page.
var axeSource = sync.OnceValues(func() ([]byte, error) { return os.ReadFile("node_modules/axe-core/axe.min.js") })

// needAxe skips a test where axe-core is not installed, but fails it in CI, where .ci/run does that.
func needAxe(t *testing.T) {
	t.Helper()
	const how = "axe-core is not installed; run npm ci in cmd/hspbot/browsertest"
	if _, err := axeSource(); err != nil && os.Getenv("CI") != "" {
		t.Fatal(how)
	} else if err != nil {
		t.Skip(how)
	}
}

// The rules of WCAG 2.2 up to level AA, and what axe-core thinks good practice. Where a page was
// looked at before and only its width and colours are others, the rules that depend on these do.
const (
	allRules    = `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`
	visualRules = `{type: "rule", values: ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]}`
)

// violation is what axe-core says of a page.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		Target  []any  `json:"target"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// violations are those of the present page.
func (w *window) violations(rules string) []violation {
	w.t.Helper()
	if !get(w, chromedp.Evaluate[bool](`"axe" in window`)) {
		source, _ := axeSource() // see needAxe
		w.do(chromedp.Evaluate[chromedp.Void](string(source) + ";undefined"))
	}
	return get(w, chromedp.Evaluate[[]violation](fmt.Sprintf(`axe.run({runOnly: %s, resultTypes: ["violations"], rules: {"target-size": {enabled: true}}}).then(r => r.violations)`, rules),
		chromedp.EvalAwaitPromise))
}

// audit fails the test for each violation in the present page.
func (w *window) audit(rules string) {
	w.t.Helper()
	for _, v := range w.violations(rules) {
		for _, n := range v.Nodes {
			w.t.Errorf("%v: %q: %s (%s) at %v: %s", w.screen, w.heading(), v.Help, v.ID, n.Target, strings.ReplaceAll(n.Summary, "\n", " "))
		}
	}
}

// TestAxeFinds: what is wrong on purpose is found, by either set of rules.
func TestAxeFinds(t *testing.T) {
	t.Parallel()
	needAxe(t)
	w := open(t, screen{language: "en", width: 320, scripts: true})
	w.leads(chromedp.Navigate(site + "/"))
	w.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("h1").style.color = "#ddd"; document.documentElement.lang = ""; document.querySelector("nav a").style = "display: inline-block; padding: 0; line-height: 1; height: 10px; width: 10px; overflow: hidden"`))
	for rules, want := range map[string][]string{allRules: {"color-contrast", "html-has-lang", "target-size"}, visualRules: {"color-contrast", "target-size"}} {
		found := map[string]bool{}
		for _, v := range w.violations(rules) {
			found[v.ID] = true
		}
		for _, id := range want {
			if !found[id] {
				t.Errorf("%s is not found by %s: %v", id, rules, found)
			}
		}
	}
}
