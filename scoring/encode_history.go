package scoring

import "strconv"

// AppendJSON appends p to b as one line of the JSON contract, like [Profile.AppendJSON], and
// returns the result.
func (p *Person) AppendJSON(b []byte) []byte {
	b = p.Profile.AppendJSON(b)
	return append(p.History.appendMembers(b[:len(b)-1]), '}')
}

// MarshalJSON is [Person.AppendJSON].
func (p Person) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }

// UnmarshalJSON is [ParsePerson].
func (p *Person) UnmarshalJSON(b []byte) (err error) {
	*p, err = ParsePerson(b)
	return err
}

// MarshalJSON writes an object with the keys of the contract that are of the history.
func (h History) MarshalJSON() ([]byte, error) {
	return append(h.appendMembers([]byte{'{'}), '}'), nil
}

// UnmarshalJSON reads what [History.MarshalJSON] writes.
func (h *History) UnmarshalJSON(b []byte) error {
	p, err := ParsePerson(b)
	*h = p.History
	return err
}

func (h *History) appendMembers(b []byte) []byte {
	if len(h.Earlier) > 0 {
		b = append(appendName(separate(b), earlierKey), '[')
		for i := range h.Earlier {
			b = h.Earlier[i].append(separate(b))
		}
		b = append(b, ']')
	}
	if h.Stay != (Stay{}) {
		b = append(h.Stay.appendMembers(append(appendName(separate(b), stayKey), '{')), '}')
	}
	for c := range Category(Categories) {
		if h.Activity == Only(c) {
			b = appendQuoted(appendName(separate(b), categoryKey), c.String())
		}
	}
	if h.BusinessManager != Unknown {
		b = appendQuoted(appendName(separate(b), businessManagerKey), h.BusinessManager.String())
	}
	return b
}

func (e *Earlier) append(b []byte) []byte {
	b = appendDate(append(b, `{"before":`...), e.Before)
	b = append(b, `,"facts":{`...)
	for facts := e.Facts; facts != 0; facts &= facts - 1 {
		f := facts.first()
		with := e.values[f].appendMember(b, f.Key(), f)
		if len(with) == len(b) {
			with = append(appendName(separate(b), f.Key()), "null"...)
		}
		b = with
	}
	return append(b, "}}"...)
}

func (s *Stay) appendMembers(b []byte) []byte {
	for i, since := range [...]Since{s.InJapan, s.WorkStatus, s.HSP, s.JSkip} {
		switch name := stayNames[i]; {
		case since.Never:
			b = appendQuoted(appendName(separate(b), name), never)
		case since.Known():
			b = appendDate(appendName(separate(b), name), since.Day)
		}
	}
	for i, n := range [...]int{s.HSPPoints, s.PeriodYears} {
		if n > 0 {
			b = strconv.AppendInt(appendName(separate(b), stayNames[4+i]), int64(n), 10)
		}
	}
	if !s.PeriodEnds.IsZero() {
		b = appendDate(appendName(separate(b), stayNames[6]), s.PeriodEnds)
	}
	for i, days := range [...]Value{s.LongestAbsence, s.Absence10Years} {
		if days.Known() {
			b = appendReal(appendName(separate(b), stayNames[7+i]), days.From)
		}
	}
	return b
}

// AppendRoutes appends the routes to b as a list of the JSON contract and returns the result.
func AppendRoutes(b []byte, routes []Route) []byte {
	b = append(b, '[')
	for i := range routes {
		r := &routes[i]
		b = append(append(separate(b), `{"route":"`...), r.ID...)
		b = append(append(b, `","aim":"`...), r.Aim.String()...)
		b = append(append(b, `","state":"`...), r.State.String()...)
		b = appendDateOrNull(append(b, `","from":`...), r.From)
		b = appendDateOrNull(append(b, `,"kept_until":`...), r.KeptUntil)
		b = append(b, `,"because":`...)
		if r.Because == "" {
			b = append(b, "null"...)
		} else {
			b = appendQuoted(b, r.Because)
		}
		b = append(b, `,"needs":[`...)
		for _, key := range r.Needs {
			b = appendQuoted(separate(b), key)
		}
		b = append(b, "]}"...)
	}
	return append(b, ']')
}

func appendDateOrNull(b []byte, d Date) []byte {
	if d.IsZero() {
		return append(b, "null"...)
	}
	return appendDate(b, d)
}
