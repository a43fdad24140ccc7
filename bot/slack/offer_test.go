package slack

import (
	"reflect"
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
	"hspbot/conversation/hiring"
	"hspbot/locales"
	"hspbot/scoring"
)

// ready is a candidate whose interview is at its end, and where its card is.
func (w *world) ready(p *slacktest.Person, c *slacktest.Channel, label string, tag, walk string) (spot, *slacktest.Message) {
	w.t.Helper()
	n := len(threads(c)) + 1
	head := w.begun(p, c, label, n)
	at := thread(c, head.TS)
	w.follow(p, at, moves(w.t, tag, walk), func(text string) { w.typed(p, at(), text) })
	w.until(p, at, result)
	w.quiet()
	return at, head
}

// search tries every salary up to 60 million yen, in steps of 10,000, and returns the least
// from which on a category always has the points and the floor of income; found is false
// where there is none.
func search(t *testing.T, s conversation.State, c scoring.Category, target int, at *clock) (least float64, found bool) {
	t.Helper()
	profile := s.Profile(at.now())
	for yen := int64(60_000_000); yen >= 0; yen -= 10_000 {
		offered := profile.With(scoring.AnnualIncome, scoring.Number(yen))
		a, err := scoring.Assess(&offered, s.Sheets())
		if err != nil {
			t.Fatal(err)
		}
		r := &a.Categories[c]
		if r.Min != r.Max {
			t.Fatalf("the points of %s are not settled: %d to %d", c, r.Min, r.Max)
		}
		if r.Min < target || r.Floor == scoring.No {
			return least, found
		}
		least, found = float64(yen), true
	}
	return least, found
}

// TestSalary compares the salaries that the modal names with those found by trying all.
func TestSalary(t *testing.T) {
	t.Parallel()
	for _, walk := range []string{"i-a", "i-b", "i-c", "all", "i-b career_i-b +not-sure", "all degrees +none"} {
		t.Run(walk, func(t *testing.T) {
			w, clock := start(t, overHTTP)
			p := w.person("UPERSON1")
			p.Locale = "ja-JP"
			c := w.team.Channel("C1", p).Invite()
			at, _ := w.ready(p, c, "candidate 17", "ja", walk)
			state := w.session(of(p, at())).State
			text := unescape(w.modal(p, at(), hrSalary).Plain())
			salaries, err := hiring.Salaries(state, clock.now())
			if err != nil || len(salaries) == 0 {
				t.Fatal(len(salaries), err)
			}
			v := locales.In("ja")
			for _, need := range salaries {
				least, found := 0.0, false
				if !strings.Contains(walk, "not-sure") {
					if least, found = search(t, state, need.Category, need.Target, clock); found != need.SureExists || found != need.BestExists || least != need.Sure || least != need.Best {
						t.Errorf("%s, %d points: %+v, but trying all finds %.0f, %v", need.Category, need.Target, need, least, found)
					}
				}
				want := v.Say("hiring.need.open")
				switch {
				case !need.BestExists:
					want = v.Say("hiring.need.none")
				case need.SureExists && need.Sure == need.Best && need.Sure == 0:
					want = v.Say("hiring.need.any")
				case need.SureExists && need.Sure == need.Best:
					want = v.Say("hiring.need.from", "Yen", v.Yen(int64(need.Sure)))
				}
				_, of, ok := strings.Cut(text, "*"+v.Say("category."+need.Category.String()+".name")+"*")
				line := v.Say("points.exact", "N", need.Target) + " — *" + want + "*"
				if of, _, _ = strings.Cut(of, "\n*"); !ok || !strings.Contains(of, line) {
					t.Errorf("%s: %q is not told in\n%s", need.Category, line, text)
				}
			}
			if len(p.ErrorsShown()) > 0 {
				t.Errorf("Slack told of %q", p.ErrorsShown())
			}
		})
	}
}

// TestCompare compares two offers: a salary that cannot be read is told beside its field.
func TestCompare(t *testing.T) {
	t.Parallel()
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			w, clock := start(t, m)
			p := w.person("UPERSON1")
			w.private = append(w.private, "6,000,000", "candidate 17")
			c := w.team.Channel("C1", p).Invite()
			at, _ := w.ready(p, c, "candidate 17", "en", "i-b")
			session := w.session(of(p, at()))

			w.modal(p, at(), hrCompare)
			w.submit(p, map[string]string{fieldFirst: "much", fieldSecond: "5 to 7 million yen"})
			v := p.Modal()
			for field, text := range map[string]string{fieldFirst: "much", fieldSecond: "5 to 7 million yen"} {
				_, want := hiring.ReadSalary("en", text)
				if want == "" || v == nil || v.Errors[field] != want {
					t.Errorf("%q is answered %q, not %q", text, v.Errors[field], want)
				}
			}
			if err := p.PressModal("director"); err != nil { // of the first offer
				t.Fatal(err)
			}
			w.submit(p, map[string]string{fieldFirst: "6,000,000", fieldSecond: "¥12M"})
			want := hiring.Compare(session.State, clock.now(), hiring.Offer{Salary: 6e6, Terms: hiring.Chosen("director")}, hiring.Offer{Salary: 12e6, Terms: hiring.Chosen()})
			text := unescape(p.Modal().Plain())
			for _, b := range want.Body {
				for _, l := range b.Lines {
					if !strings.Contains(text, l.Label) || !strings.Contains(text, l.Value) {
						t.Errorf("%q: %q is missing in\n%s", l.Label, l.Value, text)
					}
				}
			}
			if now := w.session(of(p, at())); !reflect.DeepEqual(now.State, session.State) || now.Version != session.Version {
				t.Error("a comparison changed the candidate")
			}
			if err := p.PressModal(hrCompare); err != nil { // other offers
				t.Fatal(err)
			}
			w.wait(p, "the fields again", func() bool { v := p.Modal(); return v != nil && v.SubmitText != "" })
			w.submit(p, map[string]string{fieldFirst: "7000000", fieldSecond: "7000000"})
			if !strings.Contains(p.Modal().Plain(), say("en", "hiring.compare.same")) {
				t.Errorf("two equal offers:\n%s", p.Modal().Plain())
			}
			if len(p.ErrorsShown()) > 0 {
				t.Errorf("Slack told of %q", p.ErrorsShown())
			}
		})
	}
}

// TestOfferOfOnesOwn asks the same from the direct message and from a private card.
func TestOfferOfOnesOwn(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	c := w.team.Channel("C1", p)
	p.Say("hello")
	w.follow(p, dm(p), moves(t, "en", "i-b"), p.Say)
	w.sees(p, result)
	p.Command(c, "result")
	w.until(p, private(p, c), result)
	for _, card := range []*slacktest.Message{newest(p), private(p, c)()} {
		v := w.modal(p, card, hrSalary)
		if !strings.Contains(v.Plain(), say("en", "hiring.salary.title")) {
			t.Errorf("the modal says\n%s", v.Plain())
		}
		p.CloseModal()
	}
}
