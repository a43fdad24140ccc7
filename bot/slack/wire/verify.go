package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"github.com/slack-go/slack"
)

// signature is the HMAC of a delivery. It identifies a request that is sent a second time.
type signature [sha256.Size]byte

// Why a signature was refused, for the log. The library's errors are left out of it.
var (
	errNoSecret  = errors.New("no signing secret is known")
	errUnsigned  = errors.New("no signature")
	errExpired   = errors.New("timestamp out of range")
	errSignature = errors.New("wrong signature")
)

// verify checks the signature of a body against each of the secrets, of which there are
// several while they are being replaced, and returns it.
func verify(header http.Header, body []byte, secrets []string) (signature, error) {
	why := errNoSecret
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		v, err := slack.NewSecretsVerifier(header, secret)
		if err != nil {
			why = refusal(err)
			continue
		}
		v.Write(body) // into a hash: it does not fail
		if v.Ensure() != nil {
			why = errSignature
			continue
		}
		var sig signature
		_, err = hex.Decode(sig[:], []byte(strings.TrimPrefix(header.Get("X-Slack-Signature"), "v0=")))
		if err != nil { // it has been decoded before
			return sig, errSignature
		}
		return sig, nil
	}
	return signature{}, why
}

// plausible returns an error where the headers alone show that Slack did not sign the delivery, or
// too long ago.
func plausible(header http.Header) error {
	_, err := slack.NewSecretsVerifier(header, "any")
	if err != nil {
		return refusal(err)
	}
	return nil
}

func refusal(err error) error {
	switch {
	case errors.Is(err, slack.ErrMissingHeaders):
		return errUnsigned
	case errors.Is(err, slack.ErrExpiredTimestamp):
		return errExpired
	}
	return errSignature
}
