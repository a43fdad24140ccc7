package scoring

// Counted is a kind of pay or of time, and whether it counts.
type Counted struct {
	ID string // never changes once released
	// Counts is Yes or No; Unknown where it hangs on the contract, or where no rule was found.
	Counts      Truth
	Edition     *Edition
	Sureness    Sureness // where not that of the edition
	From, Until Date     // where not those of the edition
}

// Period returns the first day on which the statement holds and the first day on which it holds no longer.
func (c Counted) Period() (from, until Date) { return c.Edition.period(c.From, c.Until) }

// Sure says how well the source is known.
func (c Counted) Sure() Sureness {
	if c.Sureness != 0 {
		return c.Sureness
	}
	return c.Edition.Sureness
}

// CountedOf returns the kind with the ID that holds on the day; nil where there is none.
func CountedOf(list []Counted, id string, day Date) *Counted {
	for i := range list {
		if c := &list[i]; c.ID == id && holds(*c, day) {
			return c
		}
	}
	return nil
}
