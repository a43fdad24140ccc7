package api

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"hspbot/scoring"
)

const (
	maxName          = 100 // characters of a name
	mostUniversities = 20
	nearestNames     = 5
	universityPoints = "designated_university.graduated"
	rankedList       = "ranking"
	topGlobalList    = "top_global"
	innovativeAsia   = "innovative_asia"
)

// lookup is what a name of a university may mean.
type lookup struct {
	Universities []university `json:"universities"`
	More         bool         `json:"more"`
	Near         []university `json:"near"`
	Row          string       `json:"row"`
	Editions     []edition    `json:"editions"`
}

// university is one on the lists of row ⑰.
type university struct {
	Name         string `json:"name"`
	Local        string `json:"local,omitempty"`
	Country      string `json:"country"`
	CountryLocal string `json:"country_local,omitempty"`
	Japanese     bool   `json:"japanese"`
	List         string `json:"list"`
	Edition      string `json:"edition"`
}

// universities answers with the listed universities that a name may mean.
func (a *API) universities(c *call) *answer {
	name := strings.TrimSpace(c.URL.Query().Get("q"))
	if name == "" || utf8.RuneCountInString(name) > maxName || !utf8.ValidString(name) {
		return c.wrongParameter("q", faultName, "N", maxName)
	}
	return a.compute(c, func() *answer {
		found, more := scoring.FindUniversities(name, mostUniversities)
		l := lookup{Universities: []university{}, More: more, Near: []university{}, Row: universityPoints, Editions: []edition{}}
		lists := map[string]bool{}
		add := func(list *[]university, u scoring.University) {
			*list = append(*list, universityOf(&u))
			if !lists[u.Edition.ID] {
				lists[u.Edition.ID] = true
				l.Editions = append(l.Editions, editionOf(u.Edition))
			}
		}
		for _, u := range found {
			add(&l.Universities, u)
		}
		if len(found) == 0 {
			for _, u := range scoring.NearUniversities(name, nearestNames) {
				add(&l.Near, u)
			}
		}
		got := jsonAnswer(http.StatusOK, mediaJSON, l)
		got.fresh = lawFor
		return got
	})
}

// faultName is that a name is missing or too long.
const faultName scoring.Fault = "name"

func universityOf(u *scoring.University) university {
	list := rankedList
	switch {
	case u.TopGlobal:
		list = topGlobalList
	case u.Partner:
		list = innovativeAsia
	}
	return university{Name: u.English, Local: u.Local, Country: u.Country, CountryLocal: u.CountryLocal, Japanese: u.InJapan(), List: list, Edition: u.Edition.ID}
}
