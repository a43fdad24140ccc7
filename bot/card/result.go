package card

import (
	"reflect"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

// Result is a result that stands in the chat with its buttons. It is a document: it says what
// the answers gave when it was said, and so do the details that open on it. As soon as the
// answers give something else it is given up.
type Result[ID comparable] struct {
	ID ID `json:"id"`
	// At is when it was said, and State what was known then; nil where that is not known here.
	At    time.Time           `json:"at,omitzero"`
	State *conversation.State `json:"state,omitempty"`
	// Opened says that the message shows a detail at present.
	Opened bool `json:"opened,omitempty"`
}

// said is the result that a message shows from now on.
func said[ID comparable](id ID, state conversation.State, at time.Time) Result[ID] {
	state.View, state.Editing, state.Draft, state.DraftOf, state.Notice = "", "", "", "", nil
	return Result[ID]{ID: id, At: at, State: &state}
}

// screen draws the result as it was said; nil where that is not known.
func (r Result[ID]) screen(p *bot.Post) *conversation.Screen {
	if r.State == nil {
		return nil
	}
	return resultOf(p, *r.State, r.At)
}

// stands reports whether the result is what the answers of a post's session give, as of the day it was said.
func (s *Surface[ID]) stands(p *bot.Post) bool {
	var none ID
	session := p.Session
	if s.Result.ID == none {
		return false
	}
	state := session.State
	if s.Result.State == nil {
		return resultOf(p, state, session.Touched) != nil
	}
	state.Language = s.Result.State.Language // it may have been translated since
	now := resultOf(p, state, s.Result.At)
	return now != nil && reflect.DeepEqual(now, s.Result.screen(p))
}

// AsSaid draws the screen of a post as of the day of the result on which it opens.
func (s *Surface[ID]) AsSaid(p *bot.Post) {
	kind := p.Screen.Kind
	if p.Session.State.LooksAt() != "" { // that is somebody else's
		return
	}
	if s.Card != s.Result.ID || s.Result.State == nil || kind != conversation.Detail && kind != conversation.Result {
		return
	}
	if !s.Plan(p).Sends && s.stands(p) {
		p.Screen = p.Draw(p.Session.State, s.Result.At)
	}
}

// resultOf returns the result of a state, or nil where there is none.
func resultOf(p *bot.Post, state conversation.State, at time.Time) *conversation.Screen {
	if state.Forgotten {
		return nil
	}
	state.View, state.Editing, state.Notice = "result", "", nil
	result := p.Draw(state, at)
	if result.Kind != conversation.Result {
		return nil
	}
	return &result
}
