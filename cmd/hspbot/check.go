package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"hspbot/bot/webapi"
)

// checkup tries the settings one after the other and reports a finding for each.
type checkup struct {
	set    *settings
	report func(finding)
	client *http.Client
	now    func() time.Time
	skew   map[string]time.Duration // clock of a platform, by its title, minus ours
}

func newCheckup(set *settings, report func(finding)) *checkup {
	return &checkup{set: set, report: report, client: webapi.NewClient(10 * time.Second), now: time.Now, skew: map[string]time.Duration{}}
}

func (c *checkup) ok(name, format string, a ...any) {
	c.report(finding{status: statusOK, name: name, what: fmt.Sprintf(format, a...)})
}

func (c *checkup) skip(name, format string, a ...any) {
	c.report(finding{status: statusSkip, name: name, what: fmt.Sprintf(format, a...)})
}

func (c *checkup) fail(name, what, fix string) {
	c.report(finding{status: statusFail, name: name, what: what, fix: fix})
}

// run tries everything.
func (c *checkup) run(ctx context.Context) {
	defer c.client.CloseIdleConnections()
	c.ok("settings", "understood")
	c.database(ctx)
	for _, p := range platforms {
		if !p.configured(c.set) {
			c.skip(p.name, "not configured; to use it, set %s", p.enable)
			continue
		}
		p.check(ctx, c)
	}
	c.public(ctx)
	c.partners()
	c.mail(ctx)
	c.keys()
	c.clock()
	c.listen(ctx)
	c.listenOps(ctx)
}

func (c *checkup) keys() {
	if c.set.Keys.Ring == nil {
		c.skip("keys", "HSPBOT_KEYS is not set: nothing is encrypted in the database")
		return
	}
	c.ok("keys", "HSPBOT_KEYS can be used")
}

// maxSkew is how far clocks may differ. Slack's signatures are refused beyond five minutes.
const maxSkew = time.Minute

// clock compares the clock of this machine with those of the platforms that answered.
func (c *checkup) clock() {
	if len(c.skew) == 0 {
		c.skip("clock", "no platform has answered, so there is no clock to compare with")
	}
	for _, p := range platforms {
		skew, known := c.skew[p.title]
		switch {
		case !known:
		case skew.Abs() > maxSkew:
			c.fail("clock", fmt.Sprintf("differs from %s's by %s", p.title, skew.Abs().Round(time.Second)),
				"Let NTP set it (timedatectl set-ntp true): signatures older than five minutes are refused")
		default:
			c.ok("clock", "within a minute of %s's", p.title)
		}
	}
}

// recognised reports whether an answer to a GET is that of one of our paths: those that take
// deliveries refuse the method, the installation page leads on to Slack, and the first of the website to
// its page.
func recognised(status int) bool {
	return status == http.StatusMethodNotAllowed || status == http.StatusFound
}

// public calls the public address as a platform would, though from this machine.
func (c *checkup) public(ctx context.Context) {
	const name = "public address"
	paths, by := c.set.called()
	switch {
	case c.set.PublicURL == "" && by == website:
		c.skip(name, "HSPBOT_PUBLIC_URL is not set: the website is for this machine")
		return
	case c.set.PublicURL == "" && len(paths) > 0:
		c.skip(name, "HSPBOT_PUBLIC_URL is not set; %s delivers to the addresses that its app names", by)
		return
	case c.set.PublicURL == "":
		c.skip(name, "HSPBOT_PUBLIC_URL is not set, and not needed")
		return
	case len(paths) == 0:
		c.skip(name, "not used: nothing has to reach this program")
		return
	}
	answer, err := c.ask(ctx, http.MethodGet, string(c.set.PublicURL)+paths[0], nil, "")
	switch {
	case err != nil:
		c.fail(name, "no answer: "+withoutAddress(err), "Check its DNS name and its certificate, and that the TLS proxy is running and can be reached from outside")
	case recognised(answer.status):
		c.ok(name, "%s leads here", c.set.PublicURL)
	case answer.status >= 500:
		c.skip(name, "the proxy answers %d, as it does while hspbot is not running behind it", answer.status)
	default:
		c.fail(name, fmt.Sprintf("another program answers there (status %d)", answer.status),
			"Make the proxy pass "+paths[0]+" on to HSPBOT_LISTEN")
	}
}

// listen tries the address for the platforms, if they need one.
func (c *checkup) listen(ctx context.Context) {
	paths, _ := c.set.called()
	if len(paths) == 0 {
		c.skip("HSPBOT_LISTEN", "not used: nothing has to reach this program")
		return
	}
	c.free(ctx, "HSPBOT_LISTEN", c.set.Listen, func(client *http.Client, base string) bool {
		return slices.ContainsFunc(paths, func(path string) bool {
			answer, err := ask(ctx, client, http.MethodGet, base+path, nil, "")
			return err == nil && recognised(answer.status)
		})
	})
}

// listenOps tries the address for operators.
func (c *checkup) listenOps(ctx context.Context) {
	if c.set.Ops == "" {
		c.skip("HSPBOT_OPS_LISTEN", "not set: no metrics and no health checks")
		return
	}
	c.free(ctx, "HSPBOT_OPS_LISTEN", c.set.Ops, func(client *http.Client, base string) bool {
		answer, err := ask(ctx, client, http.MethodGet, base+"/healthz", nil, "")
		return err == nil && answer.status == http.StatusOK && strings.TrimSpace(string(answer.body)) == "ok"
	})
}

// free tries to listen on an address. If it is taken, isOurs may recognise the bot there.
func (c *checkup) free(ctx context.Context, name string, address listenAddress, isOurs func(client *http.Client, base string) bool) {
	listener, err := address.listen(ctx)
	if err == nil {
		listener.Close()
		c.ok(name, "%s is free", address)
		return
	}
	client, base := address.reach(c.client.Timeout)
	if errors.Is(err, syscall.EADDRINUSE) && isOurs(client, base) {
		c.ok(name, "hspbot is running there")
		return
	}
	c.fail(name, withoutAddress(err), "Set an address of this machine and a port that no other program uses")
}

// reply is the answer to a call.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// ask makes a call. Its error may hold the address: report it through withoutAddress.
func (c *checkup) ask(ctx context.Context, method, address string, header http.Header, body string) (reply, error) {
	return ask(ctx, c.client, method, address, header, body)
}

func ask(ctx context.Context, client *http.Client, method, address string, header http.Header, body string) (reply, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		return reply{}, errors.New("not a valid address")
	}
	if header != nil {
		request.Header = header
	}
	answer, err := client.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	return reply{answer.StatusCode, answer.Header, content}, err
}

// call asks a method of a platform, which answers in JSON, and notes the platform's clock.
func (c *checkup) call(ctx context.Context, title, address string, header http.Header, body string, into any) (reply, error) {
	answer, err := c.ask(ctx, http.MethodPost, address, header, body)
	if err != nil {
		return answer, err
	}
	if date, err := http.ParseTime(answer.header.Get("Date")); err == nil {
		c.skew[title] = date.Sub(c.now())
	}
	if json.Unmarshal(answer.body, into) != nil {
		return answer, fmt.Errorf("status %d with a body that is not JSON", answer.status)
	}
	return answer, nil
}

// withoutAddress returns the text of an error without the address called, which may hold a token.
func withoutAddress(err error) string {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return err.Error()
}
