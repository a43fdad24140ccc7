package jointest

import (
	"encoding/json"
	"strings"

	"hspbot/conversation"
)

// Screens returns screens of every kind a person can meet in a language: every question,
// as first asked, drafted, misunderstood and changed; every explanation; every view, at the
// result and on the way; results of many people.
func Screens(language string) []conversation.Screen {
	var list []conversation.Screen
	seen, visited := map[string]bool{}, map[string]bool{}
	note := func(s conversation.Screen) {
		key := s.ID + "\x00" + s.Notice + "\x00" + s.Title
		if s.Kind == conversation.Question || s.ID == "language" || strings.HasPrefix(s.ID, "why:") {
			for _, c := range s.Choices {
				key += c.Action
			}
		} else {
			for _, b := range s.Body {
				key += b.Text
				for _, l := range b.Lines {
					key += l.Label + l.Value + l.Note
				}
			}
		}
		if !seen[key] {
			seen[key] = true
			list = append(list, s)
		}
	}
	for n, w := range Walks(language) {
		if n%every != 0 {
			continue
		}
		s, screen := Step(conversation.State{}, conversation.Event{Kind: conversation.Started, Language: language, At: Noon})
		for i, m := range w.Moves {
			note(screen)
			if i%4 == len(w.Name)%4 && first(visited, s) { // details on the way, not at every step of every walk
				around(s, screen, note)
			}
			var walked Walk
			s, screen = walked.do(s, screen, m)
		}
		around(s, screen, note)
		note(screen)
	}
	return list
}

// first reports whether a state is met for the first time: walks begin alike.
func first(visited map[string]bool, s conversation.State) bool {
	key, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	before := visited[string(key)]
	visited[string(key)] = true
	return !before
}

// around visits what can be reached from a screen without an answer.
func around(s conversation.State, screen conversation.Screen, note func(conversation.Screen)) {
	events := []conversation.Event{{Kind: conversation.Sent}, {Kind: conversation.Edited}, {Kind: conversation.Started},
		{Kind: conversation.Typed, Text: "?!"}, {Kind: conversation.Typed, Text: "850"}, {Kind: conversation.Typed, Text: "100000 USD"},
		{Kind: conversation.Typed, Text: "Tokyo"}, {Kind: conversation.Typed, Text: "national university"}, {Kind: conversation.Typed, Text: "/nope"},
		{Kind: conversation.Typed, Text: strings.Repeat("x", 5000)}, {Kind: conversation.Pressed, Action: "nope"},
		{Kind: conversation.Started, Public: true}, {Kind: conversation.Pressed, Action: conversation.ActionForget}}
	for _, command := range conversation.AllCommands() {
		events = append(events, conversation.Event{Kind: conversation.Typed, Text: "/" + command})
	}
	for _, view := range []string{"ways", "calendar", "points", "benefits", "residence", "documents", "change", "offer", "scenarios", "jobs"} {
		events = append(events, conversation.Event{Kind: conversation.Pressed, Action: conversation.ShowAction(view)})
	}
	for _, c := range screen.Choices {
		events = append(events, conversation.Event{Kind: conversation.Pressed, Action: c.Action})
	}
	for _, e := range events {
		e.At = Noon
		_, next := Step(s, e)
		note(next)
	}
}
