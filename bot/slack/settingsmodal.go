package slack

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"hspbot/bot/card"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/locales"
)

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
	return inputModal(v, "slack.settings.title", hrSettings, "slack.settings.submit", origin{Language: language}, blocks...)
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
