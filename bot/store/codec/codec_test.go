package codec_test

import (
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

// TestEncode: a session comes back as it was.
func TestEncode(t *testing.T) {
	s := bot.Session{Seen: []string{"1", "a\"b", "改行\n", `\`, "\x7f", "<&>"}}
	answered(&s)
	s.State.Referral, s.State.View = `"facts":{}`, "why"
	s.State.Before = &conversation.Outcome{Question: `"facts":{}`}
	for _, s := range []bot.Session{s, {}} {
		row, err := (codec.Form{}).Encode(&s)
		if err != nil {
			t.Fatal(err)
		}
		again, err := (codec.Form{}).Decode(s.Key, row)
		if err != nil || !reflect.DeepEqual(again, s) {
			t.Errorf("decoded %+v, want %+v, %v", again, s, err)
		}
	}
}

func TestCorrupt(t *testing.T) {
	for _, c := range [][2]string{{"[", "{}"}, {"[]", `{"goal": "secret`}, {"[5]", "{}"}, {"", "{}"}, {"[]", ""}} {
		_, err := (codec.Form{}).Decode(bot.Key{}, &codec.Row{Seen: []byte(c[0]), State: []byte(c[1])})
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
		if _, err := (codec.Form{}).Encode(&s); err != nil {
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
	form := codec.NewForm(codec.Options{Keys: keys})
	s := bot.Session{Key: bot.Key{Platform: "slack", ID: "T1/U1"}, Changes: []bot.SurfaceChange{{Version: 1, Data: []byte("m")}}}
	answered(&s)
	s.Surface = []byte("card")
	row, err := form.Encode(&s)
	if err != nil {
		t.Fatal(err)
	}
	again, err := form.Decode(s.Key, row)
	if err != nil || !reflect.DeepEqual(again.State, s.State) || string(again.Surface) != "card" || len(again.Changes) != 1 {
		t.Errorf("decoded %+v, %v", again, err)
	}
	if _, err := form.Decode(bot.Key{Platform: "slack", ID: "T1/U2"}, row); !errors.Is(err, bot.ErrCorrupt) {
		t.Errorf("for another conversation: %v", err)
	}
	later := *row
	later.Version++
	if _, err := form.Decode(s.Key, &later); !errors.Is(err, bot.ErrCorrupt) {
		t.Errorf("what was answered before as what was answered later: %v", err)
	}
	row.Surface = row.State
	if _, err := form.Decode(s.Key, row); !errors.Is(err, bot.ErrCorrupt) {
		t.Errorf("a state as a surface: %v", err)
	}
	if _, err := (codec.Form{}).Decode(s.Key, row); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("without keys: %v", err)
	}
}
