package plan

import (
	"encoding/json"
	"strconv"

	"hspbot/scoring"
)

// MarshalJSON writes the advice as scoring/advice.schema.json says.
func (a Advice) MarshalJSON() ([]byte, error) {
	out := adviceJSON{AsOf: a.AsOf.String(), Categories: map[string]categoryJSON{}, Calendar: a.Calendar.json(),
		Losses: []lossJSON{}, Routes: scoring.AppendRoutes(nil, a.Routes)}
	for c := range scoring.Category(scoring.Categories) {
		if a.Calendar.Sheets.Has(c) {
			out.Categories[c.String()] = categoryJSON{outcomeJSON: outcomeOf(&a.Assessment.Categories[c]), Marks: map[string]goalJSON{}, Base: scoring.Unknown.String()}
		}
	}
	for i := range a.base {
		name := a.base[i].Category.String()
		of := out.Categories[name]
		of.Base = a.base[i].State.String()
		out.Categories[name] = of
	}
	for i := range a.Goals {
		g := &a.Goals[i]
		out.Categories[g.Category.String()].Marks[strconv.Itoa(g.Mark)] = g.json()
	}
	for i := range a.Losses {
		l := &a.Losses[i]
		out.Losses = append(out.Losses, lossJSON{l.On.String(), l.Category.String(), l.Mark, waysJSON(l.Ways)})
	}
	return json.Marshal(out)
}

type adviceJSON struct {
	AsOf       string                  `json:"as_of"`
	Categories map[string]categoryJSON `json:"categories"`
	Calendar   calendarJSON            `json:"calendar"`
	Losses     []lossJSON              `json:"losses"`
	Routes     json.RawMessage         `json:"routes"`
}

type outcomeJSON struct {
	Min     int    `json:"min"`
	Max     int    `json:"max"`
	Verdict string `json:"verdict"`
	Floor   string `json:"income_floor"`
}

type categoryJSON struct {
	outcomeJSON
	Base  string              `json:"base_criteria"`
	Marks map[string]goalJSON `json:"marks"`
}

type goalJSON struct {
	Ways   []wayJSON    `json:"ways"`
	Salary *int64       `json:"salary_jpy"`
	Later  []salaryJSON `json:"salary_later"`
}

type salaryJSON struct {
	Age    int     `json:"from_age"`
	On     *string `json:"on"`
	Salary *int64  `json:"salary_jpy"`
}

type wayJSON struct {
	Changes []changeJSON           `json:"changes"`
	On      string                 `json:"on"`
	Years   int                    `json:"career_years,omitempty"`
	Ask     bool                   `json:"only_asks"`
	After   map[string]outcomeJSON `json:"after"`
	Base    string                 `json:"base_criteria"`
}

type changeJSON struct {
	ID    string          `json:"change"`
	Kind  string          `json:"kind"`
	Facts json.RawMessage `json:"facts"`
}

type calendarJSON struct {
	From  string                          `json:"from"`
	Until string                          `json:"until"`
	Spans []spanJSON                      `json:"spans"`
	Runs  map[string]map[string][]runJSON `json:"marks"`
}

type spanJSON struct {
	From       string                 `json:"from"`
	Because    []string               `json:"because"`
	Categories map[string]outcomeJSON `json:"categories"`
}

type runJSON struct {
	First string `json:"first"`
	Last  string `json:"last"`
}

type lossJSON struct {
	On       string    `json:"on"`
	Category string    `json:"category"`
	Mark     int       `json:"mark"`
	Ways     []wayJSON `json:"ways"`
}

func outcomeOf(r *scoring.CategoryResult) outcomeJSON {
	floor := "none"
	if r.HasFloor {
		floor = r.Floor.String()
	}
	return outcomeJSON{r.Min, r.Max, r.Verdict.String(), floor}
}

func (g *Goal) json() goalJSON {
	out := goalJSON{Ways: waysJSON(g.Ways), Salary: yen(g.Salary, g.Possible), Later: []salaryJSON{}}
	for i := range g.Later {
		l := &g.Later[i]
		later := salaryJSON{Age: l.Age, Salary: yen(l.Salary, l.Possible)}
		if !l.On.IsZero() {
			on := l.On.String()
			later.On = &on
		}
		out.Later = append(out.Later, later)
	}
	return out
}

// yen is null where no salary is enough.
func yen(n int64, possible bool) *int64 {
	if !possible {
		return nil
	}
	return &n
}

func waysJSON(ways []Way) []wayJSON {
	list := make([]wayJSON, len(ways))
	for i := range ways {
		w := &ways[i]
		out := wayJSON{Changes: []changeJSON{}, On: w.On.String(), Years: w.Years, Ask: w.OnlyAsks(),
			After: map[string]outcomeJSON{}, Base: w.Base.String()}
		for j := range w.Changes {
			c := &w.Changes[j]
			out.Changes = append(out.Changes, changeJSON{c.ID, c.Kind.String(), c.Apply(scoring.Profile{}).AppendJSON(nil)})
		}
		for c := range scoring.Category(scoring.Categories) {
			if w.Assessment.Sheets.Has(c) {
				out.After[c.String()] = outcomeOf(&w.Assessment.Categories[c])
			}
		}
		list[i] = out
	}
	return list
}

func (k *Calendar) json() calendarJSON {
	out := calendarJSON{From: k.From.String(), Until: k.Until.String(), Runs: map[string]map[string][]runJSON{}}
	because := map[scoring.Date][]string{}
	for _, t := range k.Turns() {
		for _, f := range t.Because.List() {
			if keys := because[t.On]; len(keys) == 0 || keys[len(keys)-1] != f.Key() { // the careers share one
				because[t.On] = append(keys, f.Key())
			}
		}
	}
	for i := range k.Spans {
		s := &k.Spans[i]
		span := spanJSON{From: s.From.String(), Because: append([]string{}, because[s.From]...), Categories: map[string]outcomeJSON{}}
		for c := range scoring.Category(scoring.Categories) {
			if k.Sheets.Has(c) && s.Covered {
				span.Categories[c.String()] = outcomeOf(&scoring.CategoryResult{Min: s.Points[c].Min, Max: s.Points[c].Max,
					Verdict: s.Verdicts[c], Floor: s.Floor[c], HasFloor: s.HasFloor[c]})
			}
		}
		out.Spans = append(out.Spans, span)
	}
	for c := range scoring.Category(scoring.Categories) {
		if !k.Sheets.Has(c) {
			continue
		}
		marks := map[string][]runJSON{}
		for _, mark := range Marks {
			list := []runJSON{}
			for _, r := range k.Runs(c, mark) {
				list = append(list, runJSON{r.First.String(), r.Last.String()})
			}
			marks[strconv.Itoa(mark)] = list
		}
		out.Runs[c.String()] = marks
	}
	return out
}
