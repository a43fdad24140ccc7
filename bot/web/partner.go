package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"hspbot/locales"
)

// sender is the partner who sent people, as pages show them.
type sender struct {
	Name, Says, Languages string
	Website, Host         string // the address, and what people read of it
	Logo, Style           string // addresses; empty for none
	Width, Height         int    // of the logo
}

// partner returns the partner of a code; nil where there is none.
func (w *Web) partner(code string, v *locales.Voice) *sender {
	p, ok := w.o.Partners.Find(code)
	if !ok {
		return nil
	}
	s := &sender{Name: p.Name(v.Tag()), Says: v.Say("web.partner.sent", "Partner", p.Name(v.Tag())), Website: p.Website}
	if u, err := url.Parse(p.Website); err == nil {
		s.Host = u.Host
	}
	var names []string
	for _, tag := range p.Languages {
		names = append(names, display.Self.Name(language.Make(tag)))
	}
	if len(names) > 0 {
		s.Languages = v.Say("web.partner.languages", "Languages", strings.Join(names, " · "))
	}
	if l := p.Logo; l != nil {
		s.Logo, s.Width, s.Height = partnerPath+p.Code+"/logo?"+hash(l.Data), l.Width, l.Height
	}
	if p.Colours.Accent != "" {
		s.Style = partnerPath + p.Code + "/style.css?" + hash([]byte(p.Colours.Accent+p.Colours.Text))
	}
	return s
}

// partnerPath begins the addresses of what partners give.
const partnerPath = "/web/partner/"

// partnerFile answers with a logo or a style sheet.
func (h *handler) partnerFile(out http.ResponseWriter, r *http.Request) {
	p, ok := h.o.Partners.Find(r.PathValue("code"))
	out.Header().Set("Cache-Control", "public, max-age=86400")
	switch name := r.PathValue("name"); {
	case ok && name == "logo" && p.Logo != nil:
		out.Header().Set("Content-Type", p.Logo.Type)
		_, _ = out.Write(p.Logo.Data)
	case ok && name == "style.css" && p.Colours.Accent != "":
		out.Header().Set("Content-Type", assetTypes[".css"])
		fmt.Fprintf(out, ".main { background: %s; color: %s; border-color: %[1]s; }\n", p.Colours.Accent, p.Colours.Text)
	default:
		out.Header().Set("Cache-Control", "no-store")
		http.NotFound(out, r)
	}
}

// qr is the QR code of the page, for those who came by a code in a language; empty where it is not known
// how the page is reached.
func (w *Web) qr(code, tag string) template.HTML {
	link, err := Link(w.o.PublicURL, code, tag)
	if err != nil || w.o.PublicURL == "" {
		return ""
	}
	return drawn(link)
}
