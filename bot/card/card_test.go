package card

import (
	"context"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"hspbot/bot"
	"hspbot/bot/jointest"
	"hspbot/conversation"
)

// chat is a chat in memory, in which calls may fail.
type chat struct {
	messages []message
	files    int
	failing  int // calls until one fails; 0 is none
	gone     map[int]bool
}

// message is one of the bot; its id is its place in the chat, from 1.
type message struct {
	shows   conversation.Screen
	buttons bool
}

var errDown, errNoMessage = errors.New("the chat is down"), errors.New("no such message")

// call fails where it is the call's turn to.
func (c *chat) call() error {
	if c.failing--; c.failing == 0 {
		return errDown
	}
	return nil
}

func (c *chat) Send(_ context.Context, s *conversation.Screen) (int, error) {
	if err := c.call(); err != nil {
		return 0, err
	}
	c.messages = append(c.messages, message{*s, true})
	return len(c.messages), nil
}

func (c *chat) Change(_ context.Context, id int, s *conversation.Screen) error {
	if err := c.call(); err != nil {
		return err
	}
	if c.gone[id] {
		return errNoMessage
	}
	c.messages[id-1] = message{*s, true}
	return nil
}

func (c *chat) Leave(ctx context.Context, id int, _ string, result *conversation.Screen) error {
	if result != nil {
		if err := c.Change(ctx, id, result); !c.Uneditable(err) {
			return err
		}
		return nil
	}
	if err := c.call(); err != nil {
		return err
	}
	c.messages[id-1].buttons = false
	return nil
}

func (c *chat) Uneditable(err error) bool { return errors.Is(err, errNoMessage) }

func (c *chat) File(s *conversation.Screen) *conversation.File { return s.File }

func (c *chat) SendFile(context.Context, *conversation.File) error {
	if err := c.call(); err != nil {
		return err
	}
	c.files++
	return nil
}

// TestShow does what people do in any order, while calls fail and messages get lost. What is
// shown in the end is the screen, in one message with buttons, below what was written; and
// besides it results with theirs.
func TestShow(t *testing.T) {
	finished := jointest.Walks("en")[0].Last
	finished.View = ""
	rapid.Check(t, func(t *rapid.T) {
		c := &chat{gone: map[int]bool{}}
		var s Surface[int]
		below := 0 // messages that stood there when something was written last
		for version := int64(1); version < 12; version++ {
			state := finished
			switch what := rapid.IntRange(0, 4).Draw(t, "what"); {
			case what == 0 && version > 1:
				state = conversation.State{Language: "en"} // started again: there is no result any more
			case what == 1:
				state.Editing = "age"
			case what == 2:
				state.View = "points"
			case what == 3:
				state.View = "mydata"
			}
			pressed := 0
			if n := len(c.messages); n > 0 && rapid.Bool().Draw(t, "press") {
				id := rapid.IntRange(1, n).Draw(t, "pressed")
				if c.messages[id-1].buttons {
					s.Pressed(id, c.messages[id-1].shows.Kind == conversation.Result)
					pressed = id
				}
				below = 0
			} else {
				s.Written()
				below = n
			}
			if n := len(c.messages); n > 0 && rapid.IntRange(0, 5).Draw(t, "lose") == 0 {
				c.gone[rapid.IntRange(1, n).Draw(t, "lost")] = true
			}
			p := bot.Post{Session: bot.Session{State: state, Version: version}, Screen: conversation.Show(state, jointest.Noon)}
			sends, _, _ := s.Plan(p.Screen.Kind)
			c.failing = rapid.IntRange(0, 4).Draw(t, "failing")
			files := c.files
			for tries := 0; Show(t.Context(), c, &s, &p, jointest.Noon) != nil; tries++ {
				if tries > 1 {
					t.Fatal("it does not come to its end")
				}
				s = Read[Surface[int]](JSON(s)) // as it is kept
			}
			if s.Card <= below || s.Card > len(c.messages) {
				t.Fatalf("the card is message %d of %d, and %d stand above what was written", s.Card, len(c.messages), below)
			}
			if now := c.messages[s.Card-1]; now.shows.ID != p.Screen.ID || !now.buttons || c.gone[s.Card] {
				t.Fatalf("the card shows %q, want %q", now.shows.ID, p.Screen.ID)
			}
			if pressed != 0 && !sends && !c.gone[pressed] && s.Card != pressed {
				t.Fatalf("a button of message %d was pressed, and the card is %d", pressed, s.Card)
			}
			for i, m := range c.messages {
				if id := i + 1; id != s.Card && m.buttons && !c.gone[id] && m.shows.Kind == conversation.Question {
					t.Fatalf("message %d still asks %q", id, m.shows.ID)
				}
			}
			want := files
			if p.Screen.File != nil {
				want++
			}
			c.failing = 0
			if Show(t.Context(), c, &s, &p, jointest.Noon) != nil { // once more: the file is not
				t.Fatal("not shown again")
			}
			if c.files != want || s.Old != 0 {
				t.Fatalf("%d files, want %d; %d is still to be left", c.files, want, s.Old)
			}
		}
	})
}

// TestResultStands: a detail opened on a result is closed when a question follows it.
func TestResultStands(t *testing.T) {
	state := jointest.Walks("en")[0].Last
	state.View = ""
	c, s := &chat{}, Surface[int]{}
	post := func(version int64, state conversation.State) {
		t.Helper()
		p := bot.Post{Session: bot.Session{State: state, Version: version}, Screen: conversation.Show(state, jointest.Noon)}
		_, restores, leaves := s.Plan(p.Screen.Kind)
		if err := Show(t.Context(), c, &s, &p, jointest.Noon); err != nil {
			t.Fatal(err)
		}
		if restores != (version == 4) || leaves != 0 {
			t.Errorf("turn %d: restores %v, leaves %d", version, restores, leaves)
		}
	}
	post(2, state)
	detail, question := state, state
	detail.View, question.Editing = "points", "age"
	s.Pressed(1, true)
	post(3, detail)
	if len(c.messages) != 1 || c.messages[0].shows.ID != "points" {
		t.Fatalf("the detail is not opened in place: %+v", c.messages)
	}
	s.Pressed(1, false)
	post(4, question)
	if len(c.messages) != 2 || c.messages[0].shows.Kind != conversation.Result || !c.messages[0].buttons || c.messages[1].shows.ID != "age" {
		t.Fatalf("the result does not stand above the question: %+v", c.messages)
	}
}
