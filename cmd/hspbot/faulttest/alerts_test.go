package faulttest

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
)

// monitor is a real Prometheus, with the rules of deploy and shorter times.
type monitor struct {
	t       testing.TB
	address string
}

// newMonitor starts one that scrapes replicas, each as a bot of its own.
func newMonitor(t testing.TB, replicas map[string]*replica) *monitor {
	t.Helper()
	program, err := exec.LookPath("prometheus")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("prometheus is not installed; it is in Debian's package prometheus")
		}
		t.Skip("prometheus is not installed; it is in Debian's package prometheus")
	}
	rules, err := os.ReadFile("../../../deploy/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	text := regexp.MustCompile(`for: \d+[mh]`).ReplaceAllString(string(rules), "for: 1s")
	text = regexp.MustCompile(`\[\d+[mh]\]`).ReplaceAllString(text, "[10s]")
	text = strings.NewReplacer("> 120", "> 2", "> 3600", "> 2").Replace(text)
	config := "global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [alerts.yaml]\nscrape_configs:\n- job_name: hspbot\n  static_configs:\n"
	for name, r := range replicas {
		config += fmt.Sprintf("  - {targets: [%q], labels: {bot: %s}}\n", r.ops, name)
	}
	for name, text := range map[string]string{"alerts.yaml": text, "prometheus.yml": config} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := &monitor{t: t, address: bottest.FreeAddress(t)}
	cmd := exec.Command(program, "--config.file="+filepath.Join(dir, "prometheus.yml"), "--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--web.listen-address="+p.address)
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := start(cmd); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("Prometheus:\n%s", log.String()[max(0, log.Len()-2000):])
		}
	})
	return p
}

// firing are the alerts of a bot that fire, in order.
func (p *monitor) firing(bot string) (names []string) {
	answer, err := http.Get("http://" + p.address + "/api/v1/query?query=" + url.QueryEscape(`ALERTS{alertstate="firing",bot="`+bot+`"}`))
	if err != nil {
		return nil
	}
	defer answer.Body.Close()
	var list struct {
		Data struct {
			Result []struct{ Metric struct{ AlertName string } }
		}
	}
	if json.NewDecoder(answer.Body).Decode(&list) != nil {
		return nil
	}
	for _, r := range list.Data.Result {
		names = append(names, r.Metric.AlertName)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// fires waits until an alert of a bot fires.
func (p *monitor) fires(bot, alert string) {
	p.t.Helper()
	if !until(90*time.Second, func() bool { return slices.Contains(p.firing(bot), alert) }) {
		p.t.Errorf("%s: %s does not fire; %v does", bot, alert, p.firing(bot))
	}
}

// rest waits until an alert of a bot fires no more.
func (p *monitor) rest(bot, alert string) {
	p.t.Helper()
	if !until(90*time.Second, func() bool { return !slices.Contains(p.firing(bot), alert) }) {
		p.t.Errorf("%s: %s goes on", bot, alert)
	}
}

// TestFaultAlerts runs three bots beside a Prometheus with the rules of deploy, whose times are
// shorter: what is broken in one shows there, with the name of the bot, and ends when it is mended.
func TestFaultAlerts(t *testing.T) {
	if _, err := exec.LookPath("prometheus"); err != nil {
		newMonitor(t, nil) // skips, or fails in CI
	}
	deaf, filled, dead := newWorld(t), newWorld(t), newWorld(t)
	bots := map[string]*replica{}
	disk := smallDisk(t, 24<<20)
	for name, w := range map[string]*world{"deaf": deaf, "filled": filled, "dead": dead} {
		w.file = filepath.Join(t.TempDir(), "bot.db")
		if name == "filled" {
			w.file = filepath.Join(disk, "bot.db")
		}
		bots[name] = w.add("HSPBOT_DATA=" + w.file)
		w.run()
	}
	p := newMonitor(t, bots)
	// A file that nobody has ever copied, and everybody else is well.
	p.fires("deaf", "HspbotBackupOld")
	command := exec.Command(program(t), "backup", t.TempDir())
	command.Env = append(os.Environ(), "HSPBOT_DATA="+deaf.file)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("backup: %v %s", err, out)
	}
	p.rest("deaf", "HspbotBackupOld")
	if got := p.firing("deaf"); len(got) > 0 {
		t.Errorf("a bot that is well: %v", got)
	}

	// The platform goes away: nothing is heard, and what is owed is not posted.
	anna := deaf.fake.AddPerson("en")
	anna.Say("/start")
	anna.Sees(func(m telegramtest.Message) bool { return m.FromBot })
	unsendable(t, deaf)
	p.fires("deaf", "HspbotScreensOwed")
	deaf.fake.SetDown(true)
	p.fires("deaf", "HspbotHearsNothing")
	if got := p.firing("dead"); slices.Contains(got, "HspbotHearsNothing") {
		t.Errorf("another bot is said to hear nothing: %v", got)
	}
	deaf.fake.SetDown(false)
	p.rest("deaf", "HspbotHearsNothing")

	// A row that cannot be read.
	bert := dead.fake.AddPerson("en")
	bert.Say("/start")
	bert.Sees(func(m telegramtest.Message) bool { return m.FromBot })
	bots["dead"].stop()
	scramble(t, dead.file)
	bots["dead"].start()
	bots["dead"].ready()
	p.rest("dead", "HspbotDown")
	bert.Say("hello")
	p.fires("dead", "HspbotSessionsUnreadable")

	// Deleted data that another reader of the file keeps.
	carla := dead.fake.AddPerson("en")
	carla.Say("/start")
	carla.Sees(func(m telegramtest.Message) bool { return m.FromBot })
	release := reading(t, dead.file)
	carla.Say("/forget")
	sure := carla.Sees(func(m telegramtest.Message) bool { return m.FromBot && offers(m, "yes:forget") })
	carla.PressData(sure.ID, "yes:forget")
	p.fires("dead", "HspbotErasureOwed")
	release()
	p.rest("dead", "HspbotErasureOwed")

	// The disk is full.
	fill(t, filepath.Join(disk, "filler"))
	filled.fake.AddPerson("en").Say("/start")
	p.fires("filled", "HspbotDiskFull")
	p.fires("filled", "HspbotStoreErrors")

	// A process dies: that alert alone says so.
	bots["dead"].kill()
	p.fires("dead", "HspbotDown")
	if got := p.firing("dead"); !slices.Contains(got, "HspbotDown") || slices.Contains(got, "HspbotReplicaDown") || slices.Contains(got, "HspbotNotReady") {
		t.Errorf("of a dead process: %v", got)
	}
}

// unsendable has the platform refuse whatever is posted, so that a screen is owed.
func unsendable(t *testing.T, w *world) {
	t.Helper()
	w.fake.Fail(telegramtest.Fault{Method: "sendMessage", Kind: telegramtest.BadGateway, Times: 1 << 30})
	w.fake.AddPerson("en").Say("/start")
}

// scramble damages the answers of everybody in a file that nobody uses.
func scramble(t *testing.T, file string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE session SET state = '{'`); err != nil {
		t.Fatal(err)
	}
}

// reading reads a file until it is told to end.
func reading(t *testing.T, file string) (end func()) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow(`SELECT count(*) FROM session`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	end = func() { once.Do(func() { _ = tx.Rollback(); _ = db.Close() }) }
	t.Cleanup(end)
	return end
}

// offers reports whether a message has a button with this data.
func offers(m telegramtest.Message, data string) bool {
	for _, row := range m.Keyboard {
		for _, b := range row {
			if b.CallbackData == data {
				return true
			}
		}
	}
	return false
}
