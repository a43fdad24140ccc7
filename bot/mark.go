package bot

import "slices"

// What a turn did to the surface is kept as a mark beside it, until a screen has been
// posted on the surface that both make. So a post under way, here or in another replica,
// may replace the surface at its end, and no mark gets lost.

// mark notes what the turn that led to the present version did.
func (b *Bot) mark(s *Session, data []byte) {
	if data == nil || b.poster == nil {
		return
	}
	s.Marks = append(slices.Clone(s.Marks), Marked{Version: s.Version, Data: data})
	for len(s.Marks) > marksKept {
		s.Surface = b.marked(s.Surface, s.Marks[0])
		s.Marks = s.Marks[1:]
	}
}

// marked returns a surface after a mark, or as it is where the platform panics.
func (b *Bot) marked(surface []byte, m Marked) []byte {
	_ = guard(func() error { surface = b.poster.Mark(surface, m.Data); return nil })
	return surface
}

// drawn returns a session with the surface as it stands now: with all marks made.
func (b *Bot) drawn(s Session) Session {
	if b.poster == nil {
		return s
	}
	for _, m := range s.Marks {
		s.Surface = b.marked(s.Surface, m)
	}
	s.Marks = nil
	return s
}
