package conversation

import (
	"fmt"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// write and rewrite are what a person does where messages can be edited.
func (c *talk) write(message, text string) *talk {
	return c.do(Event{Kind: Typed, Message: message, Text: text})
}

func (c *talk) rewrite(message, text string) *talk {
	return c.do(Event{Kind: Edited, Message: message, Text: text})
}

// knows checks what is known of a fact.
func (c *talk) knows(f scoring.Fact, want scoring.Value) *talk {
	c.t.Helper()
	if got := c.state.Facts.Value(f); got != want {
		c.t.Errorf("%s is %v, want %v", f.Key(), got, want)
	}
	return c
}

// written are answers in writing, by question; each is in a message of the question's name.
var written = map[string]string{"goal": "engineer", "degrees": "master", "universities": "none of them", "career_i-b": "5 years", "age": "31", "salary": "8M yen"}

// until writes answers until the question is asked.
func (c *talk) until(question string) *talk {
	c.t.Helper()
	for range 10 {
		id := c.screen.ID
		if id == question {
			return c
		}
		c.write(id, written[id])
	}
	c.t.Fatalf("%s is not asked", question)
	return c
}

// TestEditChangesItsAnswer: a corrected message changes the answer it gave, whatever is asked
// by now, and nothing else.
func TestEditChangesItsAnswer(t *testing.T) {
	start(t, "en").until("japanese").rewrite("age", "36").on("japanese").knows(scoring.Age, scoring.Number(36)).shows("36").
		rewrite("age", "34").on("japanese").knows(scoring.Age, scoring.Number(34)).knows(scoring.CareerTechnical, scoring.Real(5)).
		rewrite("degrees", "doctorate").on("japanese").knows(scoring.Degrees, scoring.Members(scoring.Doctorate)).knows(scoring.Age, scoring.Number(34)).
		rewrite("career_i-b", "8 years").on("japanese").knows(scoring.CareerTechnical, scoring.Real(8)).knows(scoring.AnnualIncome, scoring.Number(8_000_000))
}

// TestEditIsAskedBack: where a correction is not clear it is asked back like any answer.
func TestEditIsAskedBack(t *testing.T) {
	c := start(t, "en").until("japanese").rewrite("salary", "850").on("salary")
	if c.state.Notice == nil || len(c.state.Notice.Offers) == 0 {
		t.Errorf("no amount is offered: %+v", c.state.Notice)
	}
	c.knows(scoring.AnnualIncome, scoring.Number(8_000_000))
}

// TestEditOfWhatWasNotUnderstood: it is read as the answer to its own question.
func TestEditOfWhatWasNotUnderstood(t *testing.T) {
	start(t, "en").until("age").write("x", "qwerty").on("age").rewrite("x", "31").knows(scoring.Age, scoring.Number(31))
	start(t, "en").until("age").write("x", "qwerty").on("age").until("japanese").
		rewrite("x", "32").on("japanese").knows(scoring.Age, scoring.Number(32)).knows(scoring.Japanese, scoring.Value{})
}

// TestEditThatSaysNothing: what cannot be an answer to its question, and a message nobody
// remembers, change nothing; the person is told. An edit without text is none.
func TestEditThatSaysNothing(t *testing.T) {
	told := locales.In("en").Say("notice.edited")
	for _, c := range []struct{ message, text, told string }{
		{"age", "qwerty", told},
		{"age", "help", told},
		{"age", "/forget", told},
		{"x", "36", told},
		{"", "36", told},
		{"age", "", ""},
		{"age", " \n", ""},
	} {
		talk := start(t, "en").until("japanese")
		before := talk.state
		talk.rewrite(c.message, c.text).on("japanese")
		if talk.state.Facts != before.Facts || talk.screen.Notice != c.told {
			t.Errorf("%q of message %q: %v, notice %q", c.text, c.message, talk.state.Facts, talk.screen.Notice)
		}
	}
	c := &talk{t: t, at: noon}
	c.do(Event{Kind: Edited, Message: "1", Text: "31", Language: "en"}).on("goal")
	if c.screen.Notice != "" {
		t.Errorf("a stranger is told %q", c.screen.Notice)
	}
}

// TestHeardIsShort: only the last messages are remembered, and none of what they said.
func TestHeardIsShort(t *testing.T) {
	c := start(t, "en").until("salary")
	for i := range 20 {
		c.write(fmt.Sprint(100+i), "qwerty")
	}
	if want := "112 salary,113 salary,114 salary,115 salary,116 salary,117 salary,118 salary,119 salary"; c.state.Heard != want {
		t.Errorf("heard %q, want %q", c.state.Heard, want)
	}
	c.say("/restart").say("yes")
	if c.state.Heard != "" {
		t.Errorf("who begins again is heard with %q", c.state.Heard)
	}
}
