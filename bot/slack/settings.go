package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
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

// settings returns those of an installation.
func (s *Slack) settings(ctx context.Context, install string) (settings, error) {
	b, err := s.o.Records.Record(ctx, settingsKind, install)
	if err != nil {
		return settings{}, err
	}
	return readSettings(b)
}

// errSettings does not repeat what is stored.
var errSettings = errors.New("stored settings are unreadable")

func readSettings(b []byte) (set settings, err error) {
	if b != nil && json.Unmarshal(b, &set) != nil {
		return settings{}, errSettings
	}
	return set, nil
}

// set changes the settings of an installation.
func (s *Slack) set(ctx context.Context, install string, change func(*settings)) error {
	return s.o.Records.Change(ctx, settingsKind, install, func(old []byte) ([]byte, error) {
		set, err := readSettings(old)
		if err != nil {
			return nil, err
		}
		change(&set)
		return json.Marshal(&set)
	})
}

// unset removes the settings of an installation.
func (s *Slack) unset(ctx context.Context, install string) error {
	return s.o.Records.Change(ctx, settingsKind, install, func([]byte) ([]byte, error) { return nil, nil })
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

// The fields of the modal, besides those of what may be kept for some.
const (
	fieldDays    = "days"
	fieldMembers = "members"
	fieldGroup   = "group"
)

// settingsView is the modal for the admins of the workspace.
func (s *intake) settingsView(ctx context.Context, in install.Installation, p wire.Payload, language string) slack.ModalViewRequest {
	set, err := s.settings(ctx, in.ID)
	switch {
	case !s.isAdmin(ctx, in, p.User):
		return messageModal(locales.In(language), "slack.refuse.admins")
	case err != nil:
		s.o.Log.Error("read the settings of a workspace", "platform", Platform, "error", err)
		return messageModal(locales.In(language), "slack.trouble")
	}
	return s.settingsModal(language, set, s.groups(ctx, in))
}

// maxGroups is how many user groups are offered: as many as a menu takes.
const maxGroups = 100

// groups are the user groups of a workspace; none where Slack does not tell.
func (s *Slack) groups(ctx context.Context, in install.Installation) (list []slack.UserGroup) {
	err := s.call(ctx, in.ID, func(api *slack.Client) (err error) {
		list, err = api.GetUserGroupsContext(ctx)
		return err
	})
	if err != nil {
		s.o.Log.Debug("list user groups", "platform", Platform, "error", classify(err).Err)
		return nil
	}
	return list[:min(len(list), maxGroups)]
}

func (s *Slack) settingsModal(language string, set settings, groups []slack.UserGroup) slack.ModalViewRequest {
	v := locales.In(language)
	byDefault := v.Say("slack.settings.days_default")
	if ttl := int(s.o.TTL / day); ttl > 0 {
		byDefault = v.Say("slack.settings.days_now", "N", ttl)
	}
	days := []*slack.OptionBlockObject{slack.NewOptionBlockObject("0", label(byDefault), nil)}
	for _, n := range retentions {
		days = append(days, slack.NewOptionBlockObject(strconv.Itoa(n), label(v.Say("slack.settings.days_n", "N", n)), nil))
	}
	blocks := []slack.Block{choice(fieldDays, v.Say("slack.settings.days"), days, strconv.Itoa(set.Days))}
	for _, op := range kept {
		var options []*slack.OptionBlockObject
		for _, p := range permissions {
			options = append(options, slack.NewOptionBlockObject(permissionValue(op, p), label(v.Say("slack.settings."+p.name())), nil))
		}
		blocks = append(blocks, choice(string(op), v.Say("slack.settings."+string(op)), options, permissionValue(op, set.Kept[op])))
	}
	members := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, nil, fieldInput)
	members.InitialUsers = set.Members
	blocks = append(blocks, slack.NewInputBlock(fieldMembers, label(v.Say("slack.settings.members")), label(v.Say("slack.settings.members_hint")), members).WithOptional(true))
	var options []*slack.OptionBlockObject
	for _, g := range groups {
		options = append(options, slack.NewOptionBlockObject(g.ID, label(card.Clip(g.Name, maxButton)), nil))
	}
	if len(options) > 0 {
		blocks = append(blocks, choice(fieldGroup, v.Say("slack.settings.group"), options, set.Group).WithOptional(true))
	}
	blocks = append(blocks, contextBlock(escape(v.Say("slack.settings.about"))))
	view := newModal(v, "slack.settings.title", origin{Language: language}, blocks...)
	view.CallbackID, view.Submit = hrSettings, label(v.Say("slack.settings.submit"))
	return view
}

// name is the name of a permission in texts.
func (p permission) name() string { return cmp.Or(string(p), "everyone") }

// permissionValue is the value of an option of a field.
func permissionValue(op operation, p permission) string { return string(op) + ":" + p.name() }

// setSettings takes the modal of the settings. What is wrong is said beside the field.
func (s *intake) setSettings(ctx context.Context, in install.Installation, p wire.Payload, from origin) (wire.Reply, error) {
	v := locales.In(from.Language)
	if !s.isAdmin(ctx, in, p.User) {
		return wrong(fieldDays, v.Say("slack.refuse.admins")), nil
	}
	days, err := strconv.Atoi(first(p.Values[fieldDays][fieldInput]))
	if err != nil || days != 0 && !slices.Contains(retentions, days) {
		return wrong(fieldDays, v.Say("slack.settings.wrong")), nil
	}
	chosen := map[operation]permission{}
	members, group := p.Values[fieldMembers][fieldInput], first(p.Values[fieldGroup][fieldInput])
	for _, op := range kept {
		value := first(p.Values[string(op)][fieldInput])
		i := slices.IndexFunc(permissions, func(p permission) bool { return permissionValue(op, p) == value })
		switch {
		case i < 0:
			return wrong(string(op), v.Say("slack.settings.wrong")), nil
		case permissions[i] == chosenBy && len(members) == 0 && group == "":
			return wrong(fieldMembers, v.Say("slack.settings.members_none")), nil
		}
		chosen[op] = permissions[i]
	}
	err = s.set(ctx, in.ID, func(set *settings) {
		set.Days, set.Members, set.Group, set.Kept = days, members, group, chosen
	})
	if err != nil {
		return wire.Reply{}, err
	}
	s.background(func(ctx context.Context) { s.openHome(ctx, in, p, query{}) })
	return wire.Reply{}, nil
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
