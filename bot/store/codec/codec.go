// Package codec writes the parts of a session that stores keep as JSON, sealed where there
// are keys, and reads them again. It knows no database.
package codec

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"hspbot/bot"
	"hspbot/bot/seal"
)

// Options say how a store is sealed.
type Options struct {
	Keys *seal.Ring // seal answers and screens, see [Form]; nil leaves them as they are
	// MayMissKeys opens a store also where sessions hang on keys that are not there.
	MayMissKeys bool
}

// Form is how sessions are written: with keys, what people answered and what stands on their
// screens is sealed, and what was written before there were any is still read until all has been
// sealed. The zero Form writes all of it as it is.
type Form struct {
	Options
	// refusesPlain is set once everything has been sealed: then what is not sealed is forged.
	refusesPlain *atomic.Bool
}

// NewForm returns the form of sessions in a store.
func NewForm(o Options) Form { return Form{Options: o, refusesPlain: new(atomic.Bool)} }

// Row is a session as it is stored beside its key. Times are microseconds since 1970, 0 for none.
// Seen, State and Changes are JSON, Surface is what the platform makes of it; with keys all but
// Seen are sealed.
type Row struct {
	Version, Shown, Created, Touched int64
	Seen, State, Surface, Changes    []byte
	Due                              int64
	Tries                            int
	Gone                             bool
	Wake, Expires                    int64
}

// Columns are those of a row, in the order of [Row.Fields].
const Columns = `version, shown, created, touched, seen, state, surface, changes, due, tries, gone, wake, expires`

// Fields are where the columns go.
func (r *Row) Fields() []any {
	return []any{&r.Version, &r.Shown, &r.Created, &r.Touched, &r.Seen, &r.State, &r.Surface, &r.Changes, &r.Due, &r.Tries, &r.Gone, &r.Wake, &r.Expires}
}

// Encode returns the row of a session.
func (f Form) Encode(s *bot.Session) (*Row, error) {
	state, err := json.Marshal(&s.State)
	if err != nil {
		return nil, errors.New("encode state") // the cause may repeat the state
	}
	r := f.Settled(s)
	r.Seen, _ = json.Marshal(s.Seen) // texts can always be encoded
	r.State = f.seal(state, s, "state")
	return r, nil
}

// Settled returns the row of a session in which only a settlement has changed something: Seen and
// State are nil, and stay as they are stored.
func (f Form) Settled(s *bot.Session) *Row {
	var changes []byte
	if len(s.Changes) > 0 {
		changes, _ = json.Marshal(s.Changes) // numbers and bytes can always be encoded
	}
	return &Row{
		Version: s.Version, Shown: s.Shown, Created: Micros(s.Created), Touched: Micros(s.Touched),
		Surface: f.seal(s.Surface, s, "surface"), Changes: f.seal(changes, s, "changes"),
		Due: Micros(s.Due), Tries: s.Tries, Gone: s.Gone, Wake: Micros(s.Wake), Expires: Micros(s.Expires),
	}
}

// Decode returns the session of a row that a Form has written for its key. What is no session is
// [bot.ErrCorrupt]; what was sealed with a key that is not there is [seal.ErrNoKey], too: it can
// be read once the key is. No error says more: the messages of the decoders repeat what they
// were given.
func (f Form) Decode(key bot.Key, r *Row) (bot.Session, error) {
	s := bot.Session{
		Key: key, Version: r.Version, Shown: r.Shown, Created: Time(r.Created), Touched: Time(r.Touched),
		Due: Time(r.Due), Tries: r.Tries, Gone: r.Gone, Wake: Time(r.Wake), Expires: Time(r.Expires),
	}
	if json.Unmarshal(r.Seen, &s.Seen) != nil {
		return bot.Session{}, fmt.Errorf("%w: deliveries seen", bot.ErrCorrupt)
	}
	state, err := f.unseal(r.State, &s, "state")
	if err != nil {
		return bot.Session{}, err
	}
	if json.Unmarshal(state, &s.State) != nil {
		return bot.Session{}, fmt.Errorf("%w: state", bot.ErrCorrupt)
	}
	if s.Surface, err = f.unseal(r.Surface, &s, "surface"); err != nil {
		return bot.Session{}, err
	}
	changes, err := f.unseal(r.Changes, &s, "changes")
	if err != nil {
		return bot.Session{}, err
	}
	if len(changes) > 0 && json.Unmarshal(changes, &s.Changes) != nil {
		return bot.Session{}, fmt.Errorf("%w: changes", bot.ErrCorrupt)
	}
	return s, nil
}

// sealedPrefix begins what is sealed: no JSON begins so.
const sealedPrefix = '~'

// seal seals a part of a session for its key and version, so that it is worth nothing in another's
// place or with a later answer.
func (f Form) seal(plain []byte, s *bot.Session, part string) []byte {
	switch {
	case len(plain) == 0:
		return []byte{} // a column is never NULL
	case f.Keys == nil:
		return plain
	}
	sealed, err := f.Keys.SealPadded(plain, additionalData(s, part))
	if err != nil {
		panic(err) // a ring without a key is nil
	}
	return base64.RawStdEncoding.AppendEncode([]byte{sealedPrefix}, sealed)
}

// errPlain says that something is in plain where all has been sealed.
var errPlain = errors.New("not sealed")

func (f Form) unseal(stored []byte, s *bot.Session, part string) ([]byte, error) {
	if len(stored) == 0 {
		return nil, nil
	}
	if stored[0] != sealedPrefix {
		if f.RefusesPlain() {
			return nil, fmt.Errorf("%w: %s: %w", bot.ErrCorrupt, part, errPlain)
		}
		return stored, nil
	}
	sealed, err := base64.RawStdEncoding.AppendDecode(nil, stored[1:])
	if err != nil {
		return nil, fmt.Errorf("%w: %s", bot.ErrCorrupt, part)
	}
	plain, err := f.Keys.OpenPadded(sealed, additionalData(s, part))
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", bot.ErrCorrupt, part, err)
	}
	return plain, nil
}

// additionalData binds what is sealed to its place and version.
func additionalData(s *bot.Session, part string) string {
	return fmt.Sprintf("session %s %d %s", part, s.Version, s.Key)
}

// Micros is a time as it is stored: microseconds since 1970, 0 for the zero time.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time returns what [Micros] was given, in UTC.
func Time(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}
