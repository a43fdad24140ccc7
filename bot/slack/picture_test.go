package slack

import (
	"strings"
	"testing"
)

// TestPicture: the chart comes as a file with the calendar's words for who cannot see it.
func TestPicture(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	list := moves(t, "ja", "i-b")
	p.Locale = "ja-JP"
	p.Say("hello")
	w.follow(p, dm(p), list, p.Say)
	w.press(p, w.sees(p, result), "show:calendar")
	w.press(p, w.sees(p, shows(say("ja", "calendar.note"))), "show:chart")
	w.wait(p, "the picture", func() bool { return len(w.fake.Files()) == 1 })
	f := w.fake.Files()[0]
	if f.Channel != newest(p).Channel || !strings.HasSuffix(f.Name, ".png") || !strings.HasPrefix(string(f.Content), "\x89PNG") {
		t.Errorf("the file is %q in %q", f.Name, f.Channel)
	}
	if !strings.Contains(f.AltText, say("ja", "calendar.title")) || !strings.Contains(f.AltText, "80点：") {
		t.Errorf("in words it is %q", f.AltText)
	}
}
