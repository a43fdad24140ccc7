package conversation

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"hspbot/locales"
)

// reachable is a partner with a way of each kind to reach them, to whom nothing can be sent.
func reachable(language string) Partner {
	p := sakura(language)
	p.Leads, p.Consent = false, ""
	p.Contacts = []Contact{{"phone", "+81 3 0000 0000", "tel:+81300000000"}, {"email", "visa@sakura.example", "mailto:visa@sakura.example"}, {"telegram", "@sakura_visa", "https://t.me/sakura_visa"},
		{"line", "@sakura", "https://line.me/R/ti/p/%40sakura"}, {"wechat", "sakura_visa", ""}, {"whatsapp", "+81 90 0000 0000", "https://wa.me/819000000000"},
		{"url", "https://sakura.example/", "https://sakura.example/"}}
	return p
}

// TestPartner: the partner is named once on the result and once among the next steps, with every way to
// reach them there; never before the result, never where nobody is known, and never of a candidate.
func TestPartner(t *testing.T) {
	for _, language := range locales.Tags() {
		by := reachable(language)
		named := func(s State, by Partner) int {
			screen := ShowFor(s, noon, by)
			return strings.Count(screen.Plain(), by.Name)
		}
		var asked State
		person := pick(rand.New(rand.NewPCG(1, 2)), goals[1], 0.3)
		result, _, _ := interview(t, language, func(s Screen) Event {
			return person.answer(s)
		})
		asked, _ = step(State{}, Event{Kind: Started, Language: language, Referral: "sakura", At: noon})
		for _, c := range []struct {
			name string
			of   State
			view string
			want int
		}{
			{"result", result, "", 1}, {"next steps", result, "next", 1}, {"points", result, "points", 0}, {"guide", result, "guide", 0}, {"stored", result, "mydata", 0},
			{"first question", asked, "", 0}, {"next steps too early", asked, "next", 0}, {"result too early", asked, "result", 0}, {"help", asked, "help", 0},
		} {
			c.of.View = c.view
			if got := named(c.of, by); got != c.want {
				screen := ShowFor(c.of, noon, by)
				t.Errorf("%s: %s names the partner %d times, want %d:\n%s", language, c.name, got, c.want, draw(screen))
			}
			candidate := c.of
			candidate.Candidate = true
			if got := named(candidate, by); got != 0 {
				t.Errorf("%s: %s of a candidate names the partner", language, c.name)
			}
		}
		result.View = "next"
		screen := ShowFor(result, noon, by)
		for _, c := range by.Contacts {
			said := strings.Contains(screen.Plain(), c.Value) && (!strings.HasPrefix(c.Link, "https:") || strings.Contains(screen.Plain(), c.Link))
			opens := slices.ContainsFunc(screen.Body, func(b Block) bool {
				return slices.ContainsFunc(b.Lines, func(l Line) bool { return l.Link == c.Link && strings.Contains(l.Label, c.Value) })
			})
			if !said || !opens {
				t.Errorf("%s: the next steps do not say %s %s:\n%s", language, c.Kind, c.Value, screen.Plain())
			}
		}
		if plain := Show(result, noon); strings.Contains(plain.Plain(), by.Contacts[0].Value) {
			t.Errorf("%s: without a partner it says\n%s", language, plain.Plain())
		}
	}
}

// TestPartnerFitsAPhone: also with a partner of the longest name the result of anybody is at most 20
// lines of 40 columns.
func TestPartnerFitsAPhone(t *testing.T) {
	by := Partner{Name: "Nakamura & Watanabe Visa Lawyers", Contacts: []Contact{{Kind: "phone", Value: "+81 3 0000 0000"}}}
	r := rand.New(rand.NewPCG(11, 12))
	for _, language := range locales.Tags() {
		for n := range 300 {
			person := pick(r, goals[n%4], []float64{0.1, 0.3, 0.6}[n%3])
			state, _, _ := interview(t, language, func(s Screen) Event {
				if n%5 == 0 && s.ID != "goal" && r.IntN(2) == 0 {
					return Event{Kind: Pressed, At: noon, Action: "set:" + s.ID + ":unsure"}
				}
				return person.answer(s)
			})
			screen := ShowFor(state, noon, by)
			if lines := phoneLines(&screen); lines > 20 || !strings.Contains(screen.Plain(), by.Name) {
				t.Fatalf("%s: %d lines of 40 columns:\n%s", language, lines, draw(screen))
			}
		}
	}
}
