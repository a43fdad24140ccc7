package terminal

import (
	"slices"

	"hspbot/conversation"
	"hspbot/locales"
)

// A screen that hands over a file is drawn without it. Its text is shown when it is asked for.

// fileAction is the action of the choice that shows the file of a screen.
const fileAction = "file:"

// withFile is a screen with a choice for its file in the place of the text of it.
func withFile(s conversation.Screen) conversation.Screen {
	if s.File == nil || s.File.OnDemand() {
		return s
	}
	s.Body = slices.DeleteFunc(slices.Clone(s.Body), func(b conversation.Block) bool { return b.Kind == conversation.Code })
	s.Choices = slices.Insert(slices.Clone(s.Choices), 0, conversation.Choice{Role: conversation.Control, ID: "json", Action: fileAction,
		Label: locales.In(s.Language).Say("terminal.file")})
	return s
}

// showFile writes the text of the present screen's file.
func (t *Terminal) showFile() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.screen
	if s.File == nil {
		return nil
	}
	style, rows := t.style()
	return t.show(newCard(conversation.Screen{ID: "json", Language: s.Language, Title: s.File.Name,
		Body: []conversation.Block{{Kind: conversation.Code, Text: string(s.File.Data)}}}, style, rows))
}
