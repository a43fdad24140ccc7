package check_test

import (
	"testing"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// cluster is what `kustomize build` makes, read strictly: a field that Kubernetes does not
// know is an error.
type cluster struct {
	deployment apps.Deployment
	budget     policy.PodDisruptionBudget
	network    networking.NetworkPolicy
	account    core.ServiceAccount
	services   map[string]core.Service
	ingress    networking.Ingress
	monitor    monitoring.ServiceMonitor
	namespace  core.Namespace
	kinds      map[string]int
}

func built(t *testing.T, dir string) cluster {
	t.Helper()
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), dir)
	if err != nil {
		t.Fatal(err)
	}
	c := cluster{services: map[string]core.Service{}, kinds: map[string]int{}}
	for _, r := range resources.Resources() {
		var service core.Service
		known := map[string]any{
			"apps/v1 Deployment":                      &c.deployment,
			"policy/v1 PodDisruptionBudget":           &c.budget,
			"networking.k8s.io/v1 NetworkPolicy":      &c.network,
			"networking.k8s.io/v1 Ingress":            &c.ingress,
			"v1 ServiceAccount":                       &c.account,
			"v1 Service":                              &service,
			"v1 Namespace":                            &c.namespace,
			"monitoring.coreos.com/v1 ServiceMonitor": &c.monitor,
		}
		kind := r.GetApiVersion() + " " + r.GetKind()
		into, ok := known[kind]
		if !ok {
			t.Errorf("%s %s is of no kind that is read here", kind, r.GetName())
			continue
		}
		text, err := r.AsYAML()
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.UnmarshalStrict(text, into); err != nil {
			t.Errorf("%s %s: %v", kind, r.GetName(), err)
		}
		c.kinds[r.GetKind()]++
		if r.GetKind() == "Service" {
			c.services[r.GetName()] = service
		}
	}
	return c
}

func (c cluster) pods() labels.Set          { return c.deployment.Spec.Template.Labels }
func (c cluster) container() core.Container { return c.deployment.Spec.Template.Spec.Containers[0] }

// port returns the number of a port of the container that is given by number or name; 0 if it has none.
func (c cluster) port(p intstr.IntOrString) int32 {
	for _, known := range c.container().Ports {
		if p.String() == known.Name || p.IntVal == known.ContainerPort {
			return known.ContainerPort
		}
	}
	return 0
}

// TestStrict has a misspelt field found.
func TestStrict(t *testing.T) {
	if err := yaml.UnmarshalStrict([]byte("spec: {replica: 2}"), new(apps.Deployment)); err == nil {
		t.Error("a field that there is not passes")
	}
}

func TestBase(t *testing.T) {
	c := built(t, "../kustomize/base")
	for _, kind := range []string{"Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy", "ServiceAccount"} {
		if c.kinds[kind] != 1 {
			t.Errorf("%d of %s", c.kinds[kind], kind)
		}
	}
	joined(t, c)
	replicas(t, c)
}

func TestExample(t *testing.T) {
	c := built(t, "../kustomize/example")
	joined(t, c)
	replicas(t, c)
	if got, want := c.container().Image, "registry.example.org/hspbot:v1.0.0"; got != want {
		t.Errorf("image %s, want %s", got, want)
	}
	const exact, prefix = networking.PathTypeExact, networking.PathTypePrefix
	public := map[string]networking.PathType{"/telegram": exact, "/slack/events": exact, "/slack/commands": exact, "/slack/interactions": exact,
		"/slack/install": exact, "/slack/oauth": exact, "/": exact, "/go/": prefix, "/s/": prefix, "/web/": prefix, "/api/": prefix}
	for _, rule := range c.ingress.Spec.Rules {
		for _, p := range rule.HTTP.Paths {
			s, ok := c.services[p.Backend.Service.Name]
			if !ok || s.Spec.Ports[0].Name != p.Backend.Service.Port.Name || *p.PathType != public[p.Path] {
				t.Errorf("%s leads to %v", p.Path, p.Backend.Service)
			}
			delete(public, p.Path)
		}
	}
	if len(public) > 0 {
		t.Errorf("not reached: %v", public)
	}
	var url string
	for _, e := range c.container().Env {
		if e.Name == "HSPBOT_PUBLIC_URL" {
			url = e.Value
		}
	}
	if host := c.ingress.Spec.Rules[0].Host; url != "https://"+host || c.ingress.Spec.TLS[0].Hosts[0] != host {
		t.Errorf("public address %s, ingress %s", url, host)
	}
	monitored(t, c)
}

// monitored checks that the ServiceMonitor finds a service of the operations port, and not
// the public one.
func monitored(t *testing.T, c cluster) {
	selector, err := meta.LabelSelectorAsSelector(&c.monitor.Spec.Selector)
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range c.services {
		if got, want := selector.Matches(labels.Set(s.Labels)), name == "hspbot-ops"; got != want {
			t.Errorf("monitor selects service %s: %v", name, got)
		}
	}
	ops := c.services["hspbot-ops"].Spec.Ports
	if len(ops) != 1 || ops[0].Name != c.monitor.Spec.Endpoints[0].Port || c.port(ops[0].TargetPort) != 9090 {
		t.Errorf("monitor asks %s of %v", c.monitor.Spec.Endpoints[0].Port, ops)
	}
}

// joined checks that what points to pods and ports points to those there are.
func joined(t *testing.T, c cluster) {
	t.Helper()
	for name, selector := range map[string]*meta.LabelSelector{
		"deployment": c.deployment.Spec.Selector, "budget": c.budget.Spec.Selector, "network policy": &c.network.Spec.PodSelector,
		"spread": c.deployment.Spec.Template.Spec.TopologySpreadConstraints[0].LabelSelector,
	} {
		s, err := meta.LabelSelectorAsSelector(selector)
		if err != nil || s.Empty() || !s.Matches(c.pods()) {
			t.Errorf("%s selects %v, the pods are %v; %v", name, s, c.pods(), err)
		}
	}
	for name, s := range c.services {
		if selector := labels.SelectorFromSet(s.Spec.Selector); selector.Empty() || !selector.Matches(c.pods()) {
			t.Errorf("service %s selects %v", name, selector)
		}
		for _, p := range s.Spec.Ports {
			if c.port(p.TargetPort) == 0 {
				t.Errorf("service %s leads to %v", name, p.TargetPort)
			}
		}
	}
	if public := c.services["hspbot"].Spec.Ports; len(public) != 1 || c.port(public[0].TargetPort) != 8080 {
		t.Errorf("public ports %v", public)
	}
	spec := c.deployment.Spec.Template.Spec
	if spec.ServiceAccountName != c.account.Name || *spec.AutomountServiceAccountToken || *c.account.AutomountServiceAccountToken {
		t.Error("service account of another name, or with a token")
	}
	for name, probe := range map[string]*core.Probe{"startup": c.container().StartupProbe, "liveness": c.container().LivenessProbe, "readiness": c.container().ReadinessProbe} {
		want := map[bool]string{true: "/readyz/http", false: "/healthz"}[name == "readiness"]
		if probe == nil || probe.HTTPGet.Path != want || c.port(probe.HTTPGet.Port) != 9090 {
			t.Errorf("%s asks %v", name, probe)
		}
	}
	network(t, c)
}
