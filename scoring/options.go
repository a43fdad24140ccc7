package scoring

// Options returns which names of a [Choice] or [Set] fact, as indices of [Fact.Names], mean
// something on the day: a rule in force asks for them. Of a choice, the first ("none") is always
// among them. It is empty on a day without a table.
func Options(day Date, f Fact) []int { return published.Options(day, f) }

// Options is [Options] by the rules of t. The list must not be changed.
func (t *Table) Options(day Date, f Fact) []int {
	p, err := t.on(day)
	if err != nil {
		return nil
	}
	return p.options[f]
}

// options returns the names of a fact that mean something by the rules of l, which are all in
// force.
func (l Law) options(f Fact) []int {
	if f.Kind() != Choice && f.Kind() != Set {
		return nil
	}
	var list []int
	if f.Kind() == Choice {
		list = append(list, 0)
	}
	for i := len(list); i < len(f.Names()); i++ {
		// The value of somebody who has this and nothing else.
		alone, nothing := Option(i), Option(0)
		if f.Kind() == Set {
			alone, nothing = Members(1<<i), Members(0)
		}
		if l.tells(f, alone, nothing) {
			list = append(list, i)
		}
	}
	return list
}

// tells reports whether some rule makes a difference between two values of f.
func (l Law) tells(f Fact, a, b Value) bool {
	differs := func(c *Condition) bool { return c.tells(f, a, b) }
	for i := range l.Rows {
		if differs(&l.Rows[i].If) || differs(&l.Rows[i].Provided) {
			return true
		}
	}
	for i := range l.JSkip {
		if differs(&l.JSkip[i].If) {
			return true
		}
	}
	for _, w := range l.Ways {
		for i := range w.Requires {
			if differs(&w.Requires[i].If) {
				return true
			}
		}
	}
	return false
}

// tells reports whether a part of c is satisfied by one of two values of f and not by the other.
func (c *Condition) tells(f Fact, a, b Value) bool {
	if c.op == opCases && c.fact == f && (c.cases&a.Cases == 0) != (c.cases&b.Cases == 0) {
		return true
	}
	for i := range c.args {
		if c.args[i].tells(f, a, b) {
			return true
		}
	}
	return false
}
