package telegram

import (
	"time"

	"hspbot/bot"
	"hspbot/bot/card"
)

// Telegram's limits: 30 messages a second over all, 20 a minute in a group, and about one a
// second in a chat. A screen takes up to three calls and may begin when one is left, so in any
// span of time there are Burst, and two more, and one for each Every: at most 30 in a second,
// and 20 in a minute in a group.
var (
	limitAll   = bot.Limit{Name: "all", Every: time.Second / 25, Burst: 3, Shared: true}
	limitChat  = bot.Limit{Every: 1050 * time.Millisecond, Burst: 2}
	limitGroup = bot.Limit{Every: 4 * time.Second, Burst: 3, Shared: true}
)

// Limits implements [bot.Poster]. All conversations in a group share its limit.
func (t *Telegram) Limits(p bot.Post) []bot.Limit {
	where := placeOf(p.Session.Key)
	chat := limitChat
	if where.user != 0 {
		chat = limitGroup
	}
	chat.Name = "chat " + place{chat: where.chat}.key().ID
	s := card.Read[surface](p.Session.Surface)
	var limits []bot.Limit
	for range calls(&s.Surface, &p) {
		limits = append(limits, chat, limitAll)
	}
	return limits
}

// calls is how many calls a screen is expected to take.
func calls(s *card.Surface[int], p *bot.Post) int {
	plan := s.Plan(p)
	if plan.Restores {
		plan.Leaves++
	}
	return 1 + plan.Leaves
}
