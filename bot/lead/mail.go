package lead

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail"

	"hspbot/bot/webapi"
)

// Mailer sends mail through a server of the operator's.
type Mailer struct {
	Address        string // host:port
	User, Password string // empty where the server asks for none
	From           string // address
	// TLS is how the server's certificate is checked; nil is by the system's roots.
	TLS *tls.Config
}

// submissions is the port at which TLS begins at once, by RFC 8314.
const submissions = 465

// client prepares a connection. TLS is required, unless the server is on this machine.
func (m *Mailer) client() (*mail.Client, error) {
	host, port, err := net.SplitHostPort(m.Address)
	n, number := strconv.Atoi(port)
	if err != nil || number != nil {
		return nil, errors.New("the mail server's address is not host:port")
	}
	options := []mail.Option{mail.WithPort(n), mail.WithTimeout(timeout), mail.WithTLSPolicy(mail.TLSMandatory)}
	switch {
	case n == submissions:
		options = append(options, mail.WithSSL())
	case isLocal(host) && m.TLS == nil:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if m.TLS != nil {
		options = append(options, mail.WithTLSConfig(m.TLS))
	}
	if m.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.User), mail.WithPassword(m.Password))
	}
	c, err := mail.NewClient(host, options...)
	if err != nil {
		return nil, errors.New("the mail server's address cannot be used")
	}
	return c, nil
}

// isLocal reports whether a host is this machine.
func isLocal(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

// Send sends a text. Nothing that somebody wrote is in a header; key makes the Message-ID, by which
// a mail program tells what it has already.
func (m *Mailer) Send(ctx context.Context, to, subject, text, key string) error {
	msg := mail.NewMsg()
	if msg.From(m.From) != nil || msg.To(to) != nil {
		return errors.New("an address of the mail is none")
	}
	_, domain, _ := strings.Cut(m.From, "@")
	msg.Subject(subject)
	msg.SetMessageIDWithValue(key + "@" + domain)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetDate()
	msg.SetBodyString(mail.TypeTextPlain, text)
	c, err := m.client()
	if err != nil {
		return err
	}
	return mailError(c.DialAndSendWithContext(ctx, msg))
}

// Check connects, with TLS and the password where they are needed, and sends nothing.
func (m *Mailer) Check(ctx context.Context) error {
	c, err := m.client()
	if err != nil {
		return err
	}
	if err := c.DialWithContext(ctx); err != nil {
		return mailError(err)
	}
	return mailError(c.Close())
}

// mailError describes an error without addresses and without what was sent.
func mailError(err error) error {
	if err == nil {
		return nil
	}
	if sent, ok := errors.AsType[*mail.SendError](err); ok {
		if code := sent.ErrorCode(); code != 0 {
			return errors.New("the mail server answers " + strconv.Itoa(code))
		}
	}
	if answer, ok := errors.AsType[*textproto.Error](err); ok {
		return errors.New("the mail server answers " + strconv.Itoa(answer.Code))
	}
	switch text := err.Error(); { // the library tells these in words only
	case strings.Contains(text, "does not support STARTTLS"):
		return errors.New("the mail server offers no STARTTLS")
	case strings.Contains(text, "failed to verify certificate"):
		return errors.New("the mail server: its TLS certificate is not accepted")
	}
	if words := webapi.Failure(err); words != "" {
		return errors.New("the mail server: " + words)
	}
	return errors.New("the mail server does not take it")
}
