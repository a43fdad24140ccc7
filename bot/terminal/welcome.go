package terminal

import (
	"cmp"
	"context"
	"io"
	"strings"

	"hspbot/bot"
	"hspbot/conversation"
	"hspbot/locales"
)

// Welcome is shown to a person where answers are kept of an earlier time, before any of them
// is: they may be another's. Place says where they are kept. It returns the event with which
// the conversation goes on: nil with the screen of before; for a new person it is asked once
// whether the answers are to be deleted. Who leaves gets [io.EOF].
func (t *Terminal) Welcome(ctx context.Context, kept bot.Session, language, place string) (*conversation.Event, error) {
	screen := welcome(locales.In(language), kept, place)
	for {
		if err := t.draw(screen, 0); err != nil {
			return nil, err
		}
		line, err := t.line(ctx)
		if err == io.EOF {
			return nil, cmp.Or(t.goodbye(), err)
		}
		if err != nil {
			return nil, err
		}
		list := t.chosen(line)
		for i := range screen.Choices {
			if c := &screen.Choices[i]; c.Names(line) {
				list = append(list, c)
			}
		}
		switch {
		case strings.TrimSpace(line) == "", len(list) > 0 && list[0].Action == conversation.ActionContinue:
			return nil, nil
		case len(list) > 0:
			event := pressed(list[0].Action)
			return &event, nil
		}
	}
}

// welcome draws whose answers are kept. An empty line goes on with them.
func welcome(v *locales.Voice, kept bot.Session, place string) conversation.Screen {
	year, month, day := kept.Touched.Local().Date()
	return conversation.Screen{
		ID: "welcome", Language: v.Tag(), Title: v.Say("terminal.welcome"),
		Body: []conversation.Block{{Text: v.Say("terminal.kept", "Place", place, "Date", v.Date(year, int(month), day))}},
		Choices: []conversation.Choice{
			{ID: "go-on", Action: conversation.ActionContinue, Label: v.Say("terminal.go_on")},
			{ID: "new-person", Action: conversation.ShowAction("restart"), Label: v.Say("terminal.new_person")},
		},
	}
}
