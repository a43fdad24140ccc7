package terminal

import (
	"hspbot/conversation"
	"hspbot/locales"
)

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
