package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot/inbound"
	"hspbot/bot/retry"
	"hspbot/bot/slack/install"
	"hspbot/bot/webapi"
)

// ErrToken says that a token is wrong. Any other error of [Connect] may pass by itself.
var ErrToken = errors.New("wrong token")

// Connect asks Slack which workspace a bot token belongs to, a few times: it may be down
// for a moment. Options.Installs is not needed.
func Connect(ctx context.Context, token string, o Options) (install.Installation, error) {
	if err := CheckToken(token); err != nil {
		return install.Installation{}, err
	}
	api := slack.New(token, slack.OptionAPIURL(cmp.Or(o.API, SlackAPI)), slack.OptionHTTPClient(cmp.Or(o.Client, newClient())))
	var in install.Installation
	err := retry.Do(ctx, retry.Backoff{Min: 500 * time.Millisecond, Max: 2 * time.Second}, 4, func() error {
		me, err := api.AuthTestContext(ctx)
		switch {
		case err == nil && (me.BotID == "" || me.UserID == "" || me.TeamID == ""):
			return retry.Permanent(fmt.Errorf("%w: it is not the one of a bot", ErrToken))
		case err == nil:
			in = install.Installation{ID: me.TeamID, Enterprise: me.EnterpriseID, Team: me.TeamID, Bot: me.UserID, Token: token}
			return nil
		case slices.Contains(deadToken, code(err)):
			return retry.Permanent(fmt.Errorf("%w: Slack does not accept it (%s)", ErrToken, code(err)))
		}
		return fmt.Errorf("reach Slack: %w", classify(err).Err)
	})
	return in, err
}

// CheckToken returns [ErrToken] where a bot token is not of the form of one.
func CheckToken(token string) error {
	if !strings.HasPrefix(token, "xoxb-") && !strings.HasPrefix(token, "xoxe.xoxb-") {
		return fmt.Errorf("%w: a bot token begins with xoxb-", ErrToken)
	}
	return nil
}

// watchToken looks again and again whether Slack accepts the token of the one workspace, until
// ctx ends or Slack refuses it: then no delivery can be answered any more. Where the app was
// removed, what was kept of the workspace is deleted first.
func (s *Slack) watchToken(ctx context.Context) error {
	api := slack.New(s.o.Token, slack.OptionAPIURL(s.o.API), slack.OptionHTTPClient(s.o.Client))
	failed := false
	for retry.Sleep(ctx, s.o.LookEvery) == nil {
		_, err := api.AuthTestContext(ctx)
		leaving, _ := s.installs.Leaving(ctx)
		switch {
		case ctx.Err() != nil:
		case err == nil && (failed || !s.Socket()):
			failed = false
			s.o.Intake.Arrive()
		case err == nil:
		case slices.Contains(deadToken, code(err)) && len(leaving) == 0:
			return fmt.Errorf("%w: Slack does not accept it any more (%s)", ErrToken, code(err))
		default:
			failed = true
			s.o.Intake.Fail(tokenFailure(err))
		}
	}
	return nil
}

// tokenFailure is why Slack could not be asked about the token.
func tokenFailure(err error) (inbound.Reason, error) {
	switch {
	case code(err) != "":
		return inbound.Refused, fmt.Errorf("Slack answers %.40s", code(err))
	case webapi.NetworkError(err) != "":
		return inbound.Network, fmt.Errorf("Slack cannot be reached: %s", webapi.NetworkError(err))
	}
	return inbound.Server, errors.New("unexpected answer of Slack")
}
