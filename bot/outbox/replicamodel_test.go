package outbox_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hspbot/bot"
)

// move is one thing that happens in a random history of several replicas.
type move struct {
	kind            string
	person, replica int
	wait            time.Duration
}

const crew = 3

func moves() *rapid.Generator[[]move] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) move {
		return move{
			kind:   rapid.SampledFrom([]string{"say", "say", "say", "say", "say", "twice", "repeat", "restart"}).Draw(t, "kind"),
			person: rapid.IntRange(0, 2).Draw(t, "person"), replica: rapid.IntRange(0, crew-1).Draw(t, "replica"),
			wait: time.Duration(rapid.SampledFrom([]int{0, 0, 1, 5, 30}).Draw(t, "ms")) * time.Millisecond,
		}
	}), 1, 25)
}

// TestReplicaHistories makes up histories of turns on several replicas, some of which are
// delivered to two of them at once. Each turn has one effect, the screens of a person come
// in order, and the last is that of the last turn.
func TestReplicaHistories(t *testing.T) {
	f := newFleet(t)
	var posts atomic.Int64
	f.platform.answer = func(p bot.Post) bot.Sent {
		sent := bot.Sent{Surface: fmt.Appendf(nil, "%d", p.Session.Version)}
		switch posts.Add(1) % 17 {
		case 3:
			sent.Outcome = bot.Broken
		case 7, 8:
			sent.Outcome, sent.RetryAfter = bot.Later, 20*time.Millisecond
		}
		return sent
	}
	var replicas [crew]*replica
	for i := range replicas {
		replicas[i] = f.join()
	}
	histories, most := 0, 40
	if testing.Short() {
		most = 10
	}
	rapid.Check(t, func(r *rapid.T) {
		if histories++; histories > most && !t.Failed() {
			return // in real time, with real restarts
		}
		takes := time.Duration(rapid.SampledFrom([]int{0, 3, 20}).Draw(r, "takes")) * time.Millisecond
		f.platform.mu.Lock()
		f.platform.takes = takes
		f.platform.mu.Unlock()
		var said [3]string
		var last [3]string // deliveries
		name := func(person int) string { return fmt.Sprintf("h%d/%d", histories, person) }
		for n, m := range moves().Draw(r, "moves") {
			id, text := fmt.Sprint("d", n), string(rune('a'+n))
			one, other := replicas[m.replica], replicas[(m.replica+1)%crew]
			switch m.kind {
			case "say":
				must(r, one.say(t, name(m.person), id, text))
			case "twice":
				errs := make(chan error, 2)
				for _, x := range []*replica{one, other} {
					go func() { errs <- x.say(t, name(m.person), id, text) }()
				}
				must(r, <-errs)
				must(r, <-errs)
			case "repeat":
				if said[m.person] != "" {
					must(r, one.say(t, name(m.person), last[m.person], "?"))
				}
				text = ""
			case "restart":
				one.stop()
				replicas[m.replica] = f.join()
				text = ""
			}
			if said[m.person] += text; text != "" {
				last[m.person] = id
			}
			time.Sleep(m.wait)
		}
		for person, want := range said {
			if want != "" {
				f.ends(r, name(person), want)
			}
		}
		for i, x := range replicas {
			if n := x.told.outcomes(bot.Bug); n > 0 {
				r.Fatalf("replica %d: %d posts overlapped: %s", i, n, x.log)
			}
		}
	})
}

func must(r *rapid.T, err error) {
	if err != nil {
		r.Fatalf("take: %v", err)
	}
}

// ends checks what somebody has got in the end.
func (f *fleet) ends(r *rapid.T, id, want string) {
	var titles []string
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		if titles = f.platform.delivered(id); len(titles) > 0 && titles[len(titles)-1] == want {
			break
		}
		if time.Now().After(end) {
			r.Fatalf("%s has got %q, want %q in the end", id, titles, want)
		}
	}
	for i := 1; i < len(titles); i++ {
		if !strings.HasPrefix(titles[i], titles[i-1]) {
			r.Fatalf("%s has got %q: out of order", id, titles)
		}
	}
}

// delivered are the titles that somebody has got.
func (p *platform) delivered(id string) (list []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, post := range p.posts {
		if post.key.ID == id && post.sent.Outcome == bot.Delivered {
			list = append(list, post.title)
		}
	}
	return list
}
