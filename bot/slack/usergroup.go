package slack

import (
	"context"

	"github.com/slack-go/slack"

	"hspbot/bot/card"
	"hspbot/bot/slack/install"
)

// A user group may be let do what is for chosen members: the admins choose it where the workspace
// has any, and Slack says who is in it.

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

// inGroup reports whether somebody is in a user group. Who was not a moment ago may be since, so
// that is asked again; where Slack does not tell they are not.
func (s *Slack) inGroup(ctx context.Context, in install.Installation, group, user string) bool {
	if group == "" {
		return false
	}
	key := in.ID + "/group " + group
	if set, ok := s.members.Get(key); ok && set[user] {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	set := map[string]bool{}
	err := s.call(ctx, in.ID, func(api *slack.Client) error {
		users, err := api.GetUserGroupMembersContext(ctx, group)
		for _, u := range users {
			set[u] = true
		}
		return err
	})
	if err != nil {
		return false
	}
	s.members.Set(key, set, memberLife)
	return set[user]
}

// groupOptions are the options of a menu of user groups.
func groupOptions(list []slack.UserGroup) (options []*slack.OptionBlockObject) {
	for _, g := range list {
		options = append(options, slack.NewOptionBlockObject(g.ID, label(card.Clip(g.Name, maxButton)), nil))
	}
	return options
}
