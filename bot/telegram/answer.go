package telegram

import (
	"context"
	"errors"
	"time"

	tg "github.com/go-telegram/bot"

	"hspbot/bot"
	"hspbot/bot/retry"
)

// What is answered at once, whatever becomes of a screen: a button press, so that the phone stops
// waiting, an inline query, thanks. It is kept in memory: after a crash it is not made good. Where it
// cannot be sent it is tried again until Telegram does not want it any more.

const (
	answerers  = 32   // answers under way at once
	maxAnswers = 4096 // that wait
	// answerTime is how long one call may take, and all that wait when the bot stops.
	answerTime = 10 * time.Second
)

// answer is a call that is to be made, and when nobody waits for it any more.
type answer struct {
	call  func(context.Context) error
	until time.Time
}

// reply is what a button press is answered: a notice, or nothing but that it has come.
type reply struct {
	query, text string
	until       time.Time
}

// reply queues the answer to a button press.
func (t *Telegram) reply(r reply) {
	if r.query == "" {
		return
	}
	t.answer(answer{until: r.until, call: func(ctx context.Context) error {
		_, err := t.api.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: r.query, Text: r.text})
		return err
	}})
}

// answer queues a call. Where too many wait, the oldest presses have expired on the person's
// phone by the time they would be answered.
func (t *Telegram) answer(a answer) {
	select {
	case t.answers <- a:
	default:
		t.o.Log.Warn("too many button presses wait to be answered")
	}
}

// answerAll makes calls until ctx ends, and then those that wait.
func (t *Telegram) answerAll(ctx context.Context) {
	for ctx.Err() == nil {
		select {
		case a := <-t.answers:
			t.answerOne(ctx, a)
		case <-ctx.Done():
		}
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime)
	defer cancel()
	for last.Err() == nil {
		select {
		case a := <-t.answers:
			t.answerOne(last, a)
		default:
			return
		}
	}
}

// errLate says that nobody waits for an answer any more.
var errLate = errors.New("too late")

// answerOne makes a call, again after a while where it fails. What Telegram refuses is too late or done
// already, or not to be had there.
func (t *Telegram) answerOne(ctx context.Context, a answer) {
	err := retry.Do(ctx, retry.Backoff{Min: 200 * time.Millisecond, Max: 10 * time.Second}, 0, func() error {
		for {
			if err := t.mayAnswer(ctx, a); err != nil {
				return retry.Permanent(err)
			}
			calling, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime)
			err := a.call(calling)
			cancel()
			if err == nil || errors.Is(err, tg.ErrorBadRequest) || errors.Is(err, tg.ErrorForbidden) {
				return nil
			}
			sent := classify(bot.Key{}, err)
			if sent.Outcome != bot.Later {
				return sent.Err
			}
			t.pause.Extend(t.o.Now().Add(sent.RetryAfter))
		}
	})
	if err != nil {
		t.o.Log.Debug("answer a button press", "error", err)
	}
}

// mayAnswer waits until the pause is over that Telegram has asked for, if somebody still waits for the
// answer then.
func (t *Telegram) mayAnswer(ctx context.Context, a answer) error {
	for {
		now, over := t.o.Now(), t.pause.Until()
		switch {
		case !now.Before(a.until), !over.Before(a.until):
			return errLate
		case !over.After(now):
			return nil
		}
		if err := retry.Sleep(ctx, over.Sub(now)); err != nil {
			return err
		}
	}
}
