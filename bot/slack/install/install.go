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
	// ErrNone says that the app is not installed there, or no longer.
	ErrNone = errors.New("not installed")
	// ErrDead says that Slack accepts neither the token nor its renewal. It is asked again
	// after a minute; a new installation mends it. It is no reason to delete anything.
	ErrDead = errors.New("the token is not accepted any more")
)

// Installation is the app in a workspace, or in all of an enterprise. It prints as nothing
// but a name, since it may hold tokens.
type Installation struct {
	ID         string    `json:"id"` // its key: the team's id, or the enterprise's of an org-wide one
	Enterprise string    `json:"enterprise,omitempty"`
	Team       string    `json:"team,omitempty"` // empty where it is org-wide
	OrgWide    bool      `json:"org_wide,omitempty"`
	Bot        string    `json:"bot,omitempty"`    // user id of the app's bot user
	BotID      string    `json:"bot_id,omitempty"` // empty where Slack did not tell it
	Token      string    `json:"token,omitempty"`
	Refresh    string    `json:"refresh,omitempty"` // empty where tokens do not rotate
	Expires    time.Time `json:"expires,omitzero"`  // zero: never
	Scopes     string    `json:"scopes,omitempty"`  // separated by commas
	Installed  time.Time `json:"installed,omitzero"`
	Leaving    bool      `json:"leaving,omitempty"` // uninstalled: its data is being deleted
}

// Format prints the same whatever is in it.
func (i Installation) Format(w fmt.State, _ rune) { io.WriteString(w, "Slack installation") }

// LogValue keeps it out of logs.
func (i Installation) LogValue() slog.Value { return slog.StringValue("Slack installation") }

// bare is the installation without its tokens.
func (i Installation) bare() Installation {
	i.Token, i.Refresh = "", ""
	return i
}

// Installs answers which workspaces the app serves and with which token. It may be used by
// many goroutines.
type Installs interface {
	// Find returns the installation that serves a workspace: its own, else the org-wide one
	// of its enterprise; either id may be empty. It comes without tokens. [ErrNone] where
	// there is none, or none that is not leaving.
	Find(ctx context.Context, enterprise, team string) (Installation, error)

	// Token returns the token of an installation, renewed ten minutes before it expires.
	// [ErrNone], [ErrDead], or an error of the world: then it may work later.
	Token(ctx context.Context, id string) (string, error)

	// Refused tells that Slack did not accept a token that Token returned (token_expired,
	// invalid_auth and the like). The next Token returns another one or [ErrDead]; where
	// tokens rotate it renews it, but does so only once until it works for its time.
	Refused(ctx context.Context, id, token string) error

	// Leave marks an installation as leaving, uninstalled at a time that Slack tells, and
	// removes its tokens at once. It does nothing where there is none or where the app was
	// installed after that time, for such news come late and in any order.
	Leave(ctx context.Context, id string, at time.Time) error

	// Left returns the ids of those that are leaving, whose data is still to be deleted.
	Left(ctx context.Context) ([]string, error)

	// Remove forgets an installation that is leaving, after its data has been deleted. One
	// that was installed again meanwhile stays.
	Remove(ctx context.Context, id string) error
}
