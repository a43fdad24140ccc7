package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// checkup tries one thing after the other and tells what it finds.
type checkup struct {
	set    settings
	tell   func(finding)
	client *http.Client
	now    func() time.Time
	skew   map[string]time.Duration // by whose clock: theirs less ours
}

func newCheckup(set settings, tell func(finding)) *checkup {
	client := &http.Client{Timeout: 10 * time.Second, Transport: http.DefaultTransport.(*http.Transport).Clone(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &checkup{set: set, tell: tell, client: client, now: time.Now, skew: map[string]time.Duration{}}
}

func (c *checkup) well(name, format string, a ...any) {
	c.tell(finding{mark: markWell, name: name, what: fmt.Sprintf(format, a...)})
}

func (c *checkup) none(name, format string, a ...any) {
	c.tell(finding{mark: markNone, name: name, what: fmt.Sprintf(format, a...)})
}

func (c *checkup) wrong(name, what, mend string) {
	c.tell(finding{mark: markWrong, name: name, what: what, mend: mend})
}

// run tries everything.
func (c *checkup) run(ctx context.Context) {
	defer c.client.CloseIdleConnections()
	c.well("settings", "understood")
	c.database(ctx)
	if c.set.telegramToken == "" {
		c.none("telegram", "HSPBOT_TELEGRAM_TOKEN is not set")
	} else {
		c.telegram(ctx)
	}
	if c.set.slack.used() {
		c.slack(ctx)
	} else {
		c.none("slack", "neither HSPBOT_SLACK_BOT_TOKEN nor HSPBOT_SLACK_CLIENT_ID is set")
	}
	c.public(ctx)
	c.keys()
	c.clock()
	c.listen(ctx)
	c.listenOps(ctx)
}

func (c *checkup) keys() {
	if c.set.keys == nil {
		c.none("keys", "HSPBOT_KEYS is not set: nothing is sealed")
		return
	}
	c.well("keys", "HSPBOT_KEYS are understood")
}

// mostSkew is how far clocks may differ; beyond five minutes Slack's signatures are refused.
const mostSkew = time.Minute

// clock compares the clock of this machine with those of the platforms that answered.
func (c *checkup) clock() {
	if len(c.skew) == 0 {
		c.none("clock", "nobody to compare it with")
	}
	for _, whose := range []string{"Telegram", "Slack"} {
		skew, ok := c.skew[whose]
		switch {
		case !ok:
		case skew.Abs() > mostSkew:
			c.wrong("clock", fmt.Sprintf("%s off %s's", skew.Abs().Round(time.Second), whose),
				"Have it set by NTP (timedatectl set-ntp true): signatures older than five minutes are refused")
		default:
			c.well("clock", "as %s's, within a minute", whose)
		}
	}
}

// public asks for the public address, as a platform would, though from here.
func (c *checkup) public(ctx context.Context) {
	const name = "public address"
	path := "/telegram"
	if c.set.telegramToken == "" {
		path = "/slack/events"
	}
	switch {
	case c.set.publicURL == "" && len(c.set.slack.secrets) > 0:
		c.none(name, "HSPBOT_PUBLIC_URL is not set; Slack delivers to what its app names")
		return
	case c.set.publicURL == "":
		c.none(name, "HSPBOT_PUBLIC_URL is not set, and not needed")
		return
	}
	answer, err := c.ask(ctx, http.MethodGet, c.set.publicURL+path, nil, "")
	const mend = "Check the name in the DNS, the certificate, and that the TLS proxy is up and reached from outside"
	switch {
	case err != nil:
		c.wrong(name, "no answer: "+said(err), mend)
	case answer.status == http.StatusMethodNotAllowed:
		c.well(name, "%s leads here", c.set.publicURL)
	case answer.status >= 500:
		c.none(name, "the proxy answers %d, as when hspbot is not running behind it", answer.status)
	default:
		c.wrong(name, fmt.Sprintf("something else answers there (status %d)", answer.status),
			"Have the proxy pass "+path+" on to HSPBOT_LISTEN")
	}
}

// listen tries the address for the platforms, where they need one.
func (c *checkup) listen(ctx context.Context) {
	if (c.set.publicURL == "" || c.set.telegramToken == "") && len(c.set.slack.secrets) == 0 && !c.set.slack.many() {
		c.none("HSPBOT_LISTEN", "not used: nothing has to reach this program")
		return
	}
	c.free(ctx, "HSPBOT_LISTEN", c.set.listen, func(base string) bool {
		for _, path := range []string{"/telegram", "/slack/events"} {
			answer, err := c.ask(ctx, http.MethodGet, base+path, nil, "")
			if err == nil && answer.status == http.StatusMethodNotAllowed {
				return true
			}
		}
		return false
	})
}

// listenOps tries the address for operators.
func (c *checkup) listenOps(ctx context.Context) {
	if c.set.ops == "" {
		c.none("HSPBOT_OPS_LISTEN", "not set: no metrics, no health")
		return
	}
	c.free(ctx, "HSPBOT_OPS_LISTEN", c.set.ops, func(base string) bool {
		answer, err := c.ask(ctx, http.MethodGet, base+"/healthz", nil, "")
		return err == nil && answer.status == http.StatusOK && strings.TrimSpace(string(answer.body)) == "ok"
	})
}

// free tries to listen. Where somebody does, ours may tell that it is the bot.
func (c *checkup) free(ctx context.Context, name, address string, ours func(base string) bool) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err == nil {
		listener.Close()
		c.well(name, "%s is free", address)
		return
	}
	host, port, _ := net.SplitHostPort(address)
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	if errors.Is(err, syscall.EADDRINUSE) && ours("http://"+net.JoinHostPort(host, port)) {
		c.well(name, "hspbot is running there")
		return
	}
	c.wrong(name, said(err), "Name an address of this machine and a port that nobody uses")
}

// reply is what somebody answered.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// ask makes a call. Its error must be told by said: it may hold the address.
func (c *checkup) ask(ctx context.Context, method, address string, header http.Header, body string) (reply, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		return reply{}, errors.New("the address is not understood")
	}
	if header != nil {
		request.Header = header
	}
	answer, err := c.client.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	return reply{answer.StatusCode, answer.Header, read}, err
}

// call is ask for a method of a platform, whose answer is JSON and whose clock is noted.
func (c *checkup) call(ctx context.Context, whose, address string, header http.Header, body string, into any) (reply, error) {
	answer, err := c.ask(ctx, http.MethodPost, address, header, body)
	if err != nil {
		return answer, err
	}
	if date, err := http.ParseTime(answer.header.Get("Date")); err == nil {
		c.skew[whose] = date.Sub(c.now())
	}
	if json.Unmarshal(answer.body, into) != nil {
		return answer, fmt.Errorf("status %d, and no JSON", answer.status)
	}
	return answer, nil
}

// said is what an error says without the address that was asked, which may hold a token.
func said(err error) string {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return err.Error()
}
