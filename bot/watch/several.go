package watch

import "hspbot/bot"

// Several are watchers that are told the same, one after the other.
type Several []bot.Watcher

// Took implements [bot.Watcher]. The mark holds those of all.
func (s Several) Took(t bot.Turn) any {
	marks := make([]any, len(s))
	for i, w := range s {
		marks[i] = w.Took(t)
	}
	return marks
}

// Posted implements [bot.Watcher].
func (s Several) Posted(p bot.Posting) {
	marks, _ := p.Mark.([]any)
	for i, w := range s {
		if p.Mark = nil; i < len(marks) {
			p.Mark = marks[i]
		}
		w.Posted(p)
	}
}
