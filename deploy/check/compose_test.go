package check_test

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// compose reads the compose file with the library that `docker compose config` is made of.
func compose(t *testing.T, env ...string) (*types.Project, error) {
	t.Helper()
	options, err := cli.NewProjectOptions([]string{"../compose.yaml"}, cli.WithEnv(env), cli.WithResolvedPaths(false))
	if err != nil {
		t.Fatal(err)
	}
	return options.LoadProject(t.Context())
}

func TestCompose(t *testing.T) {
	project, err := compose(t, "HSPBOT_HOST=bot.example.org")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := slices.Sorted(maps.Keys(project.Services)), []string{"caddy", "hspbot-1", "hspbot-2", "postgres"}; !slices.Equal(got, want) {
		t.Errorf("services %v, want %v", got, want)
	}
	for name, s := range project.Services {
		bot := strings.HasPrefix(name, "hspbot-")
		if bot && !s.ReadOnly || bot && !slices.Contains(s.CapDrop, "ALL") || s.Privileged || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s may do too much", name)
		}
		if s.Restart != "always" || s.MemLimit == 0 {
			t.Errorf("%s is not started again, or takes all memory there is", name)
		}
		if !bot && s.HealthCheck == nil {
			t.Errorf("nobody asks how %s is", name)
		}
		if bot && s.DependsOn["postgres"].Condition != types.ServiceConditionHealthy {
			t.Errorf("%s does not wait for its database", name)
		}
		for _, p := range s.Ports {
			if name != "caddy" || p.Published != "80" && p.Published != "443" {
				t.Errorf("%s is open at %s", name, p.Published)
			}
		}
		secrets(t, project, s)
	}
	if n := project.Networks["inside"]; !n.Internal || len(project.Services["postgres"].Networks) != 1 {
		t.Error("the database can be reached from outside, or reach out")
	}
	if got, want := project.Services["postgres"].Image, "postgres:17-alpine"; got != want {
		t.Errorf("image %s, want %s", got, want)
	}
}

// secrets checks that what a service reads as a file is given to it as a secret from a file.
func secrets(t *testing.T, project *types.Project, s types.ServiceConfig) {
	given := map[string]bool{}
	for _, secret := range s.Secrets {
		given[secret.Source] = true
		if file := project.Secrets[secret.Source].File; !strings.Contains(file, "secrets/") {
			t.Errorf("%s: secret %s is the file %q", s.Name, secret.Source, file)
		}
	}
	for name, value := range s.Environment {
		if !strings.HasSuffix(name, "_FILE") {
			continue
		}
		dir, file := path.Split(*value)
		if dir != "/run/secrets/" || !given[file] {
			t.Errorf("%s: %s is %s, which it is not given", s.Name, name, *value)
		}
		delete(given, file)
	}
	if len(given) > 0 {
		t.Errorf("%s is given %v and does not read it", s.Name, given)
	}
}

// TestComposeAsksForHost leaves the one setting out that has no default.
func TestComposeAsksForHost(t *testing.T) {
	if _, err := compose(t); err == nil || !strings.Contains(err.Error(), "the name under which the bot is reached") {
		t.Errorf("without a host: %v", err)
	}
}

// TestCaddyUpstreams looks up where Caddy passes deliveries on among the services.
func TestCaddyUpstreams(t *testing.T) {
	project, err := compose(t, "HSPBOT_HOST=bot.example.org")
	if err != nil {
		t.Fatal(err)
	}
	_, line, found := strings.Cut(read(t, "../Caddyfile"), "reverse_proxy ")
	line, _, _ = strings.Cut(line, "{")
	upstreams := strings.Fields(line)
	if !found || len(upstreams) != 2 {
		t.Fatalf("upstreams %v", upstreams)
	}
	for _, u := range upstreams {
		service, port, _ := strings.Cut(u, ":")
		if _, ok := project.Services[service]; !ok || port != "8080" {
			t.Errorf("%s is no service's address", u)
		}
	}
}
