package scoring

import (
	"embed"
	"errors"
)

// Schemas are the schemas of the JSON contract: profile, assessment and advice.
//
//go:embed profile.schema.json assessment.schema.json advice.schema.json
var Schemas embed.FS

// Scorer scores one profile of the JSON contract after another, in memory that it keeps: what it
// holds of one is over with the next.
type Scorer struct {
	Person Person
	Result Result
}

// Score reads a profile and decides it in the categories among, on the day now where it has no
// as_of. The error is a [*ProfileError].
func (s *Scorer) Score(profile []byte, now func() Date, among Sheets) (err error) {
	if s.Person, err = ParsePerson(profile); err != nil {
		return err
	}
	if s.Person.AsOf.IsZero() {
		s.Person.AsOf = now()
	}
	err = s.Result.Decide(&s.Person, among)
	var known *ProfileError
	switch {
	case err == nil, errors.As(err, &known):
		return err
	case errors.Is(err, ErrUnborn):
		return wrong(birthKey, FaultAfterDay, err.Error())
	}
	return wrong(asOfKey, FaultNotCovered, err.Error())
}
