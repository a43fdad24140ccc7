package web

import (
	"embed"
	"html/template"
	"net/http"
	"path"
	"sync"
)

//go:embed assets
var assets embed.FS

// templates draw the pages. What they fill in is escaped for where it stands.
var templates = template.Must(template.New("").Funcs(template.FuncMap{"asset": assetPath, "spoken": spoken, "say": say(""), "text": text(""), "href": href}).ParseFS(assets, "assets/*.html"))

// templatesIn are those for a language, by its tag.
var templatesIn sync.Map

// templatesFor returns the templates for a language of the texts.
func templatesFor(tag string) *template.Template {
	if t, ok := templatesIn.Load(tag); ok {
		return t.(*template.Template)
	}
	t := template.Must(templates.Clone()).Funcs(template.FuncMap{"say": say(tag), "text": text(tag)})
	templatesIn.Store(tag, t)
	return t
}

// assetTypes are the media types of the assets that browsers load.
var assetTypes = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png"}

// assetPath is the address of an asset. It changes with the asset, so browsers may keep it.
func assetPath(name string) (string, error) {
	b, err := assets.ReadFile("assets/" + name)
	return "/web/assets/" + name + "?" + hash(b), err
}

// serveAsset answers with an asset.
func serveAsset(out http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	media, ok := assetTypes[path.Ext(name)]
	b, err := assets.ReadFile("assets/" + name)
	if !ok || err != nil {
		http.NotFound(out, r)
		return
	}
	out.Header().Set("Content-Type", media)
	out.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = out.Write(b)
}
