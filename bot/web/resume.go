package web

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"html/template"
	"net/http"
	"time"

	"hspbot/bot"
	"hspbot/bot/qr"
	"hspbot/locales"
)

// A link opens an interview in another browser, as on a phone. It is made when asked for, replaces
// the one before, is good once and until linkLife is over, and asks before it does anything, so that a program
// that looks where links lead uses none up. Both browsers have the interview then.
//
// A link ends with a code: the name of a record, and a key. The record holds the token of the
// browser, encrypted with that key, so what is stored opens no conversation without the link.

const (
	linkPath  = "/web/link"   // where a link is made
	goOnPath  = "/web/go-on/" // a code follows
	linkKind  = "web-link"    // of the records
	linkLife  = 24 * time.Hour
	codeBytes = 16 // of the name, and of the key
)

// code is what a link ends with.
type code [2 * codeBytes]byte

// newCode makes a code for a conversation. They all name the same record.
func newCode(key bot.Key) (c code) {
	sum := sha256.Sum256([]byte("link of " + key.ID))
	copy(c[:codeBytes], sum[:])
	rand.Read(c[codeBytes:]) // it never fails
	return c
}

func parseCode(s string) (c code, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != len(c) {
		return c, false
	}
	return code(b), true
}

func (c code) String() string { return base64.RawURLEncoding.EncodeToString(c[:]) }

// record is the id of the record.
func (c code) record() string { return base64.RawURLEncoding.EncodeToString(c[:codeBytes]) }

// aead encrypts with the key of the code, which encrypts one token only.
func (c code) aead() cipher.AEAD {
	key := sha256.Sum256(append([]byte("key of a link "), c[codeBytes:]...))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // the key has the length that it wants
	}
	a, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return a
}

// A record is the time at which it ends, in seconds, and the token, encrypted.
const timeBytes = 8

func (c code) seal(t token, until time.Time) []byte {
	head := binary.BigEndian.AppendUint64(nil, uint64(until.Unix()))
	return append(head, c.aead().Seal(nil, nil, []byte(t), head)...)
}

// open returns the token of a record; ok is false where the code is not its, or it has ended.
func (c code) open(record []byte, now time.Time) (t token, ok bool) {
	if linkEnded(record, now) {
		return "", false
	}
	plain, err := c.aead().Open(nil, nil, record[timeBytes:], record[:timeBytes])
	if err != nil {
		return "", false
	}
	return parseToken(string(plain))
}

func linkEnded(record []byte, now time.Time) bool {
	return len(record) < timeBytes || now.Unix() >= int64(binary.BigEndian.Uint64(record))
}

// link is what the page of a link says.
type link struct {
	Form    string // see the fields of a form
	Made    string // the link, once it is made
	Code    template.HTML
	GoOn    string // where to press "go on"; empty on the page that makes a link
	Replace bool   // the browser has another interview
}

// linkPage draws one of the pages of a link.
func (h *handler) linkPage(out http.ResponseWriter, r *http.Request, v *locales.Voice, what string, l *link) {
	p := h.page(v, v.Say("weblink."+what+".title"))
	p.Link, p.Blocks = l, []block{{Kind: "paragraph", Text: v.Say("weblink." + what + ".text")}}
	h.write(out, r, http.StatusOK, "link", p)
}

// link offers to make a link, and makes it when a form asks for it.
func (h *handler) link(out http.ResponseWriter, r *http.Request) {
	t, screen, _, ok := h.present(out, r)
	if !ok {
		return
	}
	l := &link{Form: t.form()}
	v := locales.In(screen.Language)
	if r.Method != http.MethodPost {
		what := "offer"
		if placeOf(r).Embedded() {
			what = "frame"
		}
		h.linkPage(out, r, v, what, l)
		return
	}
	if r.ParseForm() != nil || !t.owns(r.PostForm.Get(fieldForm)) {
		h.say(out, r, http.StatusForbidden, "foreign")
		return
	}
	c, now := newCode(t.key()), h.o.Now()
	err := h.o.Records.Change(r.Context(), linkKind, c.record(), func([]byte) ([]byte, error) { return c.seal(t, now.Add(linkLife)), nil })
	if err == nil && c[codeBytes]%16 == 0 { // now and then, as it goes through all
		err = h.o.Records.Prune(r.Context(), linkKind, func(record []byte) bool { return linkEnded(record, now) })
	}
	if err != nil {
		h.fail(out, r, err)
		return
	}
	l.Made = h.public(r) + goOnPath + c.String()
	l.Code = drawn(l.Made)
	h.linkPage(out, r, v, "made", l)
}

// drawn is the QR code of an address, empty where it is too long for one.
func drawn(address string) template.HTML {
	c, err := qr.New(address)
	if err != nil {
		return ""
	}
	return template.HTML(c.SVG()) // it holds figures only
}

// public is the address of the website, as the browser of a request sees it where none is set.
func (h *handler) public(r *http.Request) string {
	if h.o.PublicURL != "" {
		return h.o.PublicURL
	}
	return "http://" + r.Host
}

// unlink ends the link of somebody whose interview is deleted.
func (h *handler) unlink(ctx context.Context, t token) error {
	if h.o.Records == nil {
		return nil
	}
	return h.o.Records.Change(ctx, linkKind, newCode(t.key()).record(), func([]byte) ([]byte, error) { return nil, nil })
}

// errOver says that a link is good no more.
var errOver = errors.New("web: the link is over")

// goOn asks whether to go on in this browser, and does so when a form says yes.
func (h *handler) goOn(out http.ResponseWriter, r *http.Request) {
	c, ok := parseCode(r.PathValue("code"))
	if !ok {
		h.say(out, r, http.StatusNotFound, "over")
		return
	}
	record, err := h.o.Records.Record(r.Context(), linkKind, c.record())
	if err != nil {
		h.fail(out, r, err)
		return
	}
	t, ok := c.open(record, h.o.Now())
	var s bot.Session
	if ok {
		s, err = h.bot.Session(r.Context(), t.key())
	}
	switch {
	case !ok, errors.Is(err, bot.ErrNoSession), err == nil && s.State.Forgotten:
		h.say(out, r, http.StatusNotFound, "over")
	case err != nil:
		h.fail(out, r, err)
	case r.Method != http.MethodPost:
		own, has := h.tokenOf(r)
		h.linkPage(out, r, voiceOf(r), "ask", &link{GoOn: goOnPath + c.String(), Replace: has && own != t})
	default:
		h.takeOver(out, r, c)
	}
}

// takeOver uses a link up, and gives the browser the token of the interview.
func (h *handler) takeOver(out http.ResponseWriter, r *http.Request, c code) {
	var t token
	err := h.o.Records.Change(r.Context(), linkKind, c.record(), func(record []byte) (_ []byte, err error) {
		var ok bool
		if t, ok = c.open(record, h.o.Now()); !ok {
			return nil, errOver
		}
		return nil, nil
	})
	switch {
	case errors.Is(err, errOver): // another was faster
		h.say(out, r, http.StatusNotFound, "over")
	case err != nil:
		h.fail(out, r, err)
	default:
		h.keep(out, r, t, h.o.TTL)
		h.redirect(out, r, place{}.screen("main"), http.StatusSeeOther)
	}
}
