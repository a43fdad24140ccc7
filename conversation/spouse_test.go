package conversation

import (
	"strings"
	"testing"

	"hspbot/locales"
)

// TestNoSpouse: to who is single nothing is said of a spouse's work and of what proves it.
func TestNoSpouse(t *testing.T) {
	for _, spouse := range []string{"yes", "no"} {
		c := start(t, "en").choose("i-b", "master", "done").say("8.5M").say("33").say("5").choose("n1").press("set:spouse:" + spouse)
		for view, key := range map[string]string{"documents": "documents.spouse", "benefits": "benefit.spouse_work.name"} {
			drawn := draw(c.press(ShowAction(view)).on(view).screen)
			if says := strings.Contains(drawn, locales.In("en").Say(key)); says != (spouse == "yes") {
				t.Errorf("married %s: %s speaks of the spouse's work: %v\n%s", spouse, view, says, drawn)
			}
		}
	}
}
