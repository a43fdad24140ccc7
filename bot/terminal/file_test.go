package terminal

import (
	"errors"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

// TestSave: a file that somebody asks for is written, and they are told where; where it cannot be,
// they are told what else they can do.
func TestSave(t *testing.T) {
	noon := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	state := conversation.Step(conversation.State{}, conversation.Event{Kind: conversation.Started, Language: "en", At: noon})
	state = conversation.Step(state, conversation.Event{Kind: conversation.Pressed, Action: conversation.ShowAction("form"), At: noon})
	screen := conversation.Show(state, noon)
	if screen.File == nil {
		t.Fatalf("no file: %+v", screen)
	}
	for said, fails := range map[string]error{"Saved: " + screen.File.Name: nil, "hspbot score --pdf": errors.New("read-only")} {
		var out strings.Builder
		var saved []byte
		term := New(Options{In: strings.NewReader(""), Out: &out, Save: func(name string, data []byte) (string, error) { saved = data; return name, fails }})
		if sent := term.Post(t.Context(), bot.Post{Screen: screen}); sent.Err != nil {
			t.Fatal(sent.Err)
		}
		if !strings.Contains(out.String(), said) || !strings.HasPrefix(string(saved), "PK") {
			t.Errorf("%d bytes written, and said:\n%s", len(saved), out.String())
		}
	}
}
