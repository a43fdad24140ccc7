package bottest

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"hspbot/bot"
	"hspbot/conversation"
)

// A bot that is to be killed is a process of its own: the test binary once more. These
// variables of its environment say so.
const (
	childMode = "HSPBOT_TEST_CHILD" // any word of the platform's tests
	childFile = "HSPBOT_TEST_FILE"  // where its store is
)

// Child is the body of a test called TestChild: in a process that a [Killer] has started it
// runs a bot until it is killed, or until SIGTERM; elsewhere it is skipped. Open opens the
// store in a file.
func Child(t *testing.T, open func(file string) (bot.Store, error), name string, connect func(mode string) Connect, o Options) {
	mode := os.Getenv(childMode)
	if mode == "" {
		t.Skip("runs only in the crash tests")
	}
	store, err := open(os.Getenv(childFile))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	go conversation.Prepare()
	err = Serve(ctx, store, name, connect(mode), o, func(r Running) { os.Stdout.WriteString(r.Address + "\n") })
	if err != nil {
		t.Error(err)
	}
}

// Command is a process of the test binary in which TestChild runs a bot, with more arguments
// and settings.
func Command(mode, file string, env []string, args ...string) *exec.Cmd {
	child := exec.Command(os.Args[0], args...)
	child.Env = append(append(os.Environ(), childMode+"="+mode, childFile+"="+file), env...)
	return child
}

// address reports whether a line is what a child says once it runs.
func address(line string) bool { return strings.HasPrefix(line, "http://") }
