package conversation

import (
	"strings"

	"golang.org/x/text/unicode/norm"
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
	cmdMyData    command = "mydata"
	cmdForget    command = "forget"
	cmdRestart   command = "restart"
)

// Commands are the names of the commands, for menus: without the slash, in the order to
// list them. What each does is the text "command.NAME.about".
var Commands = []string{"start", "help", "back", "change", "result", "language", "documents", "mydata", "forget"}

// readCommand reads a command: "/back", "/back@somebot", "back", "戻る", "返回".
func readCommand(text string) (command, bool) {
	if len(text) > 128 {
		return "", false
	}
	if name, ok := strings.CutPrefix(strings.TrimSpace(text), "/"); ok {
		name, _, _ = strings.Cut(name, " ")
		name, _, _ = strings.Cut(name, "@")
		name = strings.ToLower(name)
		if name == string(cmdRestart) {
			return cmdRestart, true
		}
		for _, c := range Commands {
			if c == name {
				return command(c), true
			}
		}
		return "", false
	}
	c, ok := words().commands[fold(text)]
	return c, ok
}

// CommandOf returns the name of the command a text is ("/back", "戻る"); "" where it is none.
func CommandOf(text string) string {
	c, _ := readCommand(text)
	return string(c)
}

// fold makes texts comparable: full and half width, upper and lower case, outer space and
// closing punctuation do not matter.
func fold(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	return strings.Trim(s, " \t\r\n.!?。、")
}

// slash reports whether the text means to be a command.
func slash(text string) bool { return strings.HasPrefix(strings.TrimSpace(text), "/") }

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}
