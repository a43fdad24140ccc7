package slack

import (
	"testing"

	"hspbot/bot/slack/fakeslack"
)

// TestThin is the way through: a direct message, a press, a typed number.
func TestThin(t *testing.T) {
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			w := begin(t, m, fakeslack.Options{}, unlimited)
			p := w.team.Person("U1")
			p.Say("hello")
			card := w.sees(p, shows("What will you do in Japan?"))
			if err := p.Press(card, "set:goal:i-b"); err != nil {
				t.Fatal(err)
			}
			w.sees(p, shows("degrees"))
		})
	}
}
