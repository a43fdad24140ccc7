package postgres

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/retry"
)

const (
	// owedChannel is where the conversations are notified to whom a screen is owed.
	owedChannel = "hspbot_owed"
	// maxNotes is how many notifications wait to be sent, and for each platform to be read.
	// What has no room is found by a sweep, within seconds.
	maxNotes = 1024
	// notesAtOnce is how many notifications go in one statement.
	notesAtOnce = 256
	// listenCheck is how often a connection that hears nothing is tested.
	listenCheck = 10 * time.Second
)

// notes are the notifications between replicas. Each is the name of the replica that sends
// it, by which it knows its own, and the key in base64, since a key may hold any character.
type notes struct {
	store   *Store
	replica string
	out     chan bot.Key

	mu sync.Mutex
	in map[string]chan bot.Key // by platform

	stop    context.CancelFunc
	running sync.WaitGroup
}

func newNotes(s *Store) *notes {
	n := &notes{store: s, replica: rand.Text(), out: make(chan bot.Key, maxNotes), in: map[string]chan bot.Key{}}
	ctx, stop := context.WithCancel(context.Background())
	n.stop = stop
	n.running.Go(func() { n.send(ctx) })
	n.running.Go(func() { n.listen(ctx) })
	return n
}

func (n *notes) close() {
	n.stop()
	n.running.Wait()
}

// Notify implements [bot.Shared].
func (s *Store) Notify(key bot.Key) {
	select {
	case s.notes.out <- key:
	default:
	}
}

// Notified implements [bot.Shared].
func (s *Store) Notified(platform string) <-chan bot.Key {
	n := s.notes
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.in[platform] == nil {
		n.in[platform] = make(chan bot.Key, maxNotes)
	}
	return n.in[platform]
}

// send sends what waits, in one statement, until ctx ends. What fails is not sent again.
func (n *notes) send(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case key := <-n.out:
			payloads := []string{n.payload(key)}
			for len(n.out) > 0 && len(payloads) < notesAtOnce {
				payloads = append(payloads, n.payload(<-n.out))
			}
			_ = n.store.with(ctx, func(ctx context.Context, conn *pgx.Conn) error {
				// A commit with a notification holds a lock of the whole database: it must not
				// wait for the disk meanwhile.
				_, err := conn.Exec(ctx, `WITH quick AS (SELECT set_config('synchronous_commit', 'off', true))
					SELECT pg_notify($1, payload) FROM quick, unnest($2::text[]) AS payload`, owedChannel, payloads)
				return err
			})
		}
	}
}

func (n *notes) payload(key bot.Key) string {
	return n.replica + " " + base64.RawStdEncoding.EncodeToString([]byte(key.String()))
}

// listen hears the notifications of others until ctx ends, over a connection of its own.
func (n *notes) listen(ctx context.Context) {
	backoff := retry.Backoff{Min: 100 * time.Millisecond, Max: 2 * time.Second}
	for {
		if n.listenOnce(ctx) {
			backoff.Reset()
		}
		if backoff.Wait(ctx, 0) != nil {
			return
		}
	}
}

// listenOnce hears until the connection breaks, and reports whether there was one.
func (n *notes) listenOnce(ctx context.Context) (connected bool) {
	conn, err := n.store.connect(ctx)
	if err != nil {
		return false
	}
	defer closeConn(conn)
	if _, err := conn.Exec(ctx, `LISTEN `+owedChannel); err != nil {
		return false
	}
	for {
		note, err := await(ctx, conn, listenCheck)
		if err != nil || ctx.Err() != nil {
			return true
		}
		if note != nil {
			n.receive(note.Payload)
		} else if ping(conn) != nil {
			return true
		}
	}
}

// receive brings a notification of another replica to whoever reads those of its platform.
func (n *notes) receive(payload string) {
	replica, text, _ := strings.Cut(payload, " ")
	if replica == n.replica {
		return
	}
	decoded, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return
	}
	key, err := bot.ParseKey(string(decoded))
	if err != nil {
		return
	}
	n.mu.Lock()
	to := n.in[key.Platform]
	n.mu.Unlock()
	select {
	case to <- key: // nil where nobody reads
	default:
	}
}
