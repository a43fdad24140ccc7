package slack

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"hspbot/bot/slack/slacktest"
)

// stepFile is what is merged into a manifest for the step of workflows.
type stepFile struct {
	Functions map[string]struct {
		Inputs  map[string]struct{ Type string } `yaml:"input_parameters"`
		Outputs map[string]struct{ Type string } `yaml:"output_parameters"`
	}
	Settings struct {
		Runtime string `yaml:"function_runtime"`
		Org     bool   `yaml:"org_deploy_enabled"`
		Events  struct {
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
	}
}

// TestWorkflowStep: a workflow gives some facts and gets points and a verdict, as the manifest names
// them; what is not understood comes back with the name of the input; nothing is kept.
func TestWorkflowStep(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../deploy/slack-workflow-step.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file stepFile
	if err := yaml.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	f, ok := file.Functions[stepScore]
	if !ok || file.Settings.Runtime != "remote" || !file.Settings.Org || len(file.Settings.Events.Bot) != 1 || file.Settings.Events.Bot[0] != "function_executed" {
		t.Fatalf("the manifest has %+v", file)
	}
	outputs := map[string]string{}
	for name, o := range f.Outputs {
		outputs[name] = o.Type
	}
	for _, m := range []mode{overHTTP, overSocket} {
		w, _ := start(t, m)
		run := func(inputs map[string]any) slacktest.Step {
			for name := range inputs {
				if f.Inputs[name].Type == "" {
					t.Errorf("the manifest has no input %s", name)
				}
			}
			step := w.team.RunStep(stepScore, inputs, outputs)
			if !w.fake.Await(func() bool { return w.team.StepNow(step).Ended }) {
				t.Fatalf("%v does not end\n%s", inputs, w.log)
			}
			return w.team.StepNow(step)
		}
		// 20 for a master, 15 for seven years, 10 for an age of 33, 30 for 8 million, 15 for N1
		got := run(map[string]any{"label": "candidate 3", "category": "i-b", "degree": "master", "years": "7", "age": 33, "salary": 8_000_000, "japanese": "N1"})
		if got.Error != "" || got.Outputs["points"] != "90" || got.Outputs["verdict"] != "passes" || got.Outputs["category"] != "i-b" {
			t.Errorf("%s: %+v", m, got)
		}
		if summary, _ := got.Outputs["summary"].(string); !strings.HasPrefix(summary, "candidate 3: ") || !strings.Contains(summary, "90") {
			t.Errorf("%s: the summary is %q", m, summary)
		}
		for _, c := range []struct {
			in    map[string]any
			names string
		}{
			{map[string]any{"category": "engineer"}, "category"}, {map[string]any{}, "category"},
			{map[string]any{"category": "i-b", "salary": "much"}, "salary"}, {map[string]any{"category": "i-b", "age": "mauve"}, "age"},
		} {
			if got := run(c.in); !strings.HasPrefix(got.Error, c.names+": ") {
				t.Errorf("%s: %v ends with %+v", m, c.in, got)
			}
		}
		if n := len(w.stored("")); n != 0 {
			t.Errorf("%s: %d conversations are kept", m, n)
		}
		w.fake.Fail("functions.completeSuccess", slacktest.Fault{Kind: slacktest.Refused, Error: "internal_error"})
		step := w.team.RunStep(stepScore, map[string]any{"category": "i-b", "degree": "doctorate"}, outputs)
		if !w.fake.Await(func() bool { w.fake.Redeliver(); return w.team.StepNow(step).Ended }) {
			t.Errorf("%s: a failure of Slack's leaves the step without an end", m)
		}
	}
}

// TestTheStepFitsAManifest: merged into the manifest, the step is as Slack's schema has it.
func TestTheStepFitsAManifest(t *testing.T) {
	t.Parallel()
	var merged, step map[string]any
	for name, into := range map[string]*map[string]any{"slack-manifest.yaml": &merged, "slack-workflow-step.yaml": &step} {
		raw, err := os.ReadFile("../../deploy/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(raw, into); err != nil {
			t.Fatal(err)
		}
	}
	merged["functions"] = step["functions"]
	settings, more := merged["settings"].(map[string]any), step["settings"].(map[string]any)
	settings["function_runtime"] = more["function_runtime"]
	events := settings["event_subscriptions"].(map[string]any)
	events["bot_events"] = append(events["bot_events"].([]any), more["event_subscriptions"].(map[string]any)["bot_events"].([]any)...)
	raw, err := json.Marshal(merged)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.NewCompiler().Compile("testdata/manifest.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(document); err != nil {
		t.Error(err)
	}
	for _, broken := range []string{"title", "input_parameters"} {
		delete(merged["functions"].(map[string]any)[stepScore].(map[string]any), broken)
		raw, _ := json.Marshal(merged)
		if document, _ := jsonschema.UnmarshalJSON(bytes.NewReader(raw)); schema.Validate(document) == nil {
			t.Errorf("a step without %s is fine", broken)
		}
	}
}
