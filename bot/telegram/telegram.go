package telegram

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"

	"hspbot/bot"
	"hspbot/bot/expiring"
	"hspbot/bot/inbound"
	"hspbot/bot/invite"
	"hspbot/bot/retry"
)

// Options say how the bot reaches Telegram and is reached.
type Options struct {
	Token string
	// API is the address of the Bot API server; Telegram's own where empty.
	API string
	// PublicURL is the https address under which Telegram reaches the webhook, without the
	// path. Where empty, updates are polled for.
	PublicURL string
	// Secret is the webhook's secret token; by default it follows from the token.
	Secret string
	Log    *slog.Logger
	Now    func() time.Time // time.Now
	// Client makes the calls; by default one with a timeout that follows no redirects.
	Client *http.Client
	// PollTimeout is how long a poll waits for updates, at most 50 s.
	PollTimeout time.Duration
	// Alone lets one replica at a time poll; where nil there is only one.
	Alone bot.Lock
	// Invitations are those by which employers ask for results; nil where there are none.
	Invitations *invite.Book
	// Intake is told whether updates arrive; by default nobody is.
	Intake *inbound.Monitor
	// LookEvery is how often the webhook is looked at; a minute.
	LookEvery time.Duration
}

// Telegram is the platform: a [bot.Poster], and the source of deliveries.
type Telegram struct {
	o       Options
	api     *tg.Bot
	reader  reader
	moves   *expiring.Map[int64, int64] // supergroup id -> id of the group it was, as reported in this run
	answers chan answer
	pause   retry.Pause // in which no answer is sent
	// remarked are the groups that have just had a remark.
	remarked *expiring.Map[int64, struct{}]
	inline   bool // inline mode is on
	// plain says that the server takes no rich messages.
	plain atomic.Bool
	// pressed are the chats in which a button has just been pressed.
	pressed *expiring.Map[int64, struct{}]
}

const (
	// moveLife is how long a group's conversations are brought along after it became a
	// supergroup: each when its person next does something.
	moveLife = 30 * 24 * time.Hour
	maxMoves = 4096 // a group moves once
	// maxPressed is in how many chats buttons are pressed in a second.
	maxPressed = 4096
)

// New connects to the Bot API: a wrong token shows here.
func New(ctx context.Context, o Options) (*Telegram, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Log = cmp.Or(o.Log, slog.Default())
	o.Client = cmp.Or(o.Client, newClient())
	o.PollTimeout = cmp.Or(o.PollTimeout, 50*time.Second)
	o.LookEvery = cmp.Or(o.LookEvery, time.Minute)
	o.API = strings.TrimRight(cmp.Or(o.API, "https://api.telegram.org"), "/")
	o.Secret = cmp.Or(o.Secret, defaultSecret(o.Token))
	t := &Telegram{o: o, answers: make(chan answer, maxAnswers), moves: expiring.New[int64, int64](maxMoves, o.Now),
		pressed: expiring.New[int64, struct{}](maxPressed, o.Now), remarked: expiring.New[int64, struct{}](maxRemarked, o.Now)}
	quiet := func(error) {} // errors come back from the calls; the library's own log would hold payloads
	api, err := tg.New(o.Token, tg.WithServerURL(o.API), tg.WithHTTPClient(o.PollTimeout, bufferedClient{o.Client}), tg.WithSkipGetMe(),
		tg.WithErrorsHandler(quiet), tg.WithDebugHandler(func(string, ...any) {}))
	if err = errors.Join(CheckToken(o.Token), err); err != nil {
		return nil, err
	}
	t.api = api
	if err := t.whoami(ctx); err != nil {
		return nil, err
	}
	return t, nil
}

// CheckToken returns [ErrToken] where a token is not of the form of one.
func CheckToken(token string) error {
	if !tokenForm.MatchString(token) {
		return fmt.Errorf("%w: it is not of the form 123456:ABC…", ErrToken)
	}
	return nil
}

var tokenForm = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)

// ErrToken says that the token is wrong. Any other error of [New] may pass by itself.
var ErrToken = errors.New("wrong token")

// whoami asks Telegram who the bot is, a few times: it may be down for a moment.
func (t *Telegram) whoami(ctx context.Context) error {
	return retry.Do(ctx, retry.Backoff{Min: 500 * time.Millisecond, Max: 2 * time.Second}, 4, func() error {
		var me struct {
			ID     int64  `json:"id"`
			Name   string `json:"username"`
			Inline bool   `json:"supports_inline_queries"` // which the library does not read
		}
		wait, err := t.call(ctx, "getMe", nil, &me)
		switch {
		case errors.Is(err, ErrToken):
			return retry.Permanent(fmt.Errorf("%w: Telegram does not accept it", ErrToken))
		case err != nil:
			return retry.After(fmt.Errorf("reach the Bot API: %w", err), wait)
		}
		t.reader, t.inline = reader{id: me.ID, name: me.Name}, me.Inline
		return nil
	})
}

// defaultSecret is a secret token for the webhook that only those who know the bot's token
// can work out.
func defaultSecret(token string) string {
	m := hmac.New(sha256.New, []byte(token))
	m.Write([]byte("hspbot webhook"))
	return hex.EncodeToString(m.Sum(nil))
}

// Name returns the bot's user name.
func (t *Telegram) Name() string { return t.reader.name }

// Webhook reports whether updates come through the webhook.
func (t *Telegram) Webhook() bool { return t.o.PublicURL != "" }

// path is where the webhook is; it says nothing about the token.
const path = "/telegram"

// Path is the path of the webhook below the public address.
func (t *Telegram) Path() string { return path }

// Run sets the menus, hands updates to a bot until ctx ends, and answers button presses. With
// a webhook, Handler has to be served meanwhile. It returns [ErrToken] where Telegram does not
// accept the token any more.
func (t *Telegram) Run(ctx context.Context, b *bot.Bot) error {
	t.menus(ctx)
	var group sync.WaitGroup
	defer group.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop() // or the group would go on where receiving has failed
	for range answerers {
		group.Go(func() { t.answerAll(ctx) })
	}
	if t.Webhook() {
		return t.keepWebhook(ctx)
	}
	in := intake{Telegram: t, bot: b}
	if t.o.Alone == nil {
		return in.poll(ctx)
	}
	err := t.o.Alone.Hold(ctx, "telegram updates of "+strconv.FormatInt(t.reader.id, 10), in.poll)
	if ctx.Err() != nil {
		return nil
	}
	return err
}
