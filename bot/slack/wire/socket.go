package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"slices"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"hspbot/bot/inbound"
	"hspbot/bot/retry"
)

// ErrToken is the error of Run when Slack does not let the app in and will not later either.
var ErrToken = errors.New("Socket Mode refuses the app-level token")

const (
	// minBackoff and maxBackoff bound the wait between two sessions. A session that lasted
	// longer than maxBackoff resets the wait.
	minBackoff = time.Second
	maxBackoff = time.Minute

	// A session that connects maxConnects times within connectWindow is ended, so that there
	// is a wait before the next: the library reconnects at once when a connection is lost.
	maxConnects   = 5
	connectWindow = 10 * time.Second

	// flushTime is how long a session goes on when all is taken, so that the last
	// acknowledgements are sent: the library does not tell when they have been.
	flushTime = 100 * time.Millisecond
)

// Why a session was ended here.
var (
	errReconnectLoop = errors.New("connections are lost at once")
	errDisconnected  = errors.New("no connection for long")
)

// Socket receives Slack's deliveries over Socket Mode, for an app without a public address.
type Socket struct {
	receiver
	api     *slack.Client
	options []socketmode.Option // besides those of run; tests set a dialer
}

// NewSocket returns a Socket that connects with the app-level token of api.
func NewSocket(api *slack.Client, t Taker, o Options) *Socket {
	return &Socket{receiver: newReceiver(t, o), api: api}
}

// Run receives until ctx ends. Then it takes no new deliveries, lets those under way end
// within AckTimeout, and returns nil. Lost connections are made again for as long as it
// takes. The error is ErrToken if there can be none.
func (s *Socket) Run(ctx context.Context) error {
	takes, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	backoff := retry.Backoff{Min: minBackoff, Max: maxBackoff}
	for {
		began := s.o.Now()
		err := s.run(ctx, takes)
		if ctx.Err() != nil {
			return nil
		}
		if err := finalError(err); err != nil {
			return err
		}
		if s.o.Now().Sub(began) > maxBackoff && !errors.Is(err, errDisconnected) {
			backoff.Reset()
		}
		if !errors.Is(err, errDisconnected) { // the attempts that failed have been told
			s.fail(err)
		}
		if backoff.Wait(ctx, 0) != nil {
			return nil
		}
	}
}

// run runs the library's client until it gives up, or until a session has to be ended.
func (s *Socket) run(ctx, takes context.Context) error {
	sessionCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer s.o.Intake.Close()
	s.o.Intake.Close()
	options := append([]socketmode.Option{
		socketmode.OptionDebug(false), // it would print what people write
		socketmode.OptionLog(log.New(io.Discard, "", 0)),
		socketmode.OptionReadLimit(maxBody),
	}, s.options...)
	session := &session{socket: s, client: socketmode.New(s.api, options...), ctx: sessionCtx, takes: takes}
	ended := make(chan error, 1)
	go func() { ended <- session.client.RunContext(sessionCtx) }()
	var err error
	for err == nil {
		select {
		case e := <-session.client.Events:
			err = session.handle(e)
		case err = <-ended:
			return err
		case <-ctx.Done():
			s.drain()
			err = ctx.Err()
		}
	}
	cancel()
	<-ended
	return err
}

// drain waits until all that came is taken and acknowledged, at most for AckTimeout.
func (s *Socket) drain() {
	timeout := time.NewTimer(s.o.AckTimeout)
	defer timeout.Stop()
	select {
	case <-s.intake.idle():
		<-time.After(flushTime)
	case <-timeout.C:
	}
}

// refusals are answers to an app-level token that will not be accepted later either. The
// library tries some of them again for ever.
var refusals = []string{"invalid_auth", "account_inactive", "not_authed", "token_revoked", "token_expired", "not_allowed_token_type", "missing_scope",
	"no_permission", "access_denied"}

// finalError returns the error of Run where no later session can succeed, and nil otherwise.
func finalError(err error) error {
	if code, ok := errors.AsType[slack.StatusCodeError](err); ok && code.Code == 404 {
		return fmt.Errorf("%w: apps.connections.open was not found", ErrToken)
	}
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok && slices.Contains(refusals, answer.Err) {
		return fmt.Errorf("%w: %s", ErrToken, answer.Err)
	}
	return nil
}

// fail tells the intake, which logs it, why there is no connection.
func (s *Socket) fail(err error) {
	label, why := reason(err)
	s.o.Intake.Fail(label, errors.New("no Socket Mode connection: "+why))
}

// reason is why a connection failed, without tokens and addresses, which hold a ticket.
func reason(err error) (inbound.Reason, string) {
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		for _, r := range answer.Err {
			if (r < 'a' || r > 'z') && r != '_' {
				return inbound.Refused, "an error that is no code"
			}
		}
		return inbound.Refused, answer.Err
	}
	if code, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return inbound.Server, fmt.Sprintf("status %d", code.Code)
	}
	if _, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return inbound.Limit, "rate limited"
	}
	for _, known := range []error{errReconnectLoop, errDisconnected, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return inbound.Network, known.Error()
		}
	}
	return inbound.Network, "network"
}
