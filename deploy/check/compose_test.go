package check_test

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// compose reads compose files with the library that `docker compose config` is made of.
func compose(t *testing.T, env []string, files ...string) (*types.Project, error) {
	t.Helper()
	options, err := cli.NewProjectOptions(files, cli.WithEnv(env), cli.WithResolvedPaths(false))
	if err != nil {
		t.Fatal(err)
	}
	return options.LoadProject(t.Context())
}

// host is the one setting without a default.
var host = []string{"HSPBOT_HOST=bot.example.org"}

func TestCompose(t *testing.T) {
	project, err := compose(t, host, "../compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := slices.Sorted(maps.Keys(project.Services)), []string{"backup", "caddy", "hspbot-1", "hspbot-2", "postgres"}; !slices.Equal(got, want) {
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
	if got, want := project.Services["postgres"].Image, "postgres:17.6-alpine"; got != want {
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
	for _, v := range s.Volumes { // or a file of its configuration names it
		if v.Type != types.VolumeTypeBind {
			continue
		}
		text := read(t, filepath.Join("..", v.Source))
		maps.DeleteFunc(given, func(secret string, _ bool) bool { return strings.Contains(text, "/run/secrets/"+secret) })
	}
	if len(given) > 0 {
		t.Errorf("%s is given %v and does not read it", s.Name, given)
	}
}

func TestComposeAsksForHost(t *testing.T) {
	if _, err := compose(t, nil, "../compose.yaml"); err == nil || !strings.Contains(err.Error(), "the name under which the bot is reached") {
		t.Errorf("without a host: %v", err)
	}
}

// mounted checks that files that are mounted are there.
func mounted(t *testing.T, s types.ServiceConfig) {
	for _, v := range s.Volumes {
		if v.Type != types.VolumeTypeBind {
			continue
		}
		if info, err := os.Stat(filepath.Join("..", v.Source)); err != nil || !info.Mode().IsRegular() || !v.ReadOnly {
			t.Errorf("%s mounts %s: %v", s.Name, v.Source, err)
		}
	}
}

// TestCaddyUpstreams looks up where Caddy passes deliveries on among the services.
func TestCaddyUpstreams(t *testing.T) {
	project, err := compose(t, host, "../compose.yaml")
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

// TestComposeWatch adds Prometheus and Grafana, which only the machine itself reaches.
func TestComposeWatch(t *testing.T) {
	project, err := compose(t, host, "../compose.yaml", "../compose.watch.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(project.Services) != 9 {
		t.Errorf("%d services", len(project.Services))
	}
	for name, s := range project.Services {
		for _, p := range s.Ports {
			if name != "caddy" && p.HostIP != "127.0.0.1" {
				t.Errorf("%s is open at %s:%s", name, p.HostIP, p.Published)
			}
		}
		secrets(t, project, s)
		mounted(t, s)
		if s.Logging == nil || s.Logging.Options["max-size"] == "" {
			t.Errorf("the log of %s may fill the disk", name)
		}
	}
	asked := read(t, "../prometheus.yml")
	for _, address := range []string{`"hspbot-1:9090"`, `"hspbot-2:9090"`, "http://hspbot-1:9090/readyz/http", "http://hspbot-2:9090/readyz/http", "blackbox:9115", "alertmanager:9093"} {
		if !strings.Contains(asked, address) {
			t.Errorf("Prometheus does not ask %s", address)
		}
	}
}
