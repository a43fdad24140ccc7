package telegram

import (
	"encoding/json"

	"hspbot/bot/card"
)

// surface is what stands in a chat; messages are named by their ids.
type surface = card.Surface[int]

// change says what a delivery did to the surface: a button of a message was pressed, or
// something was written below the card.
type change struct {
	Pressed int  `json:"pressed,omitempty"` // the message; 0 where something was written
	Result  bool `json:"result,omitempty"`  // the message shows a result
}

// Change implements [bot.Poster]. The goodbye needs what stands in the chat.
func (t *Telegram) Change(b, data []byte) []byte {
	s := card.Read[surface](b)
	if data == nil {
		s.Forgotten()
		return card.JSON(s)
	}
	var c change
	if json.Unmarshal(data, &c) != nil {
		return b
	}
	if c.Pressed != 0 {
		s.Pressed(c.Pressed, c.Result)
	} else {
		s.Written()
	}
	return card.JSON(s)
}
