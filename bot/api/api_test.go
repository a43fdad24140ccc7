package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot/partner"
	"hspbot/locales"
	"hspbot/scoring"
)

var update = flag.Bool("update", false, "write the answers of the examples")

// noon is the time of all tests.
var noon = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

const (
	ownOrigin    = "https://hsp.example.org"
	sakuraOrigin = "https://sakura.example"
	plumOrigin   = "https://plum.example"
	sakuraKey    = "hsp_sakura"
)

func partners() *partner.Registry {
	return partner.Fixed(
		partner.Partner{Code: "sakura", Origins: []string{sakuraOrigin}, APIKeys: []string{partner.Hash("hsp_old"), partner.Hash(sakuraKey)}},
		partner.Partner{Code: "plum", Origins: []string{plumOrigin}})
}

// newAPI is an API at noon.
func newAPI(o Options) *API {
	if o.Now == nil {
		o.Now = func() time.Time { return noon }
	}
	if o.Partners == nil {
		o.Partners = partners()
	}
	o.PublicURL = ownOrigin
	return New(o)
}

// ask asks the API; pairs are headers.
func ask(a *API, method, path, body string, pairs ...string) *http.Response {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", mediaJSON)
	}
	for i := 0; i < len(pairs); i += 2 {
		r.Header.Set(pairs[i], pairs[i+1])
	}
	out := httptest.NewRecorder()
	a.ServeHTTP(out, r)
	return out.Result()
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// said is the problem that an answer is.
func said(t *testing.T, r *http.Response) problem {
	t.Helper()
	var p problem
	if err := json.Unmarshal([]byte(text(t, r)), &p); err != nil || r.Header.Get("Content-Type") != mediaProblem || p.Status != r.StatusCode || p.Title == "" || p.Detail == "" {
		t.Errorf("%d %s: %+v, %v", r.StatusCode, r.Header.Get("Content-Type"), p, err)
	}
	return p
}

// TestScore: an object gets an object, an array an array, lines get lines, each the same as what
// hspbot score makes of it.
func TestScore(t *testing.T) {
	profiles := []string{`{"degrees":["master"],"age":29,"annual_income_jpy":7000000}`, `{}`, `{"as_of":"2026-12-01"}`}
	var want []string
	for _, p := range profiles {
		var s scoring.Scorer
		if err := s.Score([]byte(p), func() scoring.Date { return scoring.Date{Year: 2026, Month: 11, Day: 22} }, scoring.AllSheets); err != nil {
			t.Fatal(err)
		}
		want = append(want, string(s.Result.AppendJSON(nil)))
	}
	a := newAPI(Options{})
	const lines = "application/x-ndjson"
	for _, c := range []struct{ media, body, want string }{
		{mediaJSON, profiles[0], want[0] + "\n"},
		{"application/json; charset=utf-8", " \n" + profiles[2] + "\n", want[2] + "\n"},
		{mediaJSON, "[" + strings.Join(profiles, " ,\n") + "]\n", "[" + strings.Join(want, ",") + "]\n"},
		{mediaJSON, "[" + profiles[1] + "]", "[" + want[1] + "]\n"},
		{mediaJSON, "[]", "[]\n"},
		{lines, strings.Join(profiles, "\r\n\n"), strings.Join(want, "\n") + "\n"},
		{"application/jsonl", profiles[0] + "\n", want[0] + "\n"},
		{lines, "", ""},
	} {
		r := ask(a, "POST", "/api/v1/score", c.body, "Content-Type", c.media)
		media := mediaJSON
		if c.media == lines || c.media == "application/jsonl" {
			media = lines
		}
		if got := text(t, r); r.StatusCode != http.StatusOK || got != c.want || r.Header.Get("Content-Type") != media || r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s %q: status %d, %v\n%.300s\nwant\n%.300s", c.media, c.body, r.StatusCode, r.Header, got, c.want)
		}
	}
	// Midnight in Japan is 15:00 UTC.
	a.o.Now = func() time.Time { return time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC) }
	if got := text(t, ask(a, "POST", "/api/v1/score", "{}")); !strings.HasPrefix(got, `{"as_of":"2026-11-23"`) {
		t.Errorf("after midnight in Japan: %.40s", got)
	}
}

// example is one of an operation in the description.
type example struct{ Value any }

// operation is what the tests need of one.
type operation struct {
	Parameters []struct {
		Name, In string
		Examples map[string]example
	}
	RequestBody struct {
		Content map[string]struct{ Examples map[string]example }
	}
	Responses map[string]struct {
		Content map[string]struct{ Examples map[string]example }
	}
}

// TestExamples asks what the examples of the description ask, and gets what they say: the score of
// the first is that of the official form.
func TestExamples(t *testing.T) {
	a := newAPI(Options{})
	var doc struct {
		Paths map[string]map[string]operation
	}
	if err := json.Unmarshal([]byte(text(t, ask(a, "GET", "/api/v1/openapi.json", ""))), &doc); err != nil {
		t.Fatal(err)
	}
	n := 0
	check := func(o operation, name, path string, r *http.Response) {
		n++
		media := r.Header.Get("Content-Type")
		got := text(t, r)
		want, ok := o.Responses[fmt.Sprint(r.StatusCode)].Content[media]
		if !ok {
			t.Errorf("%s %s: status %d of %s is not described", path, name, r.StatusCode, media)
		}
		if *update {
			writeExample(t, name, media, got)
		}
		e, ok := want.Examples[name]
		if !ok && path != "/advice" {
			t.Errorf("%s %s: no example of status %d, %s", path, name, r.StatusCode, media) // of advice there is none: it is long
		}
		if lines, is := e.Value.(string); is && lines != got {
			t.Errorf("%s %s: another answer; -update writes it:\n%.500s", path, name, got)
		} else if ok && !is {
			var v any
			if err := json.Unmarshal([]byte(got), &v); err != nil || !reflect.DeepEqual(v, e.Value) {
				t.Errorf("%s %s: another answer, %v; -update writes it:\n%.500s", path, name, err, got)
			}
		}
	}
	for path, methods := range doc.Paths {
		for method, o := range methods {
			for media, content := range o.RequestBody.Content {
				for name, e := range content.Examples {
					body, ok := e.Value.(string)
					if !ok {
						b, _ := json.Marshal(e.Value)
						body = string(b)
					}
					check(o, name, path, ask(a, strings.ToUpper(method), "/api/v1"+path, body, "Content-Type", media))
				}
			}
			for _, p := range o.Parameters {
				for name, e := range p.Examples {
					r := httptest.NewRequest(strings.ToUpper(method), "/api/v1"+path, nil)
					query := r.URL.Query()
					query.Set(p.Name, e.Value.(string))
					r.URL.RawQuery = query.Encode()
					out := httptest.NewRecorder()
					a.ServeHTTP(out, r)
					check(o, name, path, out.Result())
				}
			}
		}
	}
	if n != 8 {
		t.Errorf("%d examples", n)
	}
	// By the form for 1号ロ: master's degree 20, 7 years 15, 8 million or more 30, from 30 to 34 years of age 10, N2 10.
	var first struct{ Categories map[string]struct{ Min int } }
	if err := json.Unmarshal([]byte(text(t, ask(a, "POST", "/api/v1/score", readExample(t, "one.request.json")))), &first); err != nil || first.Categories["i-b"].Min != 85 {
		t.Errorf("the first example has %+v, %v; want 85 points", first, err)
	}
}

// TestReferences: whatever the description refers to is in it.
func TestReferences(t *testing.T) {
	var doc any
	if err := json.Unmarshal(describe(ownOrigin), &doc); err != nil {
		t.Fatal(err)
	}
	found := 0
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, x := range v {
				ref, is := x.(string)
				if key != "$ref" || !is {
					visit(x)
					continue
				}
				found++
				at := doc
				for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
					inside, _ := at.(map[string]any)
					at = inside[step]
				}
				if at == nil {
					t.Errorf("%s is not there", ref)
				}
			}
		case []any:
			for _, x := range v {
				visit(x)
			}
		}
	}
	visit(doc)
	if found < 100 {
		t.Errorf("%d references", found)
	}
}

func readExample(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("examples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func writeExample(t *testing.T, name, media, got string) {
	t.Helper()
	file := "examples/" + name + ".response.json"
	if media == mediaLines {
		file = "examples/" + name + ".response.ndjson"
	} else {
		var b bytes.Buffer
		if err := json.Indent(&b, []byte(got), "", "  "); err != nil {
			t.Fatal(err)
		}
		got = b.String()
	}
	if _, err := os.Stat(file); err != nil {
		return // the description has no such example
	}
	if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestProblems: whatever is wrong is said as a problem with the status and the place, and nothing is
// computed.
func TestProblems(t *testing.T) {
	a := newAPI(Options{})
	long := `{"as_of":"2026-11-22"` + strings.Repeat(" ", maxBody) + "}"
	for _, c := range []struct {
		name, method, path, body string
		headers                  []string
		status                   int
		at                       string // index and pointer, or the parameter
	}{
		{"no JSON", "POST", "score", "{", nil, 400, "0:"},
		{"nothing", "POST", "score", "", nil, 400, ""},
		{"two objects", "POST", "score", "{} {}", nil, 400, "0:"},
		{"an array that does not end", "POST", "score", "[{}", nil, 400, ""},
		{"an array and more", "POST", "score", "[{}] x", nil, 400, ""},
		{"a line of no JSON", "POST", "score", "{}\nx\n", []string{"Content-Type", "application/x-ndjson"}, 400, "1:"},
		{"a text", "POST", "score", `"x"`, nil, 422, "0:"},
		{"an unknown key", "POST", "score", `{"salary":1}`, nil, 422, "0:/salary"},
		{"several", "POST", "advice", `[{},{"age":-1},{"degrees":["master","phd"]},{"as_of":"2020-01-01"}]`, nil, 422, "1:/age 2:/degrees/1 3:/as_of"},
		{"no list", "POST", "score", `[[]]`, nil, 422, "0:"},
		{"deep", "POST", "score", `{"age":` + strings.Repeat("[", 100_000), nil, 400, "0:"},
		{"no date", "GET", "rules?as_of=2026-13-01", "", nil, 400, "as_of"},
		{"before the table", "GET", "rules?as_of=2023-03-31", "", nil, 400, "as_of"},
		{"no name", "GET", "universities", "", nil, 400, "q"},
		{"a long name", "GET", "universities?q=" + strings.Repeat("a", 101), "", nil, 400, "q"},
		{"another key", "GET", "rules", "", []string{"Authorization", "Bearer hsp_other"}, 401, ""},
		{"another scheme", "GET", "rules", "", []string{"Authorization", "Basic aHNwX3Nha3VyYQ=="}, 401, ""},
		{"a hash for a key", "GET", "rules", "", []string{"Authorization", "Bearer " + partner.Hash(sakuraKey)}, 401, ""},
		{"another website", "POST", "score", "{}", []string{"Origin", "https://evil.example"}, 403, ""},
		{"no address", "GET", "nothing", "", nil, 404, ""},
		{"no version", "GET", "../v2/score", "", nil, 404, ""},
		{"a path below", "GET", "rules/x", "", nil, 404, ""},
		{"to read a score", "GET", "score", "", nil, 405, ""},
		{"to delete rules", "DELETE", "rules", "", nil, 405, ""},
		{"a large body", "POST", "score", long, nil, 413, ""},
		{"201 profiles", "POST", "score", "[{}" + strings.Repeat(",{}", 200) + "]", nil, 413, ""},
		{"201 lines", "POST", "score", strings.Repeat("{}\n", 201), []string{"Content-Type", "application/x-ndjson"}, 413, ""},
		{"advice for 21", "POST", "advice", "[{}" + strings.Repeat(",{}", 20) + "]", nil, 413, ""},
		{"a form", "POST", "score", "age=3", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, ""},
		{"no type", "POST", "score", "{}", []string{"Content-Type", ""}, 415, ""},
		{"compressed", "POST", "score", "{}", []string{"Content-Encoding", "gzip"}, 415, ""},
	} {
		r := ask(a, c.method, "/api/v1/"+c.path, c.body, c.headers...)
		p := said(t, r)
		var at []string
		for _, e := range p.Errors {
			if e.Detail == "" || e.Fault == "" {
				t.Errorf("%s: %+v", c.name, e)
			}
			if e.Index != nil {
				at = append(at, fmt.Sprintf("%d:%s", *e.Index, *e.Pointer))
				continue
			}
			at = append(at, e.Parameter)
		}
		if r.StatusCode != c.status || strings.Join(at, " ") != c.at {
			t.Errorf("%s: status %d at %q, want %d at %q", c.name, r.StatusCode, at, c.status, c.at)
		}
	}
	if allow := ask(a, "DELETE", "/api/v1/score", "").Header.Get("Allow"); allow != "POST, OPTIONS" {
		t.Errorf("Allow is %q", allow)
	}
	if h := ask(a, "GET", "/api/v1/rules", "", "Authorization", "Bearer x").Header.Get("WWW-Authenticate"); !strings.HasPrefix(h, "Bearer ") {
		t.Errorf("WWW-Authenticate is %q", h)
	}
	if n := len(said(t, ask(a, "POST", "/api/v1/score", "[3"+strings.Repeat(",3", 150)+"]")).Errors); n != maxFaults {
		t.Errorf("%d mistakes are told", n)
	}
}

// TestProblemsInLanguages: each problem and each mistake is said in the language of who asks.
func TestProblemsInLanguages(t *testing.T) {
	for header, tag := range map[string]string{"ja-JP,en;q=0.5": "ja", "zh-TW": "zh-Hant", "zh-CN": "zh", "fr": "en", "": "en", "*": "en", "%%": "en"} {
		a := newAPI(Options{})
		r := ask(a, "POST", "/api/v1/score", `{"degrees":["phd"]}`, "Accept-Language", header)
		v := locales.In(tag)
		p := said(t, r)
		if p.Title != v.Say("api.invalid.title") || !strings.Contains(p.Errors[0].Detail, "mba_mot") || r.Header.Get("Content-Language") != tag {
			t.Errorf("%q: %+v", header, p)
		}
	}
	for _, tag := range locales.Tags() {
		for _, f := range append(slices.Clone(scoring.Faults), faultName) {
			if !locales.In(tag).Has("api.fault." + string(f)) {
				t.Errorf("%s does not say %s", tag, f)
			}
		}
		for cause := range causes {
			if !locales.In(tag).Has("api."+cause+".title") || !locales.In(tag).Has("api."+cause+".text") {
				t.Errorf("%s does not say %s", tag, cause)
			}
		}
	}
	var described struct {
		Components struct {
			Schemas struct {
				Problem struct {
					Properties struct {
						Errors struct {
							Items struct {
								Properties struct {
									Fault struct{ Enum []scoring.Fault }
								}
							}
						}
					}
				}
			}
		}
	}
	if err := json.Unmarshal(describe(""), &described); err != nil {
		t.Fatal(err)
	}
	if got := described.Components.Schemas.Problem.Properties.Errors.Items.Properties.Fault.Enum; !slices.Equal(got, append(slices.Clone(scoring.Faults), faultName)) {
		t.Errorf("described are the faults %q", got)
	}
}

// TestNothingIsKept: neither the log nor the metrics, nor a problem, has anything of a request.
func TestNothingIsKept(t *testing.T) {
	var log bytes.Buffer
	var told []string
	a := newAPI(Options{Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Observe: func(route string, status int) { told = append(told, fmt.Sprint(route, " ", status)) }})
	const secret = "8765432"
	var answers strings.Builder
	for _, body := range []string{`{"annual_income_jpy":` + secret + `}`, `{"annual_income_jpy":"` + secret + `"}`, `{"birth_date":"` + secret + `"}`, secret, `{"sme":` + secret, "[" + secret} {
		r := ask(a, "POST", "/api/v1/score", body, "Authorization", "Bearer "+sakuraKey, "X-Forwarded-For", "203.0.113.77")
		answers.WriteString(text(t, r))
	}
	ask(a, "GET", "/api/v1/universities?q="+secret, "")
	ask(a, "GET", "/api/v1/"+secret, "", "Origin", "https://"+secret+".example")
	a.o.Now = func() time.Time { panic(secret) } // a fault of the program
	if r := ask(a, "POST", "/api/v1/score", "{}"); r.StatusCode != http.StatusInternalServerError {
		t.Errorf("a fault is status %d", r.StatusCode)
	}
	if !strings.Contains(log.String(), "api failed") {
		t.Error("the fault is not in the log")
	}
	for _, s := range []string{secret, sakuraKey, partner.Hash(sakuraKey), "203.0.113.77", "192.0.2.1"} {
		if strings.Contains(log.String()+strings.Join(told, "\n"), s) || s != secret && strings.Contains(answers.String(), s) {
			t.Errorf("%q is in\n%s\n%q\n%s", s, log.String(), told, answers.String())
		}
	}
	if n := strings.Count(answers.String(), secret); n > 0 {
		t.Errorf("an answer repeats what was sent %d times", n)
	}
	for _, s := range told {
		if route, _, _ := strings.Cut(s, " "); !slices.Contains(Routes(), route) {
			t.Errorf("told of %q", s)
		}
	}
}
