package faulttest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hspbot/bot/bottest"
)

// replica is one process of the program at a time, at the same addresses.
type replica struct {
	t           testing.TB
	env         []string
	listen, ops string
	log         *bottest.Log

	mu      sync.Mutex
	process *exec.Cmd
	ended   chan struct{}
}

// newReplica returns a replica that does not run yet. It ends with the test.
func newReplica(t testing.TB, log *bottest.Log, env ...string) *replica {
	t.Helper()
	program(t)
	r := &replica{t: t, log: log, listen: bottest.FreeAddress(t), ops: bottest.FreeAddress(t)}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "HSPBOT_") && !strings.HasPrefix(v, "GOGC=") { // .ci/run sets it; memory is measured here
			r.env = append(r.env, v)
		}
	}
	r.env = append(append(r.env, "HSPBOT_LISTEN="+r.listen, "HSPBOT_OPS_LISTEN="+r.ops), env...)
	t.Cleanup(func() { r.kill() })
	return r
}

// start starts a process, and goes on at once. What env adds replaces what was there.
func (r *replica) start(env ...string) {
	r.t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	c := exec.Command(program(r.t), "serve")
	c.Env = append(append([]string{}, r.env...), env...)
	c.Stderr, c.Stdout = r.log, r.log
	if err := start(c); err != nil {
		r.t.Error(err)
		return
	}
	ended := make(chan struct{})
	go func() { _ = c.Wait(); close(ended) }()
	r.process, r.ended = c, ended
}

// current returns the process, and what is closed when it has ended; nil where there was none.
func (r *replica) current() (*exec.Cmd, chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.process, r.ended
}

// ready waits until the replica says it is.
func (r *replica) ready() {
	r.t.Helper()
	_, ended := r.current()
	if !until(time.Minute, func() bool {
		select {
		case <-ended:
			return true
		default:
		}
		return r.probe("/readyz") == http.StatusOK
	}) {
		r.t.Errorf("a replica does not become ready:\n%s", r.log)
	}
	select {
	case <-ended:
		r.t.Errorf("a replica has ended:\n%s", r.log)
	default:
	}
}

// until asks until a condition is true, or the time is over.
func until(most time.Duration, cond func() bool) bool {
	end := time.NewTimer(most)
	defer end.Stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for !cond() {
		select {
		case <-end.C:
			return cond()
		case <-again.C:
		}
	}
	return true
}

// kill ends the process as a power cut does.
func (r *replica) kill() {
	process, ended := r.current()
	if process == nil {
		return
	}
	_ = process.Process.Kill() // it may have ended
	<-ended
}

// stop ends the process as an operator does, and returns how long that took.
func (r *replica) stop() time.Duration {
	r.t.Helper()
	process, ended := r.current()
	began := time.Now()
	if err := process.Process.Signal(syscall.SIGTERM); err != nil {
		r.t.Errorf("a replica has ended by itself:\n%s", r.log)
		return 0
	}
	select {
	case <-ended:
		if code := process.ProcessState.ExitCode(); code != 0 {
			r.t.Errorf("a replica ends with %d:\n%s", code, r.log)
		}
	case <-time.After(45 * time.Second):
		r.t.Error("a replica does not stop")
		r.kill()
	}
	return time.Since(began)
}

// look returns a page for operators; a status of 0 says that there was no answer in time.
func (r *replica) look(path string, most time.Duration) (status int, text string) {
	ctx, cancel := context.WithTimeout(context.Background(), most)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+r.ops+path, nil)
	if err != nil {
		return 0, ""
	}
	request.Close = true
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, ""
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, ""
	}
	return answer.StatusCode, string(b)
}

// probe returns the status of a page, as whoever routes to the replicas asks for it.
func (r *replica) probe(path string) int {
	status, _ := r.look(path, time.Second)
	return status
}

// metric returns the number of a line of /metrics, -1 where there is none.
func (r *replica) metric(name string) float64 {
	_, text := r.look("/metrics", 15*time.Second)
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			if f, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil {
				return f
			}
		}
	}
	return -1
}

// heap returns the bytes that are in use after a collection.
func (r *replica) heap() float64 {
	for range 2 { // what the first leaves to finalizers the second frees
		r.look("/debug/pprof/heap?gc=1", time.Minute)
	}
	return r.metric("go_memstats_heap_alloc_bytes")
}

// resident returns the memory of the process in bytes.
func (r *replica) resident() float64 { return r.metric("process_resident_memory_bytes") }

func mib(bytes float64) string { return fmt.Sprintf("%.0f MiB", bytes/(1<<20)) }
