package scoring

// On returns what is known of the person on the day d: the facts of today, overlaid by what
// was different before a day after d, and the age and the experience of d.
func (p *Person) On(d Date) Profile {
	h := newPast(p)
	return h.on(d)
}
