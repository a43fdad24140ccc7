package deploy_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// workflow is what the tests need of GitHub's format.
type workflow struct {
	Name        string
	On          any
	Permissions map[string]string
	Jobs        map[string]struct {
		RunsOn         string `yaml:"runs-on"`
		TimeoutMinutes int    `yaml:"timeout-minutes"`
		Needs          any
		Steps          []struct {
			Name, Uses, Run string
			With            map[string]any
			Env             map[string]string
		}
	}
}

const workflows = "../.github/workflows"

func readWorkflow(t *testing.T, name string) workflow {
	t.Helper()
	var w workflow
	if err := yaml.Unmarshal([]byte(read(t, filepath.Join(workflows, name))), &w); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return w
}

// commands returns the commands of all steps.
func (w workflow) commands() string {
	var all []string
	for _, job := range w.Jobs {
		for _, step := range job.Steps {
			all = append(all, step.Run)
		}
	}
	return strings.Join(all, "\n")
}

// pinned is an action at a version: v5, v0.20.6, or a commit.
var pinned = regexp.MustCompile(`^[\w.-]+/[\w./-]+@(v\d+(\.\d+)*|[0-9a-f]{40})$`)

// TestWorkflows reads every workflow: each job has an end and a system to run on, each step
// does one thing, each action has a version, and only the release may write.
func TestWorkflows(t *testing.T) {
	if pinned.MatchString("actions/checkout@main") || pinned.MatchString("actions/checkout") {
		t.Fatal("takes an action without a version")
	}
	names, err := filepath.Glob(filepath.Join(workflows, "*.yml"))
	if err != nil || len(names) != 3 {
		t.Fatalf("found %q: %v", names, err)
	}
	for _, path := range names {
		name := filepath.Base(path)
		w := readWorkflow(t, name)
		if w.Name == "" || w.On == nil || len(w.Permissions) == 0 || len(w.Jobs) == 0 {
			t.Errorf("%s: not a workflow: %+v", name, w)
		}
		if name != "release.yml" && (len(w.Permissions) != 1 || w.Permissions["contents"] != "read") {
			t.Errorf("%s may do %v", name, w.Permissions)
		}
		for id, job := range w.Jobs {
			if job.RunsOn == "" || job.TimeoutMinutes == 0 || len(job.Steps) == 0 {
				t.Errorf("%s: job %s has no system, no end or no steps", name, id)
			}
			for _, step := range job.Steps {
				if (step.Uses == "") == (step.Run == "") {
					t.Errorf("%s: step %q of %s does not do one thing", name, step.Name, id)
				}
				if step.Uses != "" && !pinned.MatchString(step.Uses) {
					t.Errorf("%s: %s has no version", name, step.Uses)
				}
			}
		}
	}
}

// TestWorkflowCommands looks for what each workflow is for.
func TestWorkflowCommands(t *testing.T) {
	for name, want := range map[string][]string{
		"ci.yml":      {".ci/run"},
		"nightly.yml": {"./cmd/hspbot/faulttest", "-fuzztime", "govulncheck"},
		"release.yml": {".ci/run", "./cmd/hspbot", "sha256sum", "gh release create"},
	} {
		commands := readWorkflow(t, name).commands()
		for _, command := range want {
			if !strings.Contains(commands, command) {
				t.Errorf("%s does not run %s", name, command)
			}
		}
	}
	if info, err := os.Stat("../.ci/run"); err != nil || info.Mode()&0o111 == 0 {
		t.Errorf(".ci/run cannot be run: %v", err)
	}
	long := false
	for _, step := range readWorkflow(t, "nightly.yml").Jobs["faults"].Steps {
		long = long || step.Env["HSPBOT_FAULTS"] == "long"
	}
	if !long {
		t.Error("the nightly run is not the long one")
	}
	var images []string
	for _, step := range readWorkflow(t, "release.yml").Jobs["image"].Steps {
		if file, ok := step.With["file"].(string); ok {
			images = append(images, file)
		}
	}
	if !slices.Equal(images, []string{"deploy/Dockerfile"}) {
		t.Errorf("images are made of %q", images)
	}
}

// TestOtherFormats reads the other files in YAML.
func TestOtherFormats(t *testing.T) {
	var bot struct {
		Version int
		Updates []struct {
			Ecosystem   string `yaml:"package-ecosystem"`
			Directory   string
			Directories []string
		}
	}
	if err := yaml.Unmarshal([]byte(read(t, "../.github/dependabot.yml")), &bot); err != nil || bot.Version != 2 || len(bot.Updates) < 3 {
		t.Errorf("dependabot.yml: %+v, %v", bot, err)
	}
	for _, u := range bot.Updates {
		for _, dir := range append(u.Directories, u.Directory) {
			if _, err := os.Stat(filepath.Join("..", dir)); err != nil {
				t.Errorf("dependabot.yml: %s: %v", u.Ecosystem, err)
			}
		}
	}
}

// link is a link of Markdown to a file here.
var link = regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)

// documents returns all documents of the repository.
func documents(t *testing.T) []string {
	t.Helper()
	list := []string{"../README.md"}
	for _, pattern := range []string{"*.md", "../.github/*.md", "../.github/adr/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, found...)
	}
	return list
}

// TestLinks follows the links of all documents to files and headings.
func TestLinks(t *testing.T) {
	followed := 0
	for _, name := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(read(t, name), -1) {
			followed++
			target := filepath.Join(filepath.Dir(name), m[1])
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: no %s", name, m[1])
				continue
			}
			if m[2] != "" && !slices.Contains(anchors(read(t, target)), m[2]) {
				t.Errorf("%s: %s has no heading %s", name, m[1], m[2])
			}
		}
	}
	if followed < 20 {
		t.Errorf("followed only %d links", followed)
	}
}

// path is a file or folder of ours as documents name it; those with a placeholder in capitals or
// a star are left out.
var path = regexp.MustCompile("`(?:\\./)?((?:bot|cmd|conversation|deploy|locales|scoring|\\.ci|\\.github)/[a-z0-9_./-]*)`")

// TestPaths looks for files and folders that documents name and that there are not.
func TestPaths(t *testing.T) {
	seen := 0
	for _, name := range documents(t) {
		for _, m := range path.FindAllStringSubmatch(read(t, name), -1) {
			seen++
			if _, err := os.Stat(filepath.Join("..", m[1])); err != nil {
				t.Errorf("%s names %s, which does not exist", name, m[1])
			}
		}
	}
	if seen < 30 {
		t.Errorf("saw only %d paths", seen)
	}
}

// anchors returns the links to the headings of a document, as GitHub makes them.
func anchors(document string) (list []string) {
	for line := range strings.Lines(document) {
		if title, ok := strings.CutPrefix(strings.TrimLeft(strings.TrimSpace(line), "#"), " "); ok && strings.HasPrefix(line, "#") {
			title = regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(title), "")
			list = append(list, "#"+strings.ReplaceAll(title, " ", "-"))
		}
	}
	return list
}

// TestDecisions looks for decisions that their list does not name.
func TestDecisions(t *testing.T) {
	pages, err := filepath.Glob("../.github/adr/0*.md")
	if err != nil || len(pages) < 8 {
		t.Fatalf("%d decisions: %v", len(pages), err)
	}
	list := read(t, "../.github/adr/README.md")
	for _, page := range pages {
		if !strings.Contains(list, "("+filepath.Base(page)+")") {
			t.Errorf("%s is not in the list", page)
		}
		if text := read(t, page); !strings.Contains(text, "**Decision.**") || !strings.Contains(text, "**Why.**") {
			t.Errorf("%s has no decision or no reason", page)
		}
	}
}
