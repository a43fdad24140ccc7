package partner

import (
	"sync/atomic"
	"time"

	"hspbot/conversation"
)

// Registry holds the list in effect, which changes when the file is read again. A nil one holds
// an empty list. It is safe for concurrent use.
type Registry struct {
	path string
	list atomic.Pointer[List]
}

// NewRegistry reads the list from a file; an empty path is an empty list.
func NewRegistry(path string) (*Registry, error) {
	r := &Registry{path: path}
	return r, r.Reload()
}

// Fixed returns a registry of a list that does not change.
func Fixed(list *List) *Registry {
	r := &Registry{}
	r.list.Store(list)
	return r
}

// List returns the list in effect. What belongs together is looked up in one and the same.
func (r *Registry) List() *List {
	if r == nil {
		return nil
	}
	return r.list.Load()
}

// Reload reads the file again. With an error the list stays as it was.
func (r *Registry) Reload() error {
	if r == nil || r.path == "" {
		return nil
	}
	list, err := Read(r.path)
	if err != nil {
		return err
	}
	r.list.Store(list)
	return nil
}

// sender is who sent the person of a state: nobody, where the list has none of that code.
func (r *Registry) sender(s conversation.State) conversation.Partner {
	p, ok := r.List().Find(s.Referral)
	if !ok {
		return conversation.Partner{}
	}
	return p.Facts(s.Language)
}

// Step takes a turn as conversation.Step does, of somebody whom the partner of the list sent, if there
// is one of that code.
func (r *Registry) Step(s conversation.State, e conversation.Event) conversation.State {
	return conversation.StepFor(s, e, r.sender(s))
}

// Show draws a screen as conversation.Show does, and names the partner who sent the person, where the
// list has one of that code. Every process that has read the same file draws the same.
func (r *Registry) Show(s conversation.State, at time.Time) conversation.Screen {
	return conversation.ShowFor(s, at, r.sender(s))
}
