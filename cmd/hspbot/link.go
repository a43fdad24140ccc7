package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"hspbot/bot/qr"
	"hspbot/bot/slack"
	"hspbot/bot/telegram"
	"hspbot/bot/web"
)

// linkCommand prints addresses that open the bot, and what a website needs to show them.
type linkCommand struct {
	TelegramBot string       `help:"The bot's user name on Telegram, with or without @." placeholder:"NAME"`
	Web         publicURL    `help:"Address of the website, as HSPBOT_PUBLIC_URL has it." placeholder:"URL"`
	Slack       bool         `help:"Also the link that adds the app to a Slack workspace, at the address of --web, and with --ref what people type there."`
	Ref         string       `help:"Who sends people, the partner's code: letters, digits, _ and -." placeholder:"CODE"`
	Lang        languageFlag `help:"Language to begin in: ${languages}." placeholder:"TAG"`
	QR          string       `name:"qr" help:"Also a QR code of the website's page, or of Telegram without --web: a file that ends in .png or .svg, or - for the terminal." placeholder:"FILE"`
	HTML        string       `name:"html" enum:",button,card,chat,all" default:"" help:"Print HTML for a website instead: button, card, chat (in a frame) or all. Needs --web." placeholder:"WHAT"`
}

// Help is the help of the subcommand, in addition to its flags.
func (linkCommand) Help() string {
	return `One line for each place that is named: Telegram, the page of the website, Slack. The referral is kept with the conversation and shown by /mydata; who it is, HSPBOT_PARTNERS_FILE says. No link into Slack can carry a referral: there people type the command that is printed.

The HTML has no script and no style, so it works under any Content-Security-Policy; style .hspbot-button, .hspbot-card and .hspbot-chat in your own style sheet. The chat asks two things: "frame-src" of the page's own policy, if it has one, names the website, and "origins" of the partner name the page's. It works where browsers keep no cookies in frames.

Examples:

    hspbot link --telegram-bot hsp_points_bot --ref sakura --lang zh
    hspbot link --web https://hsp.example.org --ref sakura --lang zh --qr sakura.svg
    hspbot link --web https://hsp.example.org --ref sakura --lang ja --html chat`
}

// Run is the subcommand.
func (c linkCommand) Run(s *streams) error {
	list, err := c.links()
	if err != nil {
		return usageError{err}
	}
	said := strings.Join(list, "\n") + "\n"
	if c.HTML != "" {
		if said, err = c.html(); err != nil {
			return usageError{err}
		}
	}
	drawn, err := c.draw(list)
	if err != nil {
		return err
	}
	_, err = io.WriteString(s.out, said+drawn)
	return err
}

// links are the addresses, of which the one for the QR code is the page's where there is one.
func (c linkCommand) links() (list []string, err error) {
	switch {
	case c.TelegramBot == "" && c.Web == "":
		return nil, errors.New("name the bot with --telegram-bot, the website with --web, or both")
	case c.Web == "" && (c.Slack || c.HTML != ""):
		return nil, errors.New("--slack and --html need the address of the website: --web")
	}
	for _, place := range []struct {
		name string
		link func(name, referral, language string) (string, error)
	}{{c.TelegramBot, telegram.Link}, {string(c.Web), web.Link}} {
		if place.name == "" {
			continue
		}
		address, err := place.link(place.name, c.Ref, string(c.Lang))
		if err != nil {
			return nil, err
		}
		list = append(list, address)
	}
	if c.Slack {
		list = append(list, string(c.Web)+slack.Path+"install")
		if c.Ref != "" {
			list = append(list, slack.CommandFrom(c.Ref))
		}
	}
	return list, nil
}

// html is what --html asks for.
func (c linkCommand) html() (string, error) {
	e := web.Elsewhere{Public: string(c.Web), Referral: c.Ref, Language: string(c.Lang)}
	if c.TelegramBot != "" {
		e.Telegram, _ = telegram.Link(c.TelegramBot, c.Ref, string(c.Lang)) // links has found it valid
	}
	kinds := []web.Snippet{web.Snippet(c.HTML)}
	if c.HTML == "all" {
		kinds = []web.Snippet{web.Button, web.Card}
		if c.Ref != "" {
			kinds = append(kinds, web.Chat)
		}
	}
	var list []string
	for _, kind := range kinds {
		snippet, err := e.HTML(kind)
		if err != nil {
			return "", err
		}
		list = append(list, snippet)
	}
	return strings.Join(list, "\n"), nil
}

// draw writes the QR code to its file, or returns it for the terminal.
func (c linkCommand) draw(links []string) (terminal string, err error) {
	if c.QR == "" {
		return "", nil
	}
	address := links[0]
	if c.TelegramBot != "" && c.Web != "" {
		address = links[1]
	}
	code, err := qr.New(address)
	if err != nil {
		return "", usageError{err}
	}
	var picture []byte
	switch ending := strings.ToLower(filepath.Ext(c.QR)); {
	case c.QR == "-":
		return "\n" + code.Text(), nil
	case ending == ".svg":
		picture = []byte(code.SVG())
	case ending == ".png":
		picture, err = code.PNG(8)
	default:
		return "", usageError{errors.New("--qr: the file has to end in .png or .svg, or be - for the terminal")}
	}
	if err != nil {
		return "", fmt.Errorf("draw the QR code: %w", err)
	}
	return "", os.WriteFile(c.QR, picture, 0o644)
}
