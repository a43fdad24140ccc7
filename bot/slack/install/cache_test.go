package install

import (
	"testing"
	"time"
)

// TestCache: what was read before a change is not kept after it.
func TestCache(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	c := newCache(func() time.Time { return now })
	in := func(token string) entry {
		return entry{record: record{Installation: Installation{Token: token}}}
	}
	has := func(want string) {
		t.Helper()
		if e, _, ok := c.get("T1"); ok != (want != "") || ok && e.Token != want {
			t.Errorf("holds %q, want %q", e.Token, want)
		}
	}
	_, before, _ := c.get("T1")
	c.put("T1", in("a"), before)
	has("a")
	now = now.Add(cacheTime - 1)
	has("a")
	now = now.Add(1)
	has("")
	c.delete("T1")
	has("")
	c.put("T1", in("a"), before)
	has("")
	_, before, _ = c.get("T1")
	c.set("T1", in("b"), cacheTime)
	c.put("T1", in("a"), before)
	has("b")
}

func BenchmarkToken(b *testing.B) {
	s := &Store{o: Options{Now: time.Now}, cache: newCache(time.Now)}
	s.cache.set("T1", entry{record: record{Installation: Installation{ID: "T1", Token: "xoxb-1"}}}, time.Hour)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if _, err := s.Token(b.Context(), "T1"); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
