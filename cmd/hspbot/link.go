package main

import (
	"fmt"

	"hspbot/bot/telegram"
)

// linkCommand prints an address that opens the bot.
type linkCommand struct {
	TelegramBot string       `required:"" help:"The bot's user name, with or without @." placeholder:"NAME"`
	Ref         string       `help:"Who sends people: letters, digits, _ and -." placeholder:"CODE"`
	Lang        languageFlag `help:"Language to begin in: ${languages}." placeholder:"TAG"`
}

// Help is the help of the subcommand, in addition to its flags.
func (linkCommand) Help() string {
	return `The referral is kept with the conversation and shown by /mydata.

Example:

    hspbot link --telegram-bot hsp_points_bot --ref sakura --lang zh`
}

// Run is the subcommand.
func (c linkCommand) Run(s *streams) error {
	address, err := telegram.Link(c.TelegramBot, c.Ref, string(c.Lang))
	if err != nil {
		return usageError{err}
	}
	_, err = fmt.Fprintln(s.out, address)
	return err
}
