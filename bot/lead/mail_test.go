package lead

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http/httptest"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot/partner"
	"hspbot/conversation"
)

// mailServer is a mail server that takes one mail after the other.
type mailServer struct {
	address string
	tls     *tls.Config // offers STARTTLS; nil does not
	refuses bool        // every recipient
	mails   chan string
	secure  chan bool // whether the mail came over TLS
}

// newMailServer starts one; its certificate is that of httptest.
func newMailServer(t *testing.T, starttls bool) (s *mailServer, trust *tls.Config) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	s = &mailServer{address: l.Addr().String(), mails: make(chan string, 8), secure: make(chan bool, 8)}
	certified := httptest.NewTLSServer(nil)
	t.Cleanup(certified.Close)
	roots := x509.NewCertPool()
	roots.AddCert(certified.Certificate())
	if starttls {
		s.tls = &tls.Config{Certificates: certified.TLS.Certificates, MinVersion: tls.VersionTLS12}
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return s, &tls.Config{RootCAs: roots, ServerName: "example.com", MinVersion: tls.VersionTLS12}
}

func (s *mailServer) serve(c net.Conn) {
	defer func() { c.Close() }()
	secure := false
	in := bufio.NewReader(c)
	say := func(line string) { _, _ = io.WriteString(c, line+"\r\n") }
	say("220 mail.example ESMTP")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch word, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " "); word {
		case "EHLO":
			if s.tls != nil && !secure {
				say("250-mail.example")
				say("250 STARTTLS")
			} else {
				say("250 mail.example")
			}
		case "STARTTLS":
			say("220 go on")
			c, secure = tls.Server(c, s.tls), true
			in = bufio.NewReader(c)
		case "RCPT":
			if s.refuses {
				say("550 no such mailbox: " + line)
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			var text strings.Builder
			for {
				line, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				text.WriteString(line)
			}
			s.mails <- text.String()
			s.secure <- secure
			say("250 ok")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// TestMail: a result comes by mail over TLS, readable and whole; nothing that the person wrote is in a
// header, and the same mail has the same Message-ID.
func TestMail(t *testing.T) {
	server, trust := newMailServer(t, true)
	w := newWorld(t, partner.Leads{Email: "visa@sakura.example"})
	w.sender.o.Mail = &Mailer{Address: server.address, From: "hsp@example.org", TLS: trust}
	w.does(press("show:lead"), press("lead:on:degrees"), press("show:lead.contact"),
		conversation.Event{Kind: conversation.Typed, Text: "ゆき yuki@example.org\r\nBcc: all@example.org\r\n\r\nno"}, press("send"))
	w.runs(time.Second)
	if w.receipt() != conversation.LeadDelivered || !<-server.secure {
		t.Fatalf("%s: %s", w.receipt(), w.log.String())
	}
	raw := <-server.mails
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil || !strings.Contains(string(text), "ゆき yuki@example.org Bcc: all@example.org no") || !strings.Contains(string(text), "LEAD") {
		t.Errorf("it says %q, %v", text, err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "A result for you: points for Highly Skilled Professionals" || m.Header.Get("Message-Id") != "<LEAD@example.org>" || m.Header.Get("Bcc") != "" || m.Header.Get("To") != "<visa@sakura.example>" {
		t.Errorf("headers %v, %v", m.Header, err)
	}
	head, _, _ := strings.Cut(raw, "\r\n\r\n")
	if strings.Contains(head, "yuki") || strings.Contains(head, "all@") {
		t.Errorf("a header holds what was written: %s", head)
	}
	w.does(press("lead:withdraw"))
	w.runs(time.Second)
	if raw := <-server.mails; w.receipt() != conversation.LeadWithdrawn || !strings.Contains(raw, "<LEAD-withdrawal@example.org>") {
		t.Errorf("withdrawn: %s, %s", w.receipt(), raw)
	}
}

// TestMailNeedsTLS: a server that offers no TLS gets nothing, and one whose certificate is not accepted
// neither. On this machine TLS is not asked for.
func TestMailNeedsTLS(t *testing.T) {
	plain, trust := newMailServer(t, false)
	remote := &Mailer{Address: plain.address, From: "hsp@example.org", TLS: trust} // with roots of its own it is not taken for local
	if err := remote.Send(t.Context(), "visa@sakura.example", "s", "t", "k"); err == nil || err.Error() != "the mail server offers no STARTTLS" {
		t.Errorf("without TLS: %v", err)
	}
	server, _ := newMailServer(t, true)
	stranger := &Mailer{Address: server.address, From: "hsp@example.org", TLS: &tls.Config{RootCAs: x509.NewCertPool(), ServerName: "example.com", MinVersion: tls.VersionTLS12}}
	if err := stranger.Check(t.Context()); err == nil || err.Error() != "the mail server: its TLS certificate is not accepted" {
		t.Errorf("with another's certificate: %v", err)
	}
	local := &Mailer{Address: plain.address, From: "hsp@example.org"}
	if err := local.Send(t.Context(), "visa@sakura.example", "s", "t", "k"); err != nil {
		t.Errorf("on this machine: %v", err)
	}
	if len(plain.mails) != 1 || len(server.mails) != 0 {
		t.Errorf("%d and %d mails", len(plain.mails), len(server.mails))
	}
	for host, want := range map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true, "10.0.0.1": false, "mail.example.org": false} {
		if isLocal(host) != want {
			t.Errorf("%s is local: %t", host, !want)
		}
	}
}

// TestMailErrors: an error says what is wrong without an address.
func TestMailErrors(t *testing.T) {
	server, trust := newMailServer(t, true)
	server.refuses = true
	m := &Mailer{Address: server.address, From: "hsp@example.org", TLS: trust}
	var said []string
	for _, err := range []error{
		m.Send(t.Context(), "visa@sakura.example", "s", "t", "k"),
		(&Mailer{Address: "127.0.0.1:1", From: "hsp@example.org"}).Check(t.Context()),
		(&Mailer{Address: "nonsense", From: "hsp@example.org"}).Check(t.Context()),
		m.Send(t.Context(), "visa@sakura.example\r\nBcc: all@example.org", "s", "t", "k"),
	} {
		if err == nil {
			t.Fatalf("no error after %q", said)
		}
		said = append(said, err.Error())
	}
	want := []string{"the mail server answers 550", "the mail server: connection refused", "the mail server's address is not host:port", "an address of the mail is none"}
	if !slices.Equal(said, want) {
		t.Errorf("%q, want %q", said, want)
	}
}
