package install

import (
	"context"
	"sync"
	"time"
)

// Single returns the installation in one workspace whose token is given and does not rotate.
// It is kept in memory only; once removed it stays so.
func Single(i Installation) Installs {
	if i.ID == "" {
		i.ID = keyOf(i)
	}
	return &single{installation: i}
}

// keyOf is the id under which an installation is kept.
func keyOf(i Installation) string {
	if i.OrgWide || i.Team == "" {
		return i.Enterprise
	}
	return i.Team
}

type single struct {
	mu           sync.Mutex
	installation Installation
	rejected     time.Time // until when Slack is not asked whether it accepts the token
	removed      bool
}

func (s *single) Find(_ context.Context, enterprise, team string) (Installation, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.installation
	if i.Leaving || i.ID != team && i.ID != enterprise {
		return Installation{}, ErrNotInstalled
	}
	return i.withoutTokens(), nil
}

func (s *single) Token(_ context.Context, id string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case id != s.installation.ID || s.installation.Leaving:
		return "", ErrNotInstalled
	case time.Now().Before(s.rejected):
		return "", ErrTokenRejected
	}
	return s.installation.Token, nil
}

func (s *single) Rejected(_ context.Context, id, token string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id == s.installation.ID && token == s.installation.Token {
		s.rejected = time.Now().Add(cacheTime)
	}
	return nil
}

func (s *single) Leave(_ context.Context, id string, at time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id != s.installation.ID || s.installation.Installed.After(at) {
		return nil
	}
	s.installation = s.installation.withoutTokens()
	s.installation.Leaving = true
	return nil
}

func (s *single) Leaving(context.Context) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.installation.Leaving || s.removed {
		return nil, nil
	}
	return []string{s.installation.ID}, nil
}

func (s *single) Remove(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removed = s.removed || id == s.installation.ID && s.installation.Leaving
	return nil
}
