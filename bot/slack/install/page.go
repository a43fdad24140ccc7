package install

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"hspbot/bot/records"
	"hspbot/locales"
)

// PageOptions say where the pages are and what they ask for.
type PageOptions struct {
	// Public is the address under which people reach the handler's root, with https and
	// without a slash at the end. Slack must know Public + the path of …/oauth.
	Public string
	// Scopes are those of the bot.
	Scopes []string
	// StateKey signs what goes through Slack's page; all processes behind one address have
	// the same. At least 16 bytes.
	StateKey []byte
}

// stateKind is the kind of the records of states that have come back.
const stateKind = "slack-state"

// pages are the two pages.
type pages struct {
	store  *Store
	o      PageOptions
	states states
	secure bool
}

// Handler serves two pages, whatever the path before them is: GET …/install redirects to
// Slack's page, GET …/oauth is where that leads back to. The paths it sees must be those below
// Public. It panics where StateKey is too short, since anybody could forge states then.
func (s *Store) Handler(o PageOptions) http.Handler {
	if len(o.StateKey) < 16 {
		panic("install: the key of states is too short")
	}
	return &pages{store: s, o: o, states: states{key: o.StateKey},
		secure: strings.HasPrefix(o.Public, "https://")}
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	name := path.Base(r.URL.Path)
	switch {
	case name != "install" && name != "oauth":
		http.NotFound(w, r)
	case r.Method != http.MethodGet:
		h.Set("Allow", http.MethodGet)
		http.Error(w, "GET only", http.StatusMethodNotAllowed)
	case name == "install":
		p.start(w, r)
	default:
		p.finish(w, r)
	}
}

// start redirects to Slack's page.
func (p *pages) start(w http.ResponseWriter, r *http.Request) {
	state, nonce := p.states.issue(p.store.o.Now().Add(stateTime))
	http.SetCookie(w, p.cookie(nonce, int(stateTime.Seconds())))
	query := url.Values{"client_id": {p.store.o.ClientID}, "scope": {strings.Join(p.o.Scopes, ",")}, "state": {state},
		"redirect_uri": {p.address(r, "oauth")}}
	// Slack's page that asks for consent is beside its methods.
	http.Redirect(w, r, strings.TrimSuffix(p.store.o.API, "api/")+"oauth/v2/authorize?"+query.Encode(), http.StatusFound)
}

// first reports whether a state comes back for the first time, to whatever process.
func (p *pages) first(ctx context.Context, nonce string, now, expiry time.Time) bool {
	first, err := records.Once(ctx, p.store.records.In, stateKind, nonce, now, expiry)
	if err != nil {
		p.store.o.Log.Warn("note that a state has come back", "error", err)
	}
	return first
}

// finish handles the way back from Slack's page.
func (p *pages) finish(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	var nonce string
	if c, err := r.Cookie(p.cookie("", 0).Name); err == nil {
		nonce = c.Value
	}
	now := p.store.o.Now()
	expiry, ok := p.states.check(query.Get("state"), nonce, now)
	if !ok || !p.first(r.Context(), nonce, now, expiry) {
		p.show(w, r, http.StatusBadRequest, view{Text: "slack.install.state", Again: p.address(r, "install")})
		return
	}
	http.SetCookie(w, p.cookie("", -1))
	code := query.Get("code")
	switch {
	case query.Get("error") == "access_denied":
		p.show(w, r, http.StatusOK, view{Text: "slack.install.denied", Again: p.address(r, "install")})
		return
	case query.Has("error"), code == "", len(code) > 1000:
		p.show(w, r, http.StatusBadRequest, view{Text: "slack.install.failed", Again: p.address(r, "install")})
		return
	}
	i, err := p.store.Install(r.Context(), p.address(r, "oauth"), code)
	if err != nil {
		p.store.o.Log.Warn("install in a workspace", "error", err)
		p.show(w, r, http.StatusBadGateway, view{Text: "slack.install.failed", Again: p.address(r, "install")})
		return
	}
	p.show(w, r, http.StatusOK, view{Text: "slack.install.done", Next: "slack.install.next", Open: inSlack(i.App, i.Team)})
}

// cookie keeps the nonce in the browser. The prefix makes browsers insist on this host and
// on https.
func (p *pages) cookie(nonce string, age int) *http.Cookie {
	c := &http.Cookie{Name: "hspbot-install", Value: nonce, Path: "/", MaxAge: age, HttpOnly: true,
		Secure: p.secure, SameSite: http.SameSiteLaxMode}
	if p.secure {
		c.Name = "__Host-" + c.Name
	}
	return c
}

// address is the public address of the page next to the requested one.
func (p *pages) address(r *http.Request, page string) string {
	return p.o.Public + (&url.URL{Path: path.Join(path.Dir(path.Clean(r.URL.Path)), page)}).EscapedPath()
}

// inSlack is the link that opens the app in Slack, or nothing where the app is not known.
func inSlack(app, team string) string {
	if app == "" {
		return ""
	}
	query := url.Values{"app": {app}}
	if team != "" {
		query.Set("team", team)
	}
	return "https://slack.com/app_redirect?" + query.Encode()
}

// view is what a page shows: ids of texts, and addresses.
type view struct{ Text, Next, Open, Again string }

var page = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{.Title}}</title>
<style>body{font:1.1em/1.6 system-ui,sans-serif;max-width:34em;margin:3em auto;padding:0 1em}</style>
<h1>{{.Title}}</h1>
<p>{{.Text}}</p>
{{with .Next}}<p>{{.}}</p>
{{end}}{{if .Open}}<p><a href="{{.Open}}">{{.OpenText}}</a></p>
{{end}}{{if .Again}}<p><a href="{{.Again}}">{{.AgainText}}</a></p>
{{end}}</html>
`))

// show writes a page in the first language of Accept-Language.
func (p *pages) show(w http.ResponseWriter, r *http.Request, status int, v view) {
	wanted, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	wanted, _, _ = strings.Cut(wanted, ";")
	language, _ := locales.Match(strings.TrimSpace(wanted))
	text := func(id string) string {
		if id == "" {
			return ""
		}
		return locales.In(language).Say(id)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	page.Execute(w, map[string]string{"Language": language, "Title": text("slack.install.title"), "Text": text(v.Text), "Next": text(v.Next),
		"Open": v.Open, "OpenText": text("slack.install.open"), "Again": v.Again, "AgainText": text("slack.install.again")})
}
