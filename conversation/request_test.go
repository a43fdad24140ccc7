package conversation

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"hspbot/locales"
)

// requestedResult is an interview begun by the link of somebody who asks for the result, at the point where a
// result is due.
func requestedResult(t *testing.T, lang string) State {
	t.Helper()
	s := tableAt(t, lang, "result")
	return Step(s, Event{Kind: Started, Request: &Request{Code: "c0de", By: "Example Inc."}, Language: lang, At: noon})
}

// TestARequestIsAnsweredOnlyWithConsent: who is asked for their result is shown, once and before they
// decide, exactly what would be handed over; until they agree nothing is.
func TestARequestIsAnsweredOnlyWithConsent(t *testing.T) {
	for _, lang := range locales.Tags() {
		v := locales.In(lang)
		begun := Step(State{}, Event{Kind: Started, Request: &Request{Code: "c0de", By: "Example Inc."}, Language: lang, At: noon})
		if screen := Show(begun, noon); screen.ID != "goal" || screen.Notice != v.Say("request.begun", "By", "Example Inc.") {
			t.Errorf("%s: begins with %s, %q", lang, screen.ID, screen.Notice)
		}
		s := requestedResult(t, lang)
		screen := Show(s, noon)
		handed, ok := Shared(s, noon)
		if !ok || screen.ID != "request" || screen.Title != v.Say("request.title", "By", "Example Inc.") {
			t.Fatalf("%s: asked is %s, %q", lang, screen.ID, screen.Title)
		}
		if n := len(screen.Body) - len(handed.Body); n < 0 || !reflect.DeepEqual(screen.Body[n:], handed.Body) {
			t.Errorf("%s: shown is\n%s\nand handed over would be\n%s", lang, screen.Plain(), handed.Plain())
		}
		if _, ok := s.Agreed(); ok {
			t.Errorf("%s: agreed before the answer", lang)
		}
		for answer, agreed := range map[string]bool{"yes": true, "no": false} {
			after := Step(s, Event{Kind: Pressed, Action: "hand:" + answer, At: noon})
			if code, ok := after.Agreed(); ok != agreed || agreed && code != "c0de" {
				t.Errorf("%s %s: agreed is %q, %v", lang, answer, code, ok)
			}
			screen := Show(after, noon)
			if screen.Kind != Result || screen.Notice != v.Say("request.said_"+answer, "By", "Example Inc.") {
				t.Errorf("%s %s: then comes %s, %q", lang, answer, screen.ID, screen.Notice)
			}
			again := Step(after, Event{Kind: Pressed, Action: "hand:yes", At: noon})
			if _, ok := again.Agreed(); ok != agreed {
				t.Errorf("%s %s: a second press changes the answer", lang, answer)
			}
			changed := Step(after, Event{Kind: Pressed, Action: AnswerAction("age", "35-40"), At: noon})
			if screen := Show(changed, noon); screen.ID == "request" {
				t.Errorf("%s %s: it is asked again", lang, answer)
			}
		}
		data := Step(s, Event{Kind: Pressed, Action: ShowAction("mydata"), At: noon})
		stored := Show(data, noon)
		if text := stored.Plain(); !strings.Contains(text, "Example Inc.") {
			t.Errorf("%s: what is stored does not say who asks:\n%s", lang, text)
		}
	}
}

// TestARequestOutOfTime: a link that has ended says so and asks nothing; a press before there is a
// result, or without a request, means nothing; what is deleted is not handed over.
func TestARequestOutOfTime(t *testing.T) {
	v := locales.In("en")
	over := Step(State{}, Event{Kind: Started, Request: &Request{}, Language: "en", At: noon})
	if screen := Show(over, noon); over.Request != nil || screen.Notice != v.Say("request.over") {
		t.Errorf("kept is %+v, said %q", over.Request, screen.Notice)
	}
	begun := Step(State{}, Event{Kind: Started, Request: &Request{Code: "c0de", By: "x"}, Language: "en", At: noon})
	for _, s := range []State{begun, tableAt(t, "en", "result")} {
		if _, ok := Step(s, Event{Kind: Pressed, Action: "hand:yes", At: noon}).Agreed(); ok {
			t.Error("agreed without having been asked")
		}
	}
	agreed := Step(requestedResult(t, "en"), Event{Kind: Pressed, Action: "hand:yes", At: noon})
	if _, ok := Step(agreed, Event{Kind: Pressed, Action: ActionForget, At: noon}).Agreed(); ok {
		t.Error("handed over after everything was deleted")
	}
	stored, err := json.Marshal(agreed)
	var back State
	if err != nil || json.Unmarshal(stored, &back) != nil || !reflect.DeepEqual(back.Request, agreed.Request) {
		t.Errorf("stored is %s, %v", stored, err)
	}
}
