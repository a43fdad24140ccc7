package codec_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
	"hspbot/conversation"
	"hspbot/scoring"
)

var day = time.Date(2026, 7, 25, 9, 30, 0, 0, time.UTC)

// answered gives s the state of somebody who has answered most questions.
func answered(s *bot.Session) {
	p := scoring.Profile{}
	for f := range scoring.Fact(scoring.FactCount) {
		switch f.Kind() {
		case scoring.YesNo:
			p = p.With(f, scoring.IsYes)
		case scoring.Choice:
			p = p.With(f, scoring.Option(1))
		case scoring.Set:
			p = p.With(f, scoring.Members(3))
		case scoring.Whole, scoring.Decimal:
			p = p.With(f, scoring.Number(s.Version))
		case scoring.Ages:
			p = p.With(f, scoring.AgesOf(3, 7))
		}
	}
	s.State = conversation.State{Language: "ja", Goal: "i-b", Facts: conversation.Facts{Profile: p}, Started: day, Touched: day}
}

// TestEncode holds the quick way to write a session to the ordinary one.
func TestEncode(t *testing.T) {
	s := bot.Session{Seen: []string{"1", "a\"b", "改行\n", `\`, "\x7f", "\xff", "<&>"}}
	answered(&s)
	s.State.Referral, s.State.View = `"facts":{}`, "why"
	s.State.Before = &conversation.Outcome{Question: `"facts":{}`}
	for _, s := range []bot.Session{s, {}} {
		seen, state, err := (codec.Form{}).Encode(&s)
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(s.State)
		if err != nil || state != string(want) {
			t.Errorf("state = %s, want %s, %v", state, want, err)
		}
		var again bot.Session
		if err := (codec.Form{}).Decode(&again, codec.Stored{Seen: []byte(seen), State: []byte(state)}); err != nil || len(again.Seen) != len(s.Seen) {
			t.Errorf("seen = %s, %v", seen, err)
		}
		for i := range again.Seen {
			if again.Seen[i] != s.Seen[i] && s.Seen[i] != "\xff" {
				t.Errorf("seen %d = %q, want %q", i, again.Seen[i], s.Seen[i])
			}
		}
	}
}

func TestCorrupt(t *testing.T) {
	for _, c := range [][2]string{{"[", "{}"}, {"[]", `{"goal": "secret`}, {"[5]", "{}"}, {"", "{}"}, {"[]", ""}} {
		var s bot.Session
		err := (codec.Form{}).Decode(&s, codec.Stored{Seen: []byte(c[0]), State: []byte(c[1])})
		if !errors.Is(err, bot.ErrCorrupt) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q = %v", c, err)
		}
	}
}

// BenchmarkEncode is what a turn pays for its JSON.
func BenchmarkEncode(b *testing.B) {
	s := bot.Session{}
	for i := range 16 {
		s.Remember(fmt.Sprint(100_000_000 + i))
	}
	answered(&s)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := (codec.Form{}).Encode(&s); err != nil {
			b.Fatal(err)
		}
	}
}

// TestSealedForItsKey: what is sealed for one conversation is no session of another, nor is
// one part of it another.
func TestSealedForItsKey(t *testing.T) {
	keys, err := seal.ParseRing("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
	if err != nil {
		t.Fatal(err)
	}
	form := codec.Form{Keys: keys}
	s := bot.Session{Key: bot.Key{Platform: "slack", ID: "T1/U1"}, Changes: []bot.SurfaceChange{{Version: 1, Data: []byte("m")}}}
	answered(&s)
	seen, state, err := form.Encode(&s)
	if err != nil {
		t.Fatal(err)
	}
	s.Surface = []byte("card")
	surface := form.Surface(&s)
	changes := form.Changes(&s)
	stored := codec.Stored{Seen: []byte(seen), State: []byte(state), Surface: []byte(surface), Changes: []byte(changes)}
	again := bot.Session{Key: s.Key}
	if err := form.Decode(&again, stored); err != nil || !reflect.DeepEqual(again.State, s.State) || string(again.Surface) != "card" || len(again.Changes) != 1 {
		t.Errorf("decoded %+v, %v", again, err)
	}
	other := bot.Session{Key: bot.Key{Platform: "slack", ID: "T1/U2"}}
	if err := form.Decode(&other, stored); !errors.Is(err, bot.ErrCorrupt) {
		t.Errorf("for another conversation: %v", err)
	}
	later := bot.Session{Key: s.Key, Version: s.Version + 1}
	if err := form.Decode(&later, stored); !errors.Is(err, bot.ErrCorrupt) {
		t.Errorf("what was answered before as what was answered later: %v", err)
	}
	stored.Surface = []byte(state)
	if err := form.Decode(&again, stored); !errors.Is(err, bot.ErrCorrupt) {
		t.Errorf("a state as a surface: %v", err)
	}
	if err := (codec.Form{}).Decode(&again, stored); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("without keys: %v", err)
	}
}
