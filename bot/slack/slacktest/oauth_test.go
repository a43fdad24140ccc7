package slacktest_test

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot/slack/slacktest"
)

const redirect = "https://app.example/slack/oauth"

// socketConn is a link to the authorize page.
func socketConn(change func(url.Values)) string {
	q := url.Values{"client_id": {"111.222"}, "scope": {"chat:write,commands"}, "state": {"s1"}, "redirect_uri": {redirect}}
	if change != nil {
		change(q)
	}
	return "https://slack.com/oauth/v2/authorize?" + q.Encode()
}

// consented lets somebody consent and returns the code.
func consented(t *testing.T, authorize func(string) (string, error)) string {
	t.Helper()
	back, err := authorize(socketConn(nil))
	must(t, err)
	u, err := url.Parse(back)
	must(t, err)
	if !strings.HasPrefix(back, redirect+"?") || u.Query().Get("state") != "s1" || u.Query().Get("code") == "" {
		t.Fatalf("sent to %s", back)
	}
	return u.Query().Get("code")
}

func exchange(t *testing.T, s *slacktest.Server, code string) (*slack.OAuthV2Response, error) {
	return slack.GetOAuthV2ResponseContext(t.Context(), client(t), s.ClientID(), s.ClientSecret(), code, redirect, slack.OAuthOptionAPIURL(s.API()))
}

func TestInstall(t *testing.T) {
	clock := newClock()
	s := slacktest.New(t, slacktest.Options{Now: clock.now, Redirects: []string{"https://app.example/"}})
	tm := s.Team("T1")
	code := consented(t, s.Authorize)
	got, err := exchange(t, s, code)
	must(t, err)
	if got.Team.ID != "T1" || got.IsEnterpriseInstall || got.Enterprise.ID != "" || got.BotUserID != tm.Bot() || got.AppID != s.AppID() ||
		got.TokenType != "bot" || got.Scope != "chat:write,commands" || got.ExpiresIn != 0 || got.RefreshToken != "" {
		t.Errorf("installed %+v", got)
	}
	who, err := api(t, s, got.AccessToken).AuthTest()
	must(t, err)
	if who.TeamID != "T1" || who.UserID != tm.Bot() || who.BotID == "" || tm.Token() != got.AccessToken {
		t.Errorf("token of %+v", who)
	}
	_, err = exchange(t, s, code)
	refused(t, err, "invalid_code")
	late := consented(t, tm.Authorize)
	clock.pass(10*time.Minute + time.Second)
	_, err = exchange(t, s, late)
	refused(t, err, "invalid_code")
	again, err := exchange(t, s, consented(t, tm.Authorize))
	must(t, err)
	if again.AccessToken != got.AccessToken {
		t.Error("another token for the same workspace")
	}
	back, err := s.Deny(socketConn(nil))
	must(t, err)
	if !strings.Contains(back, "error=access_denied") || !strings.Contains(back, "state=s1") {
		t.Errorf("denied: %s", back)
	}
}

func TestWrongInstalls(t *testing.T) {
	s := slacktest.New(t, slacktest.Options{Redirects: []string{redirect}})
	s.Team("T1")
	for name, c := range map[string]struct {
		change func(url.Values)
		noted  []string
	}{
		"client":   {func(q url.Values) { q.Set("client_id", "1.1") }, nil},
		"scope":    {func(q url.Values) { q.Set("scope", "admin") }, []string{"invalid_scope"}},
		"none":     {func(q url.Values) { q.Del("scope") }, nil},
		"redirect": {func(q url.Values) { q.Set("redirect_uri", "https://other.example/") }, []string{"bad_redirect_uri"}},
	} {
		if _, err := s.Authorize(socketConn(c.change)); !errors.Is(err, slacktest.ErrNoConsentPage) {
			t.Errorf("%s: %v", name, err)
		}
		provoked(t, s, c.noted...)
	}
	if _, err := s.Authorize(socketConn(func(q url.Values) { q.Del("state") })); err != nil {
		t.Error(err)
	}
	provoked(t, s, "no state")
	code := consented(t, s.Authorize)
	for _, c := range []struct{ id, secret, code, redirect, want string }{
		{"1.1", s.ClientSecret(), code, redirect, "invalid_client_id"},
		{s.ClientID(), "x", code, redirect, "bad_client_secret"},
		{s.ClientID(), s.ClientSecret(), "x", redirect, "invalid_code"},
		{s.ClientID(), s.ClientSecret(), code, redirect + "/other", "bad_redirect_uri"},
	} {
		_, err := slack.GetOAuthV2ResponseContext(t.Context(), client(t), c.id, c.secret, c.code, c.redirect, slack.OAuthOptionAPIURL(s.API()))
		refused(t, err, c.want)
	}
	provoked(t, s, "bad_redirect_uri")
	r, err := http.NewRequest(http.MethodPost, s.API()+"oauth.v2.access", strings.NewReader(url.Values{"code": {code}, "redirect_uri": {redirect}}.Encode()))
	must(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(s.ClientID(), s.ClientSecret())
	answer, err := client(t).Do(r)
	must(t, err)
	answer.Body.Close()
	if log := s.Calls(); log[len(log)-1].Error != "" {
		t.Errorf("with basic authentication: %s", log[len(log)-1].Error)
	}
}

func TestOrganisation(t *testing.T) {
	s := slacktest.New(t, slacktest.Options{Redirects: []string{redirect}})
	one, two := s.Team("T1"), s.Team("T2")
	org := s.Enterprise("E1", one, two)
	got, err := exchange(t, s, consented(t, org.Authorize))
	must(t, err)
	if got.Team.ID != "" || !got.IsEnterpriseInstall || got.Enterprise.ID != "E1" {
		t.Errorf("installed %+v", got)
	}
	everywhere := api(t, s, got.AccessToken)
	for _, tm := range []*slacktest.Team{one, two} {
		p := tm.Person("W" + tm.ID)
		_, _, err := everywhere.PostMessage(p.ID, slack.MsgOptionText("a", false))
		must(t, err)
		if p.Last() == nil {
			t.Errorf("nothing came to %s", tm.ID)
		}
	}
	a := newApp(t, s)
	one.Person("WT1").Command(nil, "start")
	s.Await(func() bool { return len(a.all("command=")) == 1 })
	if form := values(t, a.all("command=")[0]); form.Get("is_enterprise_install") != "true" || form.Get("enterprise_id") != "E1" || form.Get("team_id") != "T1" {
		t.Errorf("command %v", form)
	}
	one.Person("WT1").OpenHome()
	s.Await(func() bool { return len(a.all("app_home_opened")) == 1 })
	auth := a.all("app_home_opened")[0].payload(t)["authorizations"].([]any)[0].(object)
	if auth["is_enterprise_install"] != true || auth["enterprise_id"] != "E1" || auth["team_id"] != nil {
		t.Errorf("authorization %v", auth)
	}
	own := api(t, s, two.Token())
	if _, _, err := own.PostMessage("WT1", slack.MsgOptionText("a", false)); err == nil {
		t.Error("the token of a workspace works in another")
	}
}

func TestRotation(t *testing.T) {
	clock := newClock()
	s := slacktest.New(t, slacktest.Options{Now: clock.now, Redirects: []string{redirect}, Rotate: true})
	s.Team("T1")
	got, err := exchange(t, s, consented(t, s.Authorize))
	must(t, err)
	if got.ExpiresIn != 43200 || !strings.HasPrefix(got.RefreshToken, "xoxe-") || !strings.HasPrefix(got.AccessToken, "xoxe.xoxb-") {
		t.Errorf("installed %+v", got)
	}
	refresh := func(token string) (*slack.OAuthV2Response, error) {
		return slack.RefreshOAuthV2TokenContext(t.Context(), client(t), s.ClientID(), s.ClientSecret(), token, slack.OAuthOptionAPIURL(s.API()))
	}
	clock.pass(12*time.Hour - time.Second)
	_, err = api(t, s, got.AccessToken).AuthTest()
	must(t, err)
	clock.pass(time.Second)
	_, err = api(t, s, got.AccessToken).AuthTest()
	refused(t, err, "token_expired")
	next, err := refresh(got.RefreshToken)
	must(t, err)
	_, err = api(t, s, next.AccessToken).AuthTest()
	must(t, err)
	_, err = refresh(got.RefreshToken)
	refused(t, err, "invalid_refresh_token")
	if next.RefreshToken == got.RefreshToken || next.AccessToken == got.AccessToken || s.Team("T1").RefreshToken() != next.RefreshToken {
		t.Error("the tokens are not new")
	}
}

func TestEnd(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	token := w.team.Token()
	out, err := w.api.SendAuthRevoke("")
	must(t, err)
	_, err = w.api.AuthTest()
	refused(t, err, "token_revoked")
	w.settled(t)
	if !out.Revoked || len(w.app.all("tokens_revoked", w.team.Bot())) != 1 {
		t.Error("tokens_revoked has not come")
	}
	if w.team.Token() == token {
		t.Error("the same token after a new installation")
	}
	w.team.Uninstall()
	w.settled(t)
	_, err = api(t, w.Server, token).AuthTest()
	refused(t, err, "token_revoked")
	if len(w.app.all("app_uninstalled")) != 1 || len(w.app.all("tokens_revoked")) != 2 || w.team.Bot() != "" {
		t.Error("app_uninstalled has not come")
	}
	token = w.team.Token()
	w.team.Uninstall()
	w.settled(t)
	_, err = api(t, w.Server, token).AuthTest()
	refused(t, err, "account_inactive")
	_, err = api(t, w.Server, "").AuthTest()
	refused(t, err, "not_authed")
	_, err = api(t, w.Server, "xoxb-other").AuthTest()
	refused(t, err, "invalid_auth")
}

func TestScopes(t *testing.T) {
	s := slacktest.New(t, slacktest.Options{Redirects: []string{redirect}, Scopes: []string{"chat:write", "commands", "users:read"}})
	s.Team("T1").Person("U1")
	got, err := exchange(t, s, consented(t, s.Authorize)) // without users:read
	must(t, err)
	_, err = api(t, s, got.AccessToken).GetUserInfo("U1")
	var no slack.SlackErrorResponse
	if !errors.As(err, &no) || no.Err != "missing_scope" || no.Needed != "users:read" || !slices.Equal(strings.Split(no.Provided, ","), []string{"chat:write", "commands"}) {
		t.Errorf("error %+v", no)
	}
	provoked(t, s) // an old installation is no mistake
	_, _, _, err = api(t, s, got.AccessToken).OpenConversation(&slack.OpenConversationParameters{Users: []string{"U1"}})
	refused(t, err, "missing_scope")
	provoked(t, s, "missing_scope: the app asks for none of")
}
