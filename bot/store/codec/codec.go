// Package codec writes the parts of a session that stores keep as JSON, and reads them
// again. It knows no database.
package codec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"hspbot/bot"
	"hspbot/conversation"
)

// Encode returns the deliveries seen and the state of a session, each as JSON.
func Encode(s *bot.Session) (seen, state string, err error) {
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
	return texts(s.Seen), string(append(all, after...)), nil
}

// noFacts is how a state without facts writes them.
const noFacts = `"facts":{}`

// Decode reads into s what [Encode] wrote. Where it is something else it returns
// [bot.ErrCorrupt] and says no more: the messages of the decoders repeat what they were given.
func Decode(seen, state []byte, s *bot.Session) error {
	if json.Unmarshal(seen, &s.Seen) != nil {
		return fmt.Errorf("%w: deliveries seen", bot.ErrCorrupt)
	}
	if json.Unmarshal(state, &s.State) != nil {
		return fmt.Errorf("%w: state", bot.ErrCorrupt)
	}
	return nil
}

// EncodeMarks returns marks as JSON, nothing where there are none, and the version of the newest.
func EncodeMarks(marks []bot.Marked) (text string, newest int64) {
	if len(marks) == 0 {
		return "", 0
	}
	b, _ := json.Marshal(marks) // numbers and bytes can always be encoded
	return string(b), marks[len(marks)-1].Version
}

// DecodeMarks reads what [EncodeMarks] wrote, without the marks of turns up to the version
// that has been settled since. Marks that cannot be read are none: a surface without them is
// drawn anew.
func DecodeMarks(text []byte, settled int64) []bot.Marked {
	var marks []bot.Marked
	if len(text) == 0 || json.Unmarshal(text, &marks) != nil {
		return nil
	}
	for len(marks) > 0 && marks[0].Version <= settled {
		marks = marks[1:]
	}
	if len(marks) == 0 {
		return nil
	}
	return marks
}

// texts writes a JSON list of texts. Those that platforms make are plain.
func texts(list []string) string {
	b := make([]byte, 0, 16+16*len(list))
	b = append(b, '[')
	for i, t := range list {
		if i > 0 {
			b = append(b, ',')
		}
		if plain(t) {
			b = append(append(append(b, '"'), t...), '"')
			continue
		}
		quoted, _ := json.Marshal(t) // a text can always be encoded
		b = append(b, quoted...)
	}
	return string(append(b, ']'))
}

func plain(t string) bool {
	for i := range len(t) {
		if c := t[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			return false
		}
	}
	return true
}
