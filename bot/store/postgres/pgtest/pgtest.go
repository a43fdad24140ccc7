// Package pgtest runs a PostgreSQL of its own for tests, from the binaries that are
// installed on the machine. It knows nothing of what is stored there.
package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Cluster is a running PostgreSQL with its data in a temporary directory. It may be used
// by many tests, which work in databases of their own.
type Cluster struct {
	bin, dir string
	port     int
	owner    *syscall.Credential // nil: this user

	mu      sync.Mutex
	process *exec.Cmd
	ended   chan struct{}
}

// required says that a machine without PostgreSQL is an error: set to "required".
const required = "HSPBOT_TEST_POSTGRES"

var shared struct {
	once    sync.Once
	cluster *Cluster
	err     error
}

// Start returns the cluster of this test binary and starts it where it does not run. Where
// PostgreSQL is not installed the test is skipped, unless the environment says that it has
// to be (CI, HSPBOT_TEST_POSTGRES=required). [Tests] ends it.
func Start(t testing.TB) *Cluster {
	t.Helper()
	shared.once.Do(func() { shared.cluster, shared.err = begin() })
	if err := shared.err; err != nil {
		if !errors.Is(err, errMissing) || os.Getenv("CI") != "" || os.Getenv(required) == "required" {
			t.Fatalf("PostgreSQL: %v", err)
		}
		t.Skipf("PostgreSQL is not installed: %v", err)
	}
	return shared.cluster
}

// New starts a cluster for one test alone, to be stopped and killed.
func New(t testing.TB) *Cluster {
	t.Helper()
	Start(t) // skips
	c, err := begin()
	if err != nil {
		t.Fatalf("PostgreSQL: %v", err)
	}
	t.Cleanup(c.remove)
	return c
}

// Tests are those of a package; they end the cluster that they have used.
type Tests struct{ Of interface{ Run() int } }

// Run runs them, see [testing.M.Run].
func (t Tests) Run() int {
	defer func() {
		if shared.cluster != nil {
			shared.cluster.remove()
		}
	}()
	return t.Of.Run()
}

// begin makes a cluster and starts it.
func begin() (*Cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, dir: dir}
	if err := c.init(); err != nil {
		c.remove()
		return nil, err
	}
	return c, nil
}

func (c *Cluster) init() (err error) {
	if os.Geteuid() == 0 { // PostgreSQL refuses to run as root
		if c.owner, err = somebody(); err != nil {
			return err
		}
		if err := os.Chown(c.dir, int(c.owner.Uid), int(c.owner.Gid)); err != nil {
			return err
		}
	}
	if c.port, err = freePort(); err != nil {
		return err
	}
	initdb := c.command("initdb", "--pgdata", c.data(), "--username", "postgres", "--auth", "trust",
		"--encoding", "UTF8", "--no-locale", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return c.start()
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// command is one of PostgreSQL's programs, run by somebody who is not root.
func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.owner, Setpgid: true}
	endWithUs(cmd.SysProcAttr)
	return cmd
}

// start runs the server and waits until it takes connections.
func (c *Cluster) start() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	log, err := os.OpenFile(filepath.Join(c.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	server := c.command("postgres", "-D", c.data(), "-p", fmt.Sprint(c.port), "-k", c.dir, "-h", "127.0.0.1",
		"-c", "fsync=on", "-c", "max_connections=200", "-c", "timezone=UTC")
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() { _ = server.Wait(); close(ended) }()
	c.process, c.ended = server, ended
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		if c.answers() {
			return nil
		}
		select {
		case <-ended:
			return fmt.Errorf("the server ends: %s", c.Log())
		case <-time.After(20 * time.Millisecond):
		}
	}
	return fmt.Errorf("the server does not answer: %s", c.Log())
}

func (c *Cluster) answers() bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.url("postgres"))
	if err != nil {
		return false
	}
	return conn.Close(ctx) == nil
}

// end sends the server a signal and waits until it has ended.
func (c *Cluster) end(signal syscall.Signal) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.process == nil {
		return
	}
	_ = c.process.Process.Signal(signal)
	<-c.ended
	c.process = nil
}

// Stop ends the server as an operator does: connections are cut, nothing is lost.
func (c *Cluster) Stop() { c.end(syscall.SIGINT) }

// Kill ends the server at once, as a power cut does; its other processes notice and end.
func (c *Cluster) Kill() { c.end(syscall.SIGQUIT) }

// Restart starts the server where it does not run, and stops it before where it does.
func (c *Cluster) Restart(t testing.TB) {
	t.Helper()
	c.Stop()
	if err := c.start(); err != nil {
		t.Fatalf("PostgreSQL: %v", err)
	}
}

// Log is what the server has logged.
func (c *Cluster) Log() string {
	b, _ := os.ReadFile(filepath.Join(c.dir, "log"))
	return string(b)
}

func (c *Cluster) remove() {
	c.Kill()
	_ = os.RemoveAll(c.dir)
}

func (c *Cluster) url(database string) string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", c.port, database)
}

// Database makes an empty database for one test and returns its URL. It is dropped when
// the test ends, whoever is still connected.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	name := "t" + strings.ToLower(rand.Text()[:12])
	c.Exec(t, c.url("postgres"), "CREATE DATABASE "+name)
	t.Cleanup(func() {
		conn, err := pgx.Connect(context.Background(), c.url("postgres"))
		if err != nil {
			return // the cluster has been stopped
		}
		defer conn.Close(context.Background())
		_, _ = conn.Exec(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)")
	})
	return c.url(name)
}

// Exec runs statements in a database.
func (c *Cluster) Exec(t testing.TB, url, text string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.PgConn().Exec(ctx, text).ReadAll(); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
