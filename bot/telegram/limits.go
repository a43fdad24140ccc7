package telegram

import (
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

// Telegram's limits: 30 messages a second over all, 20 a minute in a group, and about one a
// second in a chat. A screen takes up to three calls and may begin when one is left, so in any
// span of time there are Burst, and two more, and one for each Every: at most 30 in a second,
// and 20 in a minute in a group.
var (
	limitAll   = bot.Limit{Name: "all", Every: time.Second / 25, Burst: 3}
	limitChat  = bot.Limit{Every: 1050 * time.Millisecond, Burst: 2}
	limitGroup = bot.Limit{Every: 4 * time.Second, Burst: 3}
)

// Limits implements [bot.Poster]. All conversations in a group share its limit.
func (t *Telegram) Limits(p bot.Post) []bot.Limit {
	where := placeOf(p.Session.Key)
	chat := limitChat
	if where.user != 0 {
		chat = limitGroup
	}
	chat.Name = "chat " + place{chat: where.chat}.key().ID
	var limits []bot.Limit
	for range readSurface(p.Session.Surface).calls(p.Screen.Kind) {
		limits = append(limits, chat, limitAll)
	}
	return limits
}

// calls is how many calls a screen is expected to take where this stands in the chat.
func (s surface) calls(kind conversation.ScreenKind) int {
	calls := 1
	switch {
	case s.Card == 0:
	case s.Below && !s.Stays:
		calls++ // the old card loses its buttons
	case s.Stays && !s.Below && kind == conversation.Question:
		calls++ // the result is shown again first
	}
	if s.Strip != 0 {
		calls++
	}
	return calls
}
