package telegram

import "encoding/json"

// surface is what stands in the chat, as far as the bot has to know: kept with the session.
type surface struct {
	// Card is the message that shows the present screen, 0 where there is none.
	Card int `json:"card,omitempty"`
	// Stays says that the card is a result, or a detail opened on one: it is not replaced by
	// a question.
	Stays bool `json:"stays,omitempty"`
	// Below says that something else stands below the card: the next screen comes under it.
	Below bool `json:"below,omitempty"`
	// Strip is an old card whose buttons are still to be taken away.
	Strip int `json:"strip,omitempty"`
	// Filed is the version of the session whose file has been sent.
	Filed int64 `json:"filed,omitempty"`
}

// readSurface reads what a session keeps; what cannot be read is as if nothing stood there,
// so that a new card is sent.
func readSurface(b []byte) surface {
	var s surface
	if json.Unmarshal(b, &s) != nil {
		return surface{}
	}
	return s
}

func (s surface) bytes() []byte {
	b, err := json.Marshal(s)
	if err != nil {
		return nil
	}
	return b
}

// written notes that the person wrote below the card.
func (s surface) written() surface {
	s.Below = true
	return s
}

// pressed notes that a button of a message was pressed. An older message becomes the card
// again, and the one that was it loses its buttons, unless it is a result.
func (s surface) pressed(id int, result bool) surface {
	if id == s.Card {
		return s
	}
	if s.Card != 0 && !s.Stays {
		s.Strip = s.Card
	}
	return surface{Card: id, Stays: result, Strip: s.Strip, Filed: s.Filed}
}

// change says what a delivery did to the surface: a button of a message was pressed, or
// something was written below the card.
type change struct {
	Pressed int  `json:"pressed,omitempty"` // the message, 0 where something was written
	Result  bool `json:"result,omitempty"`  // the message shows a result
}

func (c change) bytes() []byte {
	b, err := json.Marshal(c)
	if err != nil {
		return nil
	}
	return b
}

// Change implements [bot.Poster]. The goodbye needs all of a surface.
func (t *Telegram) Change(b, data []byte) []byte {
	var c change
	if data == nil || json.Unmarshal(data, &c) != nil {
		return b
	}
	if c.Pressed != 0 {
		return readSurface(b).pressed(c.Pressed, c.Result).bytes()
	}
	return readSurface(b).written().bytes()
}
