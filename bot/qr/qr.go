// Package qr draws addresses as QR codes (ISO/IEC 18004), for people who have a page on one screen and
// their phone in the other hand.
package qr

import (
	"fmt"
	"strings"

	qr "github.com/piglig/go-qr"
)

// Code is a QR code, with a light margin of four modules around it as the standard asks for.
type Code struct{ code *qr.QrCode }

const margin = 4 // modules

// New returns the code of a text of at most 1,000 bytes.
func New(text string) (Code, error) {
	if len(text) > 1000 {
		return Code{}, fmt.Errorf("%d bytes are too much for a QR code", len(text))
	}
	code, err := qr.EncodeText(text, qr.Medium)
	return Code{code}, err
}

// PNG returns a picture with modules of so many pixels.
func (c Code) PNG(pixels int) ([]byte, error) {
	return c.code.ToPNGBytes(qr.NewQrCodeImgConfig(pixels, margin))
}

// SVG returns a drawing, black on white, that takes whatever size it is given. It has no script and no
// style.
func (c Code) SVG() string {
	var path strings.Builder
	size := c.code.Size()
	for y := range size {
		for x := 0; x < size; x++ {
			from := x
			for x < size && c.code.Module(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+margin, y+margin, x-from, x-from)
			}
		}
	}
	all := size + 2*margin
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`,
		all, all, all, all, path.String())
}

// Text returns lines for a terminal with light letters on a dark ground: two rows of modules to a line.
func (c Code) Text() string {
	const both, upper, lower, none = "█", "▀", "▄", " " // what is light
	light := func(x, y int) bool { return !c.code.Module(x, y) }
	var b strings.Builder
	for y := -margin; y < c.code.Size()+margin; y += 2 {
		for x := -margin; x < c.code.Size()+margin; x++ {
			below := y+1 < c.code.Size()+margin && light(x, y+1)
			switch above := light(x, y); {
			case above && below:
				b.WriteString(both)
			case above:
				b.WriteString(upper)
			case below:
				b.WriteString(lower)
			default:
				b.WriteString(none)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}
