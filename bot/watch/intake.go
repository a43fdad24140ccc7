package watch

import (
	"github.com/prometheus/client_golang/prometheus"

	"hspbot/bot/inbound"
)

// AddIntake adds whether the deliveries of a platform arrive, before it runs.
func (m *Metrics) AddIntake(platform string, intake *inbound.Monitor) {
	m.gauge("hspbot_intake_up", "1 while the deliveries of the platform arrive at this process, or another replica receives them; 0 while they do not.",
		of(platform), func() float64 { return oneIf(intake.Status().Missing == "") })
	m.gauge("hspbot_intake_last_success_timestamp_seconds", "When this process last received something, or saw that the platform is able to deliver; 0 for never.",
		of(platform), func() float64 {
			if at := intake.Status().Arrived; !at.IsZero() {
				return float64(at.UnixMilli()) / 1000
			}
			return 0
		})
	m.gauge("hspbot_intake_pending_updates", "Deliveries that the platform reports as waiting; 0 where it does not report them.",
		of(platform), func() float64 { return float64(intake.Status().Pending) })
	for _, reason := range inbound.Reasons {
		m.counter("hspbot_intake_errors_total", "Failures to receive, by reason.",
			prometheus.Labels{"platform": platform, "reason": string(reason)}, func() float64 { return float64(intake.Status().Errors[reason]) })
	}
}
