package watch

import (
	"context"
	"fmt"
	"net/http"
	"net/http/pprof"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Handler serves the pages for operators, on a listener that only they can reach:
//
//	/metrics       metrics
//	/healthz       200 while the process lives
//	/readyz        200 while it is ready for work, otherwise 503 and the reason
//	/readyz/http   the same without the platforms that it cannot reach, for proxies
//	/debug/pprof/  profiles
func Handler(m *Metrics, ready *Ready) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "ok") })
	for path, check := range map[string]func(context.Context) error{"/readyz": ready.Check, "/readyz/http": ready.CheckHTTP} {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			if err := check(r.Context()); err != nil {
				answer(w, http.StatusServiceUnavailable, err.Error())
				return
			}
			answer(w, http.StatusOK, "ready")
		})
	}
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	return mux // without pprof's command line, which is of no use here
}

func answer(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	fmt.Fprintln(w, text)
}
