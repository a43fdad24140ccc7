// Package seal encrypts small things that are kept, such as tokens, with keys that are kept
// elsewhere. Who reads the database without the keys learns the length of a thing and
// nothing else; who changes it or puts one sealed thing in the place of another is found out.
//
// It knows neither what it seals nor where that is kept, and it reads no environment.
//
// A sealed thing is
//
//	0xF5 0x01        magic and version; no text in UTF-8 begins so
//	6 bytes          which key, as derived from it
//	12 bytes         nonce
//	the rest         AES-256-GCM; the first 8 bytes and what the thing is about are
//	                 authenticated with it
//
// Nonces are random: a key is good for some billions of seals.
package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

const (
	magic    = 0xF5
	version  = 1
	idSize   = 6
	header   = 2 + idSize
	keySize  = 32
	overhead = header + 12 + 16
)

var (
	// ErrNoKey says that the key is not in the ring: the thing was sealed with another, or
	// the ring is empty.
	ErrNoKey = errors.New("the key is not there")
	// ErrForged says that a thing was not sealed here, is about something else, or was
	// changed since.
	ErrForged = errors.New("not sealed with this key for this place")
)

// Ring holds keys: the first seals, all open. It may be used by many goroutines; a nil Ring
// and the zero one have no key.
type Ring struct{ keys []key }

type key struct {
	prefix [header]byte // what everything sealed with it begins with
	aead   cipher.AEAD
}

// ParseRing reads keys separated by commas or white space, each of them 32 random bytes in
// base64 (standard or URL, with or without padding) or as 64 hexadecimal digits. To change
// the key, put the new one first and keep the old until everything has been sealed anew.
//
// Where there is no key at all it returns [ErrNoKey]. No error repeats any part of a key.
func ParseRing(s string) (*Ring, error) {
	fields := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) })
	if len(fields) == 0 {
		return nil, fmt.Errorf("read keys: %w", ErrNoKey)
	}
	ring := &Ring{keys: make([]key, 0, len(fields))}
	for i, field := range fields {
		secret, ok := decode(field)
		if !ok {
			return nil, fmt.Errorf("read keys: key %d is not 32 bytes in base64 or hexadecimal digits", i+1)
		}
		k, err := derive(secret)
		if err != nil {
			return nil, fmt.Errorf("read keys: key %d: %w", i+1, err)
		}
		ring.keys = append(ring.keys, k)
	}
	return ring, nil
}

var standard = strings.NewReplacer("-", "+", "_", "/")

func decode(s string) ([]byte, bool) {
	if len(s) == hex.EncodedLen(keySize) {
		b, err := hex.DecodeString(s)
		return b, err == nil
	}
	b, err := base64.RawStdEncoding.Strict().DecodeString(standard.Replace(strings.TrimRight(s, "=")))
	return b, err == nil && len(b) == keySize
}

// derive makes the key and its name of a secret, so that neither tells the other, and none
// is good for another purpose of the same secret.
func derive(secret []byte) (key, error) {
	k := key{prefix: [header]byte{magic, version}}
	id, err := hkdf.Key(sha256.New, secret, nil, "hspbot seal 1: name of the key", idSize)
	if err != nil {
		return key{}, err
	}
	copy(k.prefix[2:], id)
	material, err := hkdf.Key(sha256.New, secret, nil, "hspbot seal 1: AES-256-GCM", keySize)
	if err != nil {
		return key{}, err
	}
	block, err := aes.NewCipher(material)
	if err != nil {
		return key{}, err
	}
	k.aead, err = cipher.NewGCMWithRandomNonce(block)
	return k, err
}

// Seal encrypts plain with the first key. What it is about, kind and id of the record, must
// be said again to open it. The only error is [ErrNoKey]. The result is 36 bytes longer.
func (r *Ring) Seal(plain []byte, about string) ([]byte, error) {
	if r == nil || len(r.keys) == 0 {
		return nil, ErrNoKey
	}
	k := r.keys[0]
	out := make([]byte, header, overhead+len(plain))
	copy(out, k.prefix[:])
	return k.aead.Seal(out, nil, plain, k.about(about)), nil
}

// Open decrypts what was sealed about the same with a key of the ring. Its errors are
// [ErrNoKey] and [ErrForged].
func (r *Ring) Open(sealed []byte, about string) ([]byte, error) {
	if !r.Sealed(sealed) || len(sealed) < overhead {
		return nil, ErrForged
	}
	k, ok := r.find(sealed)
	if !ok {
		return nil, ErrNoKey
	}
	plain, err := k.aead.Open(nil, nil, sealed[header:], k.about(about))
	if err != nil {
		return nil, ErrForged
	}
	return plain, nil
}

// Current reports whether something is sealed with the first key; what is not should be
// sealed anew before its key goes.
func (r *Ring) Current(sealed []byte) bool {
	return r != nil && len(r.keys) > 0 && bytes.HasPrefix(sealed, r.keys[0].prefix[:])
}

// Sealed reports whether b begins like something sealed here, with whatever key. No text
// does, so that what was kept in plain before can be told apart.
func (r *Ring) Sealed(b []byte) bool { return len(b) >= 2 && b[0] == magic && b[1] == version }

func (r *Ring) find(sealed []byte) (key, bool) {
	if r == nil {
		return key{}, false
	}
	for _, k := range r.keys {
		if bytes.HasPrefix(sealed, k.prefix[:]) {
			return k, true
		}
	}
	return key{}, false
}

// about is what is authenticated and not kept. The prefix has a fixed length, so that no two
// pairs give the same bytes.
func (k key) about(s string) []byte { return append(k.prefix[:], s...) }
