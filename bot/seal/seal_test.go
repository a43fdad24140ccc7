package seal

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"testing"
)

// secret returns 32 bytes that differ by n.
func secret(n byte) []byte { return bytes.Repeat([]byte{n, 0xfb, 0xff, 0x3e}, 8) }

func text(n byte) string { return base64.StdEncoding.EncodeToString(secret(n)) }

func ring(t testing.TB, keys ...string) *Ring {
	t.Helper()
	r, err := ParseRing(strings.Join(keys, ","))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// golden is "thing" about "a:1" under the first key, worked out by another implementation
// of HKDF and AES-GCM: what has been sealed must stay readable.
const golden = "f501714113bbec3c000102030405060708090a0bb9550ce0dd62803909a0d93d422e59b43126f50db7"

func TestGolden(t *testing.T) {
	sealed, err := hex.DecodeString(golden)
	if err != nil {
		t.Fatal(err)
	}
	r := ring(t, text(1))
	if plain, err := r.Open(sealed, "a:1"); err != nil || string(plain) != "thing" || !r.Current(sealed) {
		t.Errorf("%q, %v", plain, err)
	}
}

func TestForms(t *testing.T) {
	want := ring(t, text(1))
	sealed, err := want.Seal([]byte("xoxb-1"), "a:1")
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{
		"base64":          base64.StdEncoding.EncodeToString(secret(1)),
		"not padded":      base64.RawStdEncoding.EncodeToString(secret(1)),
		"URL":             base64.URLEncoding.EncodeToString(secret(1)),
		"URL, not padded": base64.RawURLEncoding.EncodeToString(secret(1)),
		"hex":             hex.EncodeToString(secret(1)),
		"HEX":             strings.ToUpper(hex.EncodeToString(secret(1))),
		"second":          text(2) + "," + text(1),
		"lines":           "\n" + text(2) + "\r\n\t" + text(1) + "\n",
		"comma and space": text(2) + ", " + text(1) + ",",
	} {
		r, err := ParseRing(s)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if plain, err := r.Open(sealed, "a:1"); err != nil || string(plain) != "xoxb-1" {
			t.Errorf("%s: %q, %v", name, plain, err)
		}
	}
}

func TestBadKeys(t *testing.T) {
	for _, s := range []string{"", " ,\n", "short", text(1)[:43] + "!", text(1) + "A", hex.EncodeToString(secret(1))[:63] + "g",
		hex.EncodeToString(secret(1)) + "00", text(1) + ";" + text(2), text(1) + ",secret", base64.StdEncoding.EncodeToString(secret(1)[:31])} {
		r, err := ParseRing(s)
		if err == nil || r != nil {
			t.Errorf("%q is read as keys", s)
			continue
		}
		for _, piece := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' }) {
			if strings.Contains(err.Error(), piece) {
				t.Errorf("error %q repeats the key", err)
			}
		}
	}
	if _, err := ParseRing(""); !errors.Is(err, ErrNoKey) {
		t.Errorf("no key: %v", err)
	}
}

func TestRotation(t *testing.T) {
	old, both, fresh := ring(t, text(1)), ring(t, text(2), text(1)), ring(t, text(2))
	first, _ := old.Seal([]byte("thing"), "a:1")
	if both.Current(first) || !old.Current(first) {
		t.Error("what the old key sealed should be sealed anew, not before")
	}
	plain, err := both.Open(first, "a:1")
	if err != nil {
		t.Fatal(err)
	}
	second, _ := both.Seal(plain, "a:1")
	if !both.Current(second) || !fresh.Current(second) {
		t.Error("the first key did not seal")
	}
	if plain, err := fresh.Open(second, "a:1"); err != nil || string(plain) != "thing" {
		t.Errorf("after the rotation: %q, %v", plain, err)
	}
	if _, err := fresh.Open(first, "a:1"); !errors.Is(err, ErrNoKey) {
		t.Errorf("without the old key: %v", err)
	}
	if !fresh.Sealed(first) {
		t.Error("sealed with a key that is gone is still sealed")
	}
}

func TestTampered(t *testing.T) {
	r := ring(t, text(1))
	for _, plain := range []string{"", "x", "a token of some length"} {
		sealed, _ := r.Seal([]byte(plain), "a:1")
		if len(sealed) != len(plain)+36 {
			t.Errorf("%d bytes become %d", len(plain), len(sealed))
		}
		for i := range sealed {
			for _, flip := range []byte{1, 0x80} {
				b := bytes.Clone(sealed)
				b[i] ^= flip
				want := ErrForged
				if i >= 2 && i < 8 {
					want = ErrNoKey // names another key
				}
				if _, err := r.Open(b, "a:1"); !errors.Is(err, want) {
					t.Errorf("byte %d of %d: %v, want %v", i, len(sealed), err, want)
				}
			}
			if _, err := r.Open(sealed[:i], "a:1"); !errors.Is(err, ErrForged) {
				t.Errorf("cut at %d: %v", i, err)
			}
		}
		if _, err := r.Open(append(bytes.Clone(sealed), 0), "a:1"); !errors.Is(err, ErrForged) {
			t.Errorf("longer: %v", err)
		}
		if got, err := r.Open(sealed, "a:1"); err != nil || string(got) != plain {
			t.Errorf("untouched: %q, %v", got, err)
		}
	}
}

// TestKeyName: the name of another key does not let it open what it did not seal.
func TestKeyName(t *testing.T) {
	both := ring(t, text(1), text(2))
	sealed, _ := both.Seal([]byte("thing"), "a:1")
	other, _ := ring(t, text(2)).Seal([]byte("thing"), "a:1")
	if _, err := both.Open(append(bytes.Clone(other[:8]), sealed[8:]...), "a:1"); !errors.Is(err, ErrForged) {
		t.Errorf("renamed: %v", err)
	}
}

func TestAbout(t *testing.T) {
	r := ring(t, text(1))
	sealed, _ := r.Seal([]byte("thing"), "slack-install:T1")
	for _, about := range []string{"", "slack-install:T2", "slack-install:T", "slack-install:T11", "slack-install:t1"} {
		if _, err := r.Open(sealed, about); !errors.Is(err, ErrForged) {
			t.Errorf("about %q: %v", about, err)
		}
	}
	again, _ := r.Seal([]byte("thing"), "slack-install:T1")
	if bytes.Equal(sealed, again) {
		t.Error("the same thing sealed twice looks the same")
	}
	if bytes.Contains(sealed, []byte("thing")) || bytes.Contains(sealed, []byte("T1")) {
		t.Error("readable")
	}
}

func TestNoKey(t *testing.T) {
	sealed, _ := ring(t, text(1)).Seal([]byte("thing"), "a:1")
	for _, r := range []*Ring{nil, {}} {
		if _, err := r.Seal([]byte("thing"), "a:1"); !errors.Is(err, ErrNoKey) {
			t.Errorf("seal: %v", err)
		}
		if _, err := r.Open(sealed, "a:1"); !errors.Is(err, ErrNoKey) {
			t.Errorf("open: %v", err)
		}
		if _, err := r.Open([]byte(`{"a":1}`), "a:1"); !errors.Is(err, ErrForged) {
			t.Errorf("open text: %v", err)
		}
		if r.Current(sealed) || !r.Sealed(sealed) {
			t.Error("an empty ring knows a key")
		}
	}
	for _, b := range []string{"", "\xf5", "{}", `{"facts":{}}`, "\xf5\x02abcdef", "日本"} {
		if (*Ring)(nil).Sealed([]byte(b)) {
			t.Errorf("%q is taken for sealed", b)
		}
	}
}

func TestMany(t *testing.T) {
	r := ring(t, text(1), text(2))
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			for n := range 100 {
				plain := bytes.Repeat([]byte{byte(i)}, n)
				sealed, err := r.Seal(plain, "a:1")
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := r.Open(sealed, "a:1"); err != nil || !bytes.Equal(got, plain) {
					t.Errorf("%v", err)
					return
				}
			}
		})
	}
	group.Wait()
}

// FuzzOpen: nothing that was not sealed here opens, and nothing makes it panic.
func FuzzOpen(f *testing.F) {
	r := ring(f, text(1), text(2))
	sealed, err := hex.DecodeString(golden)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed, "a:1")
	f.Add(sealed, "a:2")
	f.Add(sealed[:20], "a:1")
	f.Add([]byte{magic, version}, "")
	f.Add([]byte("{}"), "a:1")
	f.Fuzz(func(t *testing.T, b []byte, about string) {
		plain, err := r.Open(b, about)
		if err != nil && (plain != nil || !errors.Is(err, ErrForged) && !errors.Is(err, ErrNoKey)) {
			t.Errorf("%v with %d bytes", err, len(plain))
		}
		if err == nil && !(bytes.Equal(b, sealed) && about == "a:1") {
			t.Error("opens what was not sealed")
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	r, plain := ring(b, text(1)), make([]byte, 400)
	b.SetBytes(400)
	for b.Loop() {
		if _, err := r.Seal(plain, "slack-install:T0123456789"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	r := ring(b, text(1))
	sealed, _ := r.Seal(make([]byte, 400), "slack-install:T0123456789")
	b.SetBytes(400)
	for b.Loop() {
		if _, err := r.Open(sealed, "slack-install:T0123456789"); err != nil {
			b.Fatal(err)
		}
	}
}

// TestPadded: what is sealed is of a length that tells nothing, and comes back as it was, also where
// it ends like what it is filled up with.
func TestPadded(t *testing.T) {
	r := ring(t, text(1))
	for _, n := range []int{0, 1, 100, 511, 512, 1000, 1023, 1024} {
		for _, last := range []byte{'x', 0, 0x80} {
			plain := bytes.Repeat([]byte{last}, n)
			sealed, err := r.SealPadded(plain, "a:1")
			if err != nil {
				t.Fatal(err)
			}
			if want := (n/512+1)*512 + 36; len(sealed) != want {
				t.Errorf("%d bytes become %d, want %d", n, len(sealed), want)
			}
			if got, err := r.OpenPadded(sealed, "a:1"); err != nil || !bytes.Equal(got, plain) {
				t.Errorf("%d bytes of %x come back as %d, %v", n, last, len(got), err)
			}
		}
	}
	bare, _ := r.Seal(nil, "a:1")
	if _, err := r.OpenPadded(bare, "a:1"); !errors.Is(err, ErrForged) {
		t.Errorf("without its end: %v", err)
	}
}

// TestNames: the name of a key is on everything it has sealed.
func TestNames(t *testing.T) {
	both := ring(t, text(2), text(1))
	names := both.Names()
	for i, n := range []byte{2, 1} {
		sealed, _ := ring(t, text(n)).Seal(nil, "")
		if len(names) != 2 || NameOf(sealed[:8]) != names[i] {
			t.Errorf("name %q, want %q", NameOf(sealed), names)
		}
	}
	if NameOf([]byte("{}")) != "" || (*Ring)(nil).Names() != nil {
		t.Error("what is not sealed has a key")
	}
}
