package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"

	"hspbot/bot"
	"hspbot/bot/records"
)

func testList(t *testing.T, f *fixture) {
	ctx := context.Background()
	s := f.store()
	for _, k := range []bot.Key{{Platform: "slack", ID: "T1/C1/b"}, {Platform: "slack", ID: "T1/C1/a"}, {Platform: "slack", ID: "T1/C10/a"},
		{Platform: "slack", ID: "T1/%"}, {Platform: "slack", ID: "T1/C1/花"}, {Platform: "slack", ID: "T2/C1/a"}, {Platform: "terminal", ID: "T1/C1/c"}} {
		take(t, s, k, day)
	}
	if err := s.Settle(ctx, bot.Key{Platform: "slack", ID: "T1/C1/b"}, bot.Settlement{Version: 1, Shown: 1, Surface: []byte(`{"b":1}`)}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		platform, prefix, after string
		limit                   int
		want                    []string
	}{
		{"slack", "T1/C1/", "", 10, []string{"T1/C1/a", "T1/C1/b", "T1/C1/花"}},
		{"slack", "T1/C1/", "", 2, []string{"T1/C1/a", "T1/C1/b"}},
		{"slack", "T1/C1/", "T1/C1/a", 10, []string{"T1/C1/b", "T1/C1/花"}},
		{"slack", "T1/%", "", 10, []string{"T1/%"}},
		{"slack", "T1/C1", "T1/C1/b", 10, []string{"T1/C1/花", "T1/C10/a"}},
		{"slack", "T3/", "", 10, nil},
		{"terminal", "", "", 10, []string{"T1/C1/c"}},
	} {
		list, err := s.List(ctx, c.platform, c.prefix, c.after, c.limit)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, session := range list {
			got = append(got, session.ID)
			if session.Version != 1 || session.Platform != c.platform {
				t.Errorf("listed %+v", session)
			}
			if want := session.ID == "T1/C1/b"; want != (string(session.Surface) == `{"b":1}`) {
				t.Errorf("surface of %s = %s", session.ID, session.Surface)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("list %s %q after %q, at most %d = %q, want %q", c.platform, c.prefix, c.after, c.limit, got, c.want)
		}
	}
}

func testKeysOf(t *testing.T, f *fixture) {
	ctx := context.Background()
	s := f.store()
	for _, k := range []bot.Key{{Platform: "telegram", ID: "7"}, {Platform: "telegram", ID: "-100:7"}, {Platform: "telegram", ID: "-100/3:7"},
		{Platform: "telegram", ID: "-100:77"}, {Platform: "telegram", ID: "-7"}, {Platform: "telegram", ID: "-7:8"}, {Platform: "terminal", ID: "-5:7"},
		{Platform: "slack", ID: "T1/U1"}, {Platform: "slack", ID: "T1/C1/U1"}} {
		take(t, s, k, day)
	}
	for _, c := range []struct {
		platform, person string
		want             []string
	}{
		{"telegram", "7", []string{"-100/3:7", "-100:7", "7"}},
		{"telegram", "8", []string{"-7:8"}},
		{"telegram", "-7", []string{"-7"}},
		{"telegram", "100", nil},
		{"slack", "T1/U1", []string{"T1/U1"}},
	} {
		keys, err := s.KeysOf(ctx, c.platform, c.person)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, k := range keys {
			if k.Platform != c.platform || k.Person() != c.person {
				t.Errorf("found %v of %s", k, k.Person())
			}
			got = append(got, k.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("conversations of %s on %s = %q, want %q", c.person, c.platform, got, c.want)
		}
	}
}

// put replaces a record.
func put(body []byte) func([]byte) ([]byte, error) {
	return func([]byte) ([]byte, error) { return body, nil }
}

func testRecords(t *testing.T, f *fixture) {
	ctx := context.Background()
	r := f.store()
	holds := func(kind, id string, want []byte) {
		t.Helper()
		got, err := r.Record(ctx, kind, id)
		if err != nil || !bytes.Equal(got, want) || (got == nil) != (want == nil) {
			t.Errorf("record = %q, %v; want %q", got, err, want)
		}
	}
	holds("install", "T1", nil)
	body := []byte{0, 255, '\'', '\n', 0}
	for id, b := range map[string][]byte{"T1": body, "T'2": []byte("two")} {
		if err := r.Change(ctx, "install", id, put(b)); err != nil {
			t.Fatal(err)
		}
	}
	holds("install", "T1", body)
	holds("other", "T1", nil)
	refused := errors.New("refused")
	err := r.Change(ctx, "install", "T1", func(old []byte) ([]byte, error) {
		if !bytes.Equal(old, body) {
			t.Errorf("change was given %q", old)
		}
		return []byte("never"), refused
	})
	if err != refused {
		t.Errorf("change = %v, want its own error", err)
	}
	holds("install", "T1", body)
	if ids, err := r.RecordsOf(ctx, "install"); err != nil || !slices.Equal(ids, []string{"T'2", "T1"}) {
		t.Errorf("records = %q, %v", ids, err)
	}
	if err := r.Change(ctx, "install", "T1", put(nil)); err != nil {
		t.Fatal(err)
	}
	holds("install", "T1", nil)
	if err := r.Change(ctx, "install", "T1", put(nil)); err != nil {
		t.Errorf("removing what is not there: %v", err)
	}
	if ids, err := r.RecordsOf(ctx, "install"); err != nil || !slices.Equal(ids, []string{"T'2"}) {
		t.Errorf("records = %q, %v", ids, err)
	}
	testPrune(t, r, put)
}

// testPrune removes the records of a kind that have ended, and no others.
func testPrune(t *testing.T, r records.Store, put func([]byte) func([]byte) ([]byte, error)) {
	ctx := context.Background()
	for i := range 1200 {
		kind, body := "note", "stays"
		if i%3 > 0 {
			body = "ends"
		}
		if i%100 == 0 {
			kind, body = "another", "ends"
		}
		if err := r.Change(ctx, kind, fmt.Sprint(i), put([]byte(body))); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := r.Prune(ctx, "note", func(body []byte) bool { return string(body) == "ends" }); err != nil {
			t.Fatal(err)
		}
		for kind, want := range map[string]int{"note": 396, "another": 12} {
			if ids, err := r.RecordsOf(ctx, kind); err != nil || len(ids) != want {
				t.Errorf("%d of %q are left, %v; want %d", len(ids), kind, err, want)
			}
		}
	}
}

// testRecordsTogether counts in one record through two stores of one place.
func testRecordsTogether(t *testing.T, f *fixture) {
	ctx := context.Background()
	var group sync.WaitGroup
	for _, r := range []bot.Store{f.store(), f.store()} {
		for range 4 {
			group.Go(func() {
				for range 10 {
					err := r.Change(ctx, "count", "one", func(old []byte) ([]byte, error) {
						n, _ := strconv.Atoi(string(old))
						return strconv.AppendInt(nil, int64(n)+1, 10), nil
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	group.Wait()
	if got, err := f.store().Record(ctx, "count", "one"); err != nil || string(got) != "80" {
		t.Errorf("count = %s, %v", got, err)
	}
}
