package check_test

import (
	"slices"
	"testing"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// replicas checks how the pods run: two, one of which always serves; restricted, as the
// standard of Kubernetes has it; with secrets by reference.
func replicas(t *testing.T, c cluster) {
	t.Helper()
	spec := c.deployment.Spec
	rolling := spec.Strategy.RollingUpdate
	if *spec.Replicas != 2 || rolling == nil || rolling.MaxUnavailable.IntValue() != 0 || rolling.MaxSurge.IntValue() < 1 {
		t.Errorf("%d replicas, rolled by %v", *spec.Replicas, rolling)
	}
	if b := c.budget.Spec; b.MaxUnavailable == nil || b.MaxUnavailable.IntValue() != 1 || b.MinAvailable != nil {
		t.Errorf("budget %v", b)
	}
	restricted(t, spec.Template)
	main := c.container()
	if !*main.SecurityContext.ReadOnlyRootFilesystem {
		t.Error("may write to its own files")
	}
	if main.Resources.Limits.Memory().IsZero() || main.Resources.Requests.Cpu().IsZero() || !main.Resources.Limits.Cpu().IsZero() {
		t.Errorf("resources %v", main.Resources)
	}
	if len(main.EnvFrom) != 1 || main.EnvFrom[0].SecretRef == nil || main.EnvFrom[0].SecretRef.Name != "hspbot" {
		t.Errorf("secrets from %v", main.EnvFrom)
	}
	// After the calm, deliveries under way are finished for 10 s, then screens are sent.
	if calm := main.Lifecycle.PreStop.Sleep.Seconds; *spec.Template.Spec.TerminationGracePeriodSeconds < calm+30 {
		t.Errorf("%d s to stop, %d of them calm", *spec.Template.Spec.TerminationGracePeriodSeconds, calm)
	}
}

// restricted asks the code by which Kubernetes itself admits pods.
func restricted(t *testing.T, pod core.PodTemplateSpec) {
	t.Helper()
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		t.Fatal(err)
	}
	level := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	if got := policy.AggregateCheckResults(evaluator.EvaluatePod(level, &pod.ObjectMeta, &pod.Spec)); !got.Allowed {
		t.Errorf("not restricted: %s", got.ForbiddenDetail())
	}
	open := pod.DeepCopy()
	open.Spec.HostNetwork = true
	if policy.AggregateCheckResults(evaluator.EvaluatePod(level, &open.ObjectMeta, &open.Spec)).Allowed {
		t.Error("a pod in the host's network passes for restricted")
	}
}

// network checks who may come in and where the pods may go.
func network(t *testing.T, c cluster) {
	t.Helper()
	spec := c.network.Spec
	if !slices.Contains(spec.PolicyTypes, networking.PolicyTypeIngress) || !slices.Contains(spec.PolicyTypes, networking.PolicyTypeEgress) {
		t.Errorf("policy of %v only", spec.PolicyTypes)
	}
	in := map[int32]string{}
	for _, rule := range spec.Ingress {
		for _, from := range rule.From {
			for _, p := range rule.Ports {
				in[c.port(*p.Port)] += from.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]
			}
			if from.NamespaceSelector == nil || len(rule.Ports) == 0 {
				t.Errorf("open to %v", from)
			}
		}
	}
	if len(in) != 2 || in[8080] != "ingress-nginx" || in[9090] != "monitoring" {
		t.Errorf("in come %v", in)
	}
	out := map[int32]bool{}
	for _, rule := range spec.Egress {
		for _, p := range rule.Ports {
			out[p.Port.IntVal] = true
		}
		for _, to := range rule.To {
			if to.IPBlock != nil && to.IPBlock.CIDR == "0.0.0.0/0" && !slices.Contains(to.IPBlock.Except, "169.254.0.0/16") {
				t.Error("reaches the machine's metadata")
			}
		}
		if len(rule.To) == 0 || len(rule.Ports) == 0 {
			t.Error("goes anywhere")
		}
	}
	if len(out) != 4 || !out[53] || !out[5353] || !out[443] || !out[5432] {
		t.Errorf("out to %v", out)
	}
}
