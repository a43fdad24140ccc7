package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/partner"
)

// serveAPI runs the website with its API until the test ends, and returns where.
func serveAPI(t *testing.T, settings environment) string {
	t.Helper()
	address := bottest.FreeAddress(t)
	env := environment{"HSPBOT_WEB": "on", "HSPBOT_DATA": filepath.Join(t.TempDir(), "api.db"), "HSPBOT_LISTEN": address, "HSPBOT_LOG_LEVEL": "debug"}
	for name, value := range settings {
		env[name] = value
	}
	set, err := readSettings(env)
	if err != nil {
		t.Fatal(err)
	}
	b := &served{t: t, set: &set}
	b.start()
	for !answers(address) || !reached(address) {
	}
	t.Cleanup(func() {
		b.stop()
		if log := b.log.String(); strings.Contains(log, "level=ERROR") || strings.Contains(log, "level=WARN") || strings.Contains(log, "192.0.2.") || strings.Contains(log, "8765432") {
			t.Errorf("log:\n%s", log)
		}
	})
	return address
}

// printed is what a command of the program prints.
func printed(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(args, strings.NewReader(stdin), &out, &errs); code != 0 {
		t.Fatalf("exit status %d: %s", code, errs.String())
	}
	return out.String()
}

// TestReadmeAPI runs the commands that the README shows of the API: each answers, and what it says of a
// profile is what "hspbot score" prints.
func TestReadmeAPI(t *testing.T) {
	curl, err := exec.LookPath("curl")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("curl is not installed")
		}
		t.Skip("curl is not installed")
	}
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	const shown = "127.0.0.1:8080"
	const profile = `{"degrees":["master"],"age":29,"annual_income_jpy":7000000}`
	dir := t.TempDir()
	lines := profile + "\n{}\n"
	if err := os.WriteFile(filepath.Join(dir, "profiles.ndjson"), []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	address := serveAPI(t, nil)
	says := map[string]string{
		"/score": printed(t, profile, "score"), "/score ndjson": printed(t, lines, "score"), "/advice": printed(t, profile, "score", "--advice"),
		"/rules": `"pass_mark":70,"disclaimer":"この結果は`, "/universities": `"name":"Tohoku University","local":"東北大学"`,
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "curl ") || !strings.Contains(line, shown+"/api/") {
			continue
		}
		cmd := exec.Command("sh", "-ec", strings.Replace(line, shown, address, 1))
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "PATH="+filepath.Dir(curl)+":"+os.Getenv("PATH"))
		out, err := cmd.Output()
		if err != nil {
			t.Errorf("%s: %v", line, err)
		}
		_, path, _ := strings.Cut(line, "/api/v1")
		key := path[:strings.IndexAny(path, " ?'")]
		if strings.Contains(line, "ndjson") {
			key += " ndjson"
		}
		want, ok := says[key]
		if !ok || !strings.Contains(string(out), want) {
			t.Errorf("%s prints\n%.500s\nwant\n%.500s", line, out, want)
		}
		delete(says, key)
	}
	if len(says) > 0 {
		t.Errorf("the README does not show %d of the addresses", len(says))
	}
	if !strings.Contains(string(text), "http://"+shown+"/api/v1/openapi.json") {
		t.Error("the README does not say where the description is")
	}
}

// TestKeysOfPartners: a key of the file counts, and what is not in it does not.
func TestKeysOfPartners(t *testing.T) {
	key := partner.NewKey()
	file := filepath.Join(t.TempDir(), "partners.toml")
	if err := os.WriteFile(file, []byte("[sakura]\nnames.en = \"Sakura Office\"\norigins = [\"https://sakura.example\"]\napi_keys = [\""+partner.Hash(key)+"\"]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	address := serveAPI(t, environment{"HSPBOT_PARTNERS_FILE": file})
	for _, c := range []struct {
		key, origin string
		status      int
	}{{key, "", 200}, {key, "https://sakura.example", 200}, {"", "https://sakura.example", 200}, {key, "https://plum.example", 403}, {partner.NewKey(), "", 401}, {"", "", 200}} {
		r, err := http.NewRequest("POST", "http://"+address+"/api/v1/score", strings.NewReader(`{"annual_income_jpy":8765432}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		if c.key != "" {
			r.Header.Set("Authorization", "Bearer "+c.key)
		}
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != c.status {
			t.Errorf("a key: %t, from %q: status %d, want %d", c.key != "", c.origin, answer.StatusCode, c.status)
		}
	}
}

// TestAPIFlood: while as much is asked of the API as it lets, from many addresses at once, people get the
// pages of the website without waiting.
func TestAPIFlood(t *testing.T) {
	address := serveAPI(t, nil)
	var statuses sync.Map
	var asked atomic.Int64
	done := make(chan struct{})
	var flood sync.WaitGroup
	many := "[{}" + strings.Repeat(",{}", 19) + "]"
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	for i := range 24 {
		flood.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-done:
					return
				default:
				}
				r, err := http.NewRequest("POST", "http://"+address+"/api/v1/advice", strings.NewReader(many))
				if err != nil {
					return
				}
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("X-Forwarded-For", fmt.Sprintf("2001:db8:%x:%x::1", i, n))
				answer, err := client.Do(r)
				if err != nil {
					return
				}
				_, _ = io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
				statuses.Store(answer.StatusCode, true)
				asked.Add(1)
			}
		})
	}
	for asked.Load() < 24 { // until all ask
		time.Sleep(10 * time.Millisecond)
	}
	const patient = 3 * time.Second // on a machine that does more than this
	for range 10 {
		began := time.Now()
		var first time.Time
		r, err := http.NewRequestWithContext(httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotFirstResponseByte: func() { first = time.Now() }}), "GET", "http://"+address+"/go/sakura", nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if took := first.Sub(began); answer.StatusCode != http.StatusOK || took > patient {
			t.Errorf("a page: status %d after %v", answer.StatusCode, took)
		}
	}
	close(done)
	flood.Wait()
	client.CloseIdleConnections()
	if _, refused := statuses.Load(http.StatusServiceUnavailable); !refused {
		t.Error("the flood is answered in full")
	}
	statuses.Range(func(status, _ any) bool {
		if status != http.StatusOK && status != http.StatusServiceUnavailable {
			t.Errorf("the flood gets status %d", status)
		}
		return true
	})
}
