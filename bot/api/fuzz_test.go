package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzScore: any body gets an answer as described: as many assessments as there are profiles, or a
// problem; nothing panics.
func FuzzScore(f *testing.F) {
	for _, body := range []string{"", "{}", "[]", "[{}, {}]", "{}\n{}\n", "[", `{"age":`, `[{"earlier":[{"before":"2026-01-01","facts":{"age":1}}]}]`, `{"a/b~c":1}`, "\ufeff{}", "[[[[",
		`{"degrees":["x"]}`, `{"stay":{"hsp_since":"none","x":1}}`, `[1,"x",null,true]`, "{}\x00", `{"career_years":{"i-a":{"from":3,"below":1}}}`, "\xff", `{"age":1} {"age":2}`} {
		f.Add(body, true)
		f.Add(body, false)
	}
	a := newAPI(Options{})
	f.Fuzz(func(t *testing.T, body string, lines bool) {
		a.clients.Delete("address 192.0.2.1") // httptest's, whose limit is not meant here
		r := httptest.NewRequest("POST", "/api/v1/score", strings.NewReader(body))
		r.Header.Set("Content-Type", mediaJSON)
		if lines {
			r.Header.Set("Content-Type", mediaLines)
		}
		out := httptest.NewRecorder()
		a.ServeHTTP(out, r)
		switch out.Code {
		case http.StatusOK:
			if lines {
				n := 0
				for line := range strings.Lines(out.Body.String()) {
					n++
					if !json.Valid([]byte(line)) {
						t.Errorf("no JSON: %q", line)
					}
				}
				if want := len(strings.FieldsFunc(body, func(r rune) bool { return r == '\n' })); n > want {
					t.Errorf("%d lines for %d", n, want)
				}
				return
			}
			var got any
			if err := json.Unmarshal(out.Body.Bytes(), &got); err != nil {
				t.Errorf("no JSON: %v", err)
			}
		case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
			var p problem
			if err := json.Unmarshal(out.Body.Bytes(), &p); err != nil || p.Status != out.Code {
				t.Errorf("%v: %s", err, out.Body)
			}
			for _, e := range p.Errors {
				if e.Pointer == nil || *e.Pointer != "" && !strings.HasPrefix(*e.Pointer, "/") || strings.Contains(e.Detail, "<no value>") {
					t.Errorf("%q: %+v", body, e)
				}
			}
		default:
			t.Errorf("status %d: %s", out.Code, out.Body)
		}
	})
}
