package partner

import (
	"crypto/subtle"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"hspbot/conversation"
)

// Registry holds the partners in effect, which change when the file is read again. A nil one holds
// none. It is safe for concurrent use.
type Registry struct {
	path     string
	partners atomic.Pointer[[]Partner] // by their codes
}

// NewRegistry reads the partners of a file; an empty path is none. An error of the file's content is
// [Problems]; no error holds what the file says.
func NewRegistry(path string) (*Registry, error) {
	r := Fixed()
	r.path = path
	return r, r.Reload()
}

// Fixed returns a registry of partners that do not change. They are taken as they are.
func Fixed(partners ...Partner) *Registry {
	r := &Registry{}
	r.set(partners)
	return r
}

func (r *Registry) set(partners []Partner) {
	slices.SortFunc(partners, func(a, b Partner) int { return strings.Compare(a.Code, b.Code) })
	r.partners.Store(&partners)
}

// Reload reads the file again. With an error the partners stay as they were.
func (r *Registry) Reload() error {
	if r == nil || r.path == "" {
		return nil
	}
	partners, err := read(r.path)
	if err == nil {
		r.set(partners)
	}
	return err
}

// All returns the partners by their codes.
func (r *Registry) All() []Partner {
	if r == nil {
		return nil
	}
	return *r.partners.Load()
}

// Find returns the partner of a code.
func (r *Registry) Find(code string) (Partner, bool) {
	all := r.All()
	i, ok := slices.BinarySearchFunc(all, code, func(p Partner, code string) int { return strings.Compare(p.Code, code) })
	if !ok {
		return Partner{}, false
	}
	return all[i], true
}

// FindKey returns the partner that has a key of the API. How long it takes tells nothing of the keys.
func (r *Registry) FindKey(key string) (found Partner, ok bool) {
	hash := []byte(Hash(strings.TrimSpace(key)))
	for _, p := range r.All() {
		for _, h := range p.APIKeys {
			if subtle.ConstantTimeCompare([]byte(h), hash) == 1 {
				found, ok = p, true
			}
		}
	}
	return found, ok
}

// sender is who sent the person of a state: nobody, where there is no partner of that code.
func (r *Registry) sender(s conversation.State) conversation.Partner {
	p, ok := r.Find(s.Referral)
	if !ok {
		return conversation.Partner{}
	}
	return p.Facts(s.Language)
}

// Step takes a turn as conversation.Step does, of somebody whom a partner sent, if there is one of that
// code.
func (r *Registry) Step(s conversation.State, e conversation.Event) conversation.State {
	return conversation.StepFor(s, e, r.sender(s))
}

// Show draws a screen as conversation.Show does, and names the partner who sent the person, where there
// is one of that code. Every process that has read the same file draws the same.
func (r *Registry) Show(s conversation.State, at time.Time) conversation.Screen {
	return conversation.ShowFor(s, at, r.sender(s))
}
