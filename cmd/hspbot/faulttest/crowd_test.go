package faulttest

import (
	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
)

// crowd is people on Telegram who talk with the bot. Who is through makes room for the next.
type crowd struct {
	bottest.Crowd
	fake    *telegramtest.Server
	stories []*bottest.Story
}

func (c *crowd) begin() { c.Begin() }

// end waits until all who are there are through; nobody comes any more.
func (c *crowd) end() { c.stories = c.End() }
