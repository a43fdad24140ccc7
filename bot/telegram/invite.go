package telegram

import (
	"context"
	"errors"
	"strings"

	"hspbot/bot/card"
	"hspbot/conversation"
)

// An employer on another platform may ask a person for their result, by a link with a code. What
// the person agrees to share goes back through package invite; this platform knows no other.

// askTag begins the payload of such a link. It is no language, so that a program that does not know
// it takes it for nothing.
const askTag = "ask--"

// AskLink returns the address by which somebody is asked for their result, by the code of an
// invitation.
func (t *Telegram) AskLink(code string) string {
	return "https://t.me/" + t.reader.name + "?start=" + askTag + code
}

// readAsk reads the code of an invitation.
func readAsk(payload string) (code string, ok bool) {
	code, ok = strings.CutPrefix(payload, askTag)
	return code, ok && len(payload) <= maxPayload && referralForm.MatchString(code)
}

// asked is the request of an invitation, or of one that has ended.
func (t *Telegram) asked(ctx context.Context, code string) (*conversation.Request, error) {
	if t.o.Invitations == nil {
		return &conversation.Request{}, nil
	}
	i, ok, err := t.o.Invitations.Find(ctx, code)
	if err != nil || !ok {
		return &conversation.Request{}, err
	}
	return &conversation.Request{Code: code, By: card.Clip(i.By, maxAsker)}, nil
}

// maxAsker is how many characters of the name of who asks are shown.
const maxAsker = 80

// errRecords says no more: what a store says may name somebody.
var errRecords = errors.New("the records of invitations cannot be used")

// handBack hands what a person agreed to share to who asked. It comes before the screen is posted
// that says so, and is repeated with it.
func (t *Telegram) handBack(ctx context.Context, s conversation.State) error {
	code, ok := s.Agreed()
	if !ok || t.o.Invitations == nil {
		return nil
	}
	at := t.o.Now()
	err := t.o.Invitations.Answer(ctx, code, func(language string) (conversation.Screen, bool) {
		s.Language = language
		return conversation.Shared(s, at)
	})
	if err != nil {
		return errRecords
	}
	return nil
}
