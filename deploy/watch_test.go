package deploy_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestAlerts has promtool read the rules, and run their unit tests: each alert fires where it
// should and is silent where it should.
func TestAlerts(t *testing.T) {
	promtool := tool(t, "promtool", "prometheus")
	succeed(t, nil, promtool, "check", "rules", "--lint=all", "--lint-fatal", "alerts.yaml")
	succeed(t, nil, promtool, "test", "rules", "alerts_test.yaml")
	succeed(t, nil, promtool, "check", "config", "prometheus.yml")
	alertmanager(t)

	dir := t.TempDir()
	write(t, filepath.Join(dir, "alerts.yaml"), strings.Replace(read(t, "alerts.yaml"), "> 120", "> 1200000", 1))
	write(t, filepath.Join(dir, "alerts_test.yaml"), read(t, "alerts_test.yaml"))
	refuse(t, promtool, "test", "rules", filepath.Join(dir, "alerts_test.yaml"))
}

// TestRunbooks follows the link of each alert to the section of the guide.
func TestRunbooks(t *testing.T) {
	rules, headings := read(t, "alerts.yaml"), anchors(read(t, "OPERATE.md"))
	links := regexp.MustCompile(`runbook_url: "\{\{ \$externalLabels\.runbooks \}\}#([a-z-]+)"`).FindAllStringSubmatch(rules, -1)
	if alerts := strings.Count(rules, "- alert: "); len(links) != alerts || alerts < 20 {
		t.Errorf("%d alerts have %d links", alerts, len(links))
	}
	for _, l := range links {
		if !slices.Contains(headings, "#"+l[1]) {
			t.Errorf("the guide has no section %s", l[1])
		}
	}
}

// alertmanager has amtool read its configuration, with each of the lines that an operator may
// choose from. Debian's amtool knows no url_file yet.
func alertmanager(t *testing.T) {
	t.Helper()
	amtool := tool(t, "amtool", "prometheus-alertmanager")
	const webhook = "    webhook_configs: [{url_file: /run/secrets/alerts-url}]\n"
	whole := read(t, "alertmanager.yml")
	if strings.Count(whole, webhook) != 1 {
		t.Fatal("the receiver is not one line")
	}
	for _, chosen := range []string{"", "# slack_configs", "# email_configs"} {
		text := whole
		if chosen != "" {
			text = strings.Replace(strings.Replace(text, webhook, "", 1), chosen, strings.TrimPrefix(chosen, "# "), 1)
		}
		file := filepath.Join(t.TempDir(), "alertmanager.yml")
		write(t, file, strings.NewReplacer("{url_file: /run/secrets/alerts-url", `{url: "http://localhost/"`, "{url_file: /run/secrets/watchdog-url", `{url: "http://localhost/"`).Replace(text))
		succeed(t, nil, amtool, "check-config", file)
		for alert, receiver := range map[string]string{"HspbotWatchdog": "watchdog", "HspbotDown": "operator"} {
			got := strings.TrimSpace(succeed(t, nil, amtool, "config", "routes", "test", "--config.file="+file, "alertname="+alert))
			if !strings.HasSuffix(got, receiver) {
				t.Errorf("%s goes to %s, want %s", alert, got, receiver)
			}
		}
	}
}

// TestEveryAlertIsTested looks for an alert that its unit tests do not name.
func TestEveryAlertIsTested(t *testing.T) {
	alerts := regexp.MustCompile(`(?m)^\s+- alert: (\w+)$`).FindAllStringSubmatch(read(t, "alerts.yaml"), -1)
	if len(alerts) < 10 {
		t.Fatalf("found %d alerts", len(alerts))
	}
	tests := read(t, "alerts_test.yaml")
	for _, a := range alerts {
		if !regexp.MustCompile(`alertname(: |=")` + a[1] + `\b`).MatchString(tests) {
			t.Errorf("%s has no test", a[1])
		}
	}
}

// metric is one of ours as it stands in an expression.
var metric = regexp.MustCompile(`\bhspbot_[a-z_]+[a-z]\b`)

// TestMetrics compares the metrics named in the rules and the dashboard with those that the
// program has, both ways: none is missing, and none goes unwatched.
func TestMetrics(t *testing.T) {
	known := map[string]bool{}
	for s := range literals(t, "../bot/watch") {
		if metric.FindString(s) == s && s != "" {
			known[s] = true
		}
	}
	if len(known) < 15 {
		t.Fatalf("found only %v", slices.Sorted(maps.Keys(known)))
	}
	used := map[string]bool{}
	note := func(where, text string) {
		for _, name := range metric.FindAllString(text, -1) {
			for _, suffix := range []string{"", "_bucket", "_count", "_sum"} {
				if base := strings.TrimSuffix(name, suffix); known[base] {
					name = base
				}
			}
			used[name] = true
			if !known[name] {
				t.Errorf("%s names %s, which there is not", where, name)
			}
		}
	}
	for _, name := range []string{"alerts.yaml", "alerts_test.yaml", "grafana.json"} {
		note(name, read(t, name))
	}
	for name := range known {
		if !used[name] {
			t.Errorf("%s is neither in the rules nor in the dashboard", name)
		}
	}
}

// TestMetricsGuide compares the metrics that the operator's guide explains with those of the
// program, both ways.
func TestMetricsGuide(t *testing.T) {
	known, explained := map[string]bool{}, map[string]bool{}
	for s := range literals(t, "../bot/watch") {
		if s != "" && metric.FindString(s) == s {
			known[s] = true
		}
	}
	for _, m := range regexp.MustCompile("`(hspbot_[a-z_]+)`").FindAllStringSubmatch(read(t, "OPERATE.md"), -1) {
		explained[m[1]] = true
	}
	if !maps.Equal(known, explained) {
		t.Errorf("the guide explains\n%v\nand there are\n%v", slices.Sorted(maps.Keys(explained)), slices.Sorted(maps.Keys(known)))
	}
}

// dashboard is what the test needs of Grafana's format.
type dashboard struct {
	UID, Title    string
	SchemaVersion int
	Panels        []struct {
		ID      int
		Type    string
		Title   string
		GridPos struct{ X, Y, W, H int }
		Targets []struct {
			Expr       string
			Datasource struct{ UID string }
		}
	}
	Annotations struct {
		List []struct{ Expr string }
	}
}

func readDashboard(t *testing.T) dashboard {
	t.Helper()
	var d dashboard
	if err := json.Unmarshal([]byte(read(t, "grafana.json")), &d); err != nil {
		t.Fatal(err)
	}
	if d.UID == "" || d.Title == "" || d.SchemaVersion == 0 || len(d.Panels) < 15 {
		t.Fatalf("not a dashboard: %q %q %d, %d panels", d.UID, d.Title, d.SchemaVersion, len(d.Panels))
	}
	return d
}

// TestDashboard has promtool read every expression of the dashboard.
func TestDashboard(t *testing.T) {
	promtool := tool(t, "promtool", "prometheus")
	fill := strings.NewReplacer("$__rate_interval", "5m", "$platform", ".*")
	var rules strings.Builder
	rules.WriteString("groups:\n- name: dashboard\n  rules:\n")
	n := 0
	add := func(expr string) {
		n++
		fmt.Fprintf(&rules, "  - record: panel:%d\n    expr: %q\n", n, fill.Replace(expr))
	}
	d := readDashboard(t)
	for _, p := range d.Panels {
		for _, target := range p.Targets {
			add(target.Expr)
		}
	}
	for _, a := range d.Annotations.List {
		add(a.Expr)
	}
	if strings.Contains(rules.String(), "$") {
		t.Error("a variable that is not filled in")
	}
	file := filepath.Join(t.TempDir(), "rules.yaml")
	write(t, file, rules.String())
	if out := succeed(t, nil, promtool, "check", "rules", file); !strings.Contains(out, fmt.Sprint(n, " rules found")) {
		t.Errorf("promtool has not read all %d:\n%s", n, out)
	}
	write(t, file, strings.Replace(rules.String(), "sum by", "sum bye", 1))
	refuse(t, promtool, "check", "rules", file)
}

// TestDashboardPanels looks for panels that show nothing, hide another, or ask a source by name.
func TestDashboardPanels(t *testing.T) {
	ids, taken := map[int]bool{}, map[[2]int]string{}
	for _, p := range readDashboard(t).Panels {
		if ids[p.ID] || p.Title == "" {
			t.Errorf("panel %d %q: no title, or a number given twice", p.ID, p.Title)
		}
		ids[p.ID] = true
		if p.Type != "row" && len(p.Targets) == 0 {
			t.Errorf("%s shows nothing", p.Title)
		}
		for _, target := range p.Targets {
			if target.Datasource.UID != "${datasource}" {
				t.Errorf("%s asks the source %q", p.Title, target.Datasource.UID)
			}
		}
		if p.GridPos.X+p.GridPos.W > 24 || p.GridPos.W*p.GridPos.H == 0 {
			t.Errorf("%s is not on the grid", p.Title)
		}
		for x := range p.GridPos.W {
			for y := range p.GridPos.H {
				at := [2]int{p.GridPos.X + x, p.GridPos.Y + y}
				if other := taken[at]; other != "" && other != p.Title {
					t.Fatalf("%s and %s lie on each other", p.Title, other)
				}
				taken[at] = p.Title
			}
		}
	}
}
