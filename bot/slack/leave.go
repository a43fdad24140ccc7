package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hspbot/bot/retry"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
)

// left takes the news that a workspace has removed the app, or that its token has ended:
// the tokens go before it is acknowledged, the data soon after.
func (s *intake) left(ctx context.Context, p wire.Payload) error {
	in, err := s.installs.Find(ctx, p.Enterprise, p.Team)
	switch {
	case errors.Is(err, install.ErrNotInstalled):
		return nil
	case err != nil:
		return err
	case p.Kind == wire.TokensRevoked && !slices.Contains(p.Users, in.Bot):
		return nil // somebody's own token, of which the app has none
	case in.OrgWide && !p.OrgWide:
		return nil // one workspace of an organisation that still has the app
	}
	if err := s.installs.Leave(ctx, in.ID, p.At); err != nil {
		return fmt.Errorf("leave a workspace: %w", err)
	}
	s.o.Log.Info("a workspace removed the app; its data is being deleted", "platform", Platform)
	s.background(func(ctx context.Context) { s.clearAll(ctx) })
	return nil
}

// clearEvery is how often data is looked for that a deletion has left.
const clearEvery = 10 * time.Minute

// clear deletes the data of workspaces that have removed the app, until ctx ends.
func (s *intake) clear(ctx context.Context) {
	for {
		s.clearAll(ctx)
		if retry.Sleep(ctx, clearEvery) != nil {
			return
		}
	}
}

func (s *intake) clearAll(ctx context.Context) {
	ids, err := s.installs.Leaving(ctx)
	for _, id := range ids {
		err = errors.Join(err, s.clearOne(ctx, id))
	}
	if err != nil && ctx.Err() == nil {
		s.o.Log.Error("delete the data of a workspace", "platform", Platform, "error", err)
	}
}

// clearOne deletes everything of an installation, and then the installation.
func (s *intake) clearOne(ctx context.Context, id string) error {
	for {
		sessions, err := s.bot.List(ctx, id+"/", "", 100)
		if err != nil {
			return err
		}
		if len(sessions) == 0 {
			if err := errors.Join(s.unset(ctx, id), s.installs.Remove(ctx, id)); err != nil {
				return err
			}
			s.o.Log.Info("the data of a workspace that removed the app is deleted", "platform", Platform)
			return nil
		}
		for _, session := range sessions {
			if err := s.bot.Erase(ctx, session.Key); err != nil {
				return err
			}
		}
	}
}
