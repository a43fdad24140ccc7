package conversation

import (
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// TestSME: two questions decide whether the employer is an SME (中小企業基本法第2条第1項: 3億円・300人,
// 卸売業 1億円・100人, サービス業 5,000万円・100人, 小売業 5,000万円・50人).
func TestSME(t *testing.T) {
	for industry, limit := range map[string]struct {
		capital   int64
		employees string
	}{"manufacturing": {300_000_000, "300"}, "wholesale": {100_000_000, "100"}, "services": {50_000_000, "100"}, "retail": {50_000_000, "50"}} {
		for _, tag := range locales.Tags() {
			for answer, want := range map[string]scoring.Value{"yes": scoring.IsYes, "no": scoring.IsNo} {
				c := start(t, tag).choose("i-b").press("edit:employer").choose("innovation_support", "is-sme").on("sme").choose(industry)
				if title := c.screen.Title; !strings.Contains(title, locales.In(tag).Yen(limit.capital)) || !strings.Contains(title, limit.employees) {
					t.Errorf("%s %s: %s", tag, industry, title)
				}
				c.choose(answer).on("employer").choose("done")
				if got := c.state.Facts.Value(scoring.SME); got != want || c.state.Facts.Value(scoring.InnovationSupport) != scoring.IsYes {
					t.Errorf("%s %s %s: SME is %v", tag, industry, answer, got)
				}
			}
		}
	}
}
