package partner

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
)

// Colours are those of the partner's buttons. A zero one is the program's own.
type Colours struct {
	Accent string `toml:"accent"` // ground, as #rrggbb in lower case
	Text   string `toml:"text"`   // on it
}

// leastContrast is what WCAG 2.2 asks of text (success criterion 1.4.3).
const leastContrast = 4.5

var colourForm = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// checkColours fills in the text's colour where there is none.
func checkColours(c *Colours) (key string, err error) {
	switch {
	case c.Accent == "" && c.Text == "":
		return "", nil
	case !colourForm.MatchString(c.Accent):
		return "accent", errors.New("has to be a colour such as #9d174d, in lower case")
	case c.Text == "":
		c.Text = "#ffffff"
		if contrast(c.Accent, "#000000") > contrast(c.Accent, c.Text) {
			c.Text = "#000000"
		}
	case !colourForm.MatchString(c.Text):
		return "text", errors.New("has to be a colour such as #ffffff, in lower case")
	}
	if ratio := contrast(c.Accent, c.Text); ratio < leastContrast {
		return "text", fmt.Errorf("has a contrast of %.2f to accent; %.1f is the least that can be read", math.Floor(ratio*100)/100, leastContrast)
	}
	return "", nil
}

// contrast is the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it.
func contrast(a, b string) float64 {
	l, m := luminance(a), luminance(b)
	return (max(l, m) + 0.05) / (min(l, m) + 0.05)
}

// luminance is the relative luminance of a colour, 0 to 1, as WCAG 2.2 defines it.
func luminance(colour string) float64 {
	part := func(from int) float64 {
		n, _ := strconv.ParseUint(colour[from:from+2], 16, 8)
		c := float64(n) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(1) + 0.7152*part(3) + 0.0722*part(5)
}
