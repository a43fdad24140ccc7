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

// desk is a Taker that remembers what it took.
type desk struct {
	do func(ctx context.Context, p Payload) (Reply, error) // nil: takes all

	mu    sync.Mutex
	taken []Payload
	told  int
}

func (d *desk) Take(ctx context.Context, p Payload) (Reply, error) {
	d.mu.Lock()
	d.taken = append(d.taken, p)
	d.mu.Unlock()
	if d.do == nil {
		return Reply{}, nil
	}
	return d.do(ctx, p)
}

func (d *desk) Trouble(p Payload) Reply {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.told++
	return Reply{Body: map[string]string{"text": "trouble with a " + p.Kind.String()}}
}

func (d *desk) count() int {
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

// diary is a log that tests can read.
type diary struct {
	mu sync.Mutex
	b  strings.Builder
}

func (d *diary) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.b.Write(p)
}

func (d *diary) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.b.String()
}

func (d *diary) log() *slog.Logger { return slog.New(slog.NewTextHandler(d, nil)) }

// silent fails if the log holds anything of the documents.
func (d *diary) silent(t *testing.T) {
	t.Helper()
	for _, word := range []string{"U0PERSON1", "T0HOME001", "D0DIRECT1", "Jerry", "hooks.example.com", "1000.2000", "v0=",
		"private words", "xapp-", "ticket"} {
		if strings.Contains(d.String(), word) {
			t.Errorf("the log holds %q:\n%s", word, d)
		}
	}
}
