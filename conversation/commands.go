package conversation

import (
	"slices"
	"strings"

	"hspbot/conversation/typed"
)

// command is what a person may ask for at any time.
type command string

// The commands. Their plain words are in the locales ("[command] back").
const (
	cmdStart     command = "start"
	cmdHelp      command = "help"
	cmdBack      command = "back"
	cmdChange    command = "change"
	cmdResult    command = "result"
	cmdLanguage  command = "language"
	cmdDocuments command = "documents"
	cmdGuide     command = "guide"
	cmdMyData    command = "mydata"
	cmdForget    command = "forget"
	cmdRestart   command = "restart"
	cmdPrivacy   command = "privacy"
	cmdCancel    command = "cancel"
	cmdNotify    command = "notify"
	cmdShare     command = "share"
)

// Commands are the names of the commands, for menus: without the slash, in the order to
// list them. What each does is the text "command.NAME.about".
var Commands = []string{"start", "help", "back", "change", "result", "language", "documents", "guide", "notify", "mydata", "forget"}

// AllCommands are the names of the commands, with those that no menu lists.
func AllCommands() []string {
	return append(slices.Clone(Commands), string(cmdRestart), string(cmdPrivacy), string(cmdCancel), string(cmdShare))
}

// readCommand reads a command: "/back", "/back@somebot", "back", "戻る", "返回".
func readCommand(text string) (command, bool) {
	if len(text) > 128 {
		return "", false
	}
	if name, ok := strings.CutPrefix(fold(text), "/"); ok {
		name, _, _ = strings.Cut(name, " ")
		name, _, _ = strings.Cut(name, "@")
		if !slices.Contains(AllCommands(), name) {
			return "", false
		}
		return command(name), true
	}
	c, ok := words().exact["command"][fold(text)]
	return command(c), ok
}

// CommandOf returns the name of the command a text is ("/back", "戻る"); "" where it is none.
func CommandOf(text string) string {
	c, _ := readCommand(text)
	return string(c)
}

// fold makes texts comparable: width, case, the script of Chinese, outer space and closing
// punctuation do not matter.
func fold(s string) string { return strings.Trim(typed.Fold(s), " .!?。、") }

// slash reports whether the text means to be a command.
func slash(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "/") || strings.HasPrefix(text, "／")
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}
