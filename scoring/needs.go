package scoring

import "math/bits"

// keySet is a set of keys of the JSON contract, by their place in needKeys.
type keySet uint64

// needKeys are the keys a route may need, in the order in which they are named.
var needKeys = func() []string {
	keys := append([]string(nil), contractNames...)
	for _, k := range stayNames {
		keys = append(keys, stayKey+"."+k)
	}
	return append(keys, businessManagerKey)
}()

// The places of keys in needKeys that are no keys of facts.
var (
	needCareerSince     = keyOf(careerSinceKey)
	needBirth           = keyOf(birthKey)
	needInJapan         = keyOf(stayKey + "." + inJapanSinceKey)
	needWorkStatus      = keyOf(stayKey + "." + workStatusSinceKey)
	needHSP             = keyOf(stayKey + "." + hspSinceKey)
	needJSkip           = keyOf(stayKey + "." + jSkipSinceKey)
	needHSPPoints       = keyOf(stayKey + "." + hspPointsKey)
	needBusinessManager = keyOf(businessManagerKey)
)

// partKeys are the keys that decide the parts which one key decides.
var partKeys = [shorts]keySet{shortInJapan: needInJapan, shortWorkStatus: needWorkStatus, shortGranted: needHSPPoints,
	shortJSkipStatus: needJSkip, shortBusinessManager: needBusinessManager}

// factKeys are the places in needKeys of the keys of facts.
var factKeys = func() (keys [FactCount]keySet) {
	for f := range Fact(FactCount) {
		keys[f] = keyOf(f.Key())
	}
	return keys
}()

func keyOf(name string) keySet {
	for i, k := range needKeys {
		if k == name {
			return 1 << i
		}
	}
	panic("scoring: no key " + name)
}

// name appends the keys in order to what is needed and returns them.
func (w *walk) name(s keySet) []string {
	first := len(w.needed)
	for ; s != 0; s &= s - 1 {
		w.needed = append(w.needed, needKeys[bits.TrailingZeros64(uint64(s))])
	}
	return w.needed[first:len(w.needed):len(w.needed)]
}

// needs returns the keys that would decide the route on the day of filing, on which it is unknown.
func (w *walk) needs(r *filing) []string {
	var needs keySet
	for c := range Category(Categories) {
		if p := &r.parts[c]; r.in.Has(c) && p.met() == Unknown {
			needs |= w.stayNeeds(r, p) | w.pointsNeeds(r, c)
		}
	}
	return w.name(needs)
}

// stayNeeds returns the keys that would decide the parts of the stay, on the day of filing.
func (w *walk) stayNeeds(r *filing, p *parts) keySet {
	var needs keySet
	s, since := &w.Stay, r.day.AddYears(-r.Years)
	for _, part := range [...]short{shortInJapan, shortWorkStatus, shortGranted, shortJSkipStatus, shortBusinessManager} {
		if p[part] == Unknown {
			needs |= partKeys[part]
		}
	}
	if p[shortHSP] != Unknown {
		return needs
	}
	if s.HSP.by(since) == Unknown {
		needs |= needHSP
	}
	if r.Held == HeldHSPOrJSkip && s.JSkip.by(since) == Unknown {
		needs |= needJSkip
	}
	return needs
}

// pointsNeeds returns the keys that would decide whether the standard of the route is met in c,
// on the day of filing and on the days before that count.
func (w *walk) pointsNeeds(r *filing, c Category) keySet {
	var needs keySet
	switch r.Standard {
	case PointsKept:
		for i := r.then; i <= r.now; i++ {
			if w.mayNeed(i, c)&^needs != 0 {
				needs |= w.undecided(i, r.Points, c)
			}
		}
	case JSkipNow:
		needs = w.undecidedJSkip(r.now, c)
	case JSkipThenAndNow:
		needs = w.undecidedJSkip(r.then, c) | w.undecidedJSkip(r.now, c)
	case PointsOrJSkipNow:
		needs = w.undecided(r.now, r.Points, c) | w.undecidedJSkip(r.now, c)
	}
	return needs
}

// mayNeed returns the keys of the facts that are open on the days of the stretch i and give points
// in c: no others can be needed for points.
func (w *walk) mayNeed(i int, c Category) keySet {
	s := &w.stretches[i]
	if s.period == nil {
		return 0
	}
	return w.keys(s.known.open & s.period.sheets[c].set)
}

// undecided returns the keys of the facts that can change whether the points in c reach the
// mark on the days of the stretch i.
func (w *walk) undecided(i, points int, c Category) keySet {
	s := &w.stretches[i]
	if reached, floor := s.reaches(points, c); both(reached, floor) != Unknown || s.period == nil {
		return 0
	}
	met := &s.categories[c]
	if met.mark != points {
		met.mark, met.keys = points, w.decidingKeys(s, points, c)
	}
	return met.keys
}

// decidingKeys is [walk.undecided], computed.
func (w *walk) decidingKeys(s *stretch, points int, c Category) keySet {
	var t tally
	var items [ItemCount]Points
	var needs, open FactSet
	sheet := &s.period.sheets[c]
	sheet.tally(&s.known, &t, &items)
	sheet.matter(&s.known, &t, true, points/step, &needs, &open)
	return w.keys(needs)
}

// undecidedJSkip returns the keys of the facts that can change whether J-Skip is met in c.
func (w *walk) undecidedJSkip(i int, c Category) keySet {
	s := &w.stretches[i]
	if s.meetsJSkip(c) != Unknown {
		return 0
	}
	var needs FactSet
	s.period.sheets[c].jSkip.relevant(&s.known, &needs)
	return w.keys(needs)
}

// keys returns the keys of the facts. Where an age or an experience is known exactly, which it is
// today, only the day of its next step is missing.
func (w *walk) keys(facts FactSet) keySet {
	var keys keySet
	for ; facts != 0; facts &= facts - 1 {
		f := facts.first()
		given := w.values[f]
		switch {
		case f == Age && given.exact(f):
			keys |= needBirth
		case isCareer(f) && given.exact(f):
			keys |= needCareerSince
		default:
			keys |= factKeys[f]
		}
	}
	return keys
}
