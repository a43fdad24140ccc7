package telegram

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"

	"hspbot/bot"
	"hspbot/bot/webapi"
)

// What the Bot API says in words only.
const (
	notModified = "message is not modified"
	noChat      = "chat not found"
	noThread    = "message thread not found"
	deactivated = "user is deactivated"
)

// says reports whether err is a refusal with these words.
func says(err error, words string) bool { return err != nil && strings.Contains(err.Error(), words) }

// uneditable reports whether a card cannot be edited, so that a new one is to be sent: it is gone
// or too old, or Telegram refuses for another reason that is not the chat's.
func uneditable(err error) bool {
	return errors.Is(err, tg.ErrorBadRequest) && !says(err, notModified) && !unreachable(err)
}

// unreachable reports whether there is no such chat or topic any more.
func unreachable(err error) bool {
	return says(err, noChat) || says(err, noThread) || says(err, deactivated)
}

// classify says what an error of a call means for the screen. Every error without a type
// of its own is the way or the server failing: it is tried again.
func classify(key bot.Key, err error) bot.Sent {
	var many *tg.TooManyRequestsError
	var moved *tg.MigrateError
	switch {
	case err == nil:
		return bot.Sent{Outcome: bot.Delivered}
	case errors.As(err, &many):
		wait := time.Duration(many.RetryAfter) * time.Second
		return bot.Sent{Outcome: bot.Later, RetryAfter: max(wait, time.Second), Err: errors.New("too many requests")}
	case errors.As(err, &moved):
		to := placeOf(key)
		to.chat = int64(moved.MigrateToChatID)
		return bot.Sent{Outcome: bot.Moved, MovedTo: to.key(), Err: errors.New("group became a supergroup")}
	case errors.Is(err, tg.ErrorForbidden):
		return bot.Sent{Outcome: bot.Gone, Err: errors.New("forbidden: blocked, kicked or deactivated")}
	case unreachable(err):
		return bot.Sent{Outcome: bot.Gone, Err: errors.New("no such chat or topic")}
	case errors.Is(err, tg.ErrorUnauthorized), errors.Is(err, tg.ErrorNotFound):
		return bot.Sent{Outcome: bot.Broken, Err: errors.New("the token is not accepted")}
	case errors.Is(err, tg.ErrorBadRequest):
		return bot.Sent{Outcome: bot.Bug, Err: fmt.Errorf("refused: %s", reason(err))}
	}
	return bot.Sent{Outcome: bot.Broken, Err: errors.New(withoutAddress(err))}
}

// reason is the part of a refusal that holds no text of ours: what stands before a quotation.
func reason(err error) string {
	s := strings.TrimPrefix(err.Error(), tg.ErrorBadRequest.Error())
	s, _, _ = strings.Cut(s, "\"")
	if len(s) > 100 {
		s = s[:100]
	}
	return strings.Trim(s, " ,:")
}

// withoutAddress describes a broken connection or an unexpected answer without the address: the
// token is part of that.
func withoutAddress(err error) string {
	return cmp.Or(webapi.NetworkError(err), "unexpected answer of the Bot API")
}
