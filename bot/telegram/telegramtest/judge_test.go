package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hspbot/bot/telegram/telegramtest"
)

// judged is a test that is to fail.
type judged struct {
	testing.TB
	errors  []string
	cleanup []func()
}

func (j *judged) Helper()          {}
func (j *judged) Cleanup(f func()) { j.cleanup = append(j.cleanup, f) }
func (j *judged) Errorf(format string, a ...any) {
	j.errors = append(j.errors, fmt.Sprintf(format, a...))
}
func (j *judged) Fatalf(format string, a ...any) { panic(fmt.Sprintf(format, a...)) }

// TestFailing has the fake fail a test: for what a person cannot do, for what they wait for in
// vain, and in the end for every violation.
func TestFailing(t *testing.T) {
	j := &judged{TB: t}
	s := telegramtest.New(j, telegramtest.Options{Patience: time.Millisecond, Second: time.Millisecond})
	_, other := newServer(t)
	c := &client{t: t, s: s, Client: other.Client}
	p := s.Someone("")
	p.Say("hello")
	c.send(p.ID(), "Which one?", "A")
	p.Sees(func(m telegramtest.Message) bool { return m.Text == "Never" })
	query := p.Press("B")
	p.Answered(query)
	p.Deeplink("語")
	p.Follow("elsewhere")
	c.call("sendMessage", object{"chat_id": p.ID(), "text": "a", "txet": "b"})
	for _, f := range j.cleanup {
		f()
	}
	want := []string{"has waited in vain", "no such button", "has not been answered", "no app opens", "opens \"\"", `parameter "txet" is unknown`}
	if len(j.errors) != len(want) {
		t.Fatalf("errors = %q", j.errors)
	}
	for i, w := range want {
		if !strings.Contains(j.errors[i], w) {
			t.Errorf("error %q lacks %q", j.errors[i], w)
		}
	}
	if !strings.Contains(j.errors[0], "--- 1 person\nhello\n--- 2 bot\nWhich one?\n[A]\n") {
		t.Errorf("chat is not shown in %q", j.errors[0])
	}
}

// TestPlain sends text with entities of its own, other keyboards, and what a person writes
// when it is longer than a message.
func TestPlain(t *testing.T) {
	s, c := newServer(t)
	p := s.Someone("")
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
	provoked(t, s, "reaches outside", "beside parse_mode")
	links := object{"inline_keyboard": []any{[]any{object{"text": "Me", "url": "https://t.me/points_bot?start=x"},
		object{"text": "Copy", "copy_text": object{"text": "x"}, "style": "primary"}, object{"text": "Off", "disabled": object{}}}}}
	if got := c.call("sendMessage", object{"chat_id": p.ID(), "text": "a", "reply_markup": links}); !got.OK {
		t.Error(got.Description)
	}
	if p.Follow("Me"); s.Pending() != 3 {
		t.Errorf("%d updates", s.Pending())
	}
}
