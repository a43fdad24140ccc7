package browsertest_test

import (
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// links are slow ones, as Chromium's developer tools have them: bytes per second, and milliseconds until an
// answer begins.
var links = map[string]network.Conditions{
	"fast3g": {DownloadThroughput: 180_000, UploadThroughput: 84_375, Latency: 562.5},
	"slow3g": {DownloadThroughput: 50_000, UploadThroughput: 50_000, Latency: 2000},
}

// BenchmarkSlow opens the page for the first time, and then the first question, by a slow link on a slow
// phone: a processor at a quarter of its speed. It says when something is first seen, and what is loaded.
func BenchmarkSlow(b *testing.B) {
	for name, link := range links {
		for _, language := range []string{"en", "ja"} {
			b.Run(name+"/"+language, func(b *testing.B) {
				w := open(b, screen{language: language, width: 320, scripts: true})
				call(w, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{&link}})
				call(w, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
				for range b.N {
					call(w, network.ClearBrowserCache, cdp.Empty{})
					w.measured(b, "page", func() { w.leads(chromedp.Navigate(site + "/")) })
					w.measured(b, "question", func() { w.press(".start button") })
				}
				b.ReportMetric(0, "ns/op") // most of it is the driving of the browser
			})
		}
	}
}

// measured reports what going to a page takes.
func (w *window) measured(b *testing.B, name string, goTo func()) {
	b.Helper()
	w.mu.Lock()
	w.loaded, w.requests = 0, nil
	w.mu.Unlock()
	goTo()
	b.ReportMetric(get(w, chromedp.Poll[float64](`performance.getEntriesByName("first-contentful-paint")[0]?.startTime`)), name+"-paint-ms")
	w.mu.Lock()
	defer w.mu.Unlock()
	b.ReportMetric(float64(w.loaded), name+"-bytes")
	b.ReportMetric(float64(len(w.requests)), name+"-requests")
}
