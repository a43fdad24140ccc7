package main

import (
	"errors"
	"fmt"
	"strings"

	"hspbot/bot/telegram"
	"hspbot/bot/web"
)

// linkCommand prints addresses that open the bot.
type linkCommand struct {
	TelegramBot string       `help:"The bot's user name on Telegram, with or without @." placeholder:"NAME"`
	Web         publicURL    `help:"Address of the website, as HSPBOT_PUBLIC_URL has it." placeholder:"URL"`
	Ref         string       `help:"Who sends people: letters, digits, _ and -." placeholder:"CODE"`
	Lang        languageFlag `help:"Language to begin in: ${languages}." placeholder:"TAG"`
}

// Help is the help of the subcommand, in addition to its flags.
func (linkCommand) Help() string {
	return `One line for Telegram, and one for the page of the website, whichever is named. The referral is kept with the conversation and shown by /mydata.

Examples:

    hspbot link --telegram-bot hsp_points_bot --ref sakura --lang zh
    hspbot link --web https://hsp.example.org --ref sakura --lang zh`
}

// Run is the subcommand.
func (c linkCommand) Run(s *streams) error {
	if c.TelegramBot == "" && c.Web == "" {
		return usageError{errors.New("name the bot with --telegram-bot, the website with --web, or both")}
	}
	var list []string
	for _, place := range []struct {
		name string
		link func(name, referral, language string) (string, error)
	}{{c.TelegramBot, telegram.Link}, {string(c.Web), web.Link}} {
		if place.name == "" {
			continue
		}
		address, err := place.link(place.name, c.Ref, string(c.Lang))
		if err != nil {
			return usageError{err}
		}
		list = append(list, address)
	}
	_, err := fmt.Fprintln(s.out, strings.Join(list, "\n"))
	return err
}
