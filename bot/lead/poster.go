package lead

import (
	"context"

	"hspbot/bot"
)

// Poster returns a platform's poster that, before it posts a screen, has what the person sends to a
// partner on its way. The screen says so, and is owed until it is posted.
func (b *Book) Poster(of bot.Poster) bot.Poster { return &poster{of, b} }

type poster struct {
	bot.Poster
	book *Book
}

// Post implements [bot.Poster].
func (p *poster) Post(ctx context.Context, post bot.Post) bot.Sent {
	if err := p.book.Take(ctx, &post.Session); err != nil {
		s := &post.Session
		return bot.Sent{Surface: s.Surface, Wake: s.Wake, Expires: s.Expires, Outcome: bot.Broken, Err: err}
	}
	return p.Poster.Post(ctx, post)
}

// Mentions implements [bot.Mentioner].
func (p *poster) Mentions(key bot.Key) (prefix string, change []byte) {
	if m, ok := p.Poster.(bot.Mentioner); ok {
		return m.Mentions(key)
	}
	return "", nil
}

// Reaches implements [bot.Reacher].
func (p *poster) Reaches(key bot.Key) bool {
	r, ok := p.Poster.(bot.Reacher)
	return ok && r.Reaches(key)
}
