package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

// token is what a browser is known by: 256 random bits. Whoever has it has the conversation.
type token string

const tokenBytes = 32

func newToken() token {
	b := make([]byte, tokenBytes)
	rand.Read(b) // it never fails
	return token(base64.RawURLEncoding.EncodeToString(b))
}

// parseToken returns a token as newToken makes them; ok is false for anything else.
func parseToken(s string) (t token, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	return token(s), err == nil && len(b) == tokenBytes
}

// key is the conversation of the token. The token cannot be found by it.
func (t token) key() bot.Key { return bot.Key{Platform: Platform, ID: t.derive("conversation")} }

// form is what the forms of the browser carry, so that no other site can make one up.
func (t token) form() string { return t.derive("form") }

func (t token) derive(what string) string {
	h := hmac.New(sha256.New, []byte(t))
	h.Write([]byte(what))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// owns reports whether a form came from a page of the browser.
func (t token) owns(form string) bool {
	return subtle.ConstantTimeCompare([]byte(t.form()), []byte(form)) == 1
}

// version names a state: a form of a page that shows another one is old.
func version(s conversation.State) string {
	b, err := json.Marshal(s.WithoutDelivery()) // of which nobody is told who looks at a page
	if err != nil {
		panic("web: a state has no JSON form") // which a store would have found first
	}
	return hash(b)
}

// hash is a short name of something, long enough that no two in a conversation have the same.
func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// cookieName is the cookie's. Over TLS its prefix has browsers refuse one that another host has
// set, as a neighbour in the same domain might.
func (w *Web) cookieName(r *http.Request) string {
	switch {
	case placeOf(r).Embedded():
		return frameCookie
	case w.secure():
		return "__Host-hspbot"
	}
	return "hspbot"
}

// frameCookie is the cookie of interviews in frames, which finds one again when the page around it is
// loaded anew. It gives nothing else: what is sent in a frame carries the token itself. Browsers
// keep it apart for each website on which a frame stands, or not at all.
const frameCookie = "__Host-hspbot-frame"

// tokenOf returns the token of the browser; ok is false where it has none.
func (w *Web) tokenOf(r *http.Request) (t token, ok bool) {
	if at := placeOf(r); at.Embedded() {
		return parseToken(at.token)
	}
	c, err := r.Cookie(w.cookieName(r))
	if err != nil {
		return "", false
	}
	return parseToken(c.Value)
}

// keep has the browser keep its token, from now on for so long.
func (w *Web) keep(out http.ResponseWriter, r *http.Request, t token, ttl time.Duration) {
	age := int(ttl.Seconds())
	if age <= 0 {
		age = -1 // delete it
	}
	c := &http.Cookie{Name: w.cookieName(r), Value: string(t), Path: "/", MaxAge: age, HttpOnly: true, Secure: w.secure(), SameSite: http.SameSiteLaxMode}
	if placeOf(r).Embedded() {
		if !w.secure() {
			return // browsers would refuse it
		}
		c.SameSite, c.Partitioned = http.SameSiteNoneMode, true
	}
	http.SetCookie(out, c)
}
