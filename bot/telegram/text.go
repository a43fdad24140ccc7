package telegram

import (
	"context"
	"slices"

	tg "github.com/go-telegram/bot"

	"hspbot/bot"
)

// maxPosted is how many characters a message may have; a wide one counts no more than twice.
const maxPosted = 2000

// PostText posts a text to a chat as it is, in as many messages as it takes. An error holds nothing of it.
func (t *Telegram) PostText(ctx context.Context, chat int64, text string) error {
	for part := range slices.Chunk([]rune(text), maxPosted) {
		_, err := t.api.SendMessage(ctx, &tg.SendMessageParams{ChatID: chat, Text: string(part), LinkPreviewOptions: noPreview})
		if sent := classify(bot.Key{}, err); sent.Err != nil {
			return sent.Err
		}
	}
	return nil
}
