package web

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"strings"

	"hspbot/bot/partner"
	"hspbot/locales"
)

// Snippet is a piece of HTML for another website that leads here.
type Snippet string

// The snippets. None has a script or a style; what they look like is for the other site's own style
// sheet, by their classes.
const (
	Button Snippet = "button" // a link
	Card   Snippet = "card"   // what the website does, with links
	Chat   Snippet = "chat"   // the interview in a frame
)

// Elsewhere is where a snippet leads.
type Elsewhere struct {
	Public   string // of the website, as in [Options]
	Referral string
	Language string // empty for English
	Telegram string // link; empty for none
}

// HTML returns a snippet.
func (e Elsewhere) HTML(s Snippet) (string, error) {
	link, err := Link(e.Public, e.Referral, e.Language)
	if err != nil {
		return "", err
	}
	tag, _ := locales.Match(e.Language)
	v := locales.In(tag)
	fill := map[string]any{"Lang": htmlLang(tag), "Link": link, "Telegram": e.Telegram, "Origin": origin(e.Public), "Button": v.Say("web.elsewhere.button"),
		"Title": v.Say("web.elsewhere.title"), "Lead": v.Say("web.lead"), "Start": v.Say("web.elsewhere.start"), "OnTelegram": v.Say("web.elsewhere.telegram"),
		"Frame": v.Say("web.elsewhere.frame")}
	if s == Chat {
		if !partner.IsCode(e.Referral) {
			return "", errors.New("a chat in a frame needs a partner's code")
		}
		fill["Embed"] = strings.Replace(link, "/go/", embedPath, 1)
	}
	var b bytes.Buffer
	if err := snippets.ExecuteTemplate(&b, string(s), fill); err != nil {
		return "", fmt.Errorf("no snippet %s: %w", s, err)
	}
	return b.String(), nil
}

var snippets = template.Must(template.New("").Parse(`
{{- define "button"}}<a class="hspbot-button" href="{{.Link}}" lang="{{.Lang}}">{{.Button}}</a>
{{end}}
{{- define "card"}}<section class="hspbot-card" lang="{{.Lang}}">
  <h2>{{.Title}}</h2>
  <p>{{.Lead}}</p>
  <p><a class="hspbot-button" href="{{.Link}}">{{.Start}}</a>{{with .Telegram}} <a class="hspbot-button" href="{{.}}">{{$.OnTelegram}}</a>{{end}}</p>
</section>
{{end}}
{{- define "chat"}}<iframe class="hspbot-chat" src="{{.Embed}}" title="{{.Frame}}" lang="{{.Lang}}" width="100%" height="720" loading="lazy"></iframe>
{{end}}`))
