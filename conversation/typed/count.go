package typed

import "math"

// Count reads a small count: how many licences, how many children.
func (r *Reader) Count(text string) Reading {
	list, d := r.scan(r.count).read(text)
	if d != Clear {
		return doubtful(d)
	}
	p := newPhrase(list)
	if len(p.terms) == 0 && len(list) == 2 && list[0].role == article && list[1].role == skip { // a licence
		return Reading{From: 1, Below: 2}
	}
	for _, t := range p.terms {
		if t.value != math.Trunc(t.value) {
			return doubtful(Unclear, math.Floor(t.value), math.Ceil(t.value))
		}
	}
	return measure{100, nextWhole}.read(p, nil)
}
