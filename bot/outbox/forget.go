package outbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"hspbot/bot"
	"hspbot/conversation"
)

// goodbyesElsewhere is in how many other conversations of a person who is forgotten a goodbye is
// posted. Of more the rows are deleted and nothing is posted: nobody reads it all.
const goodbyesElsewhere = 32

// forgetElsewhere forgets somebody in their other conversations, and where conversations of others
// name them, before the goodbye is posted: until then the session says that it is still to be done.
func (o *Outbox) forgetElsewhere(ctx context.Context, p *bot.Post) error {
	bare := p.Elsewhere
	for len(bare) > goodbyesElsewhere {
		if err := o.store.Delete(ctx, bare[0], 0); err != nil {
			return fmt.Errorf("delete session: %w", err)
		}
		bare = bare[1:]
	}
	for _, key := range bare {
		if err := o.forget(ctx, key, &p.Session); err != nil {
			return err
		}
	}
	return TakeNames(ctx, o.store, o.poster, p.Session.Key, func(k bot.Key) { o.queue.add(k, o.o.Now(), answer) })
}

// errAsItIs leaves a session as it is.
var errAsItIs = errors.New("nothing to be changed")

// forget has a conversation end as that in which the person asked. One that has been begun or
// gone on with since stays.
func (o *Outbox) forget(ctx context.Context, key bot.Key, asked *bot.Session) error {
	_, err := o.store.Apply(ctx, key, func(s *bot.Session) error {
		if s.Version == 0 || s.State.Forgotten || s.Touched.After(asked.Touched) {
			return errAsItIs
		}
		bot.Forget(o.poster, s, asked.Touched)
		return nil
	})
	switch {
	case errors.Is(err, errAsItIs):
		return nil
	case errors.Is(err, bot.ErrCorrupt):
		err = o.store.Delete(ctx, key, 0)
	case err == nil:
		o.queue.add(key, o.o.Now(), answer)
	}
	if err != nil {
		return fmt.Errorf("forget in another conversation: %w", err)
	}
	return nil
}

// TakeNames takes the person of a conversation out of what is kept of conversations of others on the
// platform, where the poster is a [bot.Mentioner]. Their screens are owed anew; owed is told of each.
func TakeNames(ctx context.Context, store bot.Store, poster bot.Poster, key bot.Key, owed func(bot.Key)) error {
	return mentions(ctx, store, poster, key, func(s *bot.Session, change []byte) error {
		changed, err := takeName(ctx, store, poster, s, change)
		if changed {
			owed(s.Key)
		}
		return err
	})
}

// Mentions returns the conversations of others of which is kept that they name the person of a
// conversation, where the poster is a [bot.Mentioner].
func Mentions(ctx context.Context, store bot.Store, poster bot.Poster, key bot.Key) (keys []bot.Key, err error) {
	err = mentions(ctx, store, poster, key, func(s *bot.Session, change []byte) error {
		if changes(poster, *s, change) {
			keys = append(keys, s.Key)
		}
		return nil
	})
	return keys, err
}

// mentions calls visit with the conversations that may name the person of a conversation, and with the
// change that takes the name out.
func mentions(ctx context.Context, store bot.Store, poster bot.Poster, key bot.Key, visit func(s *bot.Session, change []byte) error) error {
	m, ok := poster.(bot.Mentioner)
	if !ok {
		return nil
	}
	prefix, change := m.Mentions(key)
	if prefix == "" {
		return nil
	}
	return bot.Each(ctx, store, key.Platform, prefix, func(s *bot.Session) error { return visit(s, change) })
}

// takeName makes a change of a surface, and reports whether it changes something.
func takeName(ctx context.Context, store bot.Store, poster bot.Poster, found *bot.Session, change []byte) (bool, error) {
	if !changes(poster, *found, change) {
		return false, nil
	}
	_, err := store.Apply(ctx, found.Key, func(s *bot.Session) error {
		if s.Version == 0 || !changes(poster, *s, change) {
			return errAsItIs
		}
		*s = bot.WithChanges(poster, *s)
		s.Surface = poster.Change(s.Surface, change)
		bot.ChangeSurface(s, change) // for a post under way, which brings the surface that it has read
		return nil
	})
	if errors.Is(err, errAsItIs) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("take a name out of a session: %w", err)
	}
	return true, nil
}

// changes reports whether a change of the surface makes a difference to a session. One that is to
// be forgotten itself is deleted soon.
func changes(poster bot.Poster, s bot.Session, change []byte) bool {
	if s.State.Forgotten {
		return false
	}
	before := bot.WithChanges(poster, s).Surface
	differs := false
	_ = bot.Guard(func() error { differs = !bytes.Equal(poster.Change(before, change), before); return nil })
	return differs
}

// aboutPerson completes a post that is about all that is kept of a person, and does what has to
// be done before it.
func (o *Outbox) aboutPerson(ctx context.Context, p *bot.Post) error {
	if p.Screen.Kind != conversation.Data && !p.Session.State.Forgotten {
		return nil
	}
	keys, err := o.store.KeysOf(ctx, o.platform, p.Session.Person())
	p.Elsewhere = slices.DeleteFunc(keys, func(k bot.Key) bool { return k == p.Session.Key })
	if err == nil && p.Session.State.Forgotten {
		err = o.forgetElsewhere(ctx, p)
	}
	if err != nil && ctx.Err() == nil {
		o.o.Log.Write(ctx, slog.LevelError, "look for what else is kept of a person failed", p.Session.Key, err)
	}
	return err
}
