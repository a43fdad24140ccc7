package scoring

// Result is everything decided for a person: the assessment of the day, the routes to permanent
// residence and 2号, and what else is looked at there.
type Result struct {
	Assessment
	Routes []Route
	Checks []ResidenceCheck
	Base   []BaseResult

	memory
}

// memory is what one decision leaves to the next.
type memory struct {
	conditions []Requirement // of all results of Base
	needs      []string      // of all routes
	stretches  []stretch
	standards  []standardCourse
	turns      []turn // of the standards
}

// Decide assesses the person and decides the routes, in the memory that r has: nothing that r held before may be
// used any more. The errors are those of [Assess] and [Routes].
func (r *Result) Decide(p *Person, among Sheets) (err error) {
	if err = published.assess(&r.Assessment, &p.Profile, among); err != nil {
		return err
	}
	if r.Routes, err = published.routes(r.Routes[:0], &r.memory, p, among); err != nil {
		return err
	}
	r.Base, r.conditions = appendBase(r.Base[:0], r.conditions[:0], p, among)
	r.Checks = appendChecks(r.Checks[:0], p, r.Base, r.Routes)
	return nil
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
	var editions [8]*Edition
	for _, e := range appendApplied(editions[:0], r.AsOf, r.Sheets) {
		b = appendQuoted(separate(b), e.ID)
	}
	return append(b, "]}"...)
}

func (r *BaseResult) append(b []byte) []byte {
	b = append(appendName(b, r.Category.String()), `{"state":`...)
	b = append(appendQuoted(b, r.State.String()), `,"conditions":[`...)
	for i := range r.Requirements {
		b = r.Requirements[i].append(separate(b))
	}
	return append(b, "]}"...)
}

// MarshalJSON is [Result.AppendJSON].
func (r Result) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }
