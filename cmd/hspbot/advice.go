package main

import (
	"cmp"
	"encoding/json"
	"io"

	"hspbot/scoring"
	"hspbot/scoring/plan"
)

// adviser writes what people can do about their points, by scoring/advice.schema.json.
type adviser struct {
	among scoring.Sheets // none is all
}

// write writes the advice for p as one line of JSON.
func (a adviser) write(w io.Writer, _ *scoring.Assessment, p scoring.Person) error {
	advice, err := plan.Advise(&p, cmp.Or(a.among, scoring.AllSheets))
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(advice)
}
