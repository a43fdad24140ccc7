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
	Days   int        `json:"days,omitempty"`
	Start  permission `json:"start,omitempty"` // candidates
	List   permission `json:"list,omitempty"`
	Export permission `json:"export,omitempty"`
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
	if s.o.Records == nil {
		return settings{}, nil
	}
	b, err := s.o.Records.Record(ctx, settingsKind, install)
	if err != nil || b == nil {
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
	if s.o.Records == nil {
		return errors.New("settings are not kept")
	}
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
	if s.o.Records == nil {
		return nil
	}
	return s.o.Records.Change(ctx, settingsKind, install, func([]byte) ([]byte, error) { return nil, nil })
}

// unsetOf removes what somebody has set for themselves, who is to be forgotten.
func (s *Slack) unsetOf(ctx context.Context, where place) error {
	set, err := s.settings(ctx, where.install)
	if err != nil || !set.quiet(where.user) {
		return err
	}
	return s.set(ctx, where.install, func(set *settings) {
		set.Quiet = slices.DeleteFunc(set.Quiet, func(u string) bool { return u == where.user })
	})
}

// Unset removes what the person of a conversation has set for themselves.
func (s *Slack) Unset(ctx context.Context, key bot.Key) error {
	where := placeOf(key)
	if where.user == "" {
		return nil
	}
	return s.unsetOf(ctx, where)
}

// permitted returns the text that says why somebody may not do something that the admins may keep
// for some, or "". Whatever is in doubt is a no.
func (s *Slack) permitted(ctx context.Context, in install.Installation, user string, to func(*settings) permission) (refusal string) {
	set, err := s.settings(ctx, in.ID)
	if err != nil {
		s.o.Log.Error("read the settings of a workspace", "platform", Platform, "error", err)
		return "slack.trouble"
	}
	switch to(&set) {
	case everyone:
		return ""
	case chosenBy:
		if slices.Contains(set.Members, user) || s.inGroup(ctx, in, set.Group, user) {
			return ""
		}
	}
	if s.isAdmin(ctx, in, user) {
		return ""
	}
	return "slack.refuse.permission"
}

// What the admins may keep for some.
func toStart(s *settings) permission  { return s.Start }
func toList(s *settings) permission   { return s.List }
func toExport(s *settings) permission { return s.Export }

// The fields of the modal.
const (
	fieldDays    = "days"
	fieldStart   = "start"
	fieldList    = "list"
	fieldExport  = "export"
	fieldMembers = "members"
	fieldGroup   = "group"
)

// openSettings opens the modal for the admins of the workspace.
func (s *intake) openSettings(in install.Installation, p wire.Payload) {
	if !s.handled.Add(p.ID, struct{}{}, handledLife) {
		return
	}
	s.background(func(ctx context.Context) {
		language := s.language(ctx, in, p)
		opened := s.openWaiting(ctx, in, p, language)
		if opened == nil {
			return
		}
		v := locales.In(language)
		set, err := s.settings(ctx, in.ID)
		view := s.settingsModal(language, set, s.groups(ctx, in))
		switch {
		case !s.isAdmin(ctx, in, p.User):
			view = messageModal(v, "slack.refuse.admins")
		case err != nil:
			s.o.Log.Error("read the settings of a workspace", "platform", Platform, "error", err)
			view = messageModal(v, "slack.trouble")
		}
		s.fill(ctx, in, opened.View.ID, opened.View.Hash, view)
	})
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
	for _, f := range []struct {
		field string
		now   permission
	}{{fieldStart, set.Start}, {fieldList, set.List}, {fieldExport, set.Export}} {
		var options []*slack.OptionBlockObject
		for _, p := range permissions {
			options = append(options, slack.NewOptionBlockObject(permissionValue(f.field, p), label(v.Say("slack.settings."+p.name())), nil))
		}
		blocks = append(blocks, choice(f.field, v.Say("slack.settings."+f.field), options, permissionValue(f.field, f.now)))
	}
	members := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, nil, fieldInput)
	members.InitialUsers = set.Members
	blocks = append(blocks, slack.NewInputBlock(fieldMembers, label(v.Say("slack.settings.members")), label(v.Say("slack.settings.members_hint")), members).WithOptional(true))
	if options := groupOptions(groups); len(options) > 0 {
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
func permissionValue(field string, p permission) string { return field + ":" + p.name() }

// choice is a menu of options of which one is chosen.
func choice(field, title string, options []*slack.OptionBlockObject, now string) *slack.InputBlock {
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, fieldInput, options...)
	for _, o := range options {
		if o.Value == now {
			menu.InitialOption = o
		}
	}
	return slack.NewInputBlock(field, label(title), nil, menu)
}

// setSettings takes the modal of the settings. What is wrong is said beside the field.
func (s *intake) setSettings(ctx context.Context, in install.Installation, p wire.Payload) (wire.Reply, error) {
	var from origin
	if json.Unmarshal([]byte(p.View.Metadata), &from) != nil {
		return wire.Reply{}, nil
	}
	v := locales.In(from.Language)
	if !s.isAdmin(ctx, in, p.User) {
		return wrong(fieldDays, v.Say("slack.refuse.admins")), nil
	}
	days, err := strconv.Atoi(first(p.Values[fieldDays][fieldInput]))
	if err != nil || days != 0 && !slices.Contains(retentions, days) {
		return wrong(fieldDays, v.Say("slack.settings.wrong")), nil
	}
	chosen := map[string]permission{}
	members, group := p.Values[fieldMembers][fieldInput], first(p.Values[fieldGroup][fieldInput])
	for _, field := range []string{fieldStart, fieldList, fieldExport} {
		value := first(p.Values[field][fieldInput])
		i := slices.IndexFunc(permissions, func(p permission) bool { return permissionValue(field, p) == value })
		switch {
		case i < 0:
			return wrong(field, v.Say("slack.settings.wrong")), nil
		case permissions[i] == chosenBy && len(members) == 0 && group == "":
			return wrong(fieldMembers, v.Say("slack.settings.members_none")), nil
		}
		chosen[field] = permissions[i]
	}
	err = s.set(ctx, in.ID, func(set *settings) {
		set.Days, set.Members, set.Group = days, members, group
		set.Start, set.List, set.Export = chosen[fieldStart], chosen[fieldList], chosen[fieldExport]
	})
	if err != nil {
		return wire.Reply{}, err
	}
	s.background(func(ctx context.Context) { s.openHome(ctx, in, p, query{}) })
	return wire.Reply{}, nil
}

// reminders has somebody get reminders, or none any more.
func (s *intake) reminders(ctx context.Context, in install.Installation, p wire.Payload) error {
	if foreign(in, p) {
		s.notify(in, p, "slack.refuse.guest")
		return nil
	}
	stop := p.Press.Value == hrQuiet
	err := s.set(ctx, in.ID, func(set *settings) {
		set.Quiet = slices.DeleteFunc(set.Quiet, func(u string) bool { return u == p.User })
		if stop {
			set.Quiet = append(set.Quiet, p.User)
		}
	})
	if err != nil {
		return err
	}
	s.background(func(ctx context.Context) {
		if p.Channel == "" {
			s.openHome(ctx, in, p, query{})
			return
		}
		v, id := locales.In(s.language(ctx, in, p)), "slack.reminder.back"
		var blocks []slack.Block
		if stop {
			id = "slack.reminder.stopped"
			blocks = []slack.Block{section(escape(v.Say(id))), slack.NewActionBlock(homeTag+"#reminders", remindButton(v))}
		}
		s.postEphemeral(ctx, in, p, escape(v.Say(id)), blocks)
	})
	return nil
}

func remindButton(v *locales.Voice) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement("remind", hrRemind, label(v.Say("slack.reminder.again")))
}

// ownSettings are the blocks of the Home tab about what can be set by whoever looks at it.
func (s *Slack) ownSettings(ctx context.Context, where place, v *locales.Voice) []slack.Block {
	var buttons []slack.BlockElement
	if s.who(ctx, install.Installation{ID: where.install}, where.user).admin {
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
