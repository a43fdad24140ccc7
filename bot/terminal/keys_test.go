package terminal

import (
	"strings"
	"testing"

	"hspbot/conversation"
)

func option(id, action, label string) conversation.Choice {
	return conversation.Choice{Role: conversation.Option, ID: id, Action: action, Label: label}
}

func control(id, action, label string) conversation.Choice {
	return conversation.Choice{Role: conversation.Control, ID: id, Action: action, Label: label}
}

// one, several and number are the three kinds of screens to answer.
var (
	one = conversation.Screen{ID: "japanese", Language: "ja", Choices: []conversation.Choice{
		option("n2", "set:japanese:n2", "JLPT N2"),
		option("n1", "set:japanese:n1", "JLPT N1, BJT 480+"),
		option("none", "set:japanese:none", "どれもない"),
		control("not-sure", "set:japanese:unsure", "わからない"),
		control("back", "back:japanese", "戻る"),
	}}
	several = conversation.Screen{ID: "degrees", Language: "ja", Several: true, Choices: []conversation.Choice{
		option("bachelor", "on:degrees:bachelor", "学士"),
		option("master", "on:degrees:master", "修士"),
		option("mba_mot", "on:degrees:mba_mot", "MBA, MOT"),
		{Role: conversation.Finish, ID: "none", Action: "set:degrees:none", Label: "どれもない"},
		control("not-sure", "set:degrees:unsure", "わからない"),
		control("why", "why:degrees", "何が該当する？"),
	}}
	marked = conversation.Screen{ID: "degrees", Language: "en", Several: true, Choices: []conversation.Choice{
		{Role: conversation.Option, ID: "bachelor", Action: "off:degrees:bachelor", Label: "Bachelor's", Selected: true},
		option("master", "on:degrees:master", "Master's"),
		{Role: conversation.Finish, ID: "done", Action: "done:degrees", Label: "Done"},
		{Role: conversation.Finish, ID: "rest-not-sure", Action: "rest:degrees", Label: "Done, not sure about the rest"},
	}}
	number = conversation.Screen{ID: "career", Language: "en", Number: true, Choices: []conversation.Choice{
		option("-3", "set:career:-3", "Under 3 years"),
		option("3-5", "set:career:3-5", "3 to under 5 years"),
		option("5-", "set:career:5-", "5 years or more"),
		control("why", "why:career", "What counts?"),
	}}
)

// showing is a terminal that shows a screen.
func showing(screen conversation.Screen, mode Mode) *Terminal {
	t := New(Options{In: strings.NewReader(""), Mode: mode})
	t.screen = screen
	return t
}

// TestKeys: what is typed in the form of the keys that are drawn presses the options, in any mode. Everything
// else is a text.
func TestKeys(t *testing.T) {
	const typed = "typed"
	for _, c := range []struct {
		screen     conversation.Screen
		line, want string // want: the action, or typed
	}{
		{one, "2", "set:japanese:n1"},
		{one, "２", "set:japanese:n1"},
		{one, " 2 ", "set:japanese:n1"},
		{one, "#2", "set:japanese:n1"},
		{one, "2)", "set:japanese:n1"},
		{one, "2.", "set:japanese:n1"},
		{one, "02", "set:japanese:n1"},
		{one, "(2)", "set:japanese:n1"},
		{one, "［２］", "set:japanese:n1"},
		{one, "[2] 2", typed},
		{one, "②", "set:japanese:n1"},
		{one, "0", typed},
		{one, "4", typed},
		{one, "1,2", typed},
		{one, "a", typed},
		{one, "#", typed},
		{one, "/back", typed},
		{one, "JLPT N2", typed},
		{one, "[戻る]", typed},
		{one, "わからない", typed},

		{several, "1,3", "set:degrees:bachelor,mba_mot"},
		{several, "1 3", "set:degrees:bachelor,mba_mot"},
		{several, "1、3", "set:degrees:bachelor,mba_mot"},
		{several, "１，３", "set:degrees:bachelor,mba_mot"},
		{several, "1, 3,", "set:degrees:bachelor,mba_mot"},
		{several, "3;1", "set:degrees:mba_mot,bachelor"},
		{several, "2,2", "set:degrees:master,master"},
		{several, "1 and 3", "set:degrees:bachelor,mba_mot"},
		{several, "1&3", "set:degrees:bachelor,mba_mot"},
		{several, "1と3", "set:degrees:bachelor,mba_mot"},
		{several, "1和3", "set:degrees:bachelor,mba_mot"},
		{several, "1 加上 3", "set:degrees:bachelor,mba_mot"},
		{several, "(1), (3)", "set:degrees:bachelor,mba_mot"},
		{several, "[1] and [3]", "set:degrees:bachelor,mba_mot"},
		{several, "2", "set:degrees:master"},
		{several, "1,unsure", "set:degrees:bachelor,not-sure"},
		{several, "not-sure,1", "set:degrees:not-sure,bachelor"},
		{several, "1、わからない", "set:degrees:bachelor,not-sure"},
		{several, "わからない", typed},
		{several, "修士", typed},
		{several, "none,1", typed},
		{several, "1,9", typed},
		{several, "1,why", typed},
		{several, "2 papers", typed},
		{several, ",", typed},
		{several, "master or so", typed},
		{marked, "2", "set:degrees:master"},
		{marked, "1,not sure", "set:degrees:bachelor,not-sure"},

		{number, "a", "set:career:-3"},
		{number, "C)", "set:career:5-"},
		{number, "(c)", "set:career:5-"},
		{number, "（ｃ）", "set:career:5-"},
		{number, "ｂ", "set:career:3-5"},
		{number, "3", typed},
		{number, "#3", typed},
		{number, "d", typed},
		{number, "3 years", typed},
	} {
		for _, mode := range []Mode{Pipe, Lines} {
			if got := action(t, showing(c.screen, mode), c.line, typed); got != c.want {
				t.Errorf("%s: %q is %q, want %q", c.screen.ID, c.line, got, c.want)
			}
		}
	}
}

// action is what a line presses, or what is given for a text, which has to come as it is.
func action(t *testing.T, term *Terminal, line, typed string) string {
	t.Helper()
	list := term.events(line)
	if len(list) != 1 {
		t.Fatalf("%s: %q is %v", term.screen.ID, line, list)
	}
	if list[0].Kind == conversation.Pressed {
		return list[0].Action
	}
	if list[0].Kind != conversation.Typed || list[0].Text != line {
		t.Errorf("%s: %q became %+v", term.screen.ID, line, list[0])
	}
	return typed
}

// TestIDs: ids press options where they are shown and through a pipe. To people they are words.
func TestIDs(t *testing.T) {
	for _, c := range []struct {
		screen     conversation.Screen
		line, want string
	}{
		{one, "n1", "set:japanese:n1"},
		{one, "[n1]", "set:japanese:n1"},
		{one, "Ｎ１", "set:japanese:n1"},
		{one, "none", "set:japanese:none"},
		{several, "bachelor,MASTER", "set:degrees:bachelor,master"},
		{several, "bachelor, 2", "set:degrees:bachelor,master"},
		{several, "bachelor, not-sure", "set:degrees:bachelor,not-sure"},
		{several, "bachelor master", "text"},
		{number, "3-5", "set:career:3-5"},
	} {
		plain := showing(c.screen, Lines)
		plain.o.Style.Plain = true
		for term, want := range map[*Terminal]string{showing(c.screen, Pipe): c.want, plain: c.want, showing(c.screen, Lines): "text"} {
			if got := action(t, term, c.line, "text"); got != want {
				t.Errorf("%s: %q is %q, want %q", c.screen.ID, c.line, got, want)
			}
		}
	}
}

func FuzzEvents(f *testing.F) {
	for _, seed := range []string{"1", "1,3", "戻る", "\xff\x00", strings.Repeat("1,", 5000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		for _, s := range []conversation.Screen{one, several, marked, number, {}} {
			for _, event := range showing(s, Pipe).events(line) {
				if event.Kind == conversation.Typed && event.Text != line {
					t.Errorf("%q became %q", line, event.Text)
				}
				if event.Kind == conversation.Pressed && event.Action == "" {
					t.Errorf("%q presses nothing", line)
				}
			}
		}
	})
}
