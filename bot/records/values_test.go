package records_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hspbot/bot/records"
	"hspbot/bot/seal"
	"hspbot/bot/store/sqlite"
)

// counted counts the changes of records that are made.
type counted struct {
	records.Store
	written int
}

func (c *counted) Change(ctx context.Context, kind, id string, change func([]byte) ([]byte, error)) error {
	err := c.Store.Change(ctx, kind, id, change)
	if err == nil {
		c.written++
	}
	return err
}

// open opens a store of records.
func open(t *testing.T) *counted {
	t.Helper()
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "records.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return &counted{Store: s}
}

// TestUnchangedValue: what stays as it is is not written.
func TestUnchangedValue(t *testing.T) {
	in := open(t)
	v := records.Values[[]string]{In: in, Kind: "list"}
	for _, step := range []struct {
		change  func(*[]string) *[]string
		written int
	}{
		{func(l *[]string) *[]string { return l }, 0},
		{func(*[]string) *[]string { return &[]string{"a"} }, 1},
		{func(l *[]string) *[]string { return l }, 1},
		{func(*[]string) *[]string { return &[]string{"a"} }, 1},
		{func(l *[]string) *[]string { (*l)[0] = "b"; return l }, 2},
		{func(*[]string) *[]string { return nil }, 3},
	} {
		if err := v.Change(t.Context(), "1", step.change); err != nil || in.written != step.written {
			t.Errorf("%d changes were written, want %d; %v", in.written, step.written, err)
		}
	}
}

// TestEachValue: one that cannot be read, or whose visit fails, keeps none from being visited.
func TestEachValue(t *testing.T) {
	in := open(t)
	v := records.Values[int]{In: in, Kind: "number"}
	for n, id := range []string{"a", "b", "d"} {
		if err := v.Put(t.Context(), id, &n); err != nil {
			t.Fatal(err)
		}
	}
	if err := in.Change(t.Context(), "number", "c", func([]byte) ([]byte, error) { return []byte("{"), nil }); err != nil {
		t.Fatal(err)
	}
	var visited []string
	refused := errors.New("refused")
	err := v.Each(t.Context(), func(id string, _ *int, unread error) error {
		if visited = append(visited, id); id == "a" {
			return refused
		}
		return unread
	})
	if !slices.Equal(visited, []string{"a", "b", "c", "d"}) || !errors.Is(err, refused) || !errors.Is(err, records.ErrUnreadable) {
		t.Errorf("visited %v: %v", visited, err)
	}
	if n, err := v.DropUnreadable(t.Context()); n != 1 || err != nil {
		t.Errorf("dropped %d: %v", n, err)
	}
}

// TestSecretValues: they are never in plain, and what is in plain is none.
func TestSecretValues(t *testing.T) {
	in := open(t)
	ring, err := seal.ParseRing(strings.Repeat("ab", 32))
	if err != nil {
		t.Fatal(err)
	}
	word := "secret"
	v := records.Values[string]{In: in, Kind: "word", Secret: true}
	if err := v.Put(t.Context(), "1", &word); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("written without a key: %v", err)
	}
	v.Ring = ring
	if err := v.Put(t.Context(), "1", &word); err != nil {
		t.Fatal(err)
	}
	if b, err := in.Record(t.Context(), "word", "1"); err != nil || !ring.Sealed(b) {
		t.Errorf("not sealed: %v", err)
	}
	if got, err := v.Read(t.Context(), "1"); err != nil || *got != word {
		t.Errorf("read %v: %v", got, err)
	}
	if err := (records.Values[string]{In: in, Kind: "word"}).Put(t.Context(), "2", &word); err != nil {
		t.Fatal(err)
	}
	if got, err := v.Read(t.Context(), "2"); !errors.Is(err, records.ErrUnreadable) {
		t.Errorf("what is in plain was read: %v, %v", got, err)
	}
}
