// Package invite is how somebody asks another person for their result, across platforms: who asks
// gets a code for a link, who follows the link answers privately, and what that person agrees to
// share goes back to the conversation that asked. The platforms know nothing of each other; both
// know these records.
//
// An invitation says which conversation asks, in whose name, and until when. A reply is what was
// shared, as it is to be shown. Nothing else goes back. Both end after [Life], are sealed where there
// is a key, and are found by any replica and after a restart.
package invite

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"hspbot/bot"
	"hspbot/bot/records"
	"hspbot/bot/seal"
	"hspbot/conversation"
)

// Life is how long a link is good, and a reply waits to be shown.
const Life = 14 * 24 * time.Hour

// Invitation is a question on its way to a person.
type Invitation struct {
	From     bot.Key   `json:"from"`     // the conversation that asks
	By       string    `json:"by"`       // in whose name, as the person is to read it
	Language string    `json:"language"` // of the conversation that asks
	Until    time.Time `json:"until"`    // when the link ends
}

// Reply is what a person shared.
type Reply struct {
	From   bot.Key             `json:"from"`
	Until  time.Time           `json:"until"`
	Screen conversation.Screen `json:"screen"`
}

// Book keeps invitations and replies. The zero Now is time.Now, and without a Ring nothing is sealed.
type Book struct {
	Records records.Store
	Ring    *seal.Ring
	Now     func() time.Time
}

// The kinds of records. Replies are kept by platform, so that each looks for its own only.
const (
	kindOpen  = "invitation"
	kindReply = "invitation-reply-"
)

// codeSize is how many random bytes a code has: nobody guesses 128 bits.
const codeSize = 16

// Open begins an invitation and returns its code, of A-Z a-z 0-9 - and _. Who knows the code can
// answer. Where it is kept, it is named by a hash: who reads the records learns no code.
func (b *Book) Open(ctx context.Context, i Invitation) (code string, err error) {
	random := make([]byte, codeSize)
	_, _ = rand.Read(random) // it never fails
	code = base64.RawURLEncoding.EncodeToString(random)
	i.Until = b.now().Add(Life).UTC().Truncate(time.Second)
	return code, b.write(ctx, kindOpen, nameOf(code), i)
}

// Find returns the invitation of a code; ok is false where it has ended, been answered, or never was.
func (b *Book) Find(ctx context.Context, code string) (i Invitation, ok bool, err error) {
	ok, err = b.read(ctx, kindOpen, nameOf(code), &i)
	return i, ok && b.now().Before(i.Until), err
}

// Answer hands a screen to the conversation that asked, once: it can be repeated after an error, and
// does nothing where the invitation has ended or been answered.
func (b *Book) Answer(ctx context.Context, code string, show func(language string) (conversation.Screen, bool)) error {
	i, ok, err := b.Find(ctx, code)
	if err != nil || !ok {
		return err
	}
	screen, ok := show(i.Language)
	if !ok {
		return nil
	}
	screen.Choices, screen.File = nil, nil
	r := Reply{From: i.From, Until: b.now().Add(Life).UTC().Truncate(time.Second), Screen: screen}
	if err := b.write(ctx, kindReply+i.From.Platform, nameOf(code), r); err != nil {
		return err
	}
	return b.remove(ctx, kindOpen, nameOf(code))
}

// Replies has take called with each reply to conversations of a platform, and forgets those that it
// took without an error. The name of a reply is the same whenever it comes.
func (b *Book) Replies(ctx context.Context, platform string, take func(ctx context.Context, name string, r Reply) error) error {
	names, err := b.Records.RecordsOf(ctx, kindReply+platform)
	for _, name := range names {
		var r Reply
		ok, readErr := b.read(ctx, kindReply+platform, name, &r)
		if readErr != nil {
			err = errors.Join(err, readErr)
			continue
		}
		if ok && b.now().Before(r.Until) {
			if takeErr := take(ctx, name, r); takeErr != nil {
				err = errors.Join(err, takeErr)
				continue
			}
		}
		err = errors.Join(err, b.remove(ctx, kindReply+platform, name))
	}
	return err
}

// Close ends the invitations of conversations for which gone reports true, and those whose time is over.
func (b *Book) Close(ctx context.Context, gone func(bot.Key) bool) error {
	names, err := b.Records.RecordsOf(ctx, kindOpen)
	for _, name := range names {
		var i Invitation
		ok, readErr := b.read(ctx, kindOpen, name, &i)
		if readErr != nil {
			err = errors.Join(err, readErr)
			continue
		}
		if !ok || !b.now().Before(i.Until) || gone(i.From) {
			err = errors.Join(err, b.remove(ctx, kindOpen, name))
		}
	}
	return err
}

func (b *Book) now() time.Time {
	if b.Now == nil {
		return time.Now()
	}
	return b.Now()
}

// nameOf is the name of the record of a code.
func nameOf(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// Sealed is how the records are sealed: invitations, and replies to conversations of platforms.
func (b *Book) Sealed(platforms ...string) []records.Sealed {
	kinds := []string{kindOpen}
	for _, platform := range platforms {
		kinds = append(kinds, kindReply+platform)
	}
	var list []records.Sealed
	for _, kind := range kinds {
		list = append(list, records.Sealed{Records: b.Records, Ring: b.Ring, Kind: kind, Anew: func(name string, old []byte) ([]byte, error) {
			plain, err := b.open(kind, name, old)
			if err != nil {
				return nil, err
			}
			return b.seal(kind, name, plain)
		}})
	}
	return list
}

func (b *Book) write(ctx context.Context, kind, name string, v any) error {
	plain, err := json.Marshal(v)
	if err == nil {
		plain, err = b.seal(kind, name, plain)
	}
	if err != nil {
		return errors.New("invitation: it cannot be written") // the error may quote the contents
	}
	return b.change(ctx, kind, name, plain)
}

func (b *Book) seal(kind, name string, plain []byte) ([]byte, error) {
	if b.Ring == nil {
		return plain, nil
	}
	return b.Ring.Seal(plain, kind+":"+name)
}

func (b *Book) open(kind, name string, body []byte) ([]byte, error) {
	if !b.Ring.Sealed(body) {
		return body, nil
	}
	return b.Ring.Open(body, kind+":"+name)
}

func (b *Book) remove(ctx context.Context, kind, name string) error {
	return b.change(ctx, kind, name, nil)
}

func (b *Book) change(ctx context.Context, kind, name string, to []byte) error {
	err := b.Records.Change(ctx, kind, name, func([]byte) ([]byte, error) { return to, nil })
	if err != nil {
		return fmt.Errorf("keep an invitation: %w", err)
	}
	return nil
}

// read reads a record; ok is false where there is none.
func (b *Book) read(ctx context.Context, kind, name string, v any) (ok bool, err error) {
	in, err := b.Records.Record(ctx, kind, name)
	if err == nil {
		in, err = b.open(kind, name, in)
	}
	if err != nil {
		return false, fmt.Errorf("read an invitation: %w", err)
	}
	if in == nil {
		return false, nil
	}
	if json.Unmarshal(in, v) != nil {
		return false, errors.New("read an invitation: it is none")
	}
	return true, nil
}
