package conversation

import (
	"strings"
	"time"

	"hspbot/scoring"
)

// Taken says in a few words what pressing an action has made of a state: the answer that it
// gave, or the toggle that it switched. It is empty where there is nothing to name.
func Taken(after State, action string, at time.Time) string {
	verb, rest, _ := strings.Cut(action, ":")
	id, arg, _ := strings.Cut(rest, ":")
	q := find(id)
	if q == nil || after.Forgotten {
		return ""
	}
	t := &turn{state: after, voice: after.voice(), today: scoring.DayInJapan(at)}
	switch verb {
	case "on", "off":
		o := q.option(arg)
		if o == nil || q.style != pages {
			return ""
		}
		sign := "✅ "
		if verb == "off" {
			sign = "⬜ "
		}
		return sign + t.voice.Say(o.key(q))
	case "set", "done", "rest":
		if after.answeredAny(q) {
			return t.voice.Say(understood, "Question", q.name(t.voice), "Answer", t.answerText(q))
		}
	}
	return ""
}
