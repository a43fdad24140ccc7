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

// interviewed is somebody who has written an answer to the questions up to the age.
func interviewed(t *testing.T) *talk {
	return start(t, "en").write("1", "engineer").on("degrees").write("2", "master").on("salary").
		write("3", "8M yen").on("age").write("4", "31").on("career_i-b")
}

// TestEditChangesItsAnswer: a corrected message changes the answer it gave, whatever is asked
// by now, and nothing else.
func TestEditChangesItsAnswer(t *testing.T) {
	interviewed(t).rewrite("4", "36").on("career_i-b").knows(scoring.Age, scoring.Number(36)).shows("36").
		rewrite("4", "34").on("career_i-b").knows(scoring.Age, scoring.Number(34)).knows(scoring.AnnualIncome, scoring.Number(8_000_000)).
		rewrite("2", "doctorate").on("career_i-b").knows(scoring.Degrees, scoring.Members(scoring.Doctorate)).knows(scoring.Age, scoring.Number(34)).
		write("5", "5 years").rewrite("3", "9M yen").on("japanese").knows(scoring.CareerTechnical, scoring.Real(5)).knows(scoring.AnnualIncome, scoring.Number(9_000_000))
}

// TestEditIsAskedBack: where a correction is not clear it is asked back like any answer.
func TestEditIsAskedBack(t *testing.T) {
	c := interviewed(t).rewrite("3", "850").on("salary")
	if c.state.Notice == nil || len(c.state.Notice.Offers) == 0 {
		t.Errorf("no amount is offered: %+v", c.state.Notice)
	}
	c.knows(scoring.AnnualIncome, scoring.Number(8_000_000))
}

// TestEditOfWhatWasNotUnderstood: it is read as the answer to its own question.
func TestEditOfWhatWasNotUnderstood(t *testing.T) {
	interviewed(t).write("5", "qwerty").on("career_i-b").rewrite("5", "5 years").on("japanese").knows(scoring.CareerTechnical, scoring.Real(5))
	interviewed(t).write("5", "qwerty").on("career_i-b").write("6", "5 years").on("japanese").
		rewrite("5", "8 years").on("japanese").knows(scoring.CareerTechnical, scoring.Real(8)).knows(scoring.Japanese, scoring.Value{})
}

// TestEditThatSaysNothing: what cannot be an answer to its question, and a message nobody
// remembers, change nothing; the person is told. An edit without text is none.
func TestEditThatSaysNothing(t *testing.T) {
	told := locales.In("en").Say("notice.edited")
	for _, c := range []struct{ message, text, told string }{
		{"4", "qwerty", told},
		{"4", "help", told},
		{"4", "/forget", told},
		{"99", "36", told},
		{"", "36", told},
		{"4", "", ""},
		{"4", " \n", ""},
	} {
		talk := interviewed(t)
		before := talk.state
		talk.rewrite(c.message, c.text).on("career_i-b")
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
	c := interviewed(t)
	for i := range 20 {
		c.write(fmt.Sprint(100+i), "qwerty")
	}
	if want := "112 career_i-b,113 career_i-b,114 career_i-b,115 career_i-b,116 career_i-b,117 career_i-b,118 career_i-b,119 career_i-b"; c.state.Heard != want {
		t.Errorf("heard %q, want %q", c.state.Heard, want)
	}
	c.say("/restart").say("yes")
	if c.state.Heard != "" {
		t.Errorf("who begins again is heard with %q", c.state.Heard)
	}
}
