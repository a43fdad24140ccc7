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
	i.Until = b.until()
	return code, b.open().Put(ctx, nameOf(code), &i)
}

// Find returns the invitation of a code; ok is false where it has ended, been answered, or never was.
func (b *Book) Find(ctx context.Context, code string) (i Invitation, ok bool, err error) {
	kept, err := b.open().Read(ctx, nameOf(code))
	if kept == nil {
		return i, false, err
	}
	return *kept, b.now().Before(kept.Until), nil
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
	r := &Reply{From: i.From, Until: b.until(), Screen: screen}
	if err := b.replies(i.From.Platform).Put(ctx, nameOf(code), r); err != nil {
		return err
	}
	return b.open().Put(ctx, nameOf(code), nil)
}

// Replies has take called with each reply to conversations of a platform, and forgets those that it
// took without an error. The name of a reply is the same whenever it comes.
func (b *Book) Replies(ctx context.Context, platform string, take func(ctx context.Context, name string, r Reply) error) error {
	replies := b.replies(platform)
	return replies.Each(ctx, func(name string, r *Reply, err error) error {
		if err == nil && b.now().Before(r.Until) {
			err = take(ctx, name, *r)
		}
		if err != nil {
			return err
		}
		return replies.Put(ctx, name, nil)
	})
}

// Close ends the invitations of conversations for which gone reports true, and those whose time is over.
func (b *Book) Close(ctx context.Context, gone func(bot.Key) bool) error {
	return b.open().Each(ctx, func(name string, i *Invitation, err error) error {
		if err != nil || b.now().Before(i.Until) && !gone(i.From) {
			return err
		}
		return b.open().Put(ctx, name, nil)
	})
}

func (b *Book) now() time.Time {
	if b.Now == nil {
		return time.Now()
	}
	return b.Now()
}

// until is when what begins now ends.
func (b *Book) until() time.Time { return b.now().Add(Life).UTC().Truncate(time.Second) }

// nameOf is the name of the record of a code.
func nameOf(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// open are the invitations that are not answered.
func (b *Book) open() records.Values[Invitation] {
	return records.Values[Invitation]{In: b.Records, Ring: b.Ring, Kind: kindOpen}
}

// replies are those to conversations of a platform.
func (b *Book) replies(platform string) records.Values[Reply] {
	return records.Values[Reply]{In: b.Records, Ring: b.Ring, Kind: kindReply + platform}
}

// Sealed is how the records are sealed: invitations, and replies to conversations of platforms.
func (b *Book) Sealed(platforms ...string) []records.Sealed {
	list := []records.Sealed{b.open()}
	for _, platform := range platforms {
		list = append(list, b.replies(platform))
	}
	return list
}
