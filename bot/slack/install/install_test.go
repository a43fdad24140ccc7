package install

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hspbot/bot/seal"
)

func TestInstall(t *testing.T) {
	for name, test := range map[string]struct {
		grant grant
		want  Installation
		finds [][2]string // enterprise, team
		not   [][2]string
	}{
		"workspace": {grant{team: "T1"}, Installation{ID: "T1", Team: "T1"},
			[][2]string{{"", "T1"}, {"E9", "T1"}}, [][2]string{{"", "T2"}, {"", ""}, {"E1", ""}, {"T2", "E1"}}},
		"workspace of an enterprise": {grant{team: "T1", enterprise: "E1"}, Installation{ID: "T1", Team: "T1", Enterprise: "E1"},
			[][2]string{{"E1", "T1"}, {"", "T1"}}, [][2]string{{"E1", "T2"}, {"E1", ""}}},
		"org-wide": {grant{enterprise: "E1", orgWide: true}, Installation{ID: "E1", Enterprise: "E1", OrgWide: true},
			[][2]string{{"E1", "T1"}, {"E1", "T2"}, {"E1", ""}}, [][2]string{{"", "T1"}, {"E2", "T1"}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				s := w.process()
				want := test.want
				want.Bot, want.App, want.Installed = "U1", "A1", time.Now()
				got, err := s.Install(t.Context(), redirect, w.slack.code(test.grant))
				if err != nil || !got.Installed.Equal(want.Installed) {
					t.Fatalf("installed at %v, %v", got.Installed, err)
				}
				if got.Installed = want.Installed; got != want {
					t.Errorf("installed %s", fields(got))
				}
				for _, s := range []*Store{s, w.process()} {
					for _, at := range test.finds {
						found, err := s.Find(t.Context(), at[0], at[1])
						if found.Installed = want.Installed; err != nil || found != want {
							t.Errorf("in %v: %s, %v", at, fields(found), err)
						}
					}
					for _, at := range test.not {
						if found, err := s.Find(t.Context(), at[0], at[1]); !errors.Is(err, ErrNotInstalled) {
							t.Errorf("in %v: %s, %v", at, fields(found), err)
						}
					}
					w.token(s, want.ID, "xoxb-secret-1")
					w.fails(s, "T7", ErrNotInstalled)
					w.fails(s, "", ErrNotInstalled)
				}
			})
		})
	}
}

func fields(i Installation) string { b, _ := json.Marshal(i); return string(b) }

// TestOwn: a workspace's own installation serves it before that of its enterprise.
func TestOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		s := w.installed(grant{enterprise: "E1", orgWide: true})
		serves := func(s *Store, team, want string) {
			t.Helper()
			if i, err := s.Find(t.Context(), "E1", team); err != nil || i.ID != want {
				t.Errorf("%s is served by %q, %v; want %q", team, i.ID, err, want)
			}
		}
		other := w.process()
		serves(other, "T1", "E1")
		if _, err := s.Install(t.Context(), redirect, w.slack.code(grant{team: "T1", enterprise: "E1"})); err != nil {
			t.Fatal(err)
		}
		for _, s := range []*Store{s, other} {
			serves(s, "T1", "T1")
			serves(s, "T2", "E1")
		}
		time.Sleep(time.Second)
		if err := s.Leave(t.Context(), "T1", time.Now()); err != nil {
			t.Fatal(err)
		}
		serves(s, "T1", "E1")
	})
}

func TestReinstall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		s := w.installed(grant{team: "T1"})
		other := w.process()
		w.token(other, "T1", "xoxb-secret-1")
		if _, err := s.Install(t.Context(), redirect, w.slack.code(grant{team: "T1", rotates: true})); err != nil {
			t.Fatal(err)
		}
		w.token(s, "T1", "xoxb-secret-2")
		time.Sleep(time.Minute)
		w.token(other, "T1", "xoxb-secret-2")
	})
}

func TestInstallFails(t *testing.T) {
	answer := func(status int, body string) func(*world) {
		return func(w *world) {
			w.slack.answering(func(rw http.ResponseWriter, _ map[string]string) bool {
				rw.Header().Set("Location", "https://elsewhere.example/secret")
				rw.WriteHeader(status)
				rw.Write([]byte(body))
				return true
			})
		}
	}
	for name, spoil := range map[string]func(*world){
		"code":          func(w *world) { w.slack.codes = map[string]grant{} },
		"store":         func(w *world) { w.records.failing(func(string) error { return errors.New("disk full") }) },
		"server error":  answer(500, "secret"),
		"redirect":      answer(307, ""),
		"not JSON":      answer(200, "<secret>"),
		"ok and empty":  answer(200, `{"ok":true}`),
		"neither":       answer(200, `{"ok":false}`),
		"odd code":      answer(200, `{"ok":false,"error":"T1 has no xoxb-secret"}`),
		"no id":         answer(200, `{"ok":true,"access_token":"xoxb-secret","team":null}`),
		"without end":   answer(200, `{"ok":true,"access_token":"`+strings.Repeat("secret", 1<<20)+`","team":{"id":"T1"}}`),
		"too many":      answer(429, ""),
		"no bot's user": answer(200, `{"ok":true,"team":{"id":"T1"},"authed_user":{"access_token":"xoxp-secret"}}`),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			code := w.slack.code(grant{team: "T1"})
			spoil(w)
			i, err := w.process().Install(t.Context(), redirect, code)
			if err == nil || i != (Installation{}) || len(w.records.held) != 0 {
				t.Errorf("installed %s, %v", fields(i), err)
			}
			w.holdsNoSecret(fmt.Sprint(err))
		})
	}
	w := newWorld(t)
	if _, err := New(w.records, nil, w.process().o).Install(t.Context(), redirect, w.slack.code(grant{team: "T1"})); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("without a key: %v", err)
	}
	if _, err := w.process().Install(t.Context(), "https://bot.example/other", w.slack.code(grant{team: "T1"})); err == nil {
		t.Error("with another redirect_uri")
	}
}

// TestNetwork: the same through a network, where a redirect would carry the secret elsewhere.
func TestNetwork(t *testing.T) {
	w := newWorld(t)
	elsewhere := 0
	redirects := false
	mux := http.NewServeMux()
	mux.HandleFunc("/elsewhere", func(http.ResponseWriter, *http.Request) { elsewhere++ })
	mux.HandleFunc("/api/", func(rw http.ResponseWriter, r *http.Request) {
		if redirects {
			http.Redirect(rw, r, "/elsewhere", http.StatusTemporaryRedirect)
			return
		}
		w.slack.ServeHTTP(rw, r)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	o := w.process().o
	o.API, o.Client = server.URL+"/api/", server.Client()
	s := New(w.records, ringOf(t, 1), o)
	i, err := s.Install(t.Context(), redirect, w.slack.code(grant{team: "T1"}))
	if err != nil || i.ID != "T1" || i.App != "A1" {
		t.Errorf("%s, %v", fields(i), err)
	}
	w.token(s, "T1", "xoxb-secret-1")
	redirects = true
	if _, err := s.Install(t.Context(), redirect, w.slack.code(grant{team: "T1"})); err == nil || elsewhere != 0 {
		t.Errorf("followed %d redirects, %v", elsewhere, err)
	}
	server.Close()
	_, err = s.Install(t.Context(), redirect, "code-secret")
	if err == nil {
		t.Error("installed without a server")
	}
	w.holdsNoSecret(fmt.Sprint(err))
}

// TestPrinted: an installation that gets into a log or an error tells nothing.
func TestPrinted(t *testing.T) {
	i := Installation{ID: "T1", Token: "xoxb-secret", Refresh: "xoxe-secret"}
	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewJSONHandler(&log, nil), slog.NewTextHandler(&log, nil)} {
		slog.New(h).Info("x", "i", i, "p", &i, "e", fmt.Errorf("%v", i))
	}
	text := strings.ReplaceAll(log.String(), time.Now().Format("2006-01-02T"), "") + fmt.Sprintf("%v %+v %#v %s %q %d %v", i, i, i, i, i, i, &i)
	newWorld(t).holdsNoSecret(text)
	if strings.Count(text, "Slack installation") != 13 {
		t.Errorf("printed %s", text)
	}
}
