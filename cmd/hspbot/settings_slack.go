package main

import (
	"errors"
	"fmt"

	"hspbot/bot/slack"
	"hspbot/bot/telegram"
)

func validateTelegram(set *settings) error {
	if err := telegram.CheckToken(set.Telegram.Token); err != nil {
		return fmt.Errorf("HSPBOT_TELEGRAM_TOKEN: %w", err)
	}
	return nil
}

// used reports whether any credential of Slack is set.
func (s *slackSettings) used() bool {
	return s.BotToken != "" || s.AppToken != "" || s.ClientID != "" || s.ClientSecret != "" || len(s.SigningSecrets) > 0
}

// many reports whether workspaces install the app themselves.
func (s *slackSettings) many() bool { return s.ClientID != "" }

// base returns the address that method names are appended to; empty for Slack's own.
func (s *slackSettings) base() string {
	if s.API == "" {
		return ""
	}
	return string(s.API) + "/"
}

func validateSlack(set *settings) error {
	s := &set.Slack
	switch {
	case s.BotToken != "" && s.many():
		return errors.New("HSPBOT_SLACK_BOT_TOKEN and HSPBOT_SLACK_CLIENT_ID are both set; a bot token is for one workspace, a client ID for many")
	case s.BotToken == "" && !s.many():
		return errors.New("HSPBOT_SLACK_BOT_TOKEN is missing: for one workspace set it to the token that begins with xoxb-; for many set HSPBOT_SLACK_CLIENT_ID and HSPBOT_SLACK_CLIENT_SECRET instead")
	case s.many() != (s.ClientSecret != ""):
		return errors.New("HSPBOT_SLACK_CLIENT_SECRET and HSPBOT_SLACK_CLIENT_ID belong together; set both")
	case s.many() && set.Keys.Ring == nil:
		return errors.New("HSPBOT_KEYS is missing: it encrypts the tokens of the workspaces; make one with: openssl rand -base64 32")
	case s.many() && set.PublicURL == "":
		return errors.New("HSPBOT_PUBLIC_URL is missing: people install the app from there")
	case s.AppToken == "" && len(s.SigningSecrets) == 0:
		return errors.New("HSPBOT_SLACK_APP_TOKEN is missing: set it for Socket Mode, which needs no public address, or HSPBOT_SLACK_SIGNING_SECRET for HTTP")
	case s.BotToken != "" && slack.CheckToken(s.BotToken) != nil:
		return fmt.Errorf("HSPBOT_SLACK_BOT_TOKEN: %w", slack.CheckToken(s.BotToken))
	}
	return nil
}
