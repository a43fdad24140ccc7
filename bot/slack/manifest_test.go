package slack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"hspbot/bot/slack/slacktest"
)

// manifest is what the manifests say that the code has to agree with.
type manifest struct {
	Features struct {
		Home struct {
			Tab      bool `json:"home_tab_enabled"`
			Messages bool `json:"messages_tab_enabled"`
			ReadOnly bool `json:"messages_tab_read_only_enabled"`
		} `json:"app_home"`
		Shortcuts []struct {
			Type     string `json:"type"`
			Callback string `json:"callback_id"`
		} `json:"shortcuts"`
		Commands []struct {
			Command string `json:"command"`
			URL     string `json:"url"`
		} `json:"slash_commands"`
	} `json:"features"`
	OAuth struct {
		Redirects []string `json:"redirect_urls"`
		Scopes    struct {
			Bot  []string `json:"bot"`
			User []string `json:"user"`
		} `json:"scopes"`
	} `json:"oauth_config"`
	Settings struct {
		Events struct {
			URL string   `json:"request_url"`
			Bot []string `json:"bot_events"`
		} `json:"event_subscriptions"`
		Interactivity struct {
			Enabled bool   `json:"is_enabled"`
			URL     string `json:"request_url"`
		} `json:"interactivity"`
		Socket bool `json:"socket_mode_enabled"`
	} `json:"settings"`
}

// TestManifest holds the manifests to Slack's schema, and to the scopes, events, command and
// addresses of the code.
func TestManifest(t *testing.T) {
	const public = "https://bot.example.org"
	for name, socket := range map[string]bool{"slack-manifest.yaml": false, "slack-manifest-socket.yaml": true} {
		t.Run(name, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join("..", "..", "deploy", name))
			if err != nil {
				t.Fatal(err)
			}
			asJSON, err := yaml.YAMLToJSON(raw)
			if err != nil {
				t.Fatal(err)
			}
			compiler := jsonschema.NewCompiler()
			schema, err := compiler.Compile(filepath.Join("testdata", "manifest.schema.json"))
			if err != nil {
				t.Fatal(err)
			}
			document, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(document); err != nil {
				t.Error(err)
			}
			var m manifest
			if err := json.Unmarshal(asJSON, &m); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(m.OAuth.Scopes.Bot, Scopes) || len(m.OAuth.Scopes.User) > 0 {
				t.Errorf("scopes %q, the code uses %q", m.OAuth.Scopes.Bot, Scopes)
			}
			if !slices.Equal(m.Settings.Events.Bot, Events) {
				t.Errorf("events %q, the code reads %q", m.Settings.Events.Bot, Events)
			}
			if !m.Features.Home.Tab || !m.Features.Home.Messages || m.Features.Home.ReadOnly || !m.Settings.Interactivity.Enabled || m.Settings.Socket != socket {
				t.Error("a switch is the wrong way round")
			}
			if len(m.Features.Commands) != 1 || m.Features.Commands[0].Command != Command {
				t.Fatalf("commands %+v", m.Features.Commands)
			}
			if got := fmt.Sprint(m.Features.Shortcuts); got != "[{global "+shortcutNew+"} {message "+shortcutScore+"}]" {
				t.Errorf("shortcuts %s", got)
			}
			addresses := []string{m.Features.Commands[0].URL, m.Settings.Events.URL, m.Settings.Interactivity.URL, strings.Join(m.OAuth.Redirects, " ")}
			want := []string{public + Path + "commands", public + Path + "events", public + Path + "interactions", public + Path + "oauth"}
			if socket {
				want = make([]string, 4)
			}
			if !slices.Equal(addresses, want) {
				t.Errorf("addresses %q, want %q", addresses, want)
			}
		})
	}
	if scopes := slices.Sorted(slices.Values(slacktest.DefaultScopes)); !slices.Equal(scopes, Scopes) {
		t.Errorf("the tests grant %q, not %q", scopes, Scopes)
	}
}
