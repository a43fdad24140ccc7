package scoring

// Result is everything decided for a person: the assessment of the day, the routes to permanent
// residence and 2号, and what else is looked at there.
type Result struct {
	Assessment
	Routes []Route
	Checks []ResidenceCheck
	Base   []BaseResult
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
	base := BaseCriteria(p, among)
	return Result{a, list, ResidenceChecks(p, base, list), base}, nil
}

// AppendJSON appends r to b as one line of the JSON contract and returns the result: the
// assessment, then the routes, the residence_checks, the base_criteria and the editions.
func (r *Result) AppendJSON(b []byte) []byte {
	b = r.Assessment.AppendJSON(b)
	b = AppendRoutes(append(b[:len(b)-1], `,"routes":`...), r.Routes)
	b = append(b, `,"residence_checks":[`...)
	for i := range r.Checks {
		b = r.Checks[i].append(separate(b))
	}
	b = append(b, `],"base_criteria":{`...)
	for i := range r.Base {
		b = r.Base[i].append(separate(b))
	}
	b = append(b, `},"editions":[`...)
	for _, e := range Applied(r.AsOf, r.Sheets) {
		b = appendQuoted(separate(b), e.ID)
	}
	return append(b, "]}"...)
}

func (r *BaseResult) append(b []byte) []byte {
	b = append(appendName(b, r.Category.String()), `{"state":`...)
	b = append(appendQuoted(b, r.State.String()), `,"conditions":[`...)
	for _, c := range r.Requirements {
		b = appendQuoted(append(separate(b), `{"condition":`...), c.ID)
		b = append(appendQuoted(append(b, `,"state":`...), c.State.String()), '}')
	}
	return append(b, "]}"...)
}

// MarshalJSON is [Result.AppendJSON].
func (r Result) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }
