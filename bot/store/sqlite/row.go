package sqlite

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"hspbot/bot"
)

// columns are those that scan reads.
const columns = `rowid, version, shown, created, touched, seen, state`

// scan reads a session and its rowid. Where the JSON is no session it says so, and no
// more: the messages of the decoders repeat what they were given.
func scan(key bot.Key, row *sql.Row) (bot.Session, int64, error) {
	s := bot.Session{Key: key}
	var rowid, created, touched int64
	var seen, state []byte
	err := row.Scan(&rowid, &s.Version, &s.Shown, &created, &touched, &seen, &state)
	if errors.Is(err, sql.ErrNoRows) {
		return bot.Session{}, 0, bot.ErrNoSession
	}
	if err != nil {
		return bot.Session{}, 0, err
	}
	s.Created, s.Touched = when(created), when(touched)
	if json.Unmarshal(seen, &s.Seen) != nil {
		return bot.Session{}, 0, fmt.Errorf("%w: deliveries seen", bot.ErrCorrupt)
	}
	if json.Unmarshal(state, &s.State) != nil {
		return bot.Session{}, 0, fmt.Errorf("%w: state", bot.ErrCorrupt)
	}
	return s, rowid, nil
}

// texts returns the JSON columns.
func texts(s *bot.Session) (seen, state string, err error) {
	a, err := json.Marshal(s.Seen)
	if err != nil {
		return "", "", errors.New("encode deliveries seen")
	}
	b, err := json.Marshal(s.State)
	if err != nil {
		return "", "", errors.New("encode state") // the cause may repeat the state
	}
	return string(a), string(b), nil
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
