package deploy_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDeb makes a Debian package twice: it is the same, and holds the units with the program
// where the package puts it.
func TestDeb(t *testing.T) {
	dpkg := tool(t, "dpkg-deb", "dpkg")
	dir := t.TempDir()
	program := filepath.Join(dir, "program")
	write(t, program, "a program")
	var packages [][]byte
	for _, folder := range []string{"a", "b"} {
		to := filepath.Join(dir, folder)
		if err := os.Mkdir(to, 0o755); err != nil {
			t.Fatal(err)
		}
		succeed(t, []string{"SOURCE_DATE_EPOCH=1764374400"}, "./deb", "v1.2.3", "amd64", program, to)
		b, err := os.ReadFile(filepath.Join(to, "hspbot_1.2.3_amd64.deb"))
		if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, b)
	}
	if !bytes.Equal(packages[0], packages[1]) {
		t.Error("two packages of the same files differ")
	}
	deb := filepath.Join(dir, "a", "hspbot_1.2.3_amd64.deb")
	if out := succeed(t, nil, dpkg, "--field", deb, "Version", "Architecture"); out != "Version: 1.2.3\nArchitecture: amd64\n" {
		t.Errorf("it says %s", out)
	}
	list := succeed(t, nil, dpkg, "--contents", deb)
	for _, name := range []string{"./usr/bin/hspbot", "./lib/systemd/system/hspbot.service", "./lib/systemd/system/hspbot@.service",
		"./lib/systemd/system/hspbot-check.service", "./lib/systemd/system/hspbot-backup.timer", "./usr/share/doc/hspbot/licences.txt"} {
		if !strings.Contains(list, " "+name+"\n") {
			t.Errorf("%s is not in\n%s", name, list)
		}
	}
	succeed(t, nil, dpkg, "--extract", deb, filepath.Join(dir, "x"))
	if unit := read(t, filepath.Join(dir, "x/lib/systemd/system/hspbot.service")); strings.Contains(unit, "/usr/local") || !strings.Contains(unit, "ExecStart=/usr/bin/hspbot serve") {
		t.Error("the unit starts another program")
	}
}
