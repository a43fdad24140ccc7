package telegram

import (
	"bytes"
	"context"
	_ "embed"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// photo is the bot's profile photo: three bars that rise below a red sun, for points that add up, in
// Japan. It has 640 pixels a side, as Telegram keeps it. Clients cut a circle out of it, within which all of it
// stands.
//
//go:embed photo.jpg
var photo []byte

// setPhoto gives the bot a profile photo where it has none. What its owner has set stays.
func (t *Telegram) setPhoto(ctx context.Context) error {
	have, err := t.api.GetUserProfilePhotos(ctx, &tg.GetUserProfilePhotosParams{UserID: t.reader.id, Limit: 1})
	if err != nil || have.TotalCount > 0 {
		return err
	}
	_, err = t.api.SetMyProfilePhoto(ctx, &tg.SetMyProfilePhotoParams{
		Photo: &models.InputProfilePhotoStatic{Photo: "attach://photo.jpg", MediaAttachment: bytes.NewReader(photo)}})
	return err
}
