package storetest

import (
	"slices"
	"testing"
	"time"

	"hspbot/bot"
)

// testExpireOwn has sessions expire by times of their own, sooner and later than the others.
func testExpireOwn(t *testing.T, f *fixture) {
	s := f.store()
	const hour = time.Hour
	ends := map[string]time.Duration{"soon": 7 * 24 * hour, "late": 180 * 24 * hour, "as all": 0}
	for id, after := range ends {
		take(t, s, terminal(id), day)
		settlement := bot.Settlement{Version: 1, Shown: 1}
		if after > 0 {
			settlement.Expires = day.Add(after)
		}
		settle(t, s, terminal(id), settlement)
	}
	expire := func(now time.Time, want int, left ...string) {
		t.Helper()
		got, err := s.Expire(t.Context(), now, now.Add(-30*24*hour))
		if err != nil || got != want {
			t.Errorf("expire = %d, %v; want %d", got, err, want)
		}
		list, err := s.List(t.Context(), "terminal", "", "", 10)
		var ids []string
		for _, session := range list {
			ids = append(ids, session.ID)
		}
		if err != nil || !slices.Equal(ids, left) {
			t.Errorf("left are %q, %v; want %q", ids, err, left)
		}
	}
	expire(day.Add(7*24*hour-time.Microsecond), 0, "as all", "late", "soon")
	expire(day.Add(7*24*hour), 1, "as all", "late")
	expire(day.Add(30*24*hour), 0, "as all", "late")
	expire(day.Add(31*24*hour), 1, "late")
	expire(day.Add(180*24*hour-time.Microsecond), 0, "late")
	take(t, s, terminal("late"), day.Add(179*24*hour)) // a turn alone moves nothing: its post does
	if got := load(t, s, terminal("late")); got.Expires != day.Add(180*24*hour) {
		t.Errorf("after a turn it expires at %v", got.Expires)
	}
	settle(t, s, terminal("late"), bot.Settlement{Version: 2, Shown: 2, Expires: day.Add(300 * 24 * hour)})
	expire(day.Add(180*24*hour), 0, "late")
	expire(day.Add(300*24*hour), 1)
}

// testWoken finds conversations to be looked at, after those that owe a screen, by time.
func testWoken(t *testing.T, f *fixture) {
	s := f.store()
	expect := func(now, next time.Time, limit int, want ...string) {
		t.Helper()
		got, due := owingAt(t, s, now, limit)
		if !slices.Equal(got, want) || due != next {
			t.Errorf("owing = %v, next %v; want %v, next %v", got, due, want, next)
		}
	}
	at := func(seconds int) time.Time { return day.Add(time.Duration(seconds) * time.Second) }
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		take(t, s, terminal(id), day)
	}
	settle(t, s, terminal("a"), bot.Settlement{Version: 1, Shown: 1, Wake: at(20)})
	settle(t, s, terminal("b"), bot.Settlement{Version: 1, Shown: 1, Wake: at(10)})
	settle(t, s, terminal("c"), bot.Settlement{Version: 1, Due: at(15), Wake: at(1)}) // a screen is owed: that goes first
	settle(t, s, terminal("d"), bot.Settlement{Version: 1, Shown: 1, Wake: at(5), Gone: true})
	settle(t, s, terminal("e"), bot.Settlement{Version: 1, Shown: 1})
	expect(day, at(10), 10)
	expect(at(10), at(15), 10, "b")
	expect(at(15), at(20), 10, "c", "b")
	expect(at(20), time.Time{}, 10, "c", "b", "a")
	expect(at(20), at(20), 2, "c", "b")
	settle(t, s, terminal("b"), bot.Settlement{Version: 1, Shown: 1, Wake: at(100)})
	expect(at(20), at(100), 10, "c", "a")
	take(t, s, terminal("a"), day.Add(time.Second))
	expect(at(20), at(100), 10, "a", "c")
}
