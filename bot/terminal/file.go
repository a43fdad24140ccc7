package terminal

import (
	"slices"

	"hspbot/conversation"
	"hspbot/locales"
)

// A screen that hands over a file is drawn without it. A file to be read is shown, and another one
// written, when it is asked for.

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

// isFile reports whether a choice shows the file of its screen.
func isFile(c conversation.Choice) bool { return c.Action == fileAction }

// showFile writes the text of the present screen's file in the place of the screen.
func (t *Terminal) showFile() error {
	s := t.screen
	s.ID, s.Notice, s.Title = "json", "", s.File.Name
	s.Body = []conversation.Block{{Kind: conversation.Code, Text: string(s.File.Data)}}
	s.Choices, s.File = slices.DeleteFunc(s.Choices, isFile), nil
	return t.draw(s, t.shown)
}

// save writes a file and says where it is.
func (t *Terminal) save(f *conversation.File, v *locales.Voice) string {
	data, err := f.Content()
	if err == nil {
		var path string
		if path, err = t.o.Save(f.Name, data); err == nil {
			return v.Say("terminal.saved", "File", path)
		}
	}
	return v.Say("terminal.not_saved", "File", f.Name)
}
