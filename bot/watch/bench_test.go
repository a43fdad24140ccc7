package watch

import (
	"testing"
	"time"

	"hspbot/bot"
)

// BenchmarkTurn is what being watched costs a turn and its post.
func BenchmarkTurn(b *testing.B) {
	m := NewMetrics(Build{})
	turn := bot.Turn{Platform: "slack", Came: noon, Began: noon, Ended: noon.Add(time.Millisecond)}
	post := bot.Posting{Platform: "slack", Touched: noon, Began: noon, Ended: noon.Add(time.Second)}
	b.ReportAllocs()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			m.OnTurn(turn)
			m.OnPost(post)
		}
	})
}
