package watch

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"hspbot/bot/inbound"
)

var (
	intakeUp      = newDesc("hspbot_intake_up", "1 while the deliveries of the platform arrive at this process, or another replica receives them; 0 while they do not.")
	intakeSuccess = newDesc("hspbot_intake_last_success_timestamp_seconds", "When this process last received something, or saw that the platform is able to deliver; 0 for never.")
	intakePending = newDesc("hspbot_intake_pending_updates", "Deliveries that the platform reports as waiting; 0 where it does not report them.")
	intakeErrors  = newDesc("hspbot_intake_errors_total", "Failures to receive, by reason.", "reason")
)

// intakeCollector asks the intakes when metrics are scraped.
type intakeCollector struct {
	mu        sync.Mutex
	platforms []string
	intakes   []*inbound.Monitor
}

func (c *intakeCollector) add(platform string, intake *inbound.Monitor) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.platforms, c.intakes = append(c.platforms, platform), append(c.intakes, intake)
}

// Describe implements [prometheus.Collector].
func (c *intakeCollector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{intakeUp, intakeSuccess, intakePending, intakeErrors} {
		to <- d
	}
}

// Collect implements [prometheus.Collector].
func (c *intakeCollector) Collect(to chan<- prometheus.Metric) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, platform := range c.platforms {
		s := c.intakes[i].Status()
		up, success := 0., 0.
		if s.Missing == "" {
			up = 1
		}
		if !s.Arrived.IsZero() {
			success = float64(s.Arrived.UnixMilli()) / 1000
		}
		to <- prometheus.MustNewConstMetric(intakeUp, prometheus.GaugeValue, up, platform)
		to <- prometheus.MustNewConstMetric(intakeSuccess, prometheus.GaugeValue, success, platform)
		to <- prometheus.MustNewConstMetric(intakePending, prometheus.GaugeValue, float64(s.Pending), platform)
		for _, reason := range inbound.Reasons {
			to <- prometheus.MustNewConstMetric(intakeErrors, prometheus.CounterValue, float64(s.Errors[reason]), platform, string(reason))
		}
	}
}
