package main

import (
	"cmp"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"hspbot/locales"
	"hspbot/scoring"
)

// languageFlag is a language there are texts in; empty where none was asked for.
type languageFlag string

// UnmarshalText takes any tag of the language: ja, ja-JP, zh_CN.
func (l *languageFlag) UnmarshalText(text []byte) error {
	tag, ok := locales.Match(string(text))
	if !ok {
		return errors.New("want one of " + strings.Join(locales.Tags(), ", "))
	}
	*l = languageFlag(tag)
	return nil
}

// languages makes ${languages} in the help of flags the languages there are: en, ja or zh.
func languages() kong.Vars {
	tags := locales.Tags()
	last := len(tags) - 1
	return kong.Vars{"languages": strings.Join(tags[:last], ", ") + " or " + tags[last]}
}

// orSystem returns the language asked for, or that of the environment.
func (l languageFlag) orSystem() string {
	return cmp.Or(string(l), systemLanguage(os.Getenv))
}

// systemLanguage returns the language of messages the environment asks for, English where
// it asks for none there is.
func systemLanguage(getenv func(string) string) string {
	tag, _ := locales.Match(cmp.Or(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG")))
	return tag
}

// dateFlag is a calendar day; zero where none was asked for.
type dateFlag scoring.Date

// UnmarshalText reads YYYY-MM-DD.
func (d *dateFlag) UnmarshalText(text []byte) error {
	day, err := scoring.ParseDate(string(text))
	*d = dateFlag(day)
	return err
}

// orToday returns the day asked for, or today in Japan.
func (d dateFlag) orToday() scoring.Date { return cmp.Or(scoring.Date(d), todayInJapan()) }

// at returns noon in Japan of the day asked for, or now where none was.
func (d dateFlag) at(now time.Time) time.Time {
	if d == (dateFlag{}) {
		return now
	}
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, scoring.Japan)
}

// categoryFlag is one category: i-a, i-b or i-c.
type categoryFlag scoring.Category

// UnmarshalText reads the name of the JSON contract.
func (c *categoryFlag) UnmarshalText(text []byte) error {
	for known := range scoring.Category(scoring.Categories) {
		if known.String() == string(text) {
			*c = categoryFlag(known)
			return nil
		}
	}
	return errors.New("want i-a, i-b or i-c")
}

// sheets returns the set of the categories; all where none was asked for.
func sheets(list []categoryFlag) scoring.Sheets {
	var s scoring.Sheets
	for _, c := range list {
		s |= scoring.Only(scoring.Category(c))
	}
	return cmp.Or(s, scoring.AllSheets)
}
