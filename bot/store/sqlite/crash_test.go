package sqlite

import (
	"path/filepath"
	"testing"

	"hspbot/bot"
	"hspbot/bot/store/storetest"
)

func openPlace(path string) (bot.Store, error) { return Open(path) }

func TestCrash(t *testing.T) {
	storetest.RunCrash(t, func(t *testing.T) string { return filepath.Join(t.TempDir(), "sessions.db") }, openPlace)
}
