package sqlite

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

// columns are those of a row, in order.
const columns = `rowid, version, shown, created, touched, seen, state, surface, due, tries, gone`

const width = 11

// row is a session as it is stored.
type row struct {
	rowid, version, shown, created, touched int64
	seen, state, surface                    string
	due, tries, gone                        int64
}

// fields are where the columns go.
func (r *row) fields() []any {
	return []any{&r.rowid, &r.version, &r.shown, &r.created, &r.touched, &r.seen, &r.state,
		&r.surface, &r.due, &r.tries, &r.gone}
}

// scan reads a row through database/sql.
func scan(key bot.Key, from *sql.Row) (bot.Session, error) {
	var r row
	err := from.Scan(r.fields()...)
	if errors.Is(err, sql.ErrNoRows) {
		return bot.Session{}, bot.ErrNoSession
	}
	if err != nil {
		return bot.Session{}, err
	}
	return r.session(key)
}

// read reads a row past it. The table is STRICT, so the types are as they are.
func read(key bot.Key, v []driver.Value) (bot.Session, int64, error) {
	n := func(i int) int64 { x, _ := v[i].(int64); return x }
	text := func(i int) string { x, _ := v[i].(string); return x }
	r := row{n(0), n(1), n(2), n(3), n(4), text(5), text(6), text(7), n(8), n(9), n(10)}
	s, err := r.session(key)
	return s, r.rowid, err
}

// session decodes a row. Where the JSON is no session it says so, and no more: the messages
// of the decoders repeat what they were given.
func (r *row) session(key bot.Key) (bot.Session, error) {
	s := bot.Session{
		Key: key, Version: r.version, Shown: r.shown, Created: when(r.created), Touched: when(r.touched),
		Due: when(r.due), Tries: int(r.tries), Gone: r.gone != 0,
	}
	if r.surface != "" {
		s.Surface = []byte(r.surface)
	}
	if json.Unmarshal([]byte(r.seen), &s.Seen) != nil {
		return bot.Session{}, fmt.Errorf("%w: deliveries seen", bot.ErrCorrupt)
	}
	if json.Unmarshal([]byte(r.state), &s.State) != nil {
		return bot.Session{}, fmt.Errorf("%w: state", bot.ErrCorrupt)
	}
	return s, nil
}

// texts returns the JSON columns.
func texts(s *bot.Session) (seen, state string, err error) {
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
	return encodeTexts(s.Seen), string(append(all, after...)), nil
}

// noFacts is how a state without facts writes them.
const noFacts = `"facts":{}`

// encodeTexts writes a JSON list of texts. Those that platforms make are plain.
func encodeTexts(texts []string) string {
	b := make([]byte, 0, 16+16*len(texts))
	b = append(b, '[')
	for i, t := range texts {
		if i > 0 {
			b = append(b, ',')
		}
		if plainText(t) {
			b = append(append(append(b, '"'), t...), '"')
			continue
		}
		quoted, _ := json.Marshal(t) // a text can always be encoded
		b = append(b, quoted...)
	}
	return string(append(b, ']'))
}

func plainText(t string) bool {
	for i := range len(t) {
		if c := t[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			return false
		}
	}
	return true
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// micros and when are a time as it is stored; 0 is the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func when(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}
