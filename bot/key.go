package bot

import (
	"errors"
	"log/slog"
	"strings"
)

// Key names one conversation.
type Key struct {
	// Platform is where the conversation takes place: telegram, slack, terminal. It is not
	// empty and holds no colon.
	Platform string
	// ID is the platform's name for the conversation; any characters, not empty. What stands after
	// the first colon, or all of it where there is none, names the person: see [Key.Person].
	ID string
}

// Person names whose conversation it is. One person may have several on a platform, such as in
// private and in groups; a conversation of many people is nobody's but its own.
func (k Key) Person() string {
	_, person, found := strings.Cut(k.ID, ":")
	if !found {
		return k.ID
	}
	return person
}

// errKey does not repeat the key: keys name people.
var errKey = errors.New(`conversation key is not "platform:id"`)

// String returns "platform:id". It names a person: it belongs into no log.
func (k Key) String() string { return k.Platform + ":" + k.ID }

// LogValue keeps the id out of logs.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.Platform) }

// Check returns an error where k names no conversation.
func (k Key) Check() error {
	if k.Platform == "" || k.ID == "" || strings.Contains(k.Platform, ":") {
		return errKey
	}
	return nil
}

// ParseKey reads what [Key.String] wrote.
func ParseKey(s string) (Key, error) {
	platform, id, _ := strings.Cut(s, ":")
	k := Key{Platform: platform, ID: id}
	if err := k.Check(); err != nil {
		return Key{}, err
	}
	return k, nil
}
