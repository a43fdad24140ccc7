package scoring

// Result is everything decided for a person: the assessment of the day, the routes to permanent
// residence and 2号, and what else is looked at there.
type Result struct {
	Assessment
	Routes []Route
	Checks []ResidenceCheck
}

// Decide assesses the person and decides the routes. The errors are those of [Assess] and [Routes].
func Decide(p *Person, among Sheets) (Result, error) {
	a, err := Assess(&p.Profile, among)
	if err != nil {
		return Result{}, err
	}
	list, err := Routes(p, among)
	if err != nil {
		return Result{}, err
	}
	return Result{a, list, ResidenceChecks(p, &a, list)}, nil
}

// AppendJSON appends r to b as one line of the JSON contract and returns the result: the
// assessment, then the routes and the residence_checks.
func (r *Result) AppendJSON(b []byte) []byte {
	b = r.Assessment.AppendJSON(b)
	b = AppendRoutes(append(b[:len(b)-1], `,"routes":`...), r.Routes)
	b = append(b, `,"residence_checks":[`...)
	for i := range r.Checks {
		b = r.Checks[i].append(separate(b))
	}
	return append(b, "]}"...)
}

// MarshalJSON is [Result.AppendJSON].
func (r Result) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }
