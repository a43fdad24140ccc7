package slacktest

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

const codeLife = 10 * time.Minute

// code is what a person's consent is exchanged for.
type code struct {
	team     *Team
	org      *Enterprise
	scopes   []string
	redirect string
	at       time.Time
	used     bool
}

// ErrNoConsentPage says that Slack shows an error instead of asking for consent.
var ErrNoConsentPage = errors.New("slack does not ask for consent")

// AddRedirectURL registers a redirect URL of the app. What begins with it is good too, as in Slack.
func (s *Server) AddRedirectURL(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.redirects = append(s.redirects, url)
}

// Authorize follows a link to Slack's authorize page as a person who consents, in the only
// workspace there is. It returns the URL Slack redirects them to, with code and state.
func (s *Server) Authorize(link string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.world.order) != 1 {
		return "", fmt.Errorf("%w: there are %d workspaces", ErrNoConsentPage, len(s.world.order))
	}
	return s.consent(link, &code{team: s.world.order[0]})
}

// Authorize is [Server.Authorize] in this workspace.
func (tm *Team) Authorize(link string) (string, error) {
	tm.s.mu.Lock()
	defer tm.s.mu.Unlock()
	return tm.s.consent(link, &code{team: tm})
}

// Authorize is [Server.Authorize] for the whole organisation.
func (e *Enterprise) Authorize(link string) (string, error) {
	e.s.mu.Lock()
	defer e.s.mu.Unlock()
	return e.s.consent(link, &code{org: e})
}

// Deny follows a link to Slack's authorize page as a person who does not consent.
func (s *Server) Deny(link string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.consent(link, nil)
}

// consent reads a link to the authorize page; nil says no.
func (s *Server) consent(link string, given *code) (string, error) {
	u, err := url.Parse(link)
	if err != nil || !strings.HasSuffix(u.Path, "/oauth/v2/authorize") {
		return "", fmt.Errorf("%w: no link to the page", ErrNoConsentPage)
	}
	q := u.Query()
	scopes := strings.FieldsFunc(q.Get("scope"), func(r rune) bool { return r == ',' || r == ' ' })
	redirect := q.Get("redirect_uri")
	switch {
	case q.Get("client_id") != s.o.ClientID:
		return "", fmt.Errorf("%w: invalid_client_id", ErrNoConsentPage)
	case len(scopes) == 0:
		return "", fmt.Errorf("%w: no_scopes", ErrNoConsentPage)
	case slices.ContainsFunc(scopes, func(scope string) bool { return !slices.Contains(s.o.Scopes, scope) }):
		s.violate("oauth", "invalid_scope: the link asks for what the app does not have")
		return "", fmt.Errorf("%w: invalid_scope", ErrNoConsentPage)
	case !slices.ContainsFunc(s.redirects, func(r string) bool { return strings.HasPrefix(redirect, r) }):
		s.violate("oauth", "bad_redirect_uri: not registered")
		return "", fmt.Errorf("%w: bad_redirect_uri", ErrNoConsentPage)
	case q.Get("state") == "":
		s.violate("oauth", "no state in the link")
	}
	back, err := url.Parse(redirect)
	if err != nil {
		return "", fmt.Errorf("%w: bad_redirect_uri", ErrNoConsentPage)
	}
	answer := back.Query()
	answer.Set("state", q.Get("state"))
	if given == nil {
		answer.Set("error", "access_denied")
	} else {
		given.scopes, given.redirect, given.at = scopes, redirect, s.o.Now()
		value := "code." + s.secret()
		s.world.codes[value] = given
		answer.Set("code", value)
	}
	back.RawQuery = answer.Encode()
	return back.String(), nil
}

func (c *call) oauthAccess() (object, *refusal) {
	switch {
	case c.args.text("client_id") != c.s.o.ClientID:
		return nil, refuse("invalid_client_id")
	case c.args.text("client_secret") != c.s.o.ClientSecret:
		return nil, refuse("bad_client_secret")
	}
	switch c.args.text("grant_type") {
	case "refresh_token":
		return c.oauthRefresh()
	case "", "authorization_code":
		return c.oauthCode()
	}
	return nil, c.malformed("invalid_grant_type")
}

func (c *call) oauthCode() (object, *refusal) {
	given := c.s.world.codes[c.args.text("code")]
	switch {
	case given == nil || given.used || c.at.Sub(given.at) > codeLife:
		return nil, refuse("invalid_code")
	case given.redirect != c.args.text("redirect_uri"):
		return nil, c.malformed("bad_redirect_uri")
	}
	given.used = true
	in := &install{team: given.team, org: given.org}
	if old := given.existing(); old != nil && !old.gone {
		in = old
	}
	for _, scope := range given.scopes { // scopes add up over installations
		if !in.has(scope) {
			in.scopes = append(in.scopes, scope)
		}
	}
	c.s.add(in)
	return c.accessJSON(in), nil
}

func (g *code) existing() *install {
	if g.org != nil {
		return g.org.install
	}
	return g.team.install
}

func (c *call) oauthRefresh() (object, *refusal) {
	in := c.s.world.refresh[c.args.text("refresh_token")]
	if in == nil || in.gone {
		return nil, refuse("invalid_refresh_token")
	}
	c.s.issue(in)
	return c.accessJSON(in), nil
}

// accessJSON is the answer of oauth.v2.access.
func (c *call) accessJSON(in *install) object {
	out := object{"access_token": in.current.value, "token_type": "bot", "scope": strings.Join(in.scopes, ","), "bot_user_id": in.bot,
		"app_id": c.s.o.AppID, "authed_user": object{"id": "U0INSTALLER"}, "team": nil, "enterprise": nil, "is_enterprise_install": in.org != nil}
	switch {
	case in.org != nil:
		out["enterprise"] = object{"id": in.org.ID, "name": in.org.Name}
	default:
		out["team"] = object{"id": in.team.ID, "name": in.team.Name}
		out["enterprise"] = in.team.enterpriseJSON()
	}
	if c.s.o.Rotate {
		out["expires_in"], out["refresh_token"] = int(tokenLife/time.Second), in.refresh
	}
	return out
}
