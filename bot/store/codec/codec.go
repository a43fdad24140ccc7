// Package codec writes the parts of a session that stores keep as JSON, sealed where there
// are keys, and reads them again. It knows no database.
package codec

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"hspbot/bot"
	"hspbot/bot/seal"
	"hspbot/conversation"
)

// Form is how sessions are written: with keys, what people answered and what stands on their
// screens is sealed, and what was written before there were any is still read until all has been
// sealed. The zero Form writes all of it as it is.
type Form struct {
	Keys *seal.Ring
	// refusesPlain is set once everything has been sealed: then what is not sealed is forged.
	refusesPlain *atomic.Bool
}

// NewForm returns the form of sessions that are sealed with keys, or, with nil, are not.
func NewForm(keys *seal.Ring) Form { return Form{Keys: keys, refusesPlain: new(atomic.Bool)} }

// Encode returns the deliveries seen and the state of a session.
func (f Form) Encode(s *bot.Session) (seen, state string, err error) {
	bare := s.State
	bare.Facts = conversation.Facts{}
	b, err := json.Marshal(&bare)
	if err != nil {
		return "", "", errors.New("encode state") // the cause may repeat the state
	}
	// The facts are most of it, and already are the JSON that the encoder would check and
	// copy. No text can hold what is looked for: its quotes are escaped.
	before, after, ok := bytes.Cut(b, []byte(noFacts))
	if !ok {
		return "", "", errors.New("encode facts")
	}
	all := make([]byte, 0, 1024)
	all = append(append(all, before...), noFacts[:len(noFacts)-2]...)
	all = s.State.Facts.AppendJSON(all)
	return jsonList(s.Seen), f.seal(append(all, after...), s, "state"), nil
}

// noFacts is how a state without facts writes them.
const noFacts = `"facts":{}`

// Surface returns what a platform has drawn for a conversation.
func (f Form) Surface(s *bot.Session) string { return f.seal(s.Surface, s, "surface") }

// Changes returns the changes of a session's surface, nothing where there are none.
func (f Form) Changes(s *bot.Session) string {
	if len(s.Changes) == 0 {
		return ""
	}
	b, _ := json.Marshal(s.Changes) // numbers and bytes can always be encoded
	return f.seal(b, s, "changes")
}

// Stored is what a Form has written of a session.
type Stored struct {
	Seen, State, Surface, Changes []byte
}

// Decode reads into s what a Form has written for its key and version. What is no session is
// [bot.ErrCorrupt]; what was sealed with a key that is not there is [seal.ErrNoKey], too: it can
// be read once the key is. No error says more: the messages of the decoders repeat what they
// were given.
func (f Form) Decode(s *bot.Session, from Stored) error {
	if json.Unmarshal(from.Seen, &s.Seen) != nil {
		return fmt.Errorf("%w: deliveries seen", bot.ErrCorrupt)
	}
	state, err := f.unseal(from.State, s, "state")
	if err != nil {
		return err
	}
	if json.Unmarshal(state, &s.State) != nil {
		return fmt.Errorf("%w: state", bot.ErrCorrupt)
	}
	if s.Surface, err = f.unseal(from.Surface, s, "surface"); err != nil {
		return err
	}
	if len(s.Surface) == 0 {
		s.Surface = nil
	}
	changes, err := f.unseal(from.Changes, s, "changes")
	if err != nil {
		return err
	}
	if len(changes) > 0 && json.Unmarshal(changes, &s.Changes) != nil {
		return fmt.Errorf("%w: changes", bot.ErrCorrupt)
	}
	return nil
}

// sealedPrefix begins what is sealed: no JSON begins so.
const sealedPrefix = '~'

// seal seals a part of a session for its key and version, so that it is worth nothing in another's
// place or with a later answer.
func (f Form) seal(plain []byte, s *bot.Session, part string) string {
	if f.Keys == nil || len(plain) == 0 {
		return string(plain)
	}
	sealed, err := f.Keys.SealPadded(plain, additionalData(s, part))
	if err != nil {
		panic(err) // a ring without a key is nil
	}
	return string(base64.RawStdEncoding.AppendEncode([]byte{sealedPrefix}, sealed))
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

// jsonList writes a JSON list of texts. The ids that platforms make need no escaping.
func jsonList(list []string) string {
	b := make([]byte, 0, 16+16*len(list))
	b = append(b, '[')
	for i, t := range list {
		if i > 0 {
			b = append(b, ',')
		}
		if isPlainASCII(t) {
			b = append(append(append(b, '"'), t...), '"')
			continue
		}
		quoted, _ := json.Marshal(t) // a text can always be encoded
		b = append(b, quoted...)
	}
	return string(append(b, ']'))
}

// isPlainASCII reports whether a text stands in JSON as it is.
func isPlainASCII(t string) bool {
	for i := range len(t) {
		if c := t[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			return false
		}
	}
	return true
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
