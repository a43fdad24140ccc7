package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"hspbot/conversation/pointsheet"
)

// Width is how wide the pictures are, in pixels.
const Width = 1080

// Measures in pixels. A phone shows the picture at about a third of its width, so that the
// smallest letters are as high as those of its own small print.
const (
	margin    = 48
	titleSize = 46
	textSize  = 32
	smallSize = 27
)

// palette are the colours of a picture.
type palette struct {
	ground, ink, weak, line, band color.RGBA
	// series tell the categories apart also for those who confuse red and green; each has a
	// pattern and a sign of its own, too.
	series [3]color.RGBA
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 0xff} //nolint:gosec // the bytes of a colour
}

// The palettes. The letters have a contrast of 7 to 1 and more with the ground, the lines of 3 to 1.
var (
	light = palette{ground: rgb(0xffffff), ink: rgb(0x16202e), weak: rgb(0x4a5564), line: rgb(0xd5dae1), band: rgb(0xeef1f5),
		series: [3]color.RGBA{rgb(0x0067a5), rgb(0xc04a00), rgb(0x007a56)}}
	dark = palette{ground: rgb(0x12181f), ink: rgb(0xf0f3f6), weak: rgb(0xb4bec9), line: rgb(0x37424e), band: rgb(0x1d2630),
		series: [3]color.RGBA{rgb(0x62b9f0), rgb(0xf5a04a), rgb(0x45cfa0)}}
)

func paletteOf(isDark bool) *palette {
	if isDark {
		return &dark
	}
	return &light
}

// fonts are the fonts of the languages, read once: that takes longer than to draw with them.
var fonts sync.Map // of *sfnt.Font by the tag of a language

func fontOf(tag string) (*sfnt.Font, error) {
	if f, ok := fonts.Load(tag); ok {
		return f.(*sfnt.Font), nil
	}
	f, err := opentype.Parse(pointsheet.Font(tag))
	if err == nil {
		fonts.Store(tag, f)
	}
	return f, err
}

// canvas is a picture under way. One without an image is measured only.
type canvas struct {
	*palette
	image *image.RGBA
	font  *sfnt.Font
	faces map[int]font.Face
}

func newCanvas(tag string, isDark bool) (*canvas, error) {
	f, err := fontOf(tag)
	return &canvas{palette: paletteOf(isDark), font: f, faces: map[int]font.Face{}}, err
}

// draw has what is drawn by a function, which returns how high that is, drawn on a ground of that
// height.
func (c *canvas) draw(what func() (height int)) {
	height := what()
	c.image = image.NewRGBA(image.Rect(0, 0, Width, height))
	draw.Draw(c.image, c.image.Bounds(), image.NewUniform(c.ground), image.Point{}, draw.Src)
	what()
}

// png returns the picture as a file.
func (c *canvas) png() ([]byte, error) {
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	err := encoder.Encode(&b, c.image)
	return b.Bytes(), err
}

func (c *canvas) face(size int) font.Face {
	if c.faces[size] == nil {
		face, err := opentype.NewFace(c.font, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
		if err != nil { // there are no bad options
			panic(err)
		}
		c.faces[size] = face
	}
	return c.faces[size]
}

// width is that of a text in pixels.
func (c *canvas) width(size int, text string) int {
	return font.MeasureString(c.face(size), text).Ceil()
}

// lineHeight is the distance of two lines of letters of a size.
func lineHeight(size int) int { return size * 14 / 10 }

// write writes one line with the left end at x and the middle of its capitals at y.
func (c *canvas) write(size int, ink color.RGBA, x, y int, text string) {
	if c.image == nil {
		return
	}
	d := font.Drawer{Dst: c.image, Src: image.NewUniform(ink), Face: c.face(size), Dot: fixed.P(x, y+size*37/100)}
	d.DrawString(text)
}

// centre writes one line with its middle at x and y.
func (c *canvas) centre(size int, ink color.RGBA, x, y int, text string) {
	c.write(size, ink, x-c.width(size, text)/2, y, text)
}

// lines writes a text that is broken to a width, from y downwards, and returns where it ends.
func (c *canvas) lines(size int, ink color.RGBA, x, y, width int, text string) int {
	for _, line := range c.wrap(size, width, text) {
		c.write(size, ink, x, y+lineHeight(size)/2, line)
		y += lineHeight(size)
	}
	return y
}

// wrap breaks a text into lines.
func (c *canvas) wrap(size, width int, text string) []string {
	return pointsheet.Wrap(text, func(line string) bool { return c.width(size, line) <= width })
}

// box fills a rectangle.
func (c *canvas) box(ink color.RGBA, left, top, right, bottom int) {
	if c.image != nil {
		draw.Draw(c.image, image.Rect(left, top, right, bottom), image.NewUniform(ink), image.Point{}, draw.Src)
	}
}

// point is a corner of a shape, in pixels.
type point struct{ x, y float32 }

// shape fills a polygon.
func (c *canvas) shape(ink color.RGBA, corners ...point) {
	if c.image == nil {
		return
	}
	left, top, right, bottom := corners[0].x, corners[0].y, corners[0].x, corners[0].y
	for _, p := range corners {
		left, top, right, bottom = min(left, p.x), min(top, p.y), max(right, p.x), max(bottom, p.y)
	}
	area := image.Rect(int(left)-1, int(top)-1, int(right)+2, int(bottom)+2)
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	at := func(p point) (x, y float32) { return p.x - float32(area.Min.X), p.y - float32(area.Min.Y) }
	r.MoveTo(at(corners[0]))
	for _, p := range corners[1:] {
		r.LineTo(at(p))
	}
	r.ClosePath()
	r.Draw(c.image, area, image.NewUniform(ink), image.Point{})
}
