package wire

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errStore = errors.New("the store is away")

// recorder is a Taker that remembers what it took.
type recorder struct {
	do func(ctx context.Context, p Payload) (Reply, error) // nil: takes all

	mu       sync.Mutex
	taken    []Payload
	troubled int
}

func (d *recorder) Take(ctx context.Context, p Payload) (Reply, error) {
	d.mu.Lock()
	d.taken = append(d.taken, p)
	d.mu.Unlock()
	if d.do == nil {
		return Reply{}, nil
	}
	return d.do(ctx, p)
}

func (d *recorder) Trouble(p Payload) Reply {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.troubled++
	return Reply{Body: map[string]string{"text": "trouble with a " + p.Kind.String()}}
}

func (d *recorder) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.taken)
}

// hangs never ends by itself.
func hangs(ctx context.Context, _ Payload) (Reply, error) {
	<-ctx.Done()
	return Reply{}, ctx.Err()
}

func fails(context.Context, Payload) (Reply, error) { return Reply{}, errStore }

func panics(context.Context, Payload) (Reply, error) { panic("with private words") }

// testLog is a log that tests can read.
type testLog struct {
	mu sync.Mutex
	b  strings.Builder
}

func (d *testLog) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.b.Write(p)
}

func (d *testLog) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.b.String()
}

func (d *testLog) logger() *slog.Logger { return slog.New(slog.NewTextHandler(d, nil)) }

// holdsNothingPersonal fails if the log holds anything of the documents.
func (d *testLog) holdsNothingPersonal(t *testing.T) {
	t.Helper()
	for _, word := range []string{"U0PERSON1", "T0HOME001", "D0DIRECT1", "Jerry", "hooks.example.com", "1000.2000", "v0=",
		"private words", "xapp-", "ticket"} {
		if strings.Contains(d.String(), word) {
			t.Errorf("the log holds %q:\n%s", word, d)
		}
	}
}
