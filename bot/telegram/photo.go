package telegram

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// photo gives the bot a profile photo where it has none. What its owner has set stays.
func (t *Telegram) photo(ctx context.Context) error {
	have, err := t.api.GetUserProfilePhotos(ctx, &tg.GetUserProfilePhotosParams{UserID: t.reader.id, Limit: 1})
	if err != nil || have.TotalCount > 0 {
		return err
	}
	data, err := drawPhoto()
	if err != nil {
		return err
	}
	_, err = t.api.SetMyProfilePhoto(ctx, &tg.SetMyProfilePhotoParams{
		Photo: &models.InputProfilePhotoStatic{Photo: "attach://photo.jpg", MediaAttachment: bytes.NewReader(data)}})
	return err
}

// photoSize is the width and the height of the photo in pixels, those in which Telegram keeps it.
const photoSize = 640

// The colours of the photo.
var (
	navy  = color.RGBA{0x17, 0x2a, 0x4d, 0xff}
	white = color.RGBA{0xff, 0xff, 0xff, 0xff}
	red   = color.RGBA{0xc8, 0x10, 0x2e, 0xff}
)

// drawPhoto draws three bars that rise below a red sun: points that add up, in Japan. Clients cut
// a circle out of it, within which all of it stands.
func drawPhoto() ([]byte, error) {
	m := image.NewRGBA(image.Rect(0, 0, photoSize, photoSize))
	draw.Draw(m, m.Bounds(), image.NewUniform(navy), image.Point{}, draw.Src)
	for i, height := range []int{110, 190, 270} {
		left := 160 + i*115
		draw.Draw(m, image.Rect(left, 480-height, left+90, 480), image.NewUniform(white), image.Point{}, draw.Src)
	}
	const x, y, radius = 240, 200, 72
	for dy := -radius; dy <= radius; dy++ {
		for dx := -radius; dx <= radius; dx++ {
			if dx*dx+dy*dy <= radius*radius {
				m.SetRGBA(x+dx, y+dy, red)
			}
		}
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90})
	return b.Bytes(), err
}
