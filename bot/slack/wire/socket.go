package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// ErrToken is the error of Run when Slack does not let the app in and will not later either.
var ErrToken = errors.New("slack: Socket Mode refuses the app-level token")

const (
	// The least and the most wait before a new session, when one ended.
	leastWait = time.Second
	mostWait  = time.Minute

	// A session that connects this often in so short a time is ended, to wait before the
	// next: the library connects again at once each time a connection is lost.
	mostConnects  = 5
	connectWindow = 10 * time.Second

	// flush is how long a session lives on when all is taken, so that the last
	// acknowledgements leave: the library does not tell when they have.
	flush = 100 * time.Millisecond
)

// Why a session was ended here.
var (
	errFlaps = errors.New("connections are lost at once")
	errAway  = errors.New("no connection for long")
)

// Socket receives Slack's deliveries over Socket Mode, for an app without a public address.
type Socket struct {
	api   *slack.Client
	t     Taker
	o     Options
	log   *sparse
	lanes *lanes
	extra []socketmode.Option // of tests
}

// NewSocket returns a Socket that connects with the app-level token of api.
func NewSocket(api *slack.Client, t Taker, o Options) *Socket {
	o = o.filled()
	return &Socket{api: api, t: t, o: o, log: newSparse(o), lanes: newLanes()}
}

// Run receives until ctx ends, and then stops taking new deliveries, lets those under way come
// to their end within the patience and returns nil. Lost connections are made again for as
// long as it takes. The error is ErrToken if there can be none.
func (s *Socket) Run(ctx context.Context) error {
	takes, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	wait := leastWait
	for {
		began := s.o.Now()
		err := s.session(ctx, takes)
		if ctx.Err() != nil {
			return nil
		}
		if err := refused(err); err != nil {
			return err
		}
		if s.o.Now().Sub(began) > mostWait && !errors.Is(err, errAway) {
			wait = leastWait
		}
		s.log.say(ctx, slog.LevelWarn, "slack: a Socket Mode session ended", reason(err))
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil
		}
		wait = min(2*wait, mostWait)
	}
}

// session runs the library's client until that gives up, or is given up.
func (s *Socket) session(ctx, takes context.Context) error {
	live, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	options := append([]socketmode.Option{
		socketmode.OptionDebug(false), // it would print what people write
		socketmode.OptionLog(log.New(io.Discard, "", 0)),
		socketmode.OptionReadLimit(s.o.MaxBody),
	}, s.extra...)
	c := &connection{socket: s, client: socketmode.New(s.api, options...), live: live, takes: takes}
	ended := make(chan error, 1)
	go func() { ended <- c.client.RunContext(live) }()
	var err error
	for err == nil {
		select {
		case e := <-c.client.Events:
			err = c.heard(e)
		case err = <-ended:
			return err
		case <-ctx.Done():
			s.drain()
			err = ctx.Err()
		}
	}
	cut()
	<-ended
	return err
}

// drain waits until all that came is taken and acknowledged, within the patience.
func (s *Socket) drain() {
	late := time.NewTimer(s.o.Patience)
	defer late.Stop()
	select {
	case <-s.lanes.done():
		<-time.After(flush)
	case <-late.C:
	}
}

// refused returns the error of Run for those ends of a session after which trying again is
// of no use, nil for others. It knows them as the library does.
func refused(err error) error {
	if code, ok := errors.AsType[slack.StatusCodeError](err); ok && code.Code == 404 {
		return fmt.Errorf("%w: apps.connections.open was not found", ErrToken)
	}
	answer, ok := errors.AsType[slack.SlackErrorResponse](err)
	if !ok {
		return nil
	}
	switch answer.Err {
	case "invalid_auth", "account_inactive", "not_authed", "token_revoked":
		return fmt.Errorf("%w: %s", ErrToken, answer.Err)
	}
	return nil
}

// reason is why a connection failed, without addresses (which carry a ticket) and tokens.
func reason(err error) string {
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		for _, r := range answer.Err {
			if (r < 'a' || r > 'z') && r != '_' {
				return "an error that is no code"
			}
		}
		return answer.Err
	}
	if code, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return fmt.Sprintf("status %d", code.Code)
	}
	if _, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return "rate limited"
	}
	for _, known := range []error{errFlaps, errAway, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "network"
}
