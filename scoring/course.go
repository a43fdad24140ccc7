package scoring

// course is how something stands from day to day. The first turn holds for all days before the
// second, and each until the next, which is never the same.
type course []turn

// turn is how something stands from a day on.
type turn struct {
	from Date
	is   Truth
}

// then appends that from the day on, which is not before those in c, something stands as told.
func (c course) then(from Date, is Truth) course {
	last := len(c) - 1
	if last > 0 && c[last].from == from {
		c = c[:last]
		last--
	}
	if last >= 0 && c[last].is == is {
		return c
	}
	return append(c, turn{from, is})
}

// on returns the index of the turn that holds on d.
func (c course) on(d Date) int {
	i := len(c) - 1
	for i > 0 && d.Before(c[i].from) {
		i--
	}
	return i
}

// join appends to the empty course into what a and b come to on each day.
func join(into, a, b course, day func(a, b Truth) Truth) course {
	into = into.then(Date{}, day(a[0].is, b[0].is))
	for i, j := 0, 0; i+1 < len(a) || j+1 < len(b); {
		var from Date
		if j+1 == len(b) || i+1 < len(a) && a[i+1].from.Before(b[j+1].from) {
			i++
			from = a[i].from
		} else {
			j++
			from = b[j].from
		}
		into = into.then(from, day(a[i].is, b[j].is))
	}
	return into
}

// kept appends to the empty course into whether c held on every day of the years up to a day,
// both ends included.
func (c course) kept(into course, years int) course {
	into = into.then(Date{}, c[0].is)
	for first, last := 0, 0; first+1 < len(c); {
		from := c[first+1].from.completes(years) // the first day without the turn first
		if last+1 < len(c) && c[last+1].from.Before(from) {
			last++
			from = c[last].from
		} else {
			first++
		}
		all := Yes
		for _, t := range c[first : last+1] {
			all = both(all, t.is)
		}
		into = into.then(from, all)
	}
	return into
}

// ago appends to the empty course into how c stood so many years before a day.
func (c course) ago(into course, years int) course {
	into = into.then(Date{}, c[0].is)
	for _, t := range c[1:] {
		into = into.then(t.from.completes(years), t.is)
	}
	return into
}
