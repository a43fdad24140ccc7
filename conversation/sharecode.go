package conversation

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"hspbot/scoring"
)

// Share is a result that a person shows to whoever has its code, for [ShareLife]: the answers that
// its points follow from, as they were on the day. What the person did not tick is kept only as far
// as the points tell it, and nothing of the family is.
type Share struct {
	// Code is 26 characters of 5 random bits each. The link has all of them, and who types has the
	// first 16: see [Share.Typed].
	Code string `json:"code"`
	// At is the address of the page on the website without the code; empty where there is none.
	At string `json:"at,omitempty"`
	// Ticked is what is shown besides the points: see [Tick].
	Ticked string `json:"ticked,omitempty"`
	Goal   string `json:"goal"`
	Facts  Facts  `json:"facts"`
	// Made is when it was made, and Until when it ends.
	Made  time.Time `json:"made"`
	Until time.Time `json:"until"`
}

// ShareLife is how long a share can be seen.
const ShareLife = 7 * 24 * time.Hour

const (
	// shareAlphabet has no letters that are taken for others: I and L are read as 1, O as 0, and U is
	// none.
	shareAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	// ShareRandom is how many random bytes a code is made from: 130 bits of them.
	ShareRandom = 26
	// typedLength is how much of a code is typed: 80 bits.
	typedLength = 16
	// sharePrefix tells a typed code from other words.
	sharePrefix = "HSP"
	// shareFolder ends the path before the code of a link.
	shareFolder = "/s/"
)

// ShareCode makes a code of random bytes.
func ShareCode(random [ShareRandom]byte) string {
	code := make([]byte, 0, ShareRandom)
	for _, b := range random {
		code = append(code, shareAlphabet[int(b)%len(shareAlphabet)])
	}
	return string(code)
}

// Link is the address of the page that shows it; empty where there is no website.
func (s *Share) Link() string {
	if s.At == "" {
		return ""
	}
	return s.At + s.Code
}

// Typed is the code as it is read aloud and typed: HSP-7K2M-9QXR-04TB-ZC5W.
func (s *Share) Typed() string {
	typed := sharePrefix
	for i := 0; i+4 <= min(typedLength, len(s.Code)); i += 4 {
		typed += "-" + s.Code[i:i+4]
	}
	return typed
}

// ID names the share wherever it is looked for: a hash, by which nobody finds the code.
func (s *Share) ID() string { return ShareID(s.Code) }

// ShareID is the [Share.ID] of a code, whole or as it is typed.
func ShareID(code string) string {
	sum := sha256.Sum256([]byte(code[:min(typedLength, len(code))]))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// ReadShareCode reads the code of a link, in which any case and the letters that are taken for others
// do not matter; ok is false where it can be none.
func ReadShareCode(text string) (code string, ok bool) {
	code = foldCode(text)
	return code, len(code) == ShareRandom
}

// TypedShare reads a text that is nothing but a code, or the link of one, as somebody sends it who
// wants to see what is shared. It returns the [Share.ID].
func TypedShare(text string) (id string, ok bool) {
	if len(text) > 300 {
		return "", false
	}
	if i := strings.LastIndex(text, shareFolder); i >= 0 && strings.Contains(text, "://") {
		link, _, _ := strings.Cut(strings.TrimSpace(text[i+len(shareFolder):]), "?")
		code, ok := ReadShareCode(link)
		return ShareID(code), ok
	}
	folded := strings.ToUpper(norm.NFKC.String(text))
	rest, prefixed := strings.CutPrefix(strings.TrimSpace(folded), sharePrefix)
	code := foldCode(rest)
	if !prefixed || len(code) != typedLength && len(code) != ShareRandom {
		return "", false
	}
	if !strings.ContainsFunc(rest, unicode.IsDigit) && strings.Count(strings.Join(strings.FieldsFunc(rest, isGap), " "), " ") != 3 {
		return "", false // sixteen letters are a word or two
	}
	return ShareID(code), true
}

// foldCode brings what was written into the form of a code; empty where there is another character.
func foldCode(text string) string {
	var code strings.Builder
	for _, r := range strings.ToUpper(norm.NFKC.String(text)) {
		switch {
		case isGap(r):
			continue
		case r == 'I', r == 'L':
			r = '1'
		case r == 'O':
			r = '0'
		}
		if !strings.ContainsRune(shareAlphabet, r) {
			return ""
		}
		code.WriteRune(r)
	}
	return code.String()
}

// isGap reports whether a character stands between the groups of a code.
func isGap(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '−' || r == 'ー' || r == '_' || r == '.'
}

// ticks are what is ticked.
func (s *Share) ticks() []Tick { return ticksOf(s.Ticked) }

// day is the day whose result it shows.
func (s *Share) day() scoring.Date { return scoring.DayInJapan(s.Made) }
