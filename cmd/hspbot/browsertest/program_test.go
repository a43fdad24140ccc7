package browsertest_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// site is the address of the website for browsers, and plain where the program answers itself, without TLS.
const site = "https://hsp.example.org"

var plain string

// hosts are where the browsers find the websites.
var hosts string

// partners is the file of the program's partners: one with all that pages show, and one without.
const partners = `[sakura]
names.en = "Sakura Office"
names.ja = "さくら事務所"
names.zh = "樱花事务所"
names.zh-Hant = "櫻花事務所"
website = "https://www.sakura.example/"
languages = ["ja", "zh", "vi"]
logo = "logo.png"
origins = ["https://www.sakura.example"]
colours.accent = "#9d174d"
contacts = [
  { kind = "phone", value = "+81 3 0000 0000" },
  { kind = "email", value = "visa@sakura.example" },
]
leads.webhook = "https://www.sakura.example/leads"
leads.secret = "a secret of the partner's"
consent.en = "We use what you send only to answer you, and delete it after a year."
consent.ja = "送られた内容はご連絡にのみ利用し、1年後に削除します。"
consent.zh = "您发来的内容只用于答复您，一年后删除。"
consent.zh-Hant = "您傳來的內容只用於答覆您，一年後刪除。"

[plum]
names.en = "Plum School"
`

// program is the built program, and snippet what it prints for the partner's pages.
var (
	program string
	snippet []byte
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

// run runs the tests beside the program.
func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "browsertest")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "hspbot")
	build := exec.Command("go", "build", "-o", program, "./cmd/hspbot")
	build.Dir, build.Stderr = "../../..", os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "the program cannot be built:", err)
		return 1
	}
	snippet, err = exec.Command(program, "link", "--web", site, "--ref", "sakura", "--lang", "ja", "--html", "chat").Output()
	if err != nil {
		fmt.Fprintln(os.Stderr, "no link:", err)
		return 1
	}
	var said bytes.Buffer
	stop := serve(dir, &said)
	defer stop()
	defer serveTLS()()
	defer func() { closeBrowser() }()
	for range 600 {
		if r, err := http.Get(plain + "/"); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return m.Run()
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	stop()
	fmt.Fprintln(os.Stderr, "the program does not serve:", said.String())
	return 1
}

// serve starts the program.
func serve(dir string, said *bytes.Buffer) (stop func()) {
	file := filepath.Join(dir, "partners.toml")
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 240, 80))); err != nil {
		panic(err)
	}
	for name, text := range map[string][]byte{file: []byte(partners), filepath.Join(dir, "logo.png"): logo.Bytes()} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			panic(err)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	address := listener.Addr().String()
	listener.Close()
	plain = "http://" + address
	serve := exec.Command(program, "serve")
	serve.Env = append(os.Environ(), "HSPBOT_WEB=on", "HSPBOT_DATA="+filepath.Join(dir, "web.db"), "HSPBOT_LISTEN="+address,
		"HSPBOT_PUBLIC_URL="+site, "HSPBOT_PARTNERS_FILE="+file)
	serve.Stderr = said
	if err := serve.Start(); err != nil {
		panic(err)
	}
	return func() {
		_ = serve.Process.Signal(syscall.SIGTERM)
		_ = serve.Wait()
	}
}

// alone is a header with which a page for a frame is asked for without one: browsers from before 2023 do
// not tell.
const alone = "X-Without-Fetch-Dest"

// cookies counts the requests with a cookie that came from frames.
var cookies atomic.Int64

// serveTLS serves the program behind TLS, and pages of other websites with the chat in a frame, which
// have a strict Content-Security-Policy.
func serveTLS() (stop func()) {
	target, err := url.Parse(plain)
	if err != nil {
		panic(err)
	}
	proxy := &httputil.ReverseProxy{ErrorLog: log.New(io.Discard, "", 0), Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
		r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"] // each window has an address of its own
		if r.In.Header.Get(alone) != "" {
			r.Out.Header.Del("Sec-Fetch-Dest")
		}
	}}
	handlers := map[string]http.HandlerFunc{"hsp.example.org": func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/web/embed/") && r.Header.Get("Cookie") != "" && r.Header.Get(alone) == "" {
			cookies.Add(1)
		}
		proxy.ServeHTTP(w, r)
	}}
	for _, name := range []string{"www.sakura.example", "sakura.example"} {
		handlers[name] = func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-src "+site)
			fmt.Fprintf(w, "<!doctype html><html lang=ja><title>Sakura</title><h1>Sakura</h1>%s</html>", snippet)
		}
	}
	var rules []string
	var servers []*httptest.Server
	for host, handler := range handlers {
		server := httptest.NewUnstartedServer(handler)
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.StartTLS()
		servers = append(servers, server)
		rules = append(rules, fmt.Sprintf("MAP %s:443 %s", host, strings.TrimPrefix(server.URL, "https://")))
	}
	hosts = strings.Join(rules, ",")
	return func() {
		for _, s := range servers {
			s.Close()
		}
	}
}

// clients counts the addresses that windows have.
var clients atomic.Int64

// newAddress is an address from which nothing has come yet.
func newAddress() string {
	n := clients.Add(1)
	return fmt.Sprintf("198.18.%d.%d", n/250, n%250+1)
}
