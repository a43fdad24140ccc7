package install

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"
)

var (
	// ErrNotInstalled says that the app is not installed there, or no longer.
	ErrNotInstalled = errors.New("not installed")
	// ErrTokenRejected says that Slack accepts neither the token nor the refresh token. It is
	// asked again after a minute; installing again is the cure. It is no reason to delete
	// anything.
	ErrTokenRejected = errors.New("the token is not accepted any more")
)

// Installation is the app in a workspace, or in a whole enterprise. It prints as two words
// only, since it may hold tokens.
type Installation struct {
	ID         string    `json:"id"` // its key: the team's id, or the enterprise's of an org-wide one
	Enterprise string    `json:"enterprise,omitempty"`
	Team       string    `json:"team,omitempty"` // empty where it is org-wide
	OrgWide    bool      `json:"org_wide,omitempty"`
	Bot        string    `json:"bot,omitempty"` // user id of the app's bot user
	App        string    `json:"app,omitempty"` // id of the app; empty where it is not known
	Token      string    `json:"token,omitempty"`
	Refresh    string    `json:"refresh,omitempty"` // empty where tokens do not rotate
	Expires    time.Time `json:"expires,omitzero"`  // zero: never
	Installed  time.Time `json:"installed,omitzero"`
	Leaving    bool      `json:"leaving,omitempty"` // uninstalled: its data is being deleted
}

// Format prints the same whatever is in it.
func (i Installation) Format(w fmt.State, _ rune) { io.WriteString(w, "Slack installation") }

// LogValue keeps it out of logs.
func (i Installation) LogValue() slog.Value { return slog.StringValue("Slack installation") }

// withoutTokens is the installation without its tokens.
func (i Installation) withoutTokens() Installation {
	i.Token, i.Refresh = "", ""
	return i
}

// Installs knows which workspaces the app serves and with which token. It may be used by
// many goroutines.
type Installs interface {
	// Find returns the installation that serves a workspace: its own, else the org-wide one
	// of its enterprise; either id may be empty. It comes without tokens. [ErrNotInstalled] where
	// there is none, or none that is not leaving.
	Find(ctx context.Context, enterprise, team string) (Installation, error)

	// Token returns the token of an installation, renewed ten minutes before it expires.
	// [ErrNotInstalled], [ErrTokenRejected], or an error of the network or the store: then it may work later.
	Token(ctx context.Context, id string) (string, error)

	// Rejected is to be called when Slack did not accept a token that Token returned
	// (token_expired, invalid_auth and the like). The next Token returns another one or
	// [ErrTokenRejected]. Where tokens rotate, it renews the token; where the new one is not
	// accepted either, it does so again only after that has expired.
	Rejected(ctx context.Context, id, token string) error

	// Leave marks an installation as leaving, uninstalled at a time that Slack reports, and
	// removes its tokens at once. It does nothing where there is none or where the app was
	// installed after that time: such reports come late and in any order.
	Leave(ctx context.Context, id string, at time.Time) error

	// Leaving returns the ids of those that are leaving, whose data is still to be deleted.
	Leaving(ctx context.Context) ([]string, error)

	// Remove deletes an installation that is leaving, after its data has been deleted. One
	// that was installed again meanwhile stays.
	Remove(ctx context.Context, id string) error
}
