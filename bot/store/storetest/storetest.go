// Package storetest holds every [bot.Store] to the promises of its interface.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

// Place makes a new, empty place for sessions, gone when t ends, and returns what opens
// it: the same place each time, also while it is open already. The suite closes what it opens.
type Place func(t *testing.T) (open func() (bot.Store, error))

// Run tests the stores of a place.
func Run(t *testing.T, place Place) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *fixture)
	}{
		{"new session", testNew},
		{"round trip", testRoundTrip},
		{"keys", testKeys},
		{"error changes nothing", testError},
		{"panic changes nothing", testPanic},
		{"key stays", testKeyStays},
		{"cancelled", testCancelled},
		{"no turn lost", testConcurrent},
		{"no turn lost between two stores", testTwoStores},
		{"many conversations at once", testManyKeys},
		{"seen once", testSeenOnce},
		{"shown never falls", testShown},
		{"shown ahead of turns", testShownAhead},
		{"owing", testOwing},
		{"due", testDue},
		{"settle", testSettle},
		{"settle later", testSettleLater},
		{"settle between turns", testSettleTurns},
		{"settle between turns of two stores", testSettleTogether},
		{"settle what is not there", testSettleMissing},
		{"gone", testGone},
		{"changes", testChanges},
		{"changes kept", testChangesLate},
		{"move", testMove},
		{"move onto another", testMoveOnto},
		{"delete", testDelete},
		{"delete a version", testDeleteVersion},
		{"delete while settling", testDeleteSettling},
		{"expire", testExpire},
		{"expire by a time of its own", testExpireOwn},
		{"woken", testWoken},
		{"list", testList},
		{"keys of a person", testKeysOf},
		{"count", testCount},
		{"probe", testProbe},
		{"records", testRecords},
		{"records between two stores", testRecordsTogether},
		{"shares", testShares},
		{"reopen", testReopen},
		{"closed", testClosed},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, &fixture{t: t, open: place(t)}) })
	}
}

// day is when the sessions of the suite are touched: no round number of milliseconds.
var day = time.Date(2026, 7, 25, 9, 30, 0, 123_456_000, time.UTC)

var anna = bot.Key{Platform: "terminal", ID: "anna"}

// fixture is a place and what the tests do with it.
type fixture struct {
	t    *testing.T
	open func() (bot.Store, error)
}

// store opens the place until the test ends.
func (f *fixture) store() bot.Store {
	f.t.Helper()
	s, err := f.open()
	if err != nil {
		f.t.Fatalf("open: %v", err)
	}
	f.t.Cleanup(func() {
		if err := s.Close(); err != nil {
			f.t.Errorf("close: %v", err)
		}
	})
	return s
}

// turn is what a bot does in one turn, without an interview: it counts in the state.
func turn(delivery string, at time.Time) func(*bot.Session) error {
	return func(s *bot.Session) error {
		if s.HasSeen(delivery) {
			return errSeen
		}
		if s.Version == 0 {
			s.Created = at
		}
		s.Version++
		s.Gone = false
		s.Touched = at
		s.Remember(delivery)
		s.State.Referral = fmt.Sprintf("turn %d", s.Version)
		return nil
	}
}

var errSeen = errors.New("seen")

// take takes a turn that must succeed.
func take(t *testing.T, s bot.Store, k bot.Key, at time.Time) bot.Session {
	t.Helper()
	session, err := s.Apply(context.Background(), k, turn("", at))
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	return session
}

func load(t *testing.T, s bot.Store, k bot.Key) bot.Session {
	t.Helper()
	session, err := s.Load(context.Background(), k)
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	return session
}

// missing checks that nothing is stored under k.
func missing(t *testing.T, s bot.Store, k bot.Key) {
	t.Helper()
	if got, err := s.Load(context.Background(), k); !errors.Is(err, bot.ErrNoSession) {
		t.Errorf("load = %+v, %v; want ErrNoSession", got, err)
	}
}

// same compares sessions. Times compare exactly: a store gives back UTC.
func same(a, b bot.Session) bool {
	return a.Key == b.Key && reflect.DeepEqual(a.State, b.State) && a.Version == b.Version && a.Shown == b.Shown &&
		slices.Equal(a.Seen, b.Seen) && a.Created == b.Created && a.Touched == b.Touched &&
		(a.Surface == nil) == (b.Surface == nil) && bytes.Equal(a.Surface, b.Surface) &&
		a.Due == b.Due && a.Tries == b.Tries && a.Gone == b.Gone && a.Wake == b.Wake && a.Expires == b.Expires &&
		slices.EqualFunc(a.Changes, b.Changes, func(a, b bot.SurfaceChange) bool {
			return a.Version == b.Version && bytes.Equal(a.Data, b.Data)
		})
}

// filled is a session of which every field says something.
func filled(s *bot.Session) error {
	s.Version, s.Created, s.Touched = 7, day, day.Add(time.Hour)
	s.Remember("delivery, with \"quotes\" and 改行\n")
	s.Remember("100")
	s.Surface, s.Due, s.Tries, s.Gone = []byte(`{"card": "花\u0001"}`), day.Add(time.Minute), 3, true
	s.Wake, s.Expires = day.Add(2*time.Minute), day.Add(180*24*time.Hour)
	s.Changes = []bot.SurfaceChange{{Version: 6, Data: []byte{0, 255}}, {Version: 7, Data: []byte(`{"below":true}`)}}
	s.State = conversation.State{Language: "ja", Chosen: true, Referral: "ref'; --", Goal: "i-b", Started: day, Touched: day}
	return nil
}
