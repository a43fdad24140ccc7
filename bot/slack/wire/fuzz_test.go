package wire

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// lawful holds what every reader of payloads may rely on.
func lawful(t *testing.T, p Payload, err error) {
	t.Helper()
	if err != nil {
		if err != ErrUnreadable {
			t.Errorf("error %v", err)
		}
		return
	}
	if p.Kind != Other && p.ID == "" {
		t.Errorf("%v without an id", p.Kind)
	}
	if len(p.ID) > 40 || strings.ContainsFunc(p.ID, func(r rune) bool { return r <= ' ' || r > '~' }) {
		t.Errorf("id %q", p.ID)
	}
	texts := []string{p.Text, p.Press.Value, p.User, p.Channel, p.Challenge, p.View.Metadata}
	for block, actions := range p.Values {
		texts = append(texts, block)
		for action, values := range actions {
			texts = append(append(texts, action), values...)
		}
	}
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.Contains(s, "\x00") || len(s) > 16<<10 {
			t.Errorf("text %.100q", s)
		}
	}
}

func FuzzEvent(f *testing.F) {
	files, _ := filepath.Glob("testdata/event_*.json")
	for _, name := range files {
		f.Add(document(f, filepath.Base(name)))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := ParseEvent(body)
		lawful(t, p, err)
	})
}

func FuzzCommand(f *testing.F) {
	f.Add(string(document(f, "command.txt")))
	f.Add("ssl_check=1")
	f.Add("trigger_id=%00%ff&user_id=U1&text=%00%ff")
	f.Fuzz(func(t *testing.T, body string) {
		form, _ := url.ParseQuery(body)
		p, err := ParseCommand(form)
		lawful(t, p, err)
	})
}

func FuzzInteraction(f *testing.F) {
	for _, name := range []string{"action_button", "action_home", "action_select", "submission", "closed"} {
		f.Add(document(f, name+".json"))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := ParseInteraction(body)
		lawful(t, p, err)
	})
}

func BenchmarkParseInteraction(b *testing.B) {
	body := document(b, "action_button.json")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseInteraction(body); err != nil {
			b.Fatal(err)
		}
	}
}
