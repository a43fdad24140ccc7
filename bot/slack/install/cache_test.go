package install

import (
	"testing"
	"time"
)

// TestCache: what was read before a change is not remembered after it.
func TestCache(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	c := cache{entries: map[string]entry{}}
	in := func(token string) entry {
		return entry{record: record{Installation: Installation{Token: token}}, until: now.Add(remembered)}
	}
	has := func(at time.Time, want string) {
		t.Helper()
		if e, _, ok := c.get("T1", at); ok != (want != "") || ok && e.Token != want {
			t.Errorf("remembers %q, want %q", e.Token, want)
		}
	}
	_, before, _ := c.get("T1", now)
	c.put("T1", in("a"), before)
	has(now, "a")
	has(now.Add(remembered-1), "a")
	has(now.Add(remembered), "")
	c.drop("T1")
	has(now, "")
	c.put("T1", in("a"), before)
	has(now, "")
	_, before, _ = c.get("T1", now)
	c.set("T1", in("b"))
	c.put("T1", in("a"), before)
	has(now, "b")
}

func BenchmarkToken(b *testing.B) {
	s := &Store{o: Options{Now: time.Now}, cache: cache{entries: map[string]entry{}}}
	s.cache.set("T1", entry{record: record{Installation: Installation{ID: "T1", Token: "xoxb-1"}}, until: time.Now().Add(time.Hour)})
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if _, err := s.Token(b.Context(), "T1"); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
