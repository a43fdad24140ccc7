package main

import (
	"context"
	"log/slog"
	"maps"
	"os"
	"slices"
	"sync"

	"hspbot/bot/partner"
)

// reloading reads the files of secrets and of partners again when the operator asks for it, by SIGHUP. What
// cannot change while the program runs, and what makes no sense, leaves everything as it is, with a
// line in the log. A nil one does nothing.
type reloading struct {
	env     environment
	hangups <-chan os.Signal

	mu       sync.Mutex
	secrets  map[string]string          // as they are in effect, by name
	apply    map[string]func(*settings) // what is told of a secret that has changed, by its name
	partners *partner.Registry          // reads its file again; nil without one
}

// newReloading is for settings that were read from an environment a moment ago.
func newReloading(env environment, hangups <-chan os.Signal) *reloading {
	secrets, err := env.secrets()
	if err != nil {
		secrets = map[string]string{} // a file that is being replaced: the next time all seem to have changed
	}
	return &reloading{env: env, hangups: hangups, secrets: secrets, apply: map[string]func(*settings){}}
}

// on has f called with the new settings whenever the secret of a name has changed.
func (r *reloading) on(name string, f func(*settings)) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.apply[name] = f
}

// run reads at each SIGHUP until ctx ends.
func (r *reloading) run(ctx context.Context, log *slog.Logger) {
	if r == nil {
		return
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.hangups:
			r.reload(log)
			r.readPartners(log)
		}
	}
}

func (r *reloading) readPartners(log *slog.Logger) {
	const name = "HSPBOT_PARTNERS_FILE"
	if r.partners == nil {
		return
	}
	if err := r.partners.Reload(); err != nil {
		log.Error("the file is not in effect; what was remains so", "name", name, "error", err)
		return
	}
	log.Info("the file has been read again", "name", name)
}

func (r *reloading) reload(log *slog.Logger) {
	next, err := readSettings(r.env)
	var secrets map[string]string
	if err == nil {
		secrets, err = r.env.secrets()
	}
	if err != nil {
		log.Error("secrets are not read again; what was in effect remains so", "error", err)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		switch f := r.apply[name]; {
		case secrets[name] == r.secrets[name]:
		case f == nil:
			log.Warn("changed secret takes effect at a restart", "name", name)
		default:
			f(&next)
			r.secrets[name] = secrets[name]
			log.Info("changed secret is in effect", "name", name)
		}
	}
}

// secrets are the texts of all secret settings, by name.
func (e environment) secrets() (map[string]string, error) {
	all := map[string]string{}
	for _, v := range variablesOf(&settings{}) {
		if !v.secret() {
			continue
		}
		text, err := e.lookup(v)
		if err != nil {
			return nil, err
		}
		all[v.name()] = text
	}
	return all, nil
}
