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

func TestResolve(t *testing.T) {
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
		{one, "[戻る]", "back:japanese"},
		{one, "［わからない］", "set:japanese:unsure"},
		{one, "[back]", "back:japanese"},
		{one, "[2] 2", typed},
		{one, "②", "set:japanese:n1"},
		{one, "n1", "set:japanese:n1"},
		{one, "Ｎ１", "set:japanese:n1"},
		{one, "jlpt n1, bjt 480+", "set:japanese:n1"},
		{one, "ＪＬＰＴ　Ｎ２", "set:japanese:n2"},
		{one, "none", "set:japanese:none"},
		{one, "back", "back:japanese"},
		{one, "戻る", "back:japanese"},
		{one, "unsure", "set:japanese:unsure"},
		{one, "Not-Sure", "set:japanese:unsure"},
		{one, "0", typed},
		{one, "4", typed},
		{one, "1,2", typed},
		{one, "a", typed},
		{one, "#", typed},
		{one, "/back", typed},

		{several, "1,3", "set:degrees:bachelor,mba_mot"},
		{several, "1 3", "set:degrees:bachelor,mba_mot"},
		{several, "1、3", "set:degrees:bachelor,mba_mot"},
		{several, "１，３", "set:degrees:bachelor,mba_mot"},
		{several, "1, 3,", "set:degrees:bachelor,mba_mot"},
		{several, "3;1", "set:degrees:mba_mot,bachelor"},
		{several, "2,2", "set:degrees:master"},
		{several, "1 and 3", "set:degrees:bachelor,mba_mot"},
		{several, "1&3", "set:degrees:bachelor,mba_mot"},
		{several, "1と3", "set:degrees:bachelor,mba_mot"},
		{several, "1和3", "set:degrees:bachelor,mba_mot"},
		{several, "1 加上 3", "set:degrees:bachelor,mba_mot"},
		{several, "(1), (3)", "set:degrees:bachelor,mba_mot"},
		{several, "[1] and [3]", typed},
		{several, "2", "set:degrees:master"},
		{several, "修士", "set:degrees:master"},
		{several, "学士、修士", "set:degrees:bachelor,master"},
		{several, "bachelor,MASTER", "set:degrees:bachelor,master"},
		{several, "MBA, MOT", "set:degrees:mba_mot"},
		{several, "MBA, MOT, 修士", "set:degrees:mba_mot,master"},
		{several, "修士,mba,mot", typed},
		{several, "修士、MBA, MOT", "set:degrees:master,mba_mot"},
		{several, "1,unsure", "set:degrees:bachelor,not-sure"},
		{several, "not-sure,1", "set:degrees:bachelor,not-sure"},
		{several, "not-sure", "set:degrees:unsure"},
		{several, "none", "set:degrees:none"},
		{several, "どれもない", "set:degrees:none"},
		{several, "why", "why:degrees"},
		{several, "none,1", typed},
		{several, "1,9", typed},
		{several, "1,why", typed},
		{several, ",", typed},
		{several, "master or so", typed},
		{marked, "2", "set:degrees:master"},
		{marked, "1,not-sure", "set:degrees:bachelor,not-sure"},
		{marked, "", "done:degrees"},
		{marked, "done", "done:degrees"},
		{marked, "rest-not-sure", "rest:degrees"},

		{number, "a", "set:career:-3"},
		{number, "C)", "set:career:5-"},
		{number, "(c)", "set:career:5-"},
		{number, "（ｃ）", "set:career:5-"},
		{number, "[What counts?]", "why:career"},
		{number, "ｂ", "set:career:3-5"},
		{number, "3-5", "set:career:3-5"},
		{number, "under 3 years", "set:career:-3"},
		{number, "3", typed},
		{number, "#3", typed},
		{number, "d", typed},
		{number, "3 years", typed},
		{number, "why", "why:career"},
	} {
		event, ok := resolve(c.screen, c.line)
		got := event.Action
		if event.Kind == conversation.Typed {
			got = typed
			if event.Text != c.line {
				t.Errorf("%s: %q became %q", c.screen.ID, c.line, event.Text)
			}
		}
		if !ok || got != c.want {
			t.Errorf("%s: %q is %q (%v), want %q", c.screen.ID, c.line, got, ok, c.want)
		}
	}
}

func TestResolveNothing(t *testing.T) {
	for _, line := range []string{"", " ", "\t", "　"} {
		for _, s := range []conversation.Screen{one, several, number, {}} {
			if event, ok := resolve(s, line); ok {
				t.Errorf("%q on %q is %+v", line, s.ID, event)
			}
		}
	}
}

func FuzzResolve(f *testing.F) {
	for _, seed := range []string{"1", "1,3", "戻る", "\xff\x00", strings.Repeat("1,", 5000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		for _, s := range []conversation.Screen{one, several, marked, number, {}} {
			event, ok := resolve(s, line)
			if ok && event.Kind == conversation.Typed && event.Text != line {
				t.Errorf("%q became %q", line, event.Text)
			}
			if ok && event.Kind == conversation.Pressed && event.Action == "" {
				t.Errorf("%q presses nothing", line)
			}
		}
	})
}
