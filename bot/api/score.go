package api

import (
	"context"
	"net/http"
	"slices"

	"hspbot/scoring"
	"hspbot/scoring/plan"
)

// work is what is done with profiles: how many may come at once, for how many one unit is taken, and
// what one gets, of about so many bytes.
type work struct {
	most, perUnit, bytes int
	write                func(b []byte, s *scoring.Scorer) ([]byte, error)
}

// A profile takes some microseconds to score and its assessment 6 kB; advice takes some
// milliseconds and 40 kB.
var (
	scoringWork = work{200, 10, 6 << 10, func(b []byte, s *scoring.Scorer) ([]byte, error) { return s.Result.AppendJSON(b), nil }}
	adviceWork  = work{20, 1, 40 << 10, func(b []byte, s *scoring.Scorer) ([]byte, error) {
		advice, err := plan.Advise(&s.Person, scoring.AllSheets)
		if err != nil {
			return nil, err
		}
		text, err := advice.MarshalJSON()
		return append(b, text...), err
	}}
)

// maxFaults are told at once.
const maxFaults = 20

// score answers with the assessments of profiles.
func (a *API) score(c *call) *answer { return a.work(c, scoringWork) }

// advice answers with what people can do about their points.
func (a *API) advice(c *call) *answer { return a.work(c, adviceWork) }

// work does something with each profile of a body, or with none where one of them is wrong.
func (a *API) work(c *call, w work) *answer {
	done, refused := a.begin(c)
	if refused != nil {
		return refused
	}
	defer done()
	texts, as, refused := c.profiles(w.most)
	if refused != nil {
		return refused
	}
	if more := (len(texts) - 1) / w.perUnit; more > 0 {
		if refused := a.charge(c, more); refused != nil {
			return refused
		}
	}
	return a.compute(c, func() *answer {
		var s scoring.Scorer
		var faults []fault
		body, err := frame(make([]byte, 0, len(texts)*w.bytes), as, len(texts), func(b []byte, i int) ([]byte, error) {
			if err := context.Cause(c.Context()); err != nil {
				return nil, err
			}
			if err := s.Score(texts[i], a.today, scoring.AllSheets); err != nil {
				if len(faults) < maxFaults {
					faults = append(faults, c.profileFault(i, err))
				}
				return b, nil
			}
			if len(faults) > 0 {
				return b, nil
			}
			return w.write(b, &s)
		})
		switch {
		case context.Cause(c.Context()) != nil:
			return c.overloaded()
		case err != nil:
			panic("api: a profile that is scored has no answer")
		case slices.ContainsFunc(faults, func(f fault) bool { return f.Fault == string(scoring.FaultJSON) }): // one is no JSON at all
			return c.problemWith(faults, "malformed")
		case len(faults) > 0:
			return c.problemWith(faults, "invalid")
		}
		return &answer{status: http.StatusOK, media: mediaOf(as), body: body, header: http.Header{}}
	})
}
