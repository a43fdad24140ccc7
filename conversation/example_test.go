package conversation_test

import (
	"fmt"
	"time"

	"hspbot/conversation"
)

// A turn is a function of the state and an event; the screen is a function of the state.
func ExampleStep() {
	now := time.Date(2026, 11, 29, 3, 0, 0, 0, time.UTC)
	var s conversation.State
	for _, e := range []conversation.Event{
		{Kind: conversation.Started, Language: "en", At: now},
		{Kind: conversation.Pressed, Action: conversation.AnswerAction("goal", "i-b"), At: now},
		{Kind: conversation.Typed, Text: "master", At: now},
	} {
		s = conversation.Step(s, e)
	}
	screen := conversation.Show(s, now)
	fmt.Println(screen.Title)
	for _, answer := range screen.Answers {
		fmt.Println(answer.Label+":", answer.Value)
	}
	// Output:
	// How much will you earn a year in Japan, before tax?
	// Work in Japan: Specialist work (1号ロ)
	// Degrees: Master's (修士)
}
