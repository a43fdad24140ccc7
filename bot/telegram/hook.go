package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"hspbot/bot/inbound"
	"hspbot/bot/retry"
	"hspbot/bot/webapi"
)

// keepWebhook registers the webhook and looks every minute whether Telegram delivers to it,
// until ctx ends. One that somebody else has set is replaced, at most once an hour: two programs
// with one token are not to take it from each other for ever.
func (t *Telegram) keepWebhook(ctx context.Context) error {
	address, err := url.JoinPath(t.o.PublicURL, path)
	if err != nil {
		return fmt.Errorf("public address: %w", err)
	}
	err = retry.Do(ctx, retry.Backoff{Min: time.Second, Max: time.Minute}, 0, func() error {
		err := t.setWebhook(ctx, address)
		if errors.Is(err, ErrToken) {
			return retry.Permanent(err)
		}
		if err != nil && ctx.Err() == nil {
			t.fail(err)
		}
		return err
	})
	if errors.Is(err, ErrToken) {
		return err
	}
	look := webhookLook{address: address, since: t.o.Now()}
	for retry.Sleep(ctx, t.o.LookEvery) == nil {
		if err := t.look(ctx, &look); errors.Is(err, ErrToken) {
			return err
		} else if err != nil && ctx.Err() == nil {
			t.fail(err)
		}
	}
	return nil
}

// setWebhook registers the webhook.
func (t *Telegram) setWebhook(ctx context.Context, address string) error {
	_, err := t.api.SetWebhook(ctx, &tg.SetWebhookParams{URL: address, SecretToken: t.o.Secret, AllowedUpdates: updateKinds, MaxConnections: 100})
	if err != nil {
		return failureOf(err)
	}
	t.o.Intake.Arrive()
	return nil
}

// webhookLook is what is known of the webhook from one look to the next.
type webhookLook struct {
	address  string
	since    time.Time // failures before it have been seen
	replaced time.Time // when it was last set anew
}

// replaceEvery is how often a webhook that another program has set is replaced at most.
const replaceEvery = time.Hour

// look asks Telegram about the webhook, and sets it anew where it has been changed.
func (t *Telegram) look(ctx context.Context, l *webhookLook) error {
	began := t.o.Now()
	info, err := t.api.GetWebhookInfo(ctx)
	if err != nil {
		return failureOf(err)
	}
	t.o.Intake.Wait(info.PendingUpdateCount)
	failed := time.Unix(int64(info.LastErrorDate), 0)
	switch {
	case !t.isOurs(info, l.address) && began.Sub(l.replaced) >= replaceEvery:
		if err := t.setWebhook(ctx, l.address); err != nil {
			return err
		}
		l.replaced = began
		t.o.Log.Warn("another program had changed the webhook; it was set again", "platform", Platform)
		return nil
	case !t.isOurs(info, l.address):
		return &failure{inbound.Webhook, "another program has changed the webhook again: it has the token too"}
	case info.LastErrorDate > 0 && !failed.Before(l.since.Truncate(time.Second)):
		l.since = began
		return &failure{inbound.Webhook, fmt.Sprintf("Telegram cannot deliver to the webhook: %.100q", info.LastErrorMessage)}
	}
	l.since = began
	t.o.Intake.Arrive()
	return nil
}

// isOurs reports whether a webhook is as [Telegram.setWebhook] sets it.
func (*Telegram) isOurs(info *models.WebhookInfo, address string) bool {
	return info.URL == address && slices.Equal(slices.Sorted(slices.Values(info.AllowedUpdates)), slices.Sorted(slices.Values(updateKinds)))
}

// failure is why updates do not arrive, in words that hold nothing secret.
type failure struct {
	reason inbound.Reason
	words  string
}

// Error implements error.
func (f *failure) Error() string { return f.words }

// fail tells the intake of a failure.
func (t *Telegram) fail(err error) {
	reason := inbound.Network
	if f, ok := errors.AsType[*failure](err); ok {
		reason = f.reason
	}
	t.o.Intake.Fail(reason, err)
}

// errTokenEnded says that a token was right, and is not any more.
var errTokenEnded = fmt.Errorf("%w: Telegram does not accept it any more", ErrToken)

// failureOf is the failure of a call: [ErrToken] where Telegram does not accept the token.
func failureOf(err error) error {
	switch {
	case errors.Is(err, tg.ErrorUnauthorized), errors.Is(err, tg.ErrorNotFound):
		return errTokenEnded
	case errors.Is(err, tg.ErrorConflict):
		return &failure{inbound.Conflict, conflictWords}
	case tg.IsTooManyRequestsError(err):
		return &failure{inbound.Limit, fmt.Sprintf("the Bot API answers %d", http.StatusTooManyRequests)}
	case errors.Is(err, tg.ErrorBadRequest):
		return &failure{inbound.Refused, "the Bot API refuses it: " + reason(err)}
	}
	if words := webapi.NetworkError(err); words != "" {
		return &failure{inbound.Network, "the Bot API cannot be reached: " + words}
	}
	return &failure{inbound.Server, "unexpected answer of the Bot API"}
}
