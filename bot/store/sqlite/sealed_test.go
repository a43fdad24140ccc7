package sqlite

import (
	"os"
	"path/filepath"
	"testing"

	"hspbot/bot"
	"hspbot/bot/seal"
	"hspbot/bot/store/storetest"
)

func TestSealed(t *testing.T) {
	storetest.RunSealed(t, func(t *testing.T) (func(*seal.Ring) (bot.Store, error), func() []byte) {
		path := filepath.Join(t.TempDir(), "sealed.db")
		open := func(keys *seal.Ring) (bot.Store, error) { return OpenSealed(path, keys) }
		return open, func() []byte {
			var all []byte
			files, err := filepath.Glob(path + "*")
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				b, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, b...)
			}
			return all
		}
	})
}
