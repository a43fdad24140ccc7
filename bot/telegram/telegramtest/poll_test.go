package telegramtest_test

import (
	"encoding/json"
	"slices"
	"testing"

	"hspbot/bot/telegram/telegramtest"
)

// update is what the tests look at.
type update struct {
	ID      int64 `json:"update_id"`
	Message *message
	Edited  *message `json:"edited_message"`
	Query   *struct {
		ID, Data string
		From     struct {
			Language string `json:"language_code"`
		}
		Message message
	} `json:"callback_query"`
	Member *struct {
		New struct{ Status string } `json:"new_chat_member"`
	} `json:"my_chat_member"`
}

type message struct {
	ID          int `json:"message_id"`
	Text        string
	Date        int64
	Chat        struct{ ID int64 }
	Entities    []telegramtest.Entity
	Reply       *message `json:"reply_to_message"`
	MigrateTo   int64    `json:"migrate_to_chat_id"`
	MigrateFrom int64    `json:"migrate_from_chat_id"`
}

type updates []update

// kinds names the updates; changes of membership by what the bot is then.
func (all updates) kinds() (out []string) {
	for _, u := range all {
		switch {
		case u.Query != nil:
			out = append(out, "press")
		case u.Member != nil:
			out = append(out, u.Member.New.Status)
		case u.Edited != nil:
			out = append(out, "edited")
		default:
			out = append(out, "message")
		}
	}
	return out
}

func (c *client) poll(offset int64, timeout int) (out updates) {
	c.t.Helper()
	got := c.call("getUpdates", object{"offset": offset, "timeout": timeout})
	if err := json.Unmarshal(got.Result, &out); err != nil || !got.OK {
		c.t.Errorf("getUpdates: %s %v", got.Description, err)
	}
	return out
}

func TestPolling(t *testing.T) {
	s, c := newServer(t)
	p := s.AddPerson("en")
	if got := c.poll(0, 1); len(got) != 0 {
		t.Errorf("updates = %v", got)
	}
	done := make(chan updates)
	go func() { done <- c.poll(0, 50) }()
	first := p.Say("a")
	if got := <-done; len(got) != 1 || got[0].Message.ID != first {
		t.Errorf("updates = %+v", got)
	}
	p.Say("語 /b")
	p.EditMessage(first, "c")
	p.SendPhoto("d")
	p.SendSticker()
	p.SendVoice()
	p.Forward("e")
	all := c.poll(0, 50)
	if len(all) != 7 || all[6].ID != all[0].ID+6 || all[1].Message.Entities[0].Offset != 2 || all[2].Edited.Text != "c" {
		t.Errorf("updates = %+v", all)
	}
	var some updates
	got := c.call("getUpdates", object{"offset": all[2].ID, "limit": 2})
	if err := json.Unmarshal(got.Result, &some); err != nil || len(some) != 2 || some[0].ID != all[2].ID || s.Pending() != 5 {
		t.Errorf("updates = %+v, %v, %d pending", some, err, s.Pending())
	}
	if last := c.poll(-1, 0); len(last) != 1 || last[0].ID != all[6].ID || s.Pending() != 1 {
		t.Errorf("updates = %+v", last)
	}
	if n := len(s.Deliveries()); n != 1+7+2+1 {
		t.Errorf("%d deliveries", n)
	}
}

func TestConflicts(t *testing.T) {
	s, c := newServer(t)
	done := make(chan answer)
	go func() {
		got, _ := c.try("getUpdates", object{"timeout": 50, "offset": 1})
		done <- got
	}()
	// The first poll is recorded only when it ends, so the second comes until it does.
	for open := true; open; {
		select {
		case got := <-done:
			refused(t, got, 409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
			open = false
		default:
			c.poll(0, 0)
		}
	}
	if got := c.call("setWebhook", object{"url": "https://localhost:1/"}); !got.OK {
		t.Error(got.Description)
	}
	refused(t, c.call("getUpdates", nil), 409, "Conflict: can't use getUpdates method while webhook is active")
	refused(t, c.call("setWebhook", object{"url": "https://localhost:1/"}), 429, "Too Many Requests: retry after 1")
	if got := c.call("deleteWebhook", object{"drop_pending_updates": true}); !got.OK {
		t.Error(got.Description)
	}
	c.poll(0, 0)
	if url, _ := s.Webhook(); url != "" {
		t.Errorf("webhook = %q", url)
	}
}

func TestAllowed(t *testing.T) {
	s, c := newServer(t)
	p := s.AddPerson("")
	c.call("getUpdates", object{"allowed_updates": []any{"message"}})
	card := p.Say("a")
	p.EditMessage(card, "b")
	p.Block()
	c.call("getUpdates", object{"allowed_updates": []any{}})
	p.Unblock()
	if got := c.poll(0, 0).kinds(); !slices.Equal(got, []string{"message", "member"}) {
		t.Errorf("updates = %v", got)
	}
}

// TestOvertaking lets presses and messages of one person overtake each other, by polling,
// with each kind in its own order.
func TestOvertaking(t *testing.T) {
	s, c := newServer(t)
	p := s.AddPerson("")
	p.Say("0")
	card := c.send(p.ID(), "?", "A")
	offset := c.poll(0, 0)[0].ID + 1
	s.SetFaults(telegramtest.Faults{Reorder: 0.5, Duplicate: 0.3})
	overtaken, twice := 0, 0
	seen := map[int64]bool{}
	for range 20 {
		var order []string
		message := p.Say("a")
		p.PressOn(card, "A")
		for len(order) < 2 {
			for _, u := range c.poll(offset, 50) {
				if seen[u.ID] {
					twice++
					continue
				}
				seen[u.ID] = true
				offset = max(offset, u.ID+1)
				order = append(order, updates{u}.kinds()[0])
				if u.Message != nil && u.Message.ID != message {
					t.Error("a message out of order")
				}
			}
		}
		if order[0] == "press" {
			overtaken++
		}
	}
	if overtaken == 0 || overtaken == 20 || twice == 0 {
		t.Errorf("overtaken %d times, came twice %d times", overtaken, twice)
	}
}
