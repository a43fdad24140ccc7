package browsertest_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// visit opens a page with a frame in a browser of its own: the whole Chromium, which can be told to refuse
// cookies.
func visit(t *testing.T, address string, more ...chromedp.ExecAllocatorOption) *window {
	t.Helper()
	all := append(options(chromium(t, "chromium")), chromedp.Flag("site-per-process", true))
	ctx, cancelAll := chromedp.NewExecAllocator(t.Context(), append(all, more...)...)
	t.Cleanup(cancelAll)
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancelTime := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancelTime)
	page := &window{Context: ctx, t: t}
	page.do(chromedp.Navigate(address))
	return page
}

// frameOf is the frame on a page, once it has loaded.
func frameOf(t *testing.T, page *window) *window {
	t.Helper()
	for range 100 {
		list, err := chromedp.Targets(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range list {
			if i.Type == "iframe" {
				ctx, cancel := chromedp.NewContext(page, chromedp.WithTargetID(i.TargetID))
				t.Cleanup(cancel)
				frame := &window{Context: ctx, t: t}
				frame.do() // the first context that is used ends the connection when it ends: not that of one call
				return frame
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("there is no frame:\n%s", page.text())
	return nil
}

// says waits until a frame says something. While it loads another page, it cannot be read.
func (w *window) says(want string) {
	w.t.Helper()
	said, err := "", error(nil)
	for range 100 {
		if said, err = chromedp.Run(w, chromedp.Evaluate[string](bodyText)); err == nil && strings.Contains(said, want) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	w.t.Errorf("the frame does not say %q (%v):\n%s", want, err, said)
}

// bodyText is what a page says, if it has a body.
const bodyText = `document.body ? document.body.innerText : ""`

// TestEmbed: the chat that "hspbot link --html chat" prints works in a frame on a partner's page that has a
// strict Content-Security-Policy, whether the browser keeps the frame's cookie or refuses all of frames. A
// page of another origin, though of the same domain, shows none of it. Where the cookie is refused, a link
// that the frame offers goes on in a window of its own.
func TestEmbed(t *testing.T) {
	t.Parallel()
	const begin, first, second = "ここで始める", "日本でどのような仕事をしますか", "卒業・修了した学歴"
	for _, kept := range []bool{true, false} {
		profile := t.TempDir()
		if !kept {
			refuse := `{"profile":{"cookie_controls_mode":1,"block_third_party_cookies":true,"default_content_setting_values":{"cookies":2}}}`
			if err := os.MkdirAll(filepath.Join(profile, "Default"), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(profile, "Default", "Preferences"), []byte(refuse), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		page := visit(t, "https://www.sakura.example/", chromedp.UserDataDir(profile))
		frame := frameOf(t, page)
		frame.says("さくら事務所")
		frame.says(begin)
		frame.do(chromedp.Click(chromedp.CSS(".start button")))
		frame.says(first)
		frame.do(chromedp.Click(chromedp.CSS(`button[value="set:goal:i-b"]`)))
		frame.says(second)
		frame.do(chromedp.Click(chromedp.CSS(".more a")))
		frame.says("続きを開くリンク")
		frame.do(chromedp.Click(chromedp.CSS("main form button")))
		frame.says("別のタブで開く")
		link := get(frame, chromedp.Evaluate[string](`document.querySelector("a[target=_blank]").href`))
		page.do(chromedp.Reload())
		again := map[bool]string{true: second, false: begin}[kept]
		frameOf(t, page).says(again)
		if sent := cookies.Swap(0) > 0; sent != kept {
			t.Errorf("the browser sends cookies: %t, want %t", sent, kept)
		}
		own := open(t, screen{language: "ja", width: 768, scripts: true})
		own.leads(chromedp.Navigate(link))
		own.press("main button")
		if q := own.asked(); q != "degrees" {
			t.Errorf("in a window of its own it asks %q", q)
		}
	}
	other := frameOf(t, visit(t, "https://sakura.example/"))
	time.Sleep(time.Second)
	if said := get(other, chromedp.Evaluate[string](bodyText)); strings.Contains(said, begin) || strings.Contains(said, "高度専門職") {
		t.Errorf("a page of another origin shows\n%s", said)
	}
}
