package main

import (
	"path/filepath"
	"testing"
)

func TestSystemLanguage(t *testing.T) {
	for _, c := range []struct{ all, messages, lang, want string }{
		{"", "", "", "en"},
		{"", "", "ja_JP.UTF-8", "ja"},
		{"", "zh_CN.UTF-8", "ja_JP.UTF-8", "zh"},
		{"C", "zh_CN.UTF-8", "ja_JP.UTF-8", "en"},
		{"", "", "zh_SG", "zh"},
		{"", "", "POSIX", "en"},
		{"", "", "C.UTF-8", "en"},
		{"", "", "ko_KR.UTF-8", "en"},
		{"", "", "../../etc", "en"},
	} {
		env := map[string]string{"LC_ALL": c.all, "LC_MESSAGES": c.messages, "LANG": c.lang}
		if got := systemLanguage(func(k string) string { return env[k] }); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestDefaultData(t *testing.T) {
	t.Setenv("HOME", "/home/kim")
	t.Setenv("USERPROFILE", "/home/kim")
	for state, want := range map[string]string{
		"":           "/home/kim/.local/state/hspbot/hspbot.db",
		"/var/state": "/var/state/hspbot/hspbot.db",
		"relative":   "/home/kim/.local/state/hspbot/hspbot.db",
	} {
		got, err := defaultData(func(string) string { return state }, "hspbot.db")
		if err != nil || filepath.ToSlash(got) != want {
			t.Errorf("%q: %s, %v", state, got, err)
		}
	}
}
