package bot

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"hspbot/conversation"
)

// errUntold says that there is nothing to be told.
var errUntold = errors.New("nothing to be told")

// Tell changes the state of a conversation without the person's doing: something has become of what
// they did before. Where that shows, the screen is owed anew. It does nothing where there is no
// session, it cannot be read, or change says that there is nothing to be changed. change depends on
// nothing but the state, as it may be called more than once.
func (b *Bot) Tell(ctx context.Context, key Key, change func(conversation.State) (conversation.State, bool)) error {
	unlock, err := b.lock(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	shows := false
	_, err = b.store.Apply(ctx, key, func(s *Session) error {
		after, ok := change(s.State)
		if !ok || s.Version == 0 {
			return errUntold
		}
		shows = b.shows(s.State, after) || b.news(s.State) != b.news(after)
		if s.State = after; shows {
			s.Version++
		}
		return nil
	})
	if errors.Is(err, errUntold) || errors.Is(err, ErrCorrupt) {
		return nil
	}
	if err != nil {
		return b.logged(ctx, "news", key, fmt.Errorf("tell of news: %w", err))
	}
	if shows {
		b.outbox.Owe(key)
	}
	return nil
}

// news is what of a state is told unasked, by a message of its own; see [conversation.State.LeadNews].
func (b *Bot) news(s conversation.State) (what string) {
	_ = Guard(func() error { _, what = s.LeadNews(b.o.Now()); return nil })
	return what
}

// shows reports whether two states show different screens now. Those that cannot be drawn do not.
func (b *Bot) shows(before, after conversation.State) (differ bool) {
	now := b.o.Now()
	_ = Guard(func() error { differ = !reflect.DeepEqual(b.o.Show(before, now), b.o.Show(after, now)); return nil })
	return differ
}
