package telegram

import (
	"context"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"hspbot/bot"
	"hspbot/conversation"
	"hspbot/locales"
)

// Telegram's limits on what describes the bot, in characters.
const (
	maxCommand    = 256
	maxAbout      = 512
	maxAboutShort = 120
)

// clip cuts a text to a number of characters.
func clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}

// menus sets the commands and descriptions of every language, where they differ from what
// is set. English is also the one for all other languages. Telegram takes codes of two
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
}

func (t *Telegram) menu(ctx context.Context, v *locales.Voice, code string) error {
	var want []models.BotCommand
	for _, c := range conversation.Commands {
		want = append(want, models.BotCommand{Command: c, Description: clip(v.Say("command."+c+".about", "Languages", v.Languages()), maxCommand)})
	}
	have, err := t.api.GetMyCommands(ctx, &tg.GetMyCommandsParams{LanguageCode: code})
	if err != nil {
		return err
	}
	if !sameCommands(have, want) {
		if _, err := t.api.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: want, LanguageCode: code}); err != nil {
			return err
		}
	}
	long := clip(v.Say("telegram.about", "Languages", v.Languages()), maxAbout)
	short := clip(v.Say("telegram.about_short", "Languages", v.Languages()), maxAboutShort)
	described, err := t.api.GetMyDescription(ctx, &tg.GetMyDescriptionParams{LanguageCode: code})
	if err != nil {
		return err
	}
	if described.Description != long {
		if _, err := t.api.SetMyDescription(ctx, &tg.SetMyDescriptionParams{Description: long, LanguageCode: code}); err != nil {
			return err
		}
	}
	brief, err := t.api.GetMyShortDescription(ctx, &tg.GetMyShortDescriptionParams{LanguageCode: code})
	if err != nil {
		return err
	}
	if brief.ShortDescription != short {
		_, err = t.api.SetMyShortDescription(ctx, &tg.SetMyShortDescriptionParams{ShortDescription: short, LanguageCode: code})
	}
	return err
}

func sameCommands(a, b []models.BotCommand) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Command != b[i].Command || a[i].Description != b[i].Description {
			return false
		}
	}
	return true
}
