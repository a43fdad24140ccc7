package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/codec"
	"hspbot/bot/watch"
	"hspbot/conversation"
)

// personCommand answers the requests of people about what is stored of them.
type personCommand struct {
	Show   personShow   `cmd:"" help:"Print which conversations are stored of a person."`
	Export personExport `cmd:"" help:"Print all that is stored of a person, as JSON."`
	Erase  personErase  `cmd:"" help:"Delete all that is stored of a person."`
	OfLog  personOfLog  `cmd:"" help:"Print the person that a line of the log is about."`
}

// Help is the help of the subcommand, in addition to its flags.
func (personCommand) Help() string {
	return `For requests under data protection law, and for people who cannot write to the bot any more. A person is PLATFORM:ID; the bot may be running.

Telegram: the number of the account, such as telegram:555001. The person finds it with a bot that tells it, or in the data that Telegram exports; where you have a line of the log, "hspbot person of-log" finds it. Found are the private conversation and those in groups.

Slack: the workspace and the member, such as slack:T0123/U0456. The person finds their member ID in their profile, under "Copy member ID", and the workspace in its address (app.slack.com/client/T0123). Threads about candidates belong to the channel; "show" lists those that name the person, and whoever is erased is no longer named in them as the one who began them or answered last. Delete a thread there, with the button, or here by slack:T0123/C0789/ID.

Make sure that who asks is the person. Copies of the database still hold what is deleted here, until they are deleted themselves; what the platform shows of the chat stays with the person.`
}

// personFlag names a person on a platform.
type personFlag bot.Key

// UnmarshalText reads PLATFORM:ID.
func (p *personFlag) UnmarshalText(text []byte) error {
	key, err := bot.ParseKey(string(text))
	if err != nil || platformOf(key.Platform) == nil {
		return errors.New("want PLATFORM:ID, such as telegram:555001 or slack:T0123/U0456")
	}
	*p = personFlag(key)
	return nil
}

// platformOf returns a platform by its name; nil where there is none.
func platformOf(name string) *platform {
	for i := range platforms {
		if platforms[i].name == name {
			return &platforms[i]
		}
	}
	return nil
}

// keys are the conversations of a person, and that of the very name that was given.
func (p personFlag) keys(ctx context.Context, store bot.Store) ([]bot.Key, error) {
	keys, err := store.KeysOf(ctx, p.Platform, p.ID)
	if err != nil {
		return nil, fmt.Errorf("find conversations: %w", err)
	}
	if own := bot.Key(p); !slices.Contains(keys, own) {
		keys = append(keys, own)
	}
	return keys, nil
}

// errNobody says that a request can be answered with "nothing".
var errNobody = errors.New("nothing is stored of this person")

// conversations returns what is stored of a person and can be read. The error is errNobody where
// that is nothing.
func (p personFlag) conversations(ctx context.Context, store bot.Store) (list []bot.Session, err error) {
	keys, err := p.keys(ctx, store)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		session, err := store.Load(ctx, key)
		switch {
		case err == nil:
			list = append(list, session)
		case !errors.Is(err, bot.ErrNoSession) && !errors.Is(err, bot.ErrCorrupt):
			return nil, fmt.Errorf("load conversation: %w", err)
		}
	}
	if len(list) == 0 {
		return nil, errNobody
	}
	return list, nil
}

type personShow struct {
	Person personFlag `arg:"" help:"PLATFORM:ID."`
}

// Run is the subcommand.
func (c personShow) Run(s *streams) error {
	return withStore(func(ctx context.Context, store watch.Store) error {
		var named []bot.Key
		if naming := platformOf(c.Person.Platform).naming; naming != nil {
			var err error
			if named, err = naming(ctx, store, bot.Key(c.Person)); err != nil {
				return err
			}
		}
		list, err := c.Person.conversations(ctx, store)
		if err != nil && (!errors.Is(err, errNobody) || len(named) == 0) {
			return err
		}
		for _, key := range named {
			fmt.Fprintf(s.out, "%s\n  of a channel: names the person as who began it, answered, deleted or shared\n", key.String())
		}
		for _, one := range list {
			fmt.Fprintf(s.out, "%s\n  began %s, last used %s, %d messages\n", one.Key.String(), stamp(one.Created), stamp(one.Touched), one.Version)
		}
		return nil
	})
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

type personExport struct {
	Person personFlag `arg:"" help:"PLATFORM:ID."`
}

// exported is a conversation as it is given to the person.
type exported struct {
	Conversation string             `json:"conversation"`
	Began        time.Time          `json:"began"`
	LastUsed     time.Time          `json:"last_used"`
	Answers      conversation.State `json:"answers"`
	Messages     json.RawMessage    `json:"messages,omitempty"` // numbers of the messages in the chat
	Deliveries   []string           `json:"deliveries,omitempty"`
}

// Run is the subcommand.
func (c personExport) Run(s *streams) error {
	return withStore(func(ctx context.Context, store watch.Store) error {
		list, err := c.Person.conversations(ctx, store)
		if err != nil {
			return err
		}
		var all []exported
		for _, one := range list {
			e := exported{Conversation: one.Key.String(), Began: one.Created.UTC(), LastUsed: one.Touched.UTC(), Answers: one.State, Deliveries: one.Seen}
			if json.Valid(one.Surface) {
				e.Messages = one.Surface
			}
			all = append(all, e)
		}
		w := json.NewEncoder(s.out)
		w.SetIndent("", "  ")
		w.SetEscapeHTML(false)
		return w.Encode(all)
	})
}

type personErase struct {
	Person personFlag `arg:"" help:"PLATFORM:ID."`
}

// Run is the subcommand. Conversations are deleted also where they cannot be read.
func (c personErase) Run(s *streams) error {
	var set sealingSettings
	if err := processEnvironment().read(&set); err != nil {
		return usageError{err}
	}
	return set.withStore(codec.Options{}, func(ctx context.Context, store watch.Store) error {
		list, err := c.Person.conversations(ctx, store)
		if err != nil && !errors.Is(err, errNobody) {
			return err
		}
		keys, err := c.Person.keys(ctx, store)
		if err != nil {
			return err
		}
		if err := withdraw(ctx, bookOf(set.Keys.Ring, store), list, keys); err != nil {
			return err
		}
		if erase := platformOf(c.Person.Platform).erase; erase != nil {
			if err := erase(ctx, store, bot.Key(c.Person)); err != nil {
				return err
			}
		}
		for _, key := range keys { // last: then nothing remains in the log of the database either
			if err := store.Delete(ctx, key, 0); err != nil {
				return fmt.Errorf("delete conversation: %w", err)
			}
		}
		_, err = fmt.Fprintf(s.out, "deleted: %d conversations that could be read, and whatever else was stored of %s\n", len(list), bot.Key(c.Person).String())
		return err
	})
}

type personOfLog struct {
	Hash string `arg:"" help:"What the log calls conversation=."`
}

// Run is the subcommand.
func (c personOfLog) Run(s *streams) error {
	return withStore(func(ctx context.Context, store watch.Store) error {
		key, err := logKey(ctx, store)
		if err != nil {
			return err
		}
		log := bot.Log{Key: key}
		found := 0
		for _, p := range platforms {
			err := bot.Each(ctx, store, p.name, "", func(one *bot.Session) error {
				if log.Hash(one.Key) != c.Hash {
					return nil
				}
				found++
				_, err := fmt.Fprintln(s.out, one.Key.String())
				return err
			})
			if err != nil {
				return err
			}
		}
		if found == 0 {
			return errors.New("no conversation that is stored has this name in the log")
		}
		return nil
	})
}
