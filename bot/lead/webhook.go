package lead

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"hspbot/bot/webapi"
)

// The headers of a delivery.
const (
	// SignatureHeader says when a delivery was made, in seconds since 1970, and signs that and the
	// body: t=1764468000,v1=HEX. While the secret is changed there are two v1, with the new one first.
	SignatureHeader = "Hspbot-Signature"
	// KeyHeader is the same whenever the same is delivered again.
	KeyHeader = "Idempotency-Key"
)

// Sign is the value of the header for a body: HMAC-SHA256 with each of the partner's secrets of the
// time, a full stop and the body.
func Sign(secrets []string, at time.Time, body []byte) string {
	t := strconv.FormatInt(at.Unix(), 10)
	header := "t=" + t
	for _, secret := range secrets {
		h := hmac.New(sha256.New, []byte(secret))
		h.Write([]byte(t + "."))
		h.Write(body)
		header += ",v1=" + hex.EncodeToString(h.Sum(nil))
	}
	return header
}

// maxAnswer is how much of an answer is read, so that the connection can be used again.
const maxAnswer = 4 << 10

// errAddress says no more: an address may hold a secret.
var errAddress = errors.New("the webhook's address is no https address")

// post delivers a body to a webhook. Any answer of 200 to 299 is taken as a receipt. No redirect is
// followed, so nothing goes elsewhere than the operator has said.
func (s *Sender) post(ctx context.Context, address string, secrets []string, key string, body []byte) error {
	if !strings.HasPrefix(address, "https://") {
		return errAddress
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return errAddress
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "hspbot")
	r.Header.Set(KeyHeader, key)
	r.Header.Set(SignatureHeader, Sign(secrets, s.now(), body))
	answer, err := s.o.Client.Do(r)
	if err != nil {
		if words := webapi.NetworkError(err); words != "" {
			return errors.New("the webhook: " + words)
		}
		return errors.New("the webhook: no answer")
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, maxAnswer)
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Errorf("the webhook answers %d", answer.StatusCode)
	}
	return nil
}
