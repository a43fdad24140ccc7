package browsertest_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// partners is the file of the program's partners.
const partners = `[sakura]
names.en = "Sakura Office"
names.ja = "さくら事務所"
website = "https://www.sakura.example/"
origins = ["https://www.sakura.example"]
colours.accent = "#9d174d"
`

// embedded is the program behind TLS, as https://hsp.example.org, and pages of other websites with
// the chat in a frame, with a strict Content-Security-Policy.
type embedded struct {
	rules string // where the browser finds the hosts

	mu   sync.Mutex
	sent bool // a browser has sent the program a cookie
}

func newEmbedded(t *testing.T) *embedded {
	dir := t.TempDir()
	program := filepath.Join(dir, "hspbot")
	build := exec.Command("go", "build", "-o", program, "./cmd/hspbot")
	build.Dir, build.Stderr = "../../..", os.Stderr
	if err := build.Run(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "partners.toml")
	if err := os.WriteFile(file, []byte(partners), 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	serve := exec.Command(program, "serve")
	serve.Env = append(os.Environ(), "HSPBOT_WEB=on", "HSPBOT_DATA="+filepath.Join(dir, "web.db"), "HSPBOT_LISTEN="+address,
		"HSPBOT_PUBLIC_URL=https://hsp.example.org", "HSPBOT_PARTNERS_FILE="+file)
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = serve.Process.Signal(syscall.SIGTERM)
		_ = serve.Wait()
	})
	snippet, err := exec.Command(program, "link", "--web", "https://hsp.example.org", "--ref", "sakura", "--lang", "ja", "--html", "chat").Output()
	if err != nil {
		t.Fatal(err)
	}
	e := &embedded{}
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address})
	hosts := map[string]http.Handler{
		"hsp.example.org": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			e.mu.Lock()
			e.sent = e.sent || r.Header.Get("Cookie") != ""
			e.mu.Unlock()
			proxy.ServeHTTP(w, r)
		})}
	for _, name := range []string{"www.sakura.example", "sakura.example"} {
		hosts[name] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-src https://hsp.example.org")
			fmt.Fprintf(w, "<!doctype html><html lang=ja><title>Sakura</title><h1>Sakura</h1>%s</html>", snippet)
		})
	}
	for host, handler := range hosts {
		server := httptest.NewTLSServer(handler)
		t.Cleanup(server.Close)
		e.rules += fmt.Sprintf("MAP %s:443 %s,", host, strings.TrimPrefix(server.URL, "https://"))
	}
	for range 200 {
		if r, err := http.Get("http://" + address + "/"); err == nil {
			r.Body.Close()
			return e
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the program does not serve")
	return nil
}

// open opens a page in a browser of its own.
func (e *embedded) open(t *testing.T, address string, options ...chromedp.ExecAllocatorOption) *window {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("chromium is not installed; it is in Debian's package chromium")
		}
		t.Skip("chromium is not installed; it is in Debian's package chromium")
	}
	all := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.IgnoreCertErrors,
		chromedp.Flag("host-resolver-rules", strings.TrimSuffix(e.rules, ",")), chromedp.Flag("site-per-process", true))
	ctx, cancelAll := chromedp.NewExecAllocator(t.Context(), append(all, options...)...)
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
// page of another origin, though of the same domain, shows none of it.
func TestEmbed(t *testing.T) {
	e := newEmbedded(t)
	const begin, first, second = "ここで始める", "日本でどのような仕事をしますか", "卒業・修了した学歴"
	for _, cookies := range []bool{true, false} {
		profile := t.TempDir()
		if !cookies {
			refuse := `{"profile":{"cookie_controls_mode":1,"block_third_party_cookies":true,"default_content_setting_values":{"cookies":2}}}`
			if err := os.MkdirAll(filepath.Join(profile, "Default"), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(profile, "Default", "Preferences"), []byte(refuse), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		page := e.open(t, "https://www.sakura.example/", chromedp.UserDataDir(profile))
		frame := frameOf(t, page)
		frame.says("さくら事務所")
		frame.says(begin)
		frame.do(chromedp.Click(chromedp.CSS(".start button")))
		frame.says(first)
		frame.do(chromedp.Click(chromedp.CSS(`button[value="set:goal:i-b"]`)))
		frame.says(second)
		page.do(chromedp.Reload())
		again := map[bool]string{true: second, false: begin}[cookies]
		frameOf(t, page).says(again)
		if kept := e.cookies(); kept != cookies {
			t.Errorf("the browser sends cookies: %t, want %t", kept, cookies)
		}
	}
	other := frameOf(t, e.open(t, "https://sakura.example/"))
	time.Sleep(time.Second)
	if said := get(other, chromedp.Evaluate[string](bodyText)); strings.Contains(said, begin) || strings.Contains(said, "高度専門職") {
		t.Errorf("a page of another origin shows\n%s", said)
	}
}

// cookies reports whether the program has been sent one since the last call.
func (e *embedded) cookies() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	defer func() { e.sent = false }()
	return e.sent
}
