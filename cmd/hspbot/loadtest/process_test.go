package loadtest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// process is a bot that runs.
type process struct {
	pid     int
	address string
	ready   time.Duration // from its start until it took deliveries
	command *exec.Cmd
	input   io.Closer
	log     bytes.Buffer // to be read when it has ended
	ended   bool
}

// start starts a bot with these settings, until it is stopped or the test ends.
func start(tb testing.TB, env ...string) *process {
	tb.Helper()
	p := &process{command: exec.Command(os.Args[0])}
	p.command.Env = append(os.Environ(), env...)
	p.command.Stderr = &p.log
	input, err := p.command.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	p.input = input
	out, err := p.command.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	began := time.Now()
	if err := p.command.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { p.stop(tb) })
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		_ = p.command.Process.Kill()
		tb.Fatal("the bot does not start")
	}
	p.pid, p.address, p.ready = p.command.Process.Pid, lines.Text(), time.Since(began)
	return p
}

// stop lets the bot come to its end, once.
func (p *process) stop(tb testing.TB) {
	tb.Helper()
	if p.ended {
		return
	}
	p.ended = true
	_ = p.input.Close()
	if err := p.command.Wait(); err != nil {
		tb.Errorf("the bot: %v\n%s", err, p.log.String())
	}
}

// rest waits until the bot has nothing to do any more, as far as its processor time tells,
// and returns how much it has used meanwhile.
func (p *process) rest(tb testing.TB) time.Duration {
	tb.Helper()
	before := p.spent(tb)
	look := time.NewTicker(150 * time.Millisecond)
	defer look.Stop()
	for last := before; ; {
		<-look.C
		now := p.spent(tb)
		if now == last {
			return now - before
		}
		last = now
	}
}

// spent is the processor time the bot has used.
func (p *process) spent(tb testing.TB) time.Duration {
	tb.Helper()
	stat := p.proc(tb, "stat")
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		tb.Fatal(err)
	}
	system, err := strconv.Atoi(fields[12])
	if err != nil {
		tb.Fatal(err)
	}
	return time.Duration(user+system) * time.Second / 100
}

// resident is the memory the bot holds, in MiB.
func (p *process) resident(tb testing.TB) float64 {
	tb.Helper()
	return float64(p.number(tb, "status", "VmRSS:")) / 1024
}

// number reads what stands behind a name in a file of the kernel's.
func (p *process) number(tb testing.TB, file, name string) int {
	tb.Helper()
	_, rest, _ := strings.Cut(p.proc(tb, file), "\n"+name)
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		tb.Fatalf("%s has no %s", file, name)
	}
	n, err := strconv.Atoi(fields[0])
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

func (p *process) proc(tb testing.TB, file string) string {
	tb.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.pid, file))
	if err != nil {
		tb.Skip("needs /proc")
	}
	return string(b)
}
