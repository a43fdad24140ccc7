package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/sqlite"
)

const (
	oldKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
	newKey = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
)

func ring(t *testing.T, keys string) *seal.Ring {
	t.Helper()
	r, err := seal.ParseRing(keys)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// refusedBy wants check to find what is wrong with a database, and serve to refuse the same.
func refusedBy(t *testing.T, set *settings, want string) {
	t.Helper()
	finds(t, checked(t, set), "✗ database: "+want)
	if store, err := set.openStore(t.Context(), codec.Options{}); err == nil {
		store.Close()
		t.Errorf("serve opens what check refuses: %s", want)
	}
}

// TestCheckKeys: without the key that a database is sealed with, and with another one.
func TestCheckKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sealed.db")
	url := pgtest.Start(t).Database(t)
	file, err := sqlite.OpenSealed(path, codec.Options{Keys: ring(t, oldKey)})
	if err != nil {
		t.Fatal(err)
	}
	database, err := postgres.Open(t.Context(), url, postgres.Options{Options: codec.Options{Keys: ring(t, oldKey)}})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(file.Close(), database.Close()); err != nil {
		t.Fatal(err)
	}
	for _, at := range []databaseSettings{{Data: path}, {Database: databaseURL(url)}} {
		where := path
		if at.Database != "" {
			where = "HSPBOT_DATABASE_URL"
		}
		refusedBy(t, &settings{sealingSettings: sealingSettings{databaseSettings: at}}, where+": the key is not there. Put the key")
		refusedBy(t, &settings{sealingSettings: sealingSettings{databaseSettings: at, Keys: keyRing{ring(t, newKey)}}}, where+": the key is not there. Put the key")
		finds(t, checked(t, &settings{sealingSettings: sealingSettings{databaseSettings: at, Keys: keyRing{ring(t, newKey+","+oldKey)}}}), "✓ database: "+where)
	}
}

// TestCheckDamaged: a file of which a page was overwritten.
func TestCheckDamaged(t *testing.T) {
	set := fileSettings(t)
	damage(t, set.Data)
	finds(t, checked(t, set), "✗ database: "+set.Data+": damaged: ")
}

// damage overwrites pages of a file, after the first.
func damage(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	for at := int64(4096); at < info.Size(); at += 4096 {
		if _, err := f.WriteAt([]byte(strings.Repeat("damaged ", 512)), at); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestCheckDirectory: HSPBOT_DATA names a directory.
func TestCheckDirectory(t *testing.T) {
	dir := t.TempDir()
	refusedBy(t, &settings{sealingSettings: sealingSettings{databaseSettings: databaseSettings{Data: dir}}}, dir+": is a directory")
}

// TestCheckDisk: a file system that is read-only, and one that is full.
func TestCheckDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skipf("a file system cannot be mounted: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(dir, "bot.db")
	// In processes of their own: one that has the file open keeps the disk from being remounted.
	hspbot := func(args ...string) string {
		cmd := exec.Command("hspbot", args...)
		cmd.Env = append(os.Environ(), "HSPBOT_DATA="+path, "HSPBOT_TELEGRAM_TOKEN=123456:fake-token", "HSPBOT_TELEGRAM_API=http://127.0.0.1:1")
		out, err := cmd.CombinedOutput()
		if err == nil {
			t.Errorf("hspbot %v succeeds without a Telegram", args)
		}
		return string(out)
	}
	line := func(want string) {
		t.Helper()
		if out := hspbot("check"); !strings.Contains(out, "\n"+want) {
			t.Errorf("no line %q in\n%s", want, out)
		}
	}
	serveUntilReady(t, path)
	fill := filepath.Join(dir, "fill")
	f, err := os.Create(fill)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = f.Write(make([]byte, 64<<10))
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	line("✗ database: " + path + ": no space left on device. Make room")
	if err := os.Remove(fill); err != nil {
		t.Fatal(err)
	}
	line("✓ database: " + path)
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	line("✗ database: " + path + ": read-only file system. Make the file")
	if out := hspbot("serve"); !strings.Contains(out, "hspbot: HSPBOT_DATA: ") {
		t.Errorf("serve on a read-only file system: %s", out)
	}
	if left, err := os.ReadDir(dir); err != nil || strings.Contains(fmt.Sprint(left), "examine") {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// serveUntilReady runs the program on a file until it has opened it.
func serveUntilReady(t *testing.T, path string) {
	t.Helper()
	cmd := exec.Command("hspbot", "serve")
	ops := bottest.FreeAddress(t)
	cmd.Env = append(os.Environ(), "HSPBOT_DATA="+path, "HSPBOT_TELEGRAM_TOKEN=123456:fake-token", "HSPBOT_TELEGRAM_API=http://127.0.0.1:1", "HSPBOT_OPS_LISTEN="+ops)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "http://"+ops+"/readyz/http", func(status int, _ string) bool { return status == 200 })
	if err := errors.Join(cmd.Process.Signal(os.Interrupt), cmd.Wait()); err != nil {
		t.Error(err)
	}
}
