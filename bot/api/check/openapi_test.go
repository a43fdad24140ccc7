// Package check_test has a library that knows OpenAPI 3.1 read the description of the API. It is a
// module of its own, so that the bot does not carry the library; it knows nothing of the bot but what
// it can be told by running it.
package check_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi-validator/errors"
)

// website runs the program as a website, and returns its address.
func website(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "hspbot")
	build := exec.Command("go", "build", "-o", program, "./cmd/hspbot")
	build.Dir = "../../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	cmd := exec.Command(program, "serve")
	cmd.Env = append(os.Environ(), "HSPBOT_WEB=on", "HSPBOT_DATA="+filepath.Join(dir, "serve.db"), "HSPBOT_LISTEN="+address)
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil || t.Failed() {
			t.Errorf("serve: %v\n%s", err, log.String())
		}
	})
	for range 200 {
		if r, err := http.Get("http://" + address + "/api/v1/openapi.json"); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return "http://" + address
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the website does not begin")
	return ""
}

// validated reads a description, and says what is wrong with it.
func validated(t *testing.T, text []byte) (validator.Validator, string) {
	t.Helper()
	doc, err := libopenapi.NewDocument(text)
	if err != nil {
		return nil, err.Error()
	}
	v, errs := validator.NewValidator(doc, config.WithFormatAssertions())
	if len(errs) > 0 {
		return nil, fmt.Sprint(errs)
	}
	_, wrong := v.ValidateDocument()
	return v, words(wrong)
}

func words(errs []*errors.ValidationError) string {
	var list []string
	for _, e := range errs {
		list = append(list, e.Message+": "+e.Reason)
		for _, s := range e.SchemaValidationErrors {
			list = append(list, "  "+s.FieldPath+": "+s.Reason)
		}
	}
	return strings.Join(list, "\n")
}

// described is what the test needs of the description.
type described struct {
	OpenAPI string
	Paths   map[string]map[string]struct {
		Parameters  []parameter
		RequestBody struct{ Content map[string]content }
		Responses   map[string]struct{ Content map[string]content }
	}
}

type parameter struct {
	Name     string
	Examples map[string]struct{ Value string }
}

type content struct {
	Examples map[string]struct{ Value any }
}

// TestOpenAPI has a library that knows OpenAPI 3.1 read the description that the program serves, and
// every example asked, and holds what is asked and answered to it.
func TestOpenAPI(t *testing.T) {
	site := website(t)
	text := body(t, get(t, site+"/api/v1/openapi.json"))
	v, wrong := validated(t, text)
	if wrong != "" {
		t.Fatal(wrong)
	}
	for _, broken := range []string{`"operationId":"score"`, `"in":"query"`, `"responses":{"200"`} {
		if _, wrong := validated(t, bytes.Replace(text, []byte(broken), []byte(strings.Replace(broken, `"`, `"x`, 1)), 1)); wrong == "" && !strings.Contains(broken, "operationId") {
			t.Errorf("a description without %s is taken", broken)
		}
	}
	var doc described
	if err := json.Unmarshal(text, &doc); err != nil || !strings.HasPrefix(doc.OpenAPI, "3.1.") {
		t.Fatal(doc.OpenAPI, err)
	}
	asked, refused := 0, 0
	ask := func(method, path, media string, sent []byte) {
		t.Helper()
		request := func() *http.Request {
			r, err := http.NewRequest(strings.ToUpper(method), site+"/api/v1"+path, bytes.NewReader(sent))
			if err != nil {
				t.Fatal(err)
			}
			if media != "" {
				r.Header.Set("Content-Type", media)
			}
			return r
		}
		answer, err := http.DefaultClient.Do(request())
		if err != nil {
			t.Fatal(err)
		}
		got := body(t, answer)
		answer.Body = io.NopCloser(bytes.NewReader(got))
		asked++
		ok := answer.StatusCode == http.StatusOK
		if !ok {
			refused++
		}
		if media != "application/x-ndjson" && answer.StatusCode != http.StatusUnsupportedMediaType { // a text of lines is no JSON, which is all that is checked
			valid, errs := v.ValidateHttpRequest(request())
			if valid != ok {
				t.Errorf("%s %s %.100s: status %d, the description says %t\n%s", method, path, sent, answer.StatusCode, valid, words(errs))
			}
			if valid, errs := v.ValidateHttpResponse(request(), answer); !valid {
				t.Errorf("%s %s %.100s: the answer is not as described\n%s\n%.300s", method, path, sent, words(errs), got)
			}
		}
	}
	for path, methods := range doc.Paths {
		for method, o := range methods {
			if path == "/openapi.json" {
				ask(method, path, "", nil)
			}
			for media, c := range o.RequestBody.Content {
				for _, e := range c.Examples {
					sent, ok := e.Value.(string)
					if !ok {
						b, _ := json.Marshal(e.Value)
						sent = string(b)
					}
					ask(method, path, media, []byte(sent))
				}
			}
			for _, p := range o.Parameters {
				for name, e := range p.Examples {
					if name != "date" { // a day before the table is a date
						ask(method, path+"?"+url.Values{p.Name: {e.Value}}.Encode(), "", nil)
					}
				}
			}
		}
	}
	const asJSON = "application/json"
	for _, c := range []struct{ method, path, media, sent string }{
		{"POST", "/score", asJSON, `{"salary":1}`}, {"POST", "/score", asJSON, `[{"age":-1}]`}, {"POST", "/advice", asJSON, `{"stay":{"hsp_points":75}}`},
		{"POST", "/score", asJSON, "[{}" + strings.Repeat(",{}", 200) + "]"}, {"POST", "/advice", asJSON, "[{}" + strings.Repeat(",{}", 20) + "]"},
		{"POST", "/score", asJSON, "7"}, {"POST", "/score", "text/plain", "{}"}, {"GET", "/rules?as_of=yesterday", "", ""}, {"GET", "/universities", "", ""},
		{"POST", "/advice", asJSON, `[{},{"degrees":["bachelor"],"birth_date":"1990-01-01","stay":{"in_japan_since":"2020-01-01"}}]`},
		{"POST", "/score", asJSON, `{"earlier":[{"before":"2026-01-01","facts":{"annual_income_jpy":null}}],"category":"i-b","career_since":"2015-04-01"}`},
		{"POST", "/score", asJSON, `{"career_years":{"i-a":3,"i-b":{"from":5,"below":7}},"children_ages":[1,2],"pregnant":null}`},
	} {
		ask(c.method, c.path, c.media, []byte(c.sent))
	}
	if asked != 20 || refused != 10 {
		t.Errorf("%d requests, %d refused", asked, refused)
	}
}

func get(t *testing.T, address string) *http.Response {
	t.Helper()
	r, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
