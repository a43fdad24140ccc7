package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"
)

// worked are n profiles of the worked cases.
func worked(b *testing.B, n int) [][]byte {
	b.Helper()
	text, err := os.ReadFile("../../scoring/testdata/vectors.jsonl")
	if err != nil {
		b.Fatal(err)
	}
	var list [][]byte
	for line := range bytes.Lines(text) {
		var v struct{ Profile json.RawMessage }
		if err := json.Unmarshal(line, &v); err != nil {
			b.Fatal(err)
		}
		list = append(list, v.Profile)
	}
	for len(list) < n {
		list = append(list, list...)
	}
	return list[:n]
}

// BenchmarkScore has a client ask over HTTP, again and again over one connection, for one profile and
// for as many as a request may have.
func BenchmarkScore(b *testing.B) {
	for name, n := range map[string]int{"one": 1, "lines=200": scoringWork.most} {
		b.Run(name, func(b *testing.B) {
			now := time.Now()
			a := newAPI(Options{Now: func() time.Time { now = now.Add(time.Minute); return now }})
			server := httptest.NewServer(a)
			defer server.Close()
			body := bytes.Join(worked(b, n), []byte("\n"))
			media := mediaLines
			if n == 1 {
				media = mediaJSON
			}
			for b.Loop() {
				r, err := http.Post(server.URL+"/api/v1/score", media, bytes.NewReader(body))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := bytes.NewBuffer(nil).ReadFrom(r.Body); err != nil || r.StatusCode != http.StatusOK {
					b.Fatal(r.StatusCode, err)
				}
				r.Body.Close()
			}
			b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "profiles/s")
		})
	}
}
