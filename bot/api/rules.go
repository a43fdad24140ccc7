package api

import (
	"net/http"
	"time"

	"hspbot/scoring"
)

// lawFor is how long what the law says may be kept by who asked.
const lawFor = time.Hour

// rulebook is the points table in force on a day, and what rests on it.
type rulebook struct {
	AsOf       string          `json:"as_of"`
	PassMark   int             `json:"pass_mark"`
	Disclaimer string          `json:"disclaimer"`
	Categories []namedCategory `json:"categories"`
	Rows       []ruleRow       `json:"rows"`
	JSkip      []jSkipRow      `json:"j_skip"`
	Benefits   []benefitWay    `json:"benefits"`
	Editions   []edition       `json:"editions"`
}

type namedCategory struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// ruleRow is one line of the table.
type ruleRow struct {
	ID      string         `json:"id"`
	Item    string         `json:"item"`
	No      string         `json:"no"`
	Text    string         `json:"text"`
	Limit   string         `json:"limit,omitempty"`
	Points  map[string]int `json:"points"`
	Cite    string         `json:"cite"`
	Edition string         `json:"edition"`
	period
}

// period is from the first day to the first day no longer; null is open.
type period struct {
	From  *string `json:"from"`
	Until *string `json:"until"`
}

type jSkipRow struct {
	Category string `json:"category"`
	Text     string `json:"text"`
	Cite     string `json:"cite"`
	Edition  string `json:"edition"`
	period
}

// benefitWay is one way to a preferential treatment.
type benefitWay struct {
	Benefit  string   `json:"benefit"`
	Name     string   `json:"name"`
	Type     string   `json:"type,omitempty"`
	Requires []string `json:"requires"`
	Check    []string `json:"check"`
	Cite     string   `json:"cite"`
	Edition  string   `json:"edition"`
	period
}

type edition struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	URL      string `json:"url"`
	Sureness string `json:"sureness"`
	Checked  string `json:"checked"`
	period
}

// rules answers with the table in force on a day.
func (a *API) rules(c *call) *answer {
	day := a.today()
	if text := c.URL.Query().Get("as_of"); text != "" {
		var err error
		if day, err = scoring.ParseDate(text); err != nil {
			return c.wrongParameter("as_of", scoring.FaultDate)
		}
	}
	if !scoring.Covered(day) {
		return c.wrongParameter("as_of", scoring.FaultNotCovered, "Date", scoring.Editions[0].From.String())
	}
	return a.compute(c, func() *answer {
		got := jsonAnswer(http.StatusOK, mediaJSON, c.rulebook(day))
		got.header.Set("Content-Language", c.voice.Tag())
		got.fresh = lawFor
		return got
	})
}

func (c *call) rulebook(day scoring.Date) rulebook {
	v := c.voice
	book := rulebook{AsOf: day.String(), PassMark: scoring.PassMark, Disclaimer: v.Say("source.disclaimer")}
	for k := range scoring.Category(scoring.Categories) {
		book.Categories = append(book.Categories, namedCategory{k.String(), v.Say("category." + k.String() + ".name")})
	}
	rows := scoring.InForce(scoring.Rows, day)
	for i := range rows {
		r := &rows[i]
		no, _ := r.Numbers()
		row := ruleRow{ID: r.ID, Item: r.Item.ID(), No: no, Text: v.Say(r.TextKey()), Points: map[string]int{}, Cite: r.Cite, Edition: r.Edition.ID, period: periodOf(r)}
		for _, id := range []string{r.ID, r.Item.ID()} {
			if key := "limit." + id; row.Limit == "" && v.Has(key) {
				row.Limit = v.Say(key)
			}
		}
		for k, n := range r.Points {
			if n > 0 {
				row.Points[scoring.Category(k).String()] = n
			}
		}
		book.Rows = append(book.Rows, row)
	}
	book.JSkip = []jSkipRow{}
	for _, r := range scoring.InForce(scoring.JSkipRows, day) {
		book.JSkip = append(book.JSkip, jSkipRow{r.Category.String(), v.Say("j_skip." + r.Category.String()), r.Cite, r.Edition.ID, periodOf(r)})
	}
	for _, w := range scoring.InForce(scoring.Ways, day) {
		way := benefitWay{Benefit: w.Benefit.String(), Name: v.Say("benefit." + w.Benefit.String() + ".name"), Requires: []string{}, Check: []string{}, Cite: w.Cite,
			Edition: w.Edition.ID, period: periodOf(w)}
		if w.Type != "" {
			way.Type = v.Say("housekeeper." + w.Type)
		}
		for _, r := range w.Requires {
			way.Requires = append(way.Requires, v.Say("requirement."+r.ID))
		}
		for _, id := range w.Check {
			way.Check = append(way.Check, v.Say("requirement."+id))
		}
		book.Benefits = append(book.Benefits, way)
	}
	for _, e := range scoring.InForce(scoring.Editions, day) {
		book.Editions = append(book.Editions, editionOf(e))
	}
	return book
}

func editionOf(e *scoring.Edition) edition {
	return edition{ID: e.ID, Title: e.Title, URL: e.URL, Sureness: string(rune(e.Sureness)), Checked: e.Checked.String(), period: periodOf(e)}
}

func periodOf(s scoring.Dated) period {
	from, until := s.Period()
	return period{dayOf(from), dayOf(until)}
}

// dayOf is a day; nil where there is none.
func dayOf(d scoring.Date) *string {
	if d.IsZero() {
		return nil
	}
	text := d.String()
	return &text
}
