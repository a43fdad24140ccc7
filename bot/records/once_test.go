package records_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"hspbot/bot/records"
	"hspbot/bot/store/sqlite"
)

// TestOnce: a thing is done once by all that share the records, until its end; then it is forgotten.
func TestOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "once.db")
	now := time.Unix(1_800_000_000, 0)
	var stores []*sqlite.Store
	for range 2 {
		s, err := sqlite.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		stores = append(stores, s)
	}
	once := func(s *sqlite.Store, thing string, want bool) {
		t.Helper()
		if first, err := records.Once(t.Context(), s, "file", thing, now, now.Add(time.Minute)); err != nil || first != want {
			t.Errorf("%s: first %v, %v; want %v", thing, first, err, want)
		}
	}
	once(stores[0], "a", true)
	once(stores[0], "a", false)
	once(stores[1], "a", false)
	once(stores[1], "b", true)
	now = now.Add(2 * time.Minute)
	once(stores[1], "a", true)
	now = now.Add(2 * time.Minute)
	for i := range 1000 { // what has ended is looked for now and then
		once(stores[0], fmt.Sprint("c", i), true)
	}
	ids, err := stores[0].RecordsOf(t.Context(), "file")
	if err != nil || len(ids) != 1000 {
		t.Errorf("%d are still noted, %v", len(ids), err)
	}
	once(stores[1], "c1", false)
}
