package telegram

import (
	"context"
	"errors"
	"sync"
	"time"

	tg "github.com/go-telegram/bot"

	"hspbot/bot"
)

// A button press is answered at once, whatever becomes of its screen. The answer only stops
// the phone from waiting, so it is kept in memory: after a crash the phone waits until the
// press expires. Where it cannot be sent it is tried again until then.

const (
	answerers = 32 // answers under way at once
	// answerTime is how long one call may take, and all that wait when the bot stops.
	answerTime = 10 * time.Second
)

// answer is what is to be said to a button press: nothing, or a notice.
type answer struct {
	query, text string
	until       time.Time // the press has expired
	tries       int
}

// answers are the button presses that wait to be answered.
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

// answer queues the answer to a button press. Where too many wait, the oldest presses have
// expired on the person's phone by the time they would be answered.
func (t *Telegram) answer(a answer) {
	if a.query == "" {
		return
	}
	select {
	case t.answers.queue <- a:
	default:
		t.o.Log.Warn("too many button presses wait to be answered")
	}
}

// answerAll answers button presses until ctx ends, and then those that wait.
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

// answerOne answers a button press, now or later. One too late or answered already needs
// nothing more.
func (t *Telegram) answerOne(ctx context.Context, a answer) {
	if wait := t.answers.held(t.o.Now()); wait > 0 {
		t.answerLater(a, wait)
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime)
	defer cancel()
	_, err := t.api.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: a.query, Text: a.text, ShowAlert: a.text != ""})
	if err == nil || errors.Is(err, tg.ErrorBadRequest) {
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

// answerLater tries again after a while, if the press still lives then.
func (t *Telegram) answerLater(a answer, wait time.Duration) {
	if t.o.Now().Add(wait).Before(a.until) {
		time.AfterFunc(wait, func() { t.answer(a) })
	}
}
