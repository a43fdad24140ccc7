package deploy_test

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// public are the addresses at which the program is called from outside.
var public = []string{"/", "/api/*", "/go/*", "/s/*", "/slack/commands", "/slack/events", "/slack/install", "/slack/interactions", "/slack/oauth", "/telegram", "/web/*"}

// TestCaddy has Caddy read its file, and looks at what it makes of it: only public addresses
// go on to the program.
func TestCaddy(t *testing.T) {
	caddy := tool(t, "caddy", "caddy")
	home := t.TempDir() // where Caddy notes what it does
	env := []string{"HSPBOT_HOST=bot.example.org", "HOME=" + home, "XDG_DATA_HOME=" + home, "XDG_CONFIG_HOME=" + home}
	succeed(t, env, caddy, "validate", "--config", "Caddyfile", "--adapter", "caddyfile")
	out := succeed(t, env, caddy, "adapt", "--config", "Caddyfile", "--adapter", "caddyfile")
	if at := strings.Index(out, `{"apps"`); at > 0 {
		out = out[at:] // after warnings
	}
	var config any
	if err := json.Unmarshal([]byte(out), &config); err != nil {
		t.Fatal(err)
	}
	passed := map[string]bool{}
	var proxies int
	each(config, func(o map[string]any) {
		if o["handler"] == "reverse_proxy" {
			proxies++
		}
		if paths, ok := o["path"].([]any); ok {
			for _, p := range paths {
				passed[p.(string)] = true
			}
		}
	})
	if got := slices.Sorted(maps.Keys(passed)); !slices.Equal(got, public) || proxies != 1 {
		t.Errorf("%d proxies pass on %v, want %v", proxies, got, public)
	}
	broken := filepath.Join(home, "Caddyfile")
	write(t, broken, strings.Replace(read(t, "Caddyfile"), "reverse_proxy", "revers_proxy", 1))
	refuse(t, caddy, "adapt", "--config", broken, "--adapter", "caddyfile")
}

// each visits every object in a JSON value.
func each(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, x := range v {
			each(x, visit)
		}
	case []any:
		for _, x := range v {
			each(x, visit)
		}
	}
}
