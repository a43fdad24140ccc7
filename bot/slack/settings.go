package slack

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/records"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/locales"
)

// What the admins of a workspace set for all of it, in a modal from their Home tab: how long
// candidates are kept, and who may begin, list and export them. It is one record for each
// installation, read whenever it counts, so that all replicas go by the same.

// settingsKind is the kind of those records; their ids are those of the installations.
const settingsKind = "slack settings"

// permission says who may do something.
type permission string

const (
	everyone permission = "" // in the channel
	chosenBy permission = "chosen"
	admins   permission = "admins"
)

var permissions = []permission{everyone, chosenBy, admins}

// settings are those of a workspace. The zero value is what holds where nobody has set anything.
type settings struct {
	// Days is how long candidates are kept without use; 0 is what the operator has set.
	Days int `json:"days,omitempty"`
	// Kept says for whom something with candidates is kept.
	Kept map[operation]permission `json:"kept,omitempty"`
	// Members are the users who may do what is for chosen members.
	Members []string `json:"members,omitempty"`
	// Group is the user group whose members may, too.
	Group string `json:"group,omitempty"`
	// Quiet are the users who want no reminders.
	Quiet []string `json:"quiet,omitempty"`
}

// retentions are the days from which the admins choose.
var retentions = []int{7, 30, 90, 180}

// keep is how long candidates are kept without use; 0 is not known.
func (s *settings) keep(ttl time.Duration) time.Duration {
	if s.Days > 0 {
		return time.Duration(s.Days) * day
	}
	return ttl
}

func (s *settings) quiet(user string) bool { return slices.Contains(s.Quiet, user) }

// allSettings are those of the installations.
func (s *Slack) allSettings() records.Values[settings] {
	return records.Values[settings]{In: s.o.Records, Kind: settingsKind}
}

// settings returns those of an installation.
func (s *Slack) settings(ctx context.Context, install string) (settings, error) {
	set, err := s.allSettings().Read(ctx, install)
	if set == nil {
		return settings{}, err
	}
	return *set, nil
}

// set changes the settings of an installation.
func (s *Slack) set(ctx context.Context, install string, change func(*settings)) error {
	return s.allSettings().Change(ctx, install, func(set *settings) *settings {
		set = cmp.Or(set, &settings{})
		change(set)
		return set
	})
}

// unset removes the settings of an installation.
func (s *Slack) unset(ctx context.Context, install string) error {
	return s.allSettings().Put(ctx, install, nil)
}

// Unset removes what the person of a conversation has set for themselves, who is to be forgotten.
func (s *Slack) Unset(ctx context.Context, key bot.Key) error {
	where := placeOf(key)
	if where.user == "" {
		return nil
	}
	set, err := s.settings(ctx, where.install)
	if err != nil || !set.quiet(where.user) {
		return err
	}
	return s.setQuiet(ctx, where.install, where.user, false)
}

// setQuiet has somebody get no reminders, or get them again.
func (s *Slack) setQuiet(ctx context.Context, install, user string, quiet bool) error {
	return s.set(ctx, install, func(set *settings) {
		set.Quiet = slices.DeleteFunc(set.Quiet, func(u string) bool { return u == user })
		if quiet {
			set.Quiet = append(set.Quiet, user)
		}
	})
}

// reminders has somebody get reminders, or none any more.
func (s *intake) reminders(ctx context.Context, in install.Installation, p wire.Payload) error {
	stop := p.Press.Value == hrQuiet
	if err := s.setQuiet(ctx, in.ID, p.User, stop); err != nil {
		return err
	}
	s.background(func(ctx context.Context) {
		if p.Channel == "" {
			s.openHome(ctx, in, p, query{})
			return
		}
		v := locales.In(s.language(ctx, in, p))
		d := rendered{text: escape(v.Say("slack.reminder.back"))}
		if stop {
			d = textOnly(escape(v.Say("slack.reminder.stopped")), slack.NewActionBlock(homeTag+"#reminders", remindButton(v)))
		}
		s.postPrivately(ctx, in, p, d)
	})
	return nil
}

func remindButton(v *locales.Voice) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement("remind", hrRemind, label(v.Say("slack.reminder.again")))
}

// ownSettings are the blocks of the Home tab about what can be set by whoever looks at it.
func (s *Slack) ownSettings(ctx context.Context, where place, v *locales.Voice) []slack.Block {
	var buttons []slack.BlockElement
	if s.who(ctx, where.install, where.user).admin {
		buttons = append(buttons, slack.NewButtonBlockElement("settings", hrSettings, label(v.Say("slack.settings.button"))))
	}
	if set, err := s.settings(ctx, where.install); err == nil && set.quiet(where.user) {
		buttons = append(buttons, remindButton(v))
	}
	if len(buttons) == 0 {
		return nil
	}
	return []slack.Block{slack.NewActionBlock(homeTag+"#settings", buttons...)}
}
