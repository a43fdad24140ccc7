package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// readyCommand asks the process that serves with the same settings whether it is ready.
type readyCommand struct{}

// Help is the help of the subcommand, in addition to its flags.
func (readyCommand) Help() string {
	return `Asks /readyz at HSPBOT_OPS_LISTEN. Exit status 0 if the process there is ready for work; otherwise 1, and one line that says why not. For the health check of a container, and for scripts that update one replica after the other.`
}

// readyTimeout is longer than the write of the store may take that /readyz waits for.
const readyTimeout = 5 * time.Second

// Run is the subcommand.
func (readyCommand) Run(s *streams) error {
	var set settings
	if err := processEnvironment().read(&set); err != nil {
		return usageError{err}
	}
	if set.Ops == "" {
		return usageError{errors.New("HSPBOT_OPS_LISTEN is not set: a process without it cannot be asked")}
	}
	client, base := set.Ops.reach(readyTimeout)
	answer, err := client.Get(base + "/readyz")
	if err != nil {
		return fmt.Errorf("no process answers at %s", set.Ops)
	}
	defer answer.Body.Close()
	reason, err := io.ReadAll(io.LimitReader(answer.Body, 1000))
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", strings.TrimSpace(string(reason)))
	}
	_, err = fmt.Fprintln(s.out, "ready")
	return err
}
