package qr

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

var texts = []string{"https://t.me/points_bot?start=zh-Hant--sakura", "https://hsp.example.org/go/" + strings.Repeat("a-B_9", 12) + "?lang=zh-Hant",
	"https://hsp.example.org/?lang=ja", "https://hsp.example.org/" + strings.Repeat("x", 976)}

// TestDecoded: another library reads what each drawing says.
func TestDecoded(t *testing.T) {
	for _, text := range texts {
		c, err := New(text)
		if err != nil {
			t.Fatal(err)
		}
		b, err := c.PNG(4)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		for how, drawn := range map[string]image.Image{"PNG": picture, "SVG": ofSVG(t, c.SVG()), "terminal": ofText(c.Text())} {
			if got := read(t, drawn); got != text {
				t.Errorf("the %s of %q says %q", how, text, got)
			}
		}
	}
	if _, err := New(strings.Repeat("x", 1001)); err == nil {
		t.Error("a text of 1,001 bytes has a code")
	}
}

func read(t *testing.T, picture image.Image) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_PURE_BARCODE: true})
	if err != nil {
		return err.Error()
	}
	return result.GetText()
}

// scaled draws modules as squares of four pixels.
func scaled(size int, dark func(x, y int) bool) image.Image {
	const pixels = 4
	picture := image.NewGray(image.Rect(0, 0, size*pixels, size*pixels))
	for y := range size * pixels {
		for x := range size * pixels {
			if !dark(x/pixels, y/pixels) {
				picture.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return picture
}

var run = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`)

// ofSVG draws the runs of a drawing, which is XML without anything but paths.
func ofSVG(t *testing.T, svg string) image.Image {
	t.Helper()
	var d struct {
		ViewBox string `xml:"viewBox,attr"`
		Paths   []struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal([]byte(svg), &d); err != nil || len(d.Paths) != 2 || strings.Contains(svg, "style") || strings.Contains(svg, "script") {
		t.Fatalf("%v: %s", err, svg)
	}
	size, _ := strconv.Atoi(strings.Fields(d.ViewBox)[2])
	dark := map[image.Point]bool{}
	for _, m := range run.FindAllStringSubmatch(d.Paths[1].D, -1) {
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		n, _ := strconv.Atoi(m[3])
		for i := range n {
			dark[image.Pt(x+i, y)] = true
		}
	}
	return scaled(size, func(x, y int) bool { return dark[image.Pt(x, y)] })
}

// ofText draws the lines of a terminal, whose letters are light.
func ofText(text string) image.Image {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	rows := make([][]rune, len(lines))
	for i, l := range lines {
		rows[i] = []rune(l)
	}
	return scaled(len(rows[0]), func(x, y int) bool {
		letter := rows[y/2][x]
		return letter == ' ' || y%2 == 0 && letter == '▄' || y%2 == 1 && letter == '▀'
	})
}
