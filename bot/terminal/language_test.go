package terminal

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"hspbot/bot/store/sqlite"
	"hspbot/locales/localestest"
)

// TestFourthLanguage types interviews in a language that is nothing but files: what the
// options say is what is stored.
func TestFourthLanguage(t *testing.T) {
	tag := localestest.Speak(t)
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "hspbot.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	covered := map[string]bool{}
	for i := range 20 {
		w := newWalk(t, store, tag, rand.New(rand.NewPCG(5, uint64(i))))
		given := w.interview(covered)
		facts := w.stored()
		for question, ids := range given {
			for _, id := range ids {
				if want, ok := meaning(question, id, facts); !ok {
					t.Errorf("%s of %s means %s, stored is %v", id, question, want, facts)
				}
			}
		}
		w.stop()
		if err := store.Delete(t.Context(), Key, 0); err != nil {
			t.Fatal(err)
		}
	}
}
