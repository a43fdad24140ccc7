package watch

import (
	"fmt"
	"strings"
	"testing"

	"hspbot/bot"
)

// TestReferred: people are counted in steps of five, by the codes of partners and no others.
func TestReferred(t *testing.T) {
	m := NewMetrics(Build{})
	m.KnowCodes(func(code string) bool { return code == "sakura" })
	for i := range 14 {
		m.OnTurn(bot.Turn{Platform: "web", Opened: true, Referral: "sakura"})
		if i < 4 {
			m.OnTurn(bot.Turn{Platform: "web", Finished: true, Points: 80, Referral: "sakura"})
		}
		if i < 5 {
			m.OnTurn(bot.Turn{Platform: "web", Finished: true, Points: 79, Referral: "sakura"})
			m.OnTurn(bot.Turn{Platform: "web", Lead: true, Referral: "sakura"})
		}
		m.OnTurn(bot.Turn{Platform: "web", Opened: true, Referral: fmt.Sprintf("made-up-%d", i)})
		m.OnTurn(bot.Turn{Platform: "web", Opened: true})
		m.OnTurn(bot.Turn{Platform: "web", Opened: true, Referral: "sakura", Result: bot.Repeated})
	}
	said := page(t, m)
	wantLines(t, said, `hspbot_referred_total{code="sakura",what="opened"} 10`, `hspbot_referred_total{code="sakura",what="70-79"} 5`,
		`hspbot_referred_total{code="sakura",what="leads"} 5`, `hspbot_referred_total{code="other",what="opened"} 10`, `hspbot_referred_total{code="none",what="opened"} 10`)
	if all := strings.Join(said, "\n"); strings.Contains(all, "80+") || strings.Contains(all, "made-up") {
		t.Errorf("it tells of four people, or of a code that is no partner's:\n%s", all)
	}
}
