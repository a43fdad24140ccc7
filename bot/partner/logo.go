package partner

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // a logo may be one
	_ "image/png"  // a logo may be one
)

// Logo is a picture of at most 24 kB and 1024 pixels a side. SVG is not taken: it can hold
// scripts.
type Logo struct {
	Type          string // media type
	Data          []byte
	Width, Height int // pixels
}

// maxLogo is the most bytes of a logo.
const maxLogo = 24 << 10

const maxPixels = 1024

// readLogo reads a logo.
func readLogo(path string) (*Logo, error) {
	data, err := readFile(path, maxLogo)
	if err != nil {
		return nil, err
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width == 0 || config.Height == 0 {
		return nil, errors.New("is not a PNG or JPEG picture")
	}
	if config.Width > maxPixels || config.Height > maxPixels {
		return nil, fmt.Errorf("is %d by %d pixels; at most %d by %d are allowed", config.Width, config.Height, maxPixels, maxPixels)
	}
	if _, _, err := image.Decode(bytes.NewReader(data)); err != nil {
		return nil, errors.New("is not a whole picture")
	}
	return &Logo{Type: "image/" + format, Data: data, Width: config.Width, Height: config.Height}, nil
}
