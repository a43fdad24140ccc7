package telegram

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
)

// started waits until the bot answers, and so has set its menus and photo.
func started(w *world) {
	p := w.fake.AddPerson("en")
	p.Say("/start")
	p.Sees(shows(ask("en", "goal")))
}

// TestPhotoWhereThereIsNone: it is set once, not at every start, and is a square that survives the
// circle which clients cut out.
func TestPhotoWhereThereIsNone(t *testing.T) {
	w := begin(t, polling, telegramtest.Options{}, bottest.NoLimits)
	started(w)
	w.stop()
	w.run(polling, bottest.NoLimits)
	started(w)
	photos := w.fake.Photos()
	if len(photos) != 1 {
		t.Fatalf("%d photos", len(photos))
	}
	m, err := jpeg.Decode(bytes.NewReader(photos[0]))
	if err != nil {
		t.Fatal(err)
	}
	size := m.Bounds().Size()
	if size.X != size.Y || size.X < 512 {
		t.Errorf("the photo is %v", size)
	}
	corner, middle := m.At(0, 0), size.X/2
	differs := 0
	for y := range size.Y {
		for x := range size.X {
			if d := image.Pt(x-middle, y-middle); different(m.At(x, y), corner) {
				differs++
				if d.X*d.X+d.Y*d.Y > middle*middle {
					t.Fatalf("at %d, %d something is cut off by the circle", x, y)
				}
			}
		}
	}
	if differs < size.X*size.Y/10 {
		t.Errorf("%d of %d pixels show something", differs, size.X*size.Y)
	}
}

// different reports whether two colours differ by more than JPEG's loss.
func different(a, b color.Color) bool {
	y1, _, _, _ := a.RGBA()
	y2, _, _, _ := b.RGBA()
	return max(y1, y2)-min(y1, y2) > 0x3000
}

// TestOwnersPhotoStays: what the bot's owner has set is not replaced.
func TestOwnersPhotoStays(t *testing.T) {
	w := begin(t, polling, telegramtest.Options{}, bottest.NoLimits)
	started(w)
	w.stop()
	w.fake.SetPhoto([]byte("the owner's"))
	w.run(polling, bottest.NoLimits)
	started(w)
	if photos := w.fake.Photos(); len(photos) != 2 || string(photos[0]) != "the owner's" {
		t.Errorf("%d photos", len(photos))
	}
}

// TestNoPhotoIsNoTrouble: where it cannot be set, the bot runs all the same.
func TestNoPhotoIsNoTrouble(t *testing.T) {
	w := begin(t, polling, telegramtest.Options{Second: time.Millisecond}, bottest.NoLimits)
	started(w)
	w.stop()
	w.fake.SetFaults(telegramtest.Faults{BadGateway: 1, Methods: []string{"getUserProfilePhotos"}})
	w.run(polling, bottest.NoLimits)
	started(w)
}
