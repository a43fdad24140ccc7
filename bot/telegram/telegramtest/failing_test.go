package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hspbot/bot/telegram/telegramtest"
)

// failingTest is a testing.TB of a test that is expected to fail.
type failingTest struct {
	testing.TB
	errors  []string
	cleanup []func()
}

func (t *failingTest) Helper()          {}
func (t *failingTest) Cleanup(f func()) { t.cleanup = append(t.cleanup, f) }
func (t *failingTest) Errorf(format string, a ...any) {
	t.errors = append(t.errors, fmt.Sprintf(format, a...))
}
func (t *failingTest) Fatalf(format string, a ...any) { panic(fmt.Sprintf(format, a...)) }

// TestFailing has the fake fail a test: for what a person cannot do, for what they wait for too
// long, and in the end for every violation.
func TestFailing(t *testing.T) {
	f := &failingTest{TB: t}
	s := telegramtest.New(f, telegramtest.Options{Timeout: time.Millisecond, Second: time.Millisecond})
	_, other := newServer(t)
	c := &client{t: t, s: s, Client: other.Client}
	p := s.AddPerson("")
	p.Say("hello")
	c.send(p.ID(), "Which one?", "A")
	p.Sees(func(m telegramtest.Message) bool { return m.Text == "Never" })
	query := p.Press("B")
	p.AwaitAnswer(query)
	p.Deeplink("語")
	p.Follow("elsewhere")
	c.call("sendMessage", object{"chat_id": p.ID(), "text": "a", "txet": "b"})
	for _, cleanup := range f.cleanup {
		cleanup()
	}
	want := []string{"waited too long", "no such button", "has not been answered", "no app opens", "opens \"\"", `parameter "txet" is unknown`}
	if len(f.errors) != len(want) {
		t.Fatalf("errors = %q", f.errors)
	}
	for i, w := range want {
		if !strings.Contains(f.errors[i], w) {
			t.Errorf("error %q lacks %q", f.errors[i], w)
		}
	}
	if !strings.Contains(f.errors[0], "--- 1 person\nhello\n--- 2 bot\nWhich one?\n[A]\n") {
		t.Errorf("chat is not shown in %q", f.errors[0])
	}
}

// TestPlain sends text with entities of its own, other keyboards, and what a person writes
// when it is longer than a message.
func TestPlain(t *testing.T) {
	s, c := newServer(t)
	p := s.AddPerson("")
	last := p.Say(strings.Repeat("語", 5000))
	if m := s.Chat(p.ID()).Messages; len(m) != 2 || m[1].ID != last || len([]rune(m[1].Text)) != 904 {
		t.Errorf("%d messages", len(m))
	}
	bold := []any{object{"type": "bold", "offset": 2, "length": 1}}
	if got := c.call("sendMessage", object{"chat_id": p.ID(), "text": "😀a <b>", "entities": bold}); !got.OK {
		t.Error(got.Description)
	}
	if m := p.Last(); m.HTML != "😀<b>a</b> &lt;b&gt;" {
		t.Errorf("message = %q", m.HTML)
	}
	for markup, o := range map[string]object{
		"force_reply": {"force_reply": true}, "remove_keyboard": {"remove_keyboard": true},
		"keyboard": {"keyboard": []any{[]any{object{"text": "A"}}}, "resize_keyboard": true},
	} {
		if got := c.call("sendMessage", object{"chat_id": p.ID(), "text": "a", "reply_markup": o}); !got.OK || p.Last().Reply != markup {
			t.Errorf("%s: %s", markup, got.Description)
		}
	}
	c.call("sendMessage", object{"chat_id": p.ID(), "text": "a", "entities": []any{object{"type": "bold", "offset": 1, "length": 1}}})
	c.call("sendMessage", object{"chat_id": p.ID(), "text": "a", "entities": bold[:0], "parse_mode": "html"})
	provoked(t, s, "reaches outside", "with parse_mode")
	links := object{"inline_keyboard": []any{[]any{object{"text": "Me", "url": "https://t.me/points_bot?start=x"},
		object{"text": "Copy", "copy_text": object{"text": "x"}, "style": "primary"}, object{"text": "Off", "disabled": object{}}}}}
	if got := c.call("sendMessage", object{"chat_id": p.ID(), "text": "a", "reply_markup": links}); !got.OK {
		t.Error(got.Description)
	}
	if p.Follow("Me"); s.Pending() != 3 {
		t.Errorf("%d updates", s.Pending())
	}
}
