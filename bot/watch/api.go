package watch

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
)

// statusClasses are the classes of statuses that the API answers with.
var statusClasses = []string{"2xx", "4xx", "5xx"}

// CountAPI adds how many requests to the API got what, by route, and returns what counts one. It is
// called once.
func (m *Metrics) CountAPI(routes []string) func(route string, status int) {
	requests := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "hspbot_api_requests_total", Help: "Requests to the API by route and class of the status."}, []string{"route", "status"})
	m.registry.MustRegister(requests)
	for _, route := range routes {
		for _, class := range statusClasses {
			requests.WithLabelValues(route, class) // so that it is exported as 0 before anything is asked
		}
	}
	return func(route string, status int) { requests.WithLabelValues(route, strconv.Itoa(status/100)+"xx").Inc() }
}
