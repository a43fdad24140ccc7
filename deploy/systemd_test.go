package deploy_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// units are the files of systemd with those that are dropped in, in each way they go together.
var units = []struct {
	name, unit string
	dropIns    []string
}{
	{"Telegram", "hspbot.service", nil},
	{"one Slack workspace", "hspbot.service", []string{"internet-only.conf", "slack-socket.conf"}},
	{"Slack alone", "hspbot.service", []string{"00-without-telegram.conf", "slack-socket.conf"}},
	{"many Slack workspaces on PostgreSQL", "hspbot.service", []string{"keys.conf", "postgres.conf", "slack-install.conf"}},
	{"Telegram and mail to partners", "hspbot.service", []string{"mail.conf"}},
	{"backup", "hspbot-backup.service", nil},
	{"check", "hspbot-check.service", nil},
	{"one of many bots", "hspbot@.service", nil},
}

// installed puts a unit where systemd would look for it, with a program in the program's
// place, and returns its path.
func installed(t *testing.T, unit string, dropIns ...string) string {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "hspbot-program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	place := strings.NewReplacer("/usr/local/bin/hspbot", program)
	path := filepath.Join(dir, unit)
	write(t, path, place.Replace(read(t, unit)))
	for _, d := range dropIns {
		write(t, filepath.Join(path+".d", d), place.Replace(read(t, filepath.Join(unit+".d", d))))
	}
	return path
}

// TestUnits has systemd read the units and say how exposed the service is: below 2 of 10.
func TestUnits(t *testing.T) {
	analyze := tool(t, "systemd-analyze", "systemd")
	for _, u := range units {
		t.Run(u.name, func(t *testing.T) {
			path := installed(t, u.unit, u.dropIns...)
			if out := succeed(t, nil, analyze, "verify", "--man=no", path); out != "" {
				t.Errorf("verify: %s", out)
			}
			if out := succeed(t, nil, analyze, "security", "--no-pager", "--offline=true", "--threshold=19", path); !strings.Contains(out, "Overall exposure level") {
				t.Errorf("no verdict: %s", out)
			}
		})
	}
	t.Run("timer", func(t *testing.T) {
		path := installed(t, "hspbot-backup.service")
		timer := filepath.Join(filepath.Dir(path), "hspbot-backup.timer")
		write(t, timer, read(t, "hspbot-backup.timer"))
		if out := succeed(t, nil, analyze, "verify", "--man=no", timer); out != "" {
			t.Errorf("verify: %s", out)
		}
	})
	t.Run("what is wrong is found", func(t *testing.T) {
		path := installed(t, "hspbot.service")
		unit := read(t, path)
		write(t, path, strings.Replace(unit, "ProtectSystem=strict", "ProtectSystem=perhaps", 1))
		if out := succeed(t, nil, analyze, "verify", "--man=no", path); !strings.Contains(out, "perhaps") {
			t.Errorf("a wrong value passes: %s", out)
		}
		write(t, path, strings.Replace(unit, "CapabilityBoundingSet=\n", "", 1))
		refuse(t, analyze, "security", "--no-pager", "--offline=true", "--threshold=19", path)
	})
}

// TestCheckIsLikeServe: the unit of check has the settings, secrets and rights of the service.
func TestCheckIsLikeServe(t *testing.T) {
	own := regexp.MustCompile(`^(#|Description=|ExecStart=|ExecReload=|Type=|User=|Restart|# For ever|StartLimit|Timeout|WantedBy=|\[Install\]|$)`)
	lines := func(unit string) (list []string) {
		for line := range strings.Lines(read(t, unit)) {
			if line = strings.TrimSpace(line); !own.MatchString(line) {
				list = append(list, line)
			}
		}
		return list
	}
	if check, serve := lines("hspbot-check.service"), lines("hspbot.service"); !slices.Equal(check, serve) {
		t.Errorf("check:\n%s\nserve:\n%s", strings.Join(check, "\n"), strings.Join(serve, "\n"))
	}
}

// TestDropInsAreTested looks for one that goes into no unit above.
func TestDropInsAreTested(t *testing.T) {
	tested := map[string]bool{}
	for _, u := range units {
		for _, d := range u.dropIns {
			tested[d] = true
		}
	}
	all, err := filepath.Glob("hspbot.service.d/*")
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	for _, name := range all {
		if !tested[filepath.Base(name)] {
			t.Errorf("%s is not tested", name)
		}
	}
}
