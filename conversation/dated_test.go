package conversation

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

// Every text that names a date holds on certain days only. Its days are those of the statement,
// the caution, the fee … of the same key in the law's tables; else it names its edition here.
// Examples of how to type a date are no statements.

var (
	naming  = regexp.MustCompile(`(19|20)[0-9]{2}[^0-9,万萬]|(令和|平成)[0-9元]`)
	example = regexp.MustCompile(`\.hint$|^notice\.|^doubt\.|^residence\.(want|wrong|hint)|^question\..*\.(example|hint)$|^api\.fault\.|^typed\.`)
)

// editionOf are the editions that texts with a date of their own rest on.
var editionOf = map[string]string{
	"why.business_manager":                 "business_manager_2025",
	"question.business_manager.hint":       "business_manager_2025",
	"residence.manager.met":                "business_manager_2025",
	"residence.manager.not_met":            "business_manager_2025",
	"residence.manager.unknown":            "business_manager_2025",
	"basis.i-c":                            "business_manager_2025",
	"basis.i-c.met":                        "business_manager_2025",
	"basis.i-c.not_met":                    "business_manager_2025",
	"hiring.caution.business_manager_2025": "business_manager_2025",
	"result.residence.management":          "business_manager_2025",
	"ways.note_management":                 "business_manager_2025",
	"residence.unknown_table":              "form_2023",
	"sheets.uncovered":                     "form_2023",
	"calendar.note":                        "form_2023",
	"why.innovation_support.receives":      "innovation_measures", // the number of the notification
}

// otherLaw names the labour law by its numbers and years, which does not hang on the days here.
const otherLaw = "slack.candidate.fair"

// holding are the days on which something holds.
type holding struct{ from, until scoring.Date }

func (h holding) on(day scoring.Date) bool {
	return !day.Before(h.from) && (h.until.IsZero() || day.Before(h.until))
}

// datedTexts are the days of every text of the law's tables and of editionOf. One key may hold in
// several stretches.
func datedTexts() map[string][]holding {
	list := map[string][]holding{}
	far := scoring.Date{Year: 9998, Month: 1, Day: 1}
	for _, c := range scoring.Changes(scoring.Date{Year: 1}, far) {
		spans := list[c.Key]
		if !c.Ends {
			list[c.Key] = append(spans, holding{from: c.On})
			continue
		}
		for i := range spans {
			if spans[i].until.IsZero() {
				spans[i].until = c.On
				break
			}
		}
	}
	for key, id := range editionOf {
		for _, e := range scoring.Editions {
			if e.ID == id {
				from, until := e.Period()
				list[key] = append(list[key], holding{from, until})
			}
		}
	}
	for _, e := range scoring.Editions {
		from, until := e.Period()
		list["edition."+e.ID] = []holding{{from, until}}
	}
	return list
}

// TestEveryDateIsDated: no language has a text that names a date without the days on which it holds.
func TestEveryDateIsDated(t *testing.T) {
	dated := datedTexts()
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		for _, id := range v.IDs() {
			of := strings.TrimPrefix(id, "candidate.") // the same said of a candidate
			if text := v.Say(id); naming.MatchString(text) && !example.MatchString(of) && len(dated[of]) == 0 && id != otherLaw {
				t.Errorf("%s: %s names a date and no days: %s", tag, id, text)
			}
		}
	}
	for id := range editionOf {
		if len(dated[id]) == 0 || !locales.In("en").Has(id) {
			t.Errorf("%s rests on no edition, or is no text", id)
		}
	}
}

// TestNothingOver walks every question, explanation and view of all kinds of people on several
// days: no screen says a text that does not hold on the day, nor on the day of filing it speaks of.
func TestNothingOver(t *testing.T) {
	dated := datedTexts()
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		said := map[string]string{}
		for id := range dated {
			if text := v.Say(id); v.Has(id) && !strings.Contains(text, "{{") && (naming.MatchString(text) || strings.HasPrefix(id, "statement.")) {
				said[id] = text
			}
		}
		if len(said) < 20 {
			t.Fatalf("%s: only %d texts have days", tag, len(said))
		}
		people := residents(t, tag)
		people["new"] = State{Language: tag}
		for name, s := range people {
			for _, day := range []scoring.Date{{Year: 2023, Month: 4, Day: 1}, {Year: 2025, Month: 10, Day: 15}, {Year: 2026, Month: 9, Day: 30},
				{Year: 2026, Month: 11, Day: 29}, {Year: 2027, Month: 5, Day: 1}, {Year: 2030, Month: 5, Day: 1}} {
				at := time.Date(day.Year, day.Month, day.Day, 3, 0, 0, 0, time.UTC)
				filing := begin(s, at).filing()
				visit(s, at, func(view string, screen Screen) {
					text := draw(screen)
					for id, words := range said { // one text may be a part of another
						for _, h := range dated[id] {
							if h.on(day) || h.on(filing) {
								text = strings.ReplaceAll(text, words, "")
							}
						}
					}
					for id, words := range said {
						if strings.Contains(text, words) {
							t.Errorf("%s %s on %s, %q says %s, which does not hold", name, tag, day, view, id)
						}
					}
				})
			}
		}
	}
}

// visit shows every view, every explanation, every question and every topic a person may ask about.
func visit(s State, at time.Time, see func(string, Screen)) {
	look := func(name string, s State) { see(name, Show(s, at)) }
	look("", s)
	for view := range views() {
		seen := s
		seen.View = view
		look(view, seen)
	}
	for _, q := range everyQuestion() {
		seen := s
		seen.View = "why." + q.id
		look(seen.View, seen)
		if seen = s; !q.aboutResidence() || begin(s, at).asks(q) {
			seen.Editing, seen.View = q.id, ""
			look(q.id, seen)
		}
	}
	for _, id := range locales.In(s.Language).IDs() {
		if s.Goal == "" && (strings.HasPrefix(id, "topic.") || strings.HasPrefix(id, "aside.")) { // the same to everybody
			look(id, s.WithNotice(Notice{Text: id}))
		}
	}
}

// TestFeesOfTheDay: what is said of fees is what is paid for an application received on the day.
// Cabinet Order 268 of 2026: from 1 October 2026 75,000 yen for five years and 200,000 for
// permanent residence; before it 6,000 and 10,000.
func TestFeesOfTheDay(t *testing.T) {
	for day, want := range map[time.Time][]int64{
		time.Date(2026, 9, 30, 3, 0, 0, 0, time.UTC): {6_000, 10_000},
		time.Date(2026, 10, 1, 3, 0, 0, 0, time.UTC): {75_000, 200_000},
	} {
		for _, tag := range locales.Tags() {
			s := Step(State{Language: tag}, Event{Kind: Started, Language: tag, At: day})
			text := Show(s.WithNotice(Notice{Text: "topic.fees"}), day).Notice
			for _, yen := range want {
				if !strings.Contains(text, locales.In(tag).Yen(yen)) {
					t.Errorf("%s on %s does not say %d: %s", tag, day, yen, text)
				}
			}
			if strings.Contains(text, locales.In(tag).Yen(33_000)) || strings.Contains(text, "<no value>") {
				t.Errorf("%s: %s", tag, text)
			}
		}
	}
}
