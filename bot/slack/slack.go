package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/semaphore"

	"hspbot/bot"
	"hspbot/bot/expiring"
	"hspbot/bot/inbound"
	"hspbot/bot/records"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
)

// Scopes are what the app may do in a workspace, and Events what it hears of there; the
// manifest in deploy names the same.
var (
	Scopes = []string{"app_mentions:read", "channels:read", "chat:write", "commands", "files:write", "groups:read",
		"im:history", "im:read", "im:write", "usergroups:read", "users:read"}
	Events = []string{"app_home_opened", "app_mention", "app_uninstalled", "member_joined_channel", "message.im", "tokens_revoked", "user_change"}
)

// Command is the slash command.
const Command = "/hsp"

// Options say how the bot reaches Slack and is reached.
type Options struct {
	// Installs are the workspaces that have the app. With one workspace, see [Connect].
	Installs install.Installs
	// AppToken opens a Socket Mode connection; where empty, deliveries come over HTTP.
	AppToken string
	// Alone lets one replica at a time hold the Socket Mode connection; where nil there is
	// only one.
	Alone bot.Lock
	// Secrets are the signing secrets, for deliveries over HTTP: the present one, and during
	// a change the next.
	Secrets []string
	// API is the address of Slack's methods, with a slash at the end; Slack's own where empty.
	API string
	// Records keep the settings of workspaces, and which deliveries have had their effect.
	Records records.Store
	// TTL is after how long without use candidates expire where a workspace has set nothing else;
	// 0 is not known.
	TTL time.Duration
	// Asking is how candidates are asked on another platform; nil where there is none.
	Asking *Asking
	Log    *slog.Logger
	Now    func() time.Time // time.Now
	// Client makes the calls; by default one with a timeout that follows no redirects.
	Client *http.Client
	// Intake is told whether deliveries arrive; by default nobody is.
	Intake *inbound.Monitor
	// Token is the bot token where there is one workspace; Run looks whether Slack accepts it,
	// every LookEvery, by default each minute.
	Token     string
	LookEvery time.Duration
	// AckTimeout is how long a delivery waits to be taken; 2.5 seconds, as Slack waits 3.
	AckTimeout time.Duration
}

// Slack is the platform: a [bot.Poster], and the source of deliveries.
type Slack struct {
	o        Options
	installs install.Installs
	apiHost  string
	people   *expiring.Map[string, person]          // by installation and user
	members  *expiring.Map[string, map[string]bool] // the users of a channel or a user group, by installation and its id
	hosts    *expiring.Map[string, string]          // where messages of a workspace are found, by installation
	handled  *expiring.Map[string, struct{}]        // ids of deliveries that are no turns and have had their effect
	tasks    *semaphore.Weighted                    // see background
	secrets  atomic.Pointer[[]string]               // the signing secrets now
}

const (
	// handledLife is how long it is known that a delivery was handled: Slack delivers for the
	// last time some six minutes after the first.
	handledLife = time.Hour
	maxHandled  = 8192 // some 100 bytes each
)

// SlackAPI is the address of Slack's own methods.
const SlackAPI = "https://slack.com/api/"

// New returns the platform.
func New(o Options) (*Slack, error) {
	o.API = cmp.Or(o.API, SlackAPI)
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Log = cmp.Or(o.Log, slog.Default())
	o.Client = cmp.Or(o.Client, newClient())
	o.LookEvery = cmp.Or(o.LookEvery, time.Minute)
	u, err := url.Parse(o.API)
	if err != nil || u.Host == "" || !strings.HasSuffix(o.API, "/") {
		return nil, errors.New("the address of Slack's methods has to end in a slash")
	}
	s := &Slack{o: o, installs: o.Installs, apiHost: u.Host,
		people:  expiring.New[string, person](maxPeople, o.Now),
		members: expiring.New[string, map[string]bool](maxSets, o.Now),
		hosts:   expiring.New[string, string](maxPeople, o.Now),
		handled: expiring.New[string, struct{}](maxHandled, o.Now), tasks: semaphore.NewWeighted(maxTasks)}
	s.SetSecrets(o.Secrets)
	return s, nil
}

// Socket reports whether deliveries come through Socket Mode.
func (s *Slack) Socket() bool { return s.o.AppToken != "" }

// SetSecrets replaces the signing secrets, while deliveries arrive.
func (s *Slack) SetSecrets(secrets []string) { s.secrets.Store(&secrets) }

// Path is where the request URLs of the app are, below the public address.
const Path = "/slack/"

// intake hands what Slack delivers to a bot. It implements [wire.Taker].
type intake struct {
	*Slack
	bot *bot.Bot
}

// Handler serves the request URLs: events, commands and interactions below [Path].
func (s *Slack) Handler(b *bot.Bot) http.Handler {
	return wire.Handler(func() []string { return *s.secrets.Load() }, &intake{s, b}, s.wireOptions())
}

func (s *Slack) wireOptions() wire.Options {
	return wire.Options{Now: s.o.Now, Log: s.o.Log, Intake: s.o.Intake, AckTimeout: s.o.AckTimeout}
}

// Run hands deliveries to a bot until ctx ends, and deletes the data of workspaces that have
// removed the app. With HTTP, Handler has to be served meanwhile. It returns an error, at once,
// where Slack does not take the app-level token, or the bot token any more.
func (s *Slack) Run(ctx context.Context, b *bot.Bot) error {
	in := &intake{s, b}
	defer s.endTasks(10 * time.Second)
	var group sync.WaitGroup
	defer group.Wait()
	whole := ctx
	ctx, stop := context.WithCancelCause(whole)
	defer stop(nil) // or the group would go on where receiving has failed
	group.Go(func() { in.clear(ctx) })
	if s.o.Token != "" {
		group.Go(func() { stop(s.watchToken(ctx)) })
	}
	if s.o.Asking != nil {
		group.Go(func() { in.collect(ctx) })
	}
	err := s.receive(ctx, in)
	if whole.Err() != nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// receive receives deliveries until ctx ends.
func (s *Slack) receive(ctx context.Context, in *intake) error {
	if !s.Socket() {
		<-ctx.Done()
		return nil
	}
	api := slack.New("", slack.OptionAPIURL(s.o.API), slack.OptionHTTPClient(s.o.Client), slack.OptionAppLevelToken(s.o.AppToken))
	receive := func(ctx context.Context) error {
		defer s.o.Intake.Rest()
		return wire.NewSocket(api, in, s.wireOptions()).Run(ctx)
	}
	if s.o.Alone == nil {
		return receive(ctx)
	}
	return s.o.Alone.Hold(ctx, "slack socket", receive)
}

const (
	maxTasks = 64
	// taskTime is how long a task may take.
	taskTime = 30 * time.Second
)

// background calls f after the present delivery has been acknowledged. That is best effort, since
// people can repeat what they did: a limited number of such tasks runs at a time, and more are
// dropped.
func (s *Slack) background(f func(ctx context.Context)) {
	if !s.tasks.TryAcquire(1) {
		s.o.Log.Warn("too many tasks at once: one was dropped", "platform", Platform)
		return
	}
	go func() {
		defer s.tasks.Release(1)
		defer func() {
			if v := recover(); v != nil {
				s.o.Log.Error("task panicked", "platform", Platform, "panic", fmt.Sprintf("%T", v))
			}
		}()
		ctx, cancel := context.WithTimeout(context.Background(), taskTime)
		defer cancel()
		f(ctx)
	}()
}

// endTasks lets no further task begin, and waits for those that run, up to a time.
func (s *Slack) endTasks(timeout time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	_ = s.tasks.Acquire(ctx, maxTasks) // those that take longer end with the process
}

// first reports whether a delivery that is no turn comes to this process for the first time.
func (s *Slack) first(p wire.Payload) bool { return s.handled.Add(p.ID, struct{}{}, handledLife) }
