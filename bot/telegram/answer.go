package telegram

import (
	"context"
	"errors"
	"sync"
	"time"

	tg "github.com/go-telegram/bot"

	"hspbot/bot"
)

// What is answered at once, whatever becomes of a screen: a button press, so that the phone stops
// waiting, an inline query, thanks. It is kept in memory: after a crash it is not made good. Where it
// cannot be sent it is tried again until Telegram does not want it any more.

const (
	answerers = 32 // answers under way at once
	// answerTime is how long one call may take, and all that wait when the bot stops.
	answerTime = 10 * time.Second
)

// answer is a call that is to be made.
type answer struct {
	call  func(context.Context) error
	until time.Time // nobody waits for it any more
	tries int
}

// answers are the calls that wait.
type answers struct {
	queue chan answer
	mu    sync.Mutex
	hold  time.Time // Telegram does not want an answer before
}

// held returns how long no answer is to be sent.
func (l *answers) held(now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hold.Sub(now)
}

func (l *answers) holdUntil(at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at.After(l.hold) {
		l.hold = at
	}
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
	case t.answers.queue <- a:
	default:
		t.o.Log.Warn("too many button presses wait to be answered")
	}
}

// answerAll makes calls until ctx ends, and then those that wait.
func (t *Telegram) answerAll(ctx context.Context) {
	for {
		select {
		case a := <-t.answers.queue:
			t.answerOne(ctx, a)
			continue
		case <-ctx.Done():
		}
		break
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime)
	defer cancel()
	for last.Err() == nil {
		select {
		case a := <-t.answers.queue:
			t.answerOne(last, a)
		default:
			return
		}
	}
}

// answerOne makes a call, now or later. What Telegram refuses is too late or done already, or
// not to be had there.
func (t *Telegram) answerOne(ctx context.Context, a answer) {
	if wait := t.answers.held(t.o.Now()); wait > 0 {
		t.answerLater(a, wait)
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime)
	defer cancel()
	err := a.call(ctx)
	if err == nil || errors.Is(err, tg.ErrorBadRequest) || errors.Is(err, tg.ErrorForbidden) {
		return
	}
	a.tries++
	wait := min(10*time.Second, 200*time.Millisecond<<min(a.tries-1, 10))
	if s := classify(bot.Key{}, err); s.Outcome == bot.Later {
		wait = s.RetryAfter
		t.answers.holdUntil(t.o.Now().Add(wait))
	} else if a.tries == 1 {
		t.o.Log.Debug("answer a button press", "error", s.Err)
	}
	t.answerLater(a, wait)
}

// answerLater tries again after a while, if somebody still waits then.
func (t *Telegram) answerLater(a answer, wait time.Duration) {
	if t.o.Now().Add(wait).Before(a.until) {
		time.AfterFunc(wait, func() { t.answer(a) })
	}
}
