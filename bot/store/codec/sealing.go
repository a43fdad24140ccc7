package codec

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hspbot/bot"
	"hspbot/bot/records"
	"hspbot/bot/seal"
)

// CheckKind and CheckID name the record of how a store is sealed.
const CheckKind, CheckID = "seal", "check"

// sealing is what the record says, sealed with the first key.
type sealing struct {
	Since time.Time `json:"since"` // when keys were used for the first time
	// All says that everything has been sealed, so that nothing in plain is to be trusted.
	All bool `json:"all"`
	// Used are the names of the keys that sessions may hang on; nil is not known.
	Used []string `json:"used,omitempty"`
}

// Check makes sure, when a store is opened, that the keys are those of the store: a record is
// sealed with the first key, and has to open with one of those there are now; and, unless the options
// say that it may be otherwise, that no session hangs on a key that is not there. The sessions are
// counted, which takes a while, only where the record does not show it: the first time, and after a
// key was left out.
func (f Form) Check(ctx context.Context, store interface {
	records.Store
	bot.Sealer
}, now time.Time) error {
	var used []string
	err := f.record(ctx, store, now, func(s *sealing) { used = s.Used })
	if err != nil || f.Keys == nil || f.MayMissKeys || used != nil && !slices.ContainsFunc(used, f.lacks) {
		return err
	}
	counted, err := store.ByKey(ctx)
	if err == nil {
		err = f.CheckKeys(counted)
	}
	if err != nil {
		return err
	}
	return f.record(ctx, store, now, func(s *sealing) {
		there := f.Keys.Names()
		s.Used = slices.DeleteFunc(s.Used, f.lacks)
		for _, name := range there {
			if (counted[name] > 0 || name == there[0]) && !slices.Contains(s.Used, name) {
				s.Used = append(s.Used, name)
			}
		}
	})
}

// Opens returns [seal.ErrNoKey] where a store with this check record, nil for none, cannot be
// read.
func (f Form) Opens(check []byte) error {
	if check == nil {
		return nil
	}
	_, err := f.Keys.Open(check, CheckKind+CheckID)
	return err
}

// SealedSince returns since when keys have been used with a store; the zero time where none are.
func (f Form) SealedSince(ctx context.Context, records records.Store, now time.Time) (since time.Time, err error) {
	err = f.record(ctx, records, now, func(s *sealing) { since = s.Since })
	return since, err
}

// RefusePlain has the store take nothing in plain for a session any more, now and whenever it is
// opened. It is for when everything has been sealed.
func (f Form) RefusePlain(ctx context.Context, records records.Store, now time.Time) error {
	return f.record(ctx, records, now, func(s *sealing) { s.All = true })
}

// RefusesPlain reports whether RefusePlain has been called, by this process or, before it opened
// the store, by another.
func (f Form) RefusesPlain() bool { return f.refusesPlain != nil && f.refusesPlain.Load() }

// record reads and changes the record, if there are keys.
func (f Form) record(ctx context.Context, records records.Store, now time.Time, change func(*sealing)) error {
	var s sealing
	err := records.Change(ctx, CheckKind, CheckID, func(old []byte) ([]byte, error) {
		s = sealing{Since: now.UTC()}
		if old != nil {
			plain, err := f.Keys.Open(old, CheckKind+CheckID)
			if err != nil {
				return nil, err
			}
			if json.Unmarshal(plain, &s) != nil {
				return nil, fmt.Errorf("%w: record of how it is sealed", bot.ErrCorrupt)
			}
		}
		if f.Keys == nil {
			return nil, nil
		}
		if first := f.Keys.Names()[0]; s.Used != nil && !slices.Contains(s.Used, first) {
			s.Used = append(s.Used, first)
		}
		change(&s)
		plain, err := json.Marshal(&s)
		if err != nil {
			return nil, errors.New("encode the record of how a store is sealed")
		}
		return f.Keys.Seal(plain, CheckKind+CheckID)
	})
	if err == nil && f.Keys != nil && f.refusesPlain != nil {
		f.refusesPlain.Store(s.All)
	}
	return err
}

// PrefixLength is how many characters of a stored part tell with which key it was sealed.
const PrefixLength = 12

// Plain is the name of no key, under which what is not sealed is counted.
const Plain = "none"

// damaged is the name under which a part is counted that is no more what was sealed.
const damaged = "damaged"

// KeysOf returns the names of the keys that the parts of a row hang on, given at least the first
// [PrefixLength] characters of each, each once: [Plain] for a part that is not sealed, nothing for
// one that is empty.
func KeysOf(parts ...string) (names []string) {
	for _, part := range parts {
		if part == "" {
			continue
		}
		name := Plain
		if text, sealed := strings.CutPrefix(part, string(sealedPrefix)); sealed {
			b, _ := base64.RawStdEncoding.DecodeString(text[:min(len(text), PrefixLength-1)])
			name = cmp.Or(seal.NameOf(b), damaged)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Current reports whether a row hangs on nothing but the first key; see [KeysOf].
func (f Form) Current(parts ...string) bool {
	names := f.Keys.Names()
	return len(names) > 0 && !slices.ContainsFunc(KeysOf(parts...), func(name string) bool { return name != names[0] })
}

// lacks reports whether a name is that of a key that is not there.
func (f Form) lacks(name string) bool {
	return name != Plain && name != damaged && !slices.Contains(f.Keys.Names(), name)
}

// Misses reports whether a row hangs on a key that is not there; see [KeysOf].
func (f Form) Misses(parts ...string) bool { return slices.ContainsFunc(KeysOf(parts...), f.lacks) }

// missing returns the keys among those counted that are not there, in order.
func (f Form) missing(counted map[string]int) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(counted)), func(name string) bool { return !f.lacks(name) })
}

// MissingKeyError says that sessions hang on keys that are not there.
type MissingKeyError struct {
	Names    []string
	Sessions int
}

// Error names the keys, which are no secrets.
func (e *MissingKeyError) Error() string {
	return fmt.Sprintf("%d conversations are encrypted with a key that is not there (%s)", e.Sessions, strings.Join(e.Names, ", "))
}

// Unwrap makes it a [seal.ErrNoKey].
func (e *MissingKeyError) Unwrap() error { return seal.ErrNoKey }

// CheckKeys returns a [MissingKeyError] where sessions hang on keys that are not there.
func (f Form) CheckKeys(counted map[string]int) error {
	missing := f.missing(counted)
	if len(missing) == 0 {
		return nil
	}
	n := 0
	for _, name := range missing {
		n += counted[name]
	}
	return &MissingKeyError{Names: missing, Sessions: n}
}

// Report says how many sessions hang on which key, for people, the first key of the form first.
func (f Form) Report(counted map[string]int) string {
	if len(counted) == 0 {
		return "no conversations"
	}
	var parts []string
	for _, name := range append(append(f.Keys.Names(), f.missing(counted)...), Plain, damaged) {
		switch n := counted[name]; {
		case n == 0:
		case name == damaged:
			parts = append(parts, fmt.Sprintf("%d conversations damaged", n))
		case name == Plain:
			parts = append(parts, fmt.Sprintf("%d conversations not encrypted", n))
		default:
			parts = append(parts, fmt.Sprintf("%d conversations encrypted with key %s", n, name))
		}
	}
	return strings.Join(parts, ", ")
}
