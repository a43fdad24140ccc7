package lead

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/outbox"
	"hspbot/bot/partner"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

const secret = "0123456789abcdef"

var noon = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

// receiver is a partner's webhook, which answers what it is told to.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	answer func(w http.ResponseWriter, r *http.Request)
	got    []delivery
}

// delivery is what arrived with a signature that is right.
type delivery struct {
	key string
	wire
	body []byte
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{}
	r.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		at, _, _ := strings.Cut(strings.TrimPrefix(q.Header.Get(SignatureHeader), "t="), ",")
		seconds, err := strconv.ParseInt(at, 10, 64)
		if err != nil || q.Header.Get(SignatureHeader) != Sign([]string{secret}, time.Unix(seconds, 0), body) {
			t.Errorf("the signature %q is not that of the body", q.Header.Get(SignatureHeader))
		}
		one := delivery{key: q.Header.Get(KeyHeader), body: body}
		if err := json.Unmarshal(body, &one.wire); err != nil {
			t.Error(err)
		}
		if r.answer != nil {
			r.answer(w, q)
			return
		}
		r.got = append(r.got, one)
	}))
	t.Cleanup(r.Close)
	return r
}

// answers has it answer a status from now on; 0 takes what arrives.
func (r *receiver) answers(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
	if status == 0 {
		r.answer = nil
	}
}

// types are what has arrived.
func (r *receiver) types() (list []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range r.got {
		list = append(list, d.Type+" "+d.key)
	}
	return list
}

// world is a person, a partner, and what is between them.
type world struct {
	t       *testing.T
	store   *sqlite.Store
	book    *Book
	sender  *Sender
	partner partner.Partner
	list    *partner.Registry
	key     bot.Key
	at      time.Time
	log     bytes.Buffer
	path    string
	ring    *seal.Ring
}

func newWorld(t *testing.T, leads partner.Leads) *world {
	w := &world{t: t, at: noon, key: bot.Key{Platform: "telegram", ID: "555"}, path: filepath.Join(t.TempDir(), "leads.db")}
	w.partner = partner.Partner{Code: "sakura", Names: map[string]string{"en": "Sakura Office"}, Leads: leads}
	w.open()
	t.Cleanup(func() { w.store.Close() })
	state := bottest.Finished("en", noon, 400)
	state.Referral = "sakura"
	w.save(func(conversation.State) conversation.State { return state })
	return w
}

// open starts the program: also again.
func (w *world) open() {
	w.t.Helper()
	store, err := sqlite.OpenSealed(w.path, codec.Options{Keys: w.ring})
	if err != nil {
		w.t.Fatal(err)
	}
	w.store, w.list = store, partner.Fixed(w.partner)
	w.book = &Book{Records: store, Ring: w.ring, Now: func() time.Time { return w.at }}
	w.sender = NewSender(w.book, Options{Partners: w.list, Log: slog.New(slog.NewTextHandler(&w.log, nil))})
	out := outbox.New(store, "telegram", silent{}, outbox.Options{Now: w.book.Now})
	w.sender.Serve("telegram", Platform{Tell: bot.New(store, "telegram", silent{}, out, bot.Options{Now: w.book.Now}).Tell})
}

// silent is a platform that shows nothing.
type silent struct{}

func (silent) Post(context.Context, bot.Post) bot.Sent { return bot.Sent{} }
func (silent) Change([]byte, []byte) []byte            { return nil }
func (silent) Limits(bot.Post) []bot.Limit             { return nil }

// save changes the state of the session.
func (w *world) save(change func(conversation.State) conversation.State) bot.Session {
	w.t.Helper()
	s, err := w.store.Apply(w.t.Context(), w.key, func(s *bot.Session) error {
		s.State, s.Created, s.Touched = change(s.State), noon, w.at
		s.Version++
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// does has the person press something, and posts the screen.
func (w *world) does(events ...conversation.Event) {
	w.t.Helper()
	for _, e := range events {
		e.At, e.Random = w.at, "LEAD"
		s := w.save(func(s conversation.State) conversation.State {
			if e.Action == "send" {
				e.Action = ""
				for _, c := range w.list.Show(s, w.at).Choices {
					if c.ID == "send" {
						e.Action = c.Action
					}
				}
			}
			return w.list.Step(s, e)
		})
		if err := w.book.Take(w.t.Context(), &s); err != nil {
			w.t.Fatal(err)
		}
	}
}

func press(action string) conversation.Event {
	return conversation.Event{Kind: conversation.Pressed, Action: action}
}

// sends has the person send their result.
func (w *world) sends() {
	w.does(press("show:lead"), press("lead:on:degrees"), press("show:lead.contact"), conversation.Event{Kind: conversation.Typed, Text: "yuki@example.org"}, press("send"))
	if w.receipt() != conversation.LeadSent {
		w.t.Fatalf("not sent: %s", w.receipt())
	}
}

// runs lets so much time pass, and delivers what is due meanwhile.
func (w *world) runs(d time.Duration) {
	for end := w.at.Add(d); ; w.at = w.at.Add(max(time.Second, d/200)) {
		var all sync.WaitGroup
		w.sender.sweep(w.t.Context(), &all)
		all.Wait()
		if !w.at.Before(end) {
			return
		}
	}
}

func (w *world) receipt() conversation.LeadState {
	s, err := w.store.Load(w.t.Context(), w.key)
	if err != nil || s.State.Lead == nil || s.State.Lead.Receipt == nil {
		return ""
	}
	return s.State.Lead.Receipt.State
}

// leaves fails unless no record is left and nothing of the person is in the session or the log.
func (w *world) leaves(records int) {
	w.t.Helper()
	ids, err := w.store.RecordsOf(w.t.Context(), kind)
	if err != nil || len(ids) != records {
		w.t.Errorf("%d records are left, want %d, %v", len(ids), records, err)
	}
	s, err := w.store.Load(w.t.Context(), w.key)
	kept, _ := json.Marshal(s.State)
	if err == nil && strings.Contains(string(kept), "yuki") {
		w.t.Error("how the person can be reached is kept")
	}
	if strings.Contains(w.log.String(), "yuki") || strings.Contains(w.log.String(), "127.0.0.1") {
		w.t.Errorf("logged: %s", w.log.String())
	}
}

func webhook(t *testing.T) (*world, *receiver) {
	r := newReceiver(t)
	w := newWorld(t, partner.Leads{Webhook: r.URL + "/leads", Secrets: []string{secret}})
	w.sender.o.Client = r.Client()
	return w, r
}

// restart is a crash and a new start.
func (w *world) restart(r *receiver) {
	w.t.Helper()
	if err := w.store.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.open()
	w.sender.o.Client = r.Client()
}

// TestDelivered: what was shown arrives once, with its id, and is deleted here.
func TestDelivered(t *testing.T) {
	w, r := webhook(t)
	w.sends()
	w.runs(time.Minute)
	if got := r.types(); !slices.Equal(got, []string{"result LEAD"}) || w.receipt() != conversation.LeadDelivered {
		t.Fatalf("arrived: %q, %s", got, w.receipt())
	}
	d := r.got[0]
	if d.ID != "LEAD" || d.Partner != "sakura" || d.Contact != "yuki@example.org" || len(d.Facts) != 1 || d.Facts[0].ID != "degrees" || d.Language != "en" || d.Sent != noon || len(d.Results) == 0 {
		t.Errorf("arrived: %s", d.body)
	}
	if strings.Contains(string(d.body), "555") {
		t.Error("who the person is on the platform arrived, too")
	}
	validate(t, d.body)
	w.leaves(0)
}

// TestDeadReceiver: while the partner is down, refuses or answers nothing it is tried again, ever more
// slowly, and after a restart too; once it is up the message arrives once.
func TestDeadReceiver(t *testing.T) {
	w, r := webhook(t)
	tries := 0
	r.answer = func(out http.ResponseWriter, q *http.Request) {
		switch tries++; tries % 3 {
		case 0:
			out.WriteHeader(http.StatusInternalServerError)
		case 1:
			out.Header().Set("Location", "https://127.0.0.1:1/elsewhere")
			out.WriteHeader(http.StatusTemporaryRedirect)
		default:
			panic(http.ErrAbortHandler)
		}
	}
	w.sends()
	w.runs(time.Hour)
	if tries < 6 || tries > 20 || w.receipt() != conversation.LeadSent {
		t.Errorf("in an hour %d tries, %s", tries, w.receipt())
	}
	w.restart(r)
	w.runs(24 * time.Hour)
	if tries < 20 || tries > 70 {
		t.Errorf("in a day %d tries", tries)
	}
	r.answers(0)
	w.runs(2 * time.Hour)
	if got := r.types(); !slices.Equal(got, []string{"result LEAD"}) || w.receipt() != conversation.LeadDelivered {
		t.Errorf("arrived: %q, %s", got, w.receipt())
	}
	w.leaves(0)
}

// TestSlowReceiver: one who does not answer in time is tried again, with the same id, and keeps no
// other partner waiting.
func TestSlowReceiver(t *testing.T) {
	w, r := webhook(t)
	w.sender.o.Client.Timeout = 50 * time.Millisecond
	hang := make(chan struct{})
	r.answer = func(http.ResponseWriter, *http.Request) { <-hang }
	w.sends()
	w.runs(time.Second)
	close(hang)
	if w.receipt() != conversation.LeadSent || !strings.Contains(w.log.String(), "no answer in time") {
		t.Errorf("%s; %s", w.receipt(), w.log.String())
	}
	r.answers(0)
	w.runs(time.Minute)
	if w.receipt() != conversation.LeadDelivered {
		t.Error(w.receipt())
	}
}

// TestGivenUp: after three days the person is told that it could not be delivered, and it is deleted.
func TestGivenUp(t *testing.T) {
	w, r := webhook(t)
	r.answers(http.StatusBadGateway)
	w.sends()
	w.runs(71 * time.Hour)
	if w.receipt() != conversation.LeadSent {
		t.Fatalf("given up early: %s", w.receipt())
	}
	w.runs(4 * time.Hour)
	s, _ := w.store.Load(t.Context(), w.key)
	shown := conversation.ShowFor(s.State, w.at, w.partner.Facts("en"))
	if w.receipt() != conversation.LeadFailed || !strings.Contains(shown.Plain(), "could not be delivered") {
		t.Errorf("%s: %s", w.receipt(), shown.Plain())
	}
	if !strings.Contains(w.log.String(), "given up") {
		t.Error("not logged")
	}
	w.leaves(0)
}

// TestWithdrawn: what has arrived is withdrawn with its id; what nobody has tried to deliver is not sent.
func TestWithdrawn(t *testing.T) {
	w, r := webhook(t)
	w.sends()
	w.runs(time.Second)
	w.does(press("lead:withdraw"))
	w.runs(time.Minute)
	if got := r.types(); !slices.Equal(got, []string{"result LEAD", "withdrawal LEAD-withdrawal"}) || w.receipt() != conversation.LeadWithdrawn {
		t.Errorf("arrived: %q, %s", got, w.receipt())
	}
	validate(t, r.got[1].body)
	if d := r.got[1]; d.ID != "LEAD" || d.Contact != "" || len(d.Facts) != 0 {
		t.Errorf("arrived: %s", d.body)
	}
	w.leaves(0)

	w, r = webhook(t)
	w.sends()
	w.does(press("lead:withdraw"))
	w.runs(time.Minute)
	if got := r.types(); len(got) != 0 || w.receipt() != conversation.LeadWithdrawn {
		t.Errorf("arrived though it was withdrawn before: %q, %s", got, w.receipt())
	}
	w.leaves(0)
}

// TestWithdrawnMeanwhile: what is withdrawn while it is being delivered, or after a try of which nobody
// knows what became, is followed by its withdrawal.
func TestWithdrawnMeanwhile(t *testing.T) {
	w, r := webhook(t)
	r.answer = func(http.ResponseWriter, *http.Request) {
		if w.receipt() == conversation.LeadSent {
			w.does(press("lead:withdraw"))
		}
		r.answer = nil
	}
	w.sends()
	w.runs(time.Minute)
	if got := r.types(); !slices.Equal(got, []string{"withdrawal LEAD-withdrawal"}) || w.receipt() != conversation.LeadWithdrawn {
		t.Errorf("arrived: %q, %s", got, w.receipt())
	}
	w.leaves(0)
}

// TestForgotten: who is forgotten withdraws what they sent; nothing of them is left, and it is tried
// like the message.
func TestForgotten(t *testing.T) {
	w, r := webhook(t)
	w.sends()
	w.runs(time.Second)
	r.answers(http.StatusInternalServerError)
	w.does(press("show:forget"), press("yes:forget"))
	if err := w.store.Delete(t.Context(), w.key, 0); err != nil {
		t.Fatal(err)
	}
	w.runs(time.Hour)
	w.restart(r)
	r.answers(0)
	w.runs(2 * time.Hour)
	if got := r.types(); !slices.Equal(got, []string{"result LEAD", "withdrawal LEAD-withdrawal"}) {
		t.Errorf("arrived: %q", got)
	}
	w.leaves(0)
	if _, err := w.store.Load(t.Context(), w.key); !errors.Is(err, bot.ErrNoSession) {
		t.Error("who was forgotten has a session again")
	}
}

// TestForgottenBefore: of who is forgotten before anything was tried nothing is sent.
func TestForgottenBefore(t *testing.T) {
	w, r := webhook(t)
	w.sends()
	w.does(press("yes:forget"))
	w.runs(time.Minute)
	if got := r.types(); len(got) != 0 {
		t.Errorf("arrived: %q", got)
	}
	w.leaves(0)
}

// TestPartnerRemoved: where the partner leaves the file between consent and delivery nothing is sent, to
// nobody, and the person is told so.
func TestPartnerRemoved(t *testing.T) {
	w, r := webhook(t)
	r.answers(http.StatusInternalServerError)
	w.sends()
	w.runs(time.Second)
	r.answers(0)
	w.sender.o.Partners = partner.Fixed()
	w.runs(time.Hour)
	if got := r.types(); len(got) != 0 || w.receipt() != conversation.LeadFailed {
		t.Errorf("arrived: %q, %s", got, w.receipt())
	}
	w.leaves(0)
}

// TestCrashes: whatever is killed after a try was noted, after it arrived, or before it was told, the
// message arrives, each time with the same id, and the session is told.
func TestCrashes(t *testing.T) {
	for name, crash := range map[string]func(w *world, e *entry) error{
		"after it was noted": func(*world, *entry) error { return nil },
		"after it arrived": func(w *world, e *entry) error {
			return w.sender.send(w.t.Context(), "LEAD", e)
		},
		"before it was told": func(w *world, e *entry) error {
			return errors.Join(w.sender.send(w.t.Context(), "LEAD", e), w.sender.settle(w.t.Context(), "LEAD", e, conversation.LeadDelivered))
		},
	} {
		w, r := webhook(t)
		w.sends()
		e, err := w.sender.begin(t.Context(), "LEAD")
		if err = errors.Join(err, crash(w, e)); err != nil {
			t.Fatal(err)
		}
		w.restart(r)
		w.runs(time.Minute)
		got := r.types()
		if w.receipt() != conversation.LeadDelivered || len(got) == 0 || len(got) > 2 || got[0] != "result LEAD" || got[len(got)-1] != "result LEAD" {
			t.Errorf("%s: arrived: %q, %s", name, got, w.receipt())
		}
		w.leaves(0)
	}
}

// TestPlatformNotReached: what was delivered is told once the platform of the person is there.
func TestPlatformNotReached(t *testing.T) {
	w, r := webhook(t)
	w.sends()
	known := w.sender.platforms
	w.sender.platforms = map[string]Platform{}
	w.runs(10 * time.Minute)
	if got := r.types(); !slices.Equal(got, []string{"result LEAD"}) || w.receipt() != conversation.LeadSent {
		t.Errorf("arrived: %q, %s", got, w.receipt())
	}
	w.sender.platforms = known
	w.runs(10 * time.Minute)
	if got := r.types(); !slices.Equal(got, []string{"result LEAD"}) || w.receipt() != conversation.LeadDelivered {
		t.Errorf("arrived: %q, %s", got, w.receipt())
	}
	w.leaves(0)
}

// TestSealedRecords: with a key nothing of a message can be read in the database.
func TestSealedRecords(t *testing.T) {
	w, r := webhook(t)
	r.answers(http.StatusInternalServerError)
	ring, err := seal.ParseRing("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
	if err != nil {
		t.Fatal(err)
	}
	w.book.Ring = ring
	w.sends()
	w.runs(time.Second)
	body, err := w.store.Record(t.Context(), kind, "LEAD")
	if err != nil || len(body) == 0 || bytes.Contains(body, []byte("yuki")) {
		t.Errorf("kept: %q, %v", body, err)
	}
	r.answers(0)
	w.runs(time.Minute)
	if w.receipt() != conversation.LeadDelivered {
		t.Error(w.receipt())
	}
}

// TestWebhookOnlyHTTPS: nothing is sent to another address.
func TestWebhookOnlyHTTPS(t *testing.T) {
	w := newWorld(t, partner.Leads{})
	for _, address := range []string{"http://127.0.0.1:1/", "file:///etc/passwd", "https://\x00", ""} {
		if err := w.sender.post(t.Context(), address, []string{secret}, "k", nil); !errors.Is(err, errAddress) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// TestUnreadableIsSaidOnce: a record that cannot be read is logged once and counted, and the others
// are delivered.
func TestUnreadableIsSaidOnce(t *testing.T) {
	r := newReceiver(t)
	w := newWorld(t, partner.Leads{Webhook: r.URL + "/leads", Secrets: []string{secret}})
	w.sender.o.Client = r.Client()
	if err := w.store.Change(t.Context(), kind, "BROKEN", func([]byte) ([]byte, error) { return []byte("{"), nil }); err != nil {
		t.Fatal(err)
	}
	w.runs(time.Minute)
	w.sends()
	w.runs(time.Minute)
	if n := strings.Count(w.log.String(), "level=ERROR"); n != 1 || !strings.Contains(w.log.String(), "BROKEN") {
		t.Errorf("%d errors are logged: %s", n, w.log.String())
	}
	if got := w.sender.Unreadable(); got != 1 {
		t.Errorf("%d are unreadable", got)
	}
	if w.receipt() != conversation.LeadDelivered || len(r.types()) != 1 {
		t.Errorf("the other is %s, and %q arrived", w.receipt(), r.types())
	}
	if n, err := w.book.Sealed().DropUnreadable(t.Context()); n != 1 || err != nil {
		t.Errorf("%d are deleted, %v", n, err)
	}
	w.runs(time.Minute)
	if got := w.sender.Unreadable(); got != 0 {
		t.Errorf("%d are unreadable when it is deleted", got)
	}
}

// TestSealedAnew: what is on its way is sealed with a new key, so the old one can go.
func TestSealedAnew(t *testing.T) {
	const first, second = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
	ring := func(keys string) *seal.Ring {
		ring, err := seal.ParseRing(keys)
		if err != nil {
			t.Fatal(err)
		}
		return ring
	}
	w := newWorld(t, partner.Leads{Email: "visa@example.org"})
	w.book.Ring = ring(first)
	w.sends()
	if n, err := (&Book{Records: w.store, Ring: ring(second)}).Sealed().Reseal(t.Context()); n != 0 || !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("without its key %d, %v", n, err)
	}
	for _, want := range []int{1, 0} {
		if n, err := (&Book{Records: w.store, Ring: ring(second + "," + first)}).Sealed().Reseal(t.Context()); n != want || err != nil {
			t.Errorf("%d are sealed anew, want %d, %v", n, want, err)
		}
	}
	w.book.Ring = ring(second)
	if e, err := w.book.entries().Read(t.Context(), "LEAD"); err != nil || e == nil || e.Message == nil || e.Message.Contact != "yuki@example.org" {
		t.Errorf("with the new key alone it is %+v, %v", e, err)
	}
}
