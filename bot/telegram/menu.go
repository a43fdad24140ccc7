package telegram

import (
	"context"
	"slices"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/conversation"
	"hspbot/locales"
)

// Telegram's limits on what describes the bot, in characters.
const (
	maxCommand    = 256
	maxAbout      = 512
	maxAboutShort = 120
	maxName       = 64
)

// menus sets the commands and descriptions of every language, where they differ from what
// is set, and a profile photo where there is none. English is also the one for all other languages. Telegram takes codes of two
// letters only, so a script such as Hant shares its language's. A failure is no more than an
// old menu, and is tried again at the next start.
func (t *Telegram) menus(ctx context.Context) {
	for i, tag := range locales.Tags() {
		codes := []string{tag}
		if i == 0 {
			codes = []string{"", tag}
		}
		for _, code := range codes {
			if len(code) > 2 {
				continue
			}
			if err := t.menu(ctx, locales.In(tag), code); err != nil {
				t.o.Log.Warn("set the menu", "language", tag, "error", classify(bot.Key{}, err).Err)
				return
			}
		}
	}
	if err := t.setPhoto(ctx); err != nil {
		t.o.Log.Warn("set the profile photo", "error", classify(bot.Key{}, err).Err)
	}
}

func (t *Telegram) menu(ctx context.Context, v *locales.Voice, code string) error {
	for _, m := range []struct {
		scope    models.BotCommandScope
		commands []string
	}{{&models.BotCommandScopeDefault{}, conversation.Commands}, {&models.BotCommandScopeAllGroupChats{}, groupCommands}} {
		if err := t.commands(ctx, m.scope, m.commands, v, code); err != nil {
			return err
		}
	}
	long := card.Clip(v.Say("telegram.about", "Languages", v.Languages()), maxAbout)
	short := card.Clip(v.Say("telegram.about_short", "Languages", v.Languages()), maxAboutShort)
	described, err := t.api.GetMyDescription(ctx, &tg.GetMyDescriptionParams{LanguageCode: code})
	if err == nil && described.Description != long {
		_, err = t.api.SetMyDescription(ctx, &tg.SetMyDescriptionParams{Description: long, LanguageCode: code})
	}
	if err != nil {
		return err
	}
	brief, err := t.api.GetMyShortDescription(ctx, &tg.GetMyShortDescriptionParams{LanguageCode: code})
	if err == nil && brief.ShortDescription != short {
		_, err = t.api.SetMyShortDescription(ctx, &tg.SetMyShortDescriptionParams{ShortDescription: short, LanguageCode: code})
	}
	if err != nil || code == "" { // the owner's name stays for all other languages
		return err
	}
	return t.name(ctx, v, code)
}

// groupCommands are those that a group's menu lists: what is stored is nothing for a group. They
// are ephemeral.
var groupCommands = []string{"start", "help"}

// commands sets the commands of a menu.
func (t *Telegram) commands(ctx context.Context, scope models.BotCommandScope, list []string, v *locales.Voice, code string) error {
	var want []models.BotCommand
	_, ephemeral := scope.(*models.BotCommandScopeAllGroupChats)
	for _, c := range list {
		want = append(want, models.BotCommand{Command: c, Description: card.Clip(v.Say("command."+c+".about", "Languages", v.Languages()), maxCommand), IsEphemeral: ephemeral})
	}
	have, err := t.api.GetMyCommands(ctx, &tg.GetMyCommandsParams{Scope: scope, LanguageCode: code})
	if err != nil || slices.Equal(have, want) {
		return err
	}
	_, err = t.api.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: want, Scope: scope, LanguageCode: code})
	return err
}

// name sets the bot's name in a language. Telegram lets it be set a few times a day only.
func (t *Telegram) name(ctx context.Context, v *locales.Voice, code string) error {
	want := card.Clip(v.Say("telegram.name"), maxName)
	have, err := t.api.GetMyName(ctx, &tg.GetMyNameParams{LanguageCode: code})
	if err != nil || have.Name == want {
		return err
	}
	_, err = t.api.SetMyName(ctx, &tg.SetMyNameParams{Name: want, LanguageCode: code})
	return err
}
