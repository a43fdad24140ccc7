package wire

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"hspbot/bot/inbound"
)

// TestSocketReconnects after Slack asks for it, after a close and after a loss; deliveries
// go on over the new connection.
func TestSocketReconnects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &recorder{}
		r := run(t, d, Options{})
		for i, lose := range []func(*serverConn){
			func(l *serverConn) {
				l.send(`{"type":"disconnect","reason":"refresh_requested","debug_info":{"host":"x"}}`)
			},
			func(l *serverConn) {
				l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseGoingAway, ""), time.Now().Add(time.Second))
			},
			func(l *serverConn) { l.conn.Close() },
			func(l *serverConn) {},
		} {
			l := <-r.links
			l.deliver("E", "events_api", document(t, "event_message.json"))
			if a := l.nextAck(); a.ID != "E" || d.count() != i+1 || r.intake.Status().Missing != "" {
				t.Errorf("connection %d: %q, taken %d times, missing %q", i, a.ID, d.count(), r.intake.Status().Missing)
			}
			time.Sleep(time.Hour)
			lose(l)
		}
		if err := r.shutdown(); err != nil {
			t.Error(err)
		}
		if n := len(r.opened()); n != 4 {
			t.Errorf("%d connections", n)
		}
	})
}

// TestSocketFlaps: connections that are lost at once are not made again at once for ever.
func TestSocketFlaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := run(t, &recorder{}, Options{})
		began := time.Now()
		for time.Since(began) < 10*time.Minute {
			select {
			case l := <-r.links:
				l.send(`{"type":"disconnect","reason":"warning"}`)
			case <-time.After(2 * time.Minute):
				t.Error("no connection for two minutes")
			}
		}
		// Waits of 1, 2, 4, 8, 16, 32 s and then a minute, each up to a quarter shorter: at most
		// 20 sessions of five connections and the one that was being made.
		if n := len(r.opened()); n > 20*(maxConnects+1) {
			t.Errorf("%d connections in ten minutes", n)
		}
		if err := r.shutdown(); err != nil {
			t.Error(err)
		}
	})
}

// TestSocketRefused: what is final ends Run, in words without the token.
func TestSocketRefused(t *testing.T) {
	answers := map[string]func(http.ResponseWriter){
		"not found": func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) },
	}
	for _, code := range []string{"invalid_auth", "account_inactive", "not_authed", "token_revoked", "token_expired", "not_allowed_token_type", "missing_scope"} {
		answers[code] = func(w http.ResponseWriter) { io.WriteString(w, `{"ok":false,"error":"`+code+`"}`) }
	}
	for name, answer := range answers {
		synctest.Test(t, func(t *testing.T) {
			at := newPlatform(t)
			at.open = answer
			p := runAt(t, at, &recorder{}, Options{})
			select {
			case err := <-p.end:
				if !errors.Is(err, ErrToken) || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "xapp") {
					t.Errorf("%s: %v", name, err)
				}
			case <-time.After(time.Minute):
				t.Errorf("%s: it goes on", name)
				p.stop()
				<-p.end
			}
			p.log.holdsNothingPersonal(t)
		})
	}
}

// TestSocketRefusedForNow: what the library tries for ever is logged once and counted, and found
// again within about a minute when it is over.
func TestSocketRefusedForNow(t *testing.T) {
	for _, code := range []string{"internal_error", "fatal_error"} {
		synctest.Test(t, func(t *testing.T) {
			at := newPlatform(t)
			at.answer(`{"ok":false,"error":"` + code + `"}`)
			r := runAt(t, at, &recorder{}, Options{})
			time.Sleep(30 * time.Minute)
			why := "no Socket Mode connection: " + code
			if lines := strings.Count(r.log.String(), why); lines != 1 {
				t.Errorf("%s was logged %d times in half an hour", code, lines)
			}
			if s := r.intake.Status(); s.Missing != "slack: "+why || s.Errors[inbound.Refused] < 15 {
				t.Errorf("intake %+v", s)
			}
			r.answer("")
			select {
			case <-r.links:
			case <-time.After(3 * time.Minute):
				t.Errorf("%s: no connection three minutes after it was over", code)
			}
			synctest.Wait()
			if s := r.intake.Status(); s.Missing != "" {
				t.Errorf("connected, but the intake says %s", s.Missing)
			}
			if err := r.shutdown(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestSocketRateLimited: Slack is asked again when it said, and not before.
func TestSocketRateLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := newPlatform(t)
		at.open = func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusTooManyRequests)
		}
		r := runAt(t, at, &recorder{}, Options{})
		time.Sleep(119 * time.Second)
		if n := len(r.opened()); n != 1 {
			t.Errorf("asked %d times within the wait", n)
		}
		r.answer("")
		select {
		case <-r.links:
		case <-time.After(2 * time.Second):
			t.Error("not asked after the wait")
		}
		if err := r.shutdown(); err != nil {
			t.Error(err)
		}
	})
}

// TestSocketStops: what is under way when the bot stops is taken and acknowledged, if it ends
// in time; nothing new is.
func TestSocketStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &recorder{do: func(context.Context, Payload) (Reply, error) { time.Sleep(time.Second); return Reply{}, nil }}
		r := run(t, d, Options{})
		l := <-r.links
		l.deliver("E1", "events_api", document(t, "event_message.json"))
		synctest.Wait()
		r.stop()
		synctest.Wait()
		l.deliver("E2", "events_api", document(t, "event_message_thread.json"))
		if a := l.nextAck(); a.ID != "E1" {
			t.Errorf("heard %q", a.ID)
		}
		if err := r.shutdown(); err != nil {
			t.Error(err)
		}
		if d.count() != 1 {
			t.Errorf("%d were taken", d.count())
		}
	})
	synctest.Test(t, func(t *testing.T) {
		r := run(t, &recorder{do: hangs}, Options{})
		l := <-r.links
		l.deliver("E1", "events_api", document(t, "event_message.json"))
		synctest.Wait()
		began := time.Now()
		if err := r.shutdown(); err != nil || time.Since(began) > 2500*time.Millisecond {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}
