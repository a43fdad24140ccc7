package card

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

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

func (c *chat) Leave(_ context.Context, l Left[int], result *conversation.Screen) error {
	if err := c.call(); err != nil {
		return err
	}
	if c.gone[l.ID] {
		return nil
	}
	m := &c.messages[l.ID-1]
	m.buttons = false
	if result != nil {
		m.shows = *result
	}
	return nil
}

func (c *chat) Delete(_ context.Context, list []Message[int]) error {
	if err := c.call(); err != nil {
		return err
	}
	for _, o := range list {
		c.gone[o.ID] = true
	}
	return nil
}

func (c *chat) Uneditable(err error) bool { return errors.Is(err, errNoMessage) }

func (c *chat) File(s *conversation.Screen) *conversation.File { return s.File }

func (c *chat) SendFile(context.Context, *conversation.File) (int, error) {
	if err := c.call(); err != nil {
		return 0, err
	}
	c.files++
	return 0, nil
}

// person does things in a chat, one turn after the other.
type person struct {
	t       testing.TB
	chat    *chat
	surface Surface[int]
	state   conversation.State
	version int64
	at      time.Time
}

// finished is somebody who has a result.
func finished(t testing.TB) *person {
	state := jointest.Walks("en")[0].Last
	state.View = ""
	return &person{t: t, chat: &chat{gone: map[int]bool{}}, state: state, version: 1, at: jointest.Noon}
}

// shows posts the present screen.
func (p *person) shows() {
	p.t.Helper()
	p.version++
	post := bot.Post{Session: bot.Session{State: p.state, Version: p.version}, Screen: conversation.Show(p.state, p.at)}
	p.surface.AsSaid(&post)
	if err := Show(p.t.Context(), p.chat, &p.surface, &post, p.at); err != nil {
		p.t.Fatal(err)
	}
}

// press presses a button of a message.
func (p *person) press(id int, action string) {
	p.t.Helper()
	p.surface.Pressed(id, p.chat.messages[id-1].shows.Kind == conversation.Result)
	p.state = conversation.Step(p.state, conversation.Event{Kind: conversation.Pressed, Action: action, At: p.at})
	p.shows()
}

// says has a message show a result, with its buttons or without, or something else.
func (p *person) says(id int, what string, buttons bool) {
	p.t.Helper()
	m := p.chat.messages[id-1]
	if m.shows.ID != what || m.buttons != buttons {
		p.t.Fatalf("message %d shows %q, buttons %v; want %q, %v", id, m.shows.ID, m.buttons, what, buttons)
	}
}

// TestShow does what people do in any order, while calls fail and messages get lost. What is
// shown in the end is the screen, in one message with buttons, below what was written. Besides
// it the last result has its buttons, and all results say what they said.
func TestShow(t *testing.T) {
	first := finished(t).state
	other := conversation.Step(first, conversation.Event{Kind: conversation.Pressed, Action: conversation.AnswerAction("age", "from-40"), At: jointest.Noon})
	rapid.Check(t, func(t *rapid.T) {
		c := &chat{gone: map[int]bool{}}
		var s Surface[int]
		results := map[int]conversation.Screen{} // as they were said
		below := 0                               // messages that stood there when something was written last
		for version := int64(1); version < 12; version++ {
			state := first
			if rapid.Bool().Draw(t, "other answers") {
				state = other
			}
			switch what := rapid.IntRange(0, 5).Draw(t, "what"); {
			case what == 0 && version > 1:
				state = conversation.State{Language: "en"} // started again: there is no result any more
			case what == 1:
				state.Editing = "age"
			case what == 2:
				state.View = "points"
			case what == 3:
				state.View = "mydata"
			case what == 4:
				state.View = "restart"
			}
			pressed := 0
			if n := len(c.messages); n > 0 && rapid.Bool().Draw(t, "press") {
				if id := rapid.IntRange(1, n).Draw(t, "pressed"); c.messages[id-1].buttons {
					s.Pressed(id, c.messages[id-1].shows.Kind == conversation.Result)
					pressed, below = id, 0
				}
			}
			if pressed == 0 {
				s.Written()
				below = len(c.messages)
			}
			if n := len(c.messages); n > 0 && rapid.IntRange(0, 5).Draw(t, "lose") == 0 {
				c.gone[rapid.IntRange(1, n).Draw(t, "lost")] = true
			}
			p := bot.Post{Session: bot.Session{State: state, Version: version}, Screen: conversation.Show(state, jointest.Noon)}
			plan := s.Plan(&p)
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
			if p.Screen.Kind == conversation.Result && results[s.Card].ID == "" {
				results[s.Card] = p.Screen
			}
			if pressed != 0 && !plan.Sends && !c.gone[pressed] && s.Card != pressed {
				t.Fatalf("a button of message %d was pressed, and the card is %d", pressed, s.Card)
			}
			for i, m := range c.messages {
				id := i + 1
				if id != s.Card && id != s.Result.ID && m.buttons && !c.gone[id] {
					t.Fatalf("message %d still has buttons, and shows %q", id, m.shows.ID)
				}
				said, ok := results[id]
				m.shows.Choices, m.shows.Notice, said.Choices, said.Notice = nil, "", nil, ""
				if ok && id != s.Card && !c.gone[id] && !reflect.DeepEqual(m.shows, said) {
					t.Fatalf("result %d shows %q, not what it said", id, m.shows.ID)
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
			if c.files != want || len(s.Left) != 0 {
				t.Fatalf("%d files, want %d; %v are still to be left", c.files, want, s.Left)
			}
		}
	})
}

// TestDetailOpensOnTheResult: and it is closed when a question follows it.
func TestDetailOpensOnTheResult(t *testing.T) {
	p := finished(t)
	p.shows()
	p.press(1, "show:points")
	p.says(1, "points", true)
	p.press(1, "edit:age")
	p.says(1, "result", true)
	p.says(2, "age", true)
}

// TestConfirmationLeavesTheResult: what is asked once before something is deleted is asked in a
// message of its own, and the result stays, without buttons, where it was deleted.
func TestConfirmationLeavesTheResult(t *testing.T) {
	for _, what := range []string{"restart", "forget"} {
		p := finished(t)
		p.shows()
		said := p.chat.messages[0].shows
		p.press(1, "show:"+what)
		p.says(1, "result", true)
		p.says(2, what, true)
		p.press(2, "yes:"+what)
		p.says(1, "result", p.chat.gone[1])
		if !reflect.DeepEqual(said.Body, p.chat.messages[0].shows.Body) {
			t.Errorf("%s: the result says something else now", what)
		}
		if deleted := what == "forget"; p.chat.gone[1] != deleted || p.chat.gone[2] {
			t.Errorf("%s: messages deleted: %v", what, p.chat.gone)
		}
	}
}

// TestNewerResultEndsTheOlder: an older result says for ever what it said, and its details do not
// open on it any more.
func TestNewerResultEndsTheOlder(t *testing.T) {
	p := finished(t)
	p.shows()
	said := p.chat.messages[0].shows
	p.press(1, "show:points")
	p.press(1, "edit:age")
	p.press(2, "set:age:from-40")
	p.says(1, "result", false)
	p.says(2, "result", true)
	if p.surface.Result.ID != 2 || !reflect.DeepEqual(said.Body, p.chat.messages[0].shows.Body) {
		t.Errorf("the older result says something else now")
	}
	p.press(1, "show:points") // its buttons were still on somebody's screen
	p.says(1, "result", false)
	p.says(2, "points", true)
}

// TestDetailsSpeakOfTheirResult: they are drawn as of the day of the result.
func TestDetailsSpeakOfTheirResult(t *testing.T) {
	p := finished(t)
	p.shows()
	p.at = p.at.AddDate(0, 2, 0)
	p.press(1, "show:points")
	want := conversation.Show(p.state, jointest.Noon)
	if got := p.chat.messages[0].shows; !reflect.DeepEqual(got, want) || reflect.DeepEqual(got, conversation.Show(p.state, p.at)) {
		t.Errorf("the points are not those of the result's day")
	}
	p.press(1, conversation.ActionContinue)
	p.says(1, "result", true)
	if len(p.chat.messages) != 1 {
		t.Errorf("%d messages", len(p.chat.messages))
	}
}

// TestTranslatedInPlace: a result in another language is the same.
func TestTranslatedInPlace(t *testing.T) {
	p := finished(t)
	p.shows()
	p.press(1, "show:language")
	p.press(1, conversation.LanguageAction("ja"))
	p.says(1, "result", true)
	if len(p.chat.messages) != 1 || p.chat.messages[0].shows.Language != "ja" {
		t.Errorf("%d messages, the first in %q", len(p.chat.messages), p.chat.messages[0].shows.Language)
	}
}
