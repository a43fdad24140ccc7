package bottest

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Picture is a screen as a platform's client draws it.
type Picture struct {
	Name string
	HTML string
}

// Album is what a platform shows in a language. Its pages are for a person to look at, in a
// browser or as a picture of one.
type Album struct {
	Platform, Language string
	Style              string // CSS of what is drawn, within .phone or .desktop
	Pictures           []Picture
}

// widths are those of the pages: a small phone, and a window.
var widths = []struct {
	class string
	px    int
}{{"phone", 360}, {"desktop", 900}}

// Page draws the pictures side by side, each as wide as a phone or as a window.
func (a *Album) page(class string, px int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "<!doctype html><html lang=%q><meta charset=utf-8><title>%s %s</title><style>%s%s</style><body class=%q>\n",
		a.Language, a.Platform, a.Language, frame, a.Style, class)
	for _, p := range a.Pictures {
		fmt.Fprintf(&out, "<figure style=\"width:%dpx\"><figcaption>%s</figcaption>\n%s</figure>\n", px, html.EscapeString(p.Name), p.HTML)
	}
	return out.String()
}

const frame = `
*{box-sizing:border-box}
body{margin:0;padding:12px;display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start;background:#555}
figure{margin:0;background:#fff;overflow:hidden}
figcaption{font:12px sans-serif;color:#fff;background:#222;padding:2px 6px}
`

// Write writes a page for each width to the directory that HSPBOT_PICTURES names, or to a
// temporary one, and returns what was written.
func (a *Album) Write(t testing.TB) map[string]string {
	t.Helper()
	dir := os.Getenv("HSPBOT_PICTURES")
	if dir == "" {
		dir = t.TempDir()
	}
	files := map[string]string{}
	for _, w := range widths {
		file := filepath.Join(dir, fmt.Sprintf("%s-%s-%d.html", a.Platform, a.Language, w.px))
		if err := os.WriteFile(file, []byte(a.page(w.class, w.px)), 0o644); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		files[file] = string(b)
	}
	return files
}

// Holds fails a test where a page does not show a text, each line of it, whatever its markup:
// tags, and the marks that the text may hold.
func Holds(t testing.TB, pages map[string]string, marks string, texts ...string) {
	t.Helper()
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(marks, r) {
				return -1
			}
			return r
		}, html.UnescapeString(s))
	}
	for file, page := range pages {
		page = bare(tags.ReplaceAllString(page, ""))
		for line := range strings.Lines(strings.Join(texts, "\n")) {
			if line = strings.TrimSpace(bare(line)); !strings.Contains(page, line) {
				t.Errorf("%s does not show %q", filepath.Base(file), line)
			}
		}
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)
