package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/locales"
)

// TestServeWeb runs the bot as HSPBOT_WEB=on hspbot serve does, without any token: an interview
// that has begun goes on after a restart, and hspbot check recognises what runs.
func TestServeWeb(t *testing.T) {
	address := bottest.FreeAddress(t)
	set, err := readSettings(environment{"HSPBOT_WEB": "on", "HSPBOT_DATA": filepath.Join(t.TempDir(), "web.db"), "HSPBOT_LISTEN": address,
		"HSPBOT_OPS_LISTEN": bottest.FreeAddress(t)})
	if err != nil {
		t.Fatal(err)
	}
	b := &served{t: t, set: &set}
	jar, _ := cookiejar.New(nil) // it never fails
	browser := &http.Client{Jar: jar}
	said := func(answer *http.Response, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d, %v", answer.Request.URL.Path, answer.StatusCode, err)
		}
		return string(body)
	}
	await := func() {
		for !answers(address) || !reached(address) {
		}
	}
	b.start()
	await()
	if page := said(browser.Get("http://" + address + "/go/sakura?lang=ja")); !strings.Contains(page, locales.In("ja").Say("web.lead")) {
		t.Errorf("the page says %s", page)
	}
	question := locales.In("ja").Say("question.goal.ask")
	if page := said(browser.PostForm("http://"+address+"/web/start", url.Values{"lang": {"ja"}, "ref": {"sakura"}})); !strings.Contains(page, question) {
		t.Errorf("the first question is %s", page)
	}
	b.stop()
	b.start()
	await()
	if page := said(browser.Get("http://" + address + "/web/chat")); !strings.Contains(page, question) {
		t.Errorf("after a restart it asks %s", page)
	}
	var found []string
	newCheckup(&set, func(f finding) { found = append(found, f.String()) }).run(t.Context())
	for _, want := range []string{"✓ web: at HSPBOT_LISTEN", "✓ HSPBOT_LISTEN: hspbot is running there", "✓ HSPBOT_OPS_LISTEN: hspbot is running there",
		"– public address: HSPBOT_PUBLIC_URL is not set: the website is for this machine"} {
		if !strings.Contains(strings.Join(found, "\n"), want) {
			t.Errorf("check does not say %q:\n%s", want, strings.Join(found, "\n"))
		}
	}
	if page := said(http.Get("http://" + string(set.Ops) + "/readyz")); !strings.Contains(page, "ready") {
		t.Errorf("/readyz says %s", page)
	}
	if page := said(http.Get("http://" + string(set.Ops) + "/metrics")); !strings.Contains(page, `hspbot_intake_up{platform="web"} 1`) {
		t.Errorf("/metrics says nothing of the website")
	}
	b.stop()
	if log := b.log.String(); strings.Contains(log, "level=ERROR") || strings.Contains(log, "level=WARN") {
		t.Errorf("log:\n%s", log)
	}
}

// reached reports whether the website answers yet.
func reached(address string) bool {
	answer, err := http.Get("http://" + address + "/")
	if err != nil {
		return false
	}
	answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}
