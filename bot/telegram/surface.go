package telegram

import (
	"encoding/json"
	"time"

	"hspbot/bot/card"
	"hspbot/conversation"
)

// surface is what stands in a chat. Messages are named by their ids, ephemeral ones by their
// ids below zero.
type surface struct {
	card.Surface[int]
	// Ephemeral is what the person did last where nobody else has seen it, so that it is
	// answered alike; nil where all have.
	Ephemeral *replyTo `json:"ephemeral,omitempty"`
	// Told is what somebody who asked for notices has been told.
	Told conversation.Told `json:"told,omitzero"`
}

// replyTo is what an ephemeral message may answer, within 15 seconds: a button press, or an
// ephemeral message to the bot.
type replyTo struct {
	Query   string `json:"query,omitempty"`
	Message int    `json:"message,omitempty"`
}

// change says what a delivery did to the surface: a button of a message was pressed, or
// something was written below the card.
type change struct {
	Pressed int  `json:"pressed,omitempty"` // the message; 0 where something was written
	Result  bool `json:"result,omitempty"`  // the message shows a result
	// Written is a message that is to be deleted with the person's data, and At when it was sent.
	Written int   `json:"written,omitempty"`
	At      int64 `json:"at,omitempty"`
	// Ephemeral is what was done where nobody else sees it.
	Ephemeral *replyTo `json:"ephemeral,omitempty"`
}

// Change implements [bot.Poster]. The goodbye needs what stands in the chat.
func (t *Telegram) Change(b, data []byte) []byte {
	s := card.Read[surface](b)
	if data == nil {
		s.Forgotten()
		s.Told = conversation.Told{}
		return card.JSON(s)
	}
	var c change
	if json.Unmarshal(data, &c) != nil {
		return b
	}
	s.Ephemeral = c.Ephemeral
	if c.Pressed != 0 {
		s.Pressed(c.Pressed, c.Result)
		return card.JSON(s)
	}
	s.Written()
	if c.Written != 0 {
		s.Sent(c.Written, time.Unix(c.At, 0))
	}
	return card.JSON(s)
}
