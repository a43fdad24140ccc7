// Package seal encrypts small values that are stored, such as tokens and sessions, with keys
// that are stored elsewhere. Whoever reads the database without the keys learns the length of
// a value, in steps where it is sealed with [Ring.SealPadded], and nothing else; a value that was
// changed, or put in the place of another, is refused.
//
// It knows neither what it seals nor where that is stored, and it reads no environment.
//
// A sealed value is
//
//	0xF5 0x01        magic byte and version; no UTF-8 text begins with 0xF5
//	6 bytes          id of the key, derived from the secret
//	12 bytes         nonce
//	the rest         AES-256-GCM ciphertext and tag; the first 8 bytes and the context of the
//	                 value are its additional data
//
// Nonces are random. With 2^32 of them (four billion values sealed with one key) two are the
// same with a probability below 2^-32, which is what NIST SP 800-38D allows.
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
	magic   = 0xF5
	version = 1
	// idSize is the length of a key's id in bytes. It only finds the right one of a handful of
	// keys, so two with the same id are not to be expected even by accident (2^-48); a longer
	// one would be more bytes in every row.
	idSize   = 6
	header   = 2 + idSize
	keySize  = 32               // of AES-256
	overhead = header + 12 + 16 // and GCM's nonce and tag
)

var (
	// ErrNoKey says that the key is not in the ring: the value was sealed with another one, or
	// the ring is empty.
	ErrNoKey = errors.New("the key is not there")
	// ErrForged says that a value was not sealed with this package, was sealed for another
	// context, or was changed since.
	ErrForged = errors.New("not sealed with this key for this place")
)

// Ring holds keys: the first one seals, all of them open. It may be used by many goroutines. A
// nil Ring and the zero Ring have no key.
type Ring struct{ keys []key }

type key struct {
	prefix [header]byte // of every value sealed with the key
	aead   cipher.AEAD
}

// ParseRing reads keys separated by commas or white space, each of them 32 random bytes in
// base64 (standard or URL, with or without padding) or as 64 hexadecimal digits. To change
// the key, put the new one first and keep the old one until everything has been resealed.
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

// derive derives the key and its id from a secret: neither reveals the other, nor what may be
// derived from the same secret for another purpose. The info texts must never change.
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

// Seal encrypts plain with the first key. The context says which value it is, such as kind and
// id of a record; Open needs the same. The only error is [ErrNoKey]. The result is 36 bytes
// longer than plain.
func (r *Ring) Seal(plain []byte, context string) ([]byte, error) {
	if r == nil || len(r.keys) == 0 {
		return nil, ErrNoKey
	}
	k := r.keys[0]
	out := make([]byte, header, overhead+len(plain))
	copy(out, k.prefix[:])
	return k.aead.Seal(out, nil, plain, k.additionalData(context)), nil
}

// Open decrypts a value that was sealed for the same context with a key of the ring. Its errors
// are [ErrNoKey] and [ErrForged].
func (r *Ring) Open(sealed []byte, context string) ([]byte, error) {
	if !r.Sealed(sealed) || len(sealed) < overhead {
		return nil, ErrForged
	}
	k, ok := r.find(sealed)
	if !ok {
		return nil, ErrNoKey
	}
	plain, err := k.aead.Open(nil, nil, sealed[header:], k.additionalData(context))
	if err != nil {
		return nil, ErrForged
	}
	return plain, nil
}

// padTo is the step of lengths in bytes: what somebody answers to a question must not show.
const padTo = 512

// padEnd ends a value before the zeros that fill it up: ISO/IEC 7816-4.
const padEnd = 0x80

// SealPadded is Seal of a value filled up so that its length tells nothing: to the next multiple of
// 512 bytes. OpenPadded opens it.
func (r *Ring) SealPadded(plain []byte, context string) ([]byte, error) {
	filled := make([]byte, (len(plain)/padTo+1)*padTo)
	filled[copy(filled, plain)] = padEnd
	return r.Seal(filled, context)
}

// OpenPadded is Open of what SealPadded returned.
func (r *Ring) OpenPadded(sealed []byte, context string) ([]byte, error) {
	filled, err := r.Open(sealed, context)
	if err != nil {
		return nil, err
	}
	plain := bytes.TrimRight(filled, "\x00")
	if len(plain) == 0 || plain[len(plain)-1] != padEnd {
		return nil, ErrForged
	}
	return plain[:len(plain)-1], nil
}

// Names returns the names of the keys, the first one first: what [NameOf] returns of what they
// sealed. A name is no secret.
func (r *Ring) Names() (names []string) {
	if r == nil {
		return nil
	}
	for _, k := range r.keys {
		names = append(names, hex.EncodeToString(k.prefix[2:]))
	}
	return names
}

// NameOf returns the name of the key that a value was sealed with, of which the first 8 bytes are
// enough, or "" where it is not sealed.
func NameOf(sealed []byte) string {
	if len(sealed) < header || sealed[0] != magic || sealed[1] != version {
		return ""
	}
	return hex.EncodeToString(sealed[2:header])
}

// Current reports whether a value is sealed with the first key. One that is not should be
// resealed before its key is removed.
func (r *Ring) Current(sealed []byte) bool {
	return r != nil && len(r.keys) > 0 && bytes.HasPrefix(sealed, r.keys[0].prefix[:])
}

// Sealed reports whether b begins like a sealed value, with whatever key. No text does, so a
// value stored in plain can be told apart.
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

// additionalData is authenticated and not stored. The prefix has a fixed length, so no two
// pairs of prefix and context give the same bytes.
func (k key) additionalData(context string) []byte { return append(k.prefix[:], context...) }
