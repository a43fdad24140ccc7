package lead

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// validate holds a body to the schema that partners have.
func validate(t *testing.T, body []byte) {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile("lead.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(bytes.ReplaceAll(body, []byte(`"LEAD"`), []byte(`"`+strings.Repeat("A", 26)+`"`))))
	if err == nil {
		err = s.Validate(v)
	}
	if err != nil {
		t.Errorf("%s: %v", body, err)
	}
}

// TestSignature holds the signature to RFC 2104 as another program works it out:
// printf '1764468000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef.
func TestSignature(t *testing.T) {
	const want = "t=1764468000,v1=37f19ba050ef18fca4a2ee2fc66152ef2503f8ea981ca877a5aeecb5c32785ca"
	if got := Sign([]string{secret}, time.Unix(1764468000, 0), []byte("{}")); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestReadmeChecksSignatures runs the lines of the README by which a partner checks a signature.
func TestReadmeChecksSignatures(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil && os.Getenv("CI") == "" {
		t.Skip("there is no python3 here")
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(readme), "<!-- signature -->\n```\n")
	code, _, closed := strings.Cut(rest, "\n```\n")
	if !found || !closed || strings.Count(code, "\n") > 10 {
		t.Fatalf("the README has no ten lines that check a signature: %q", code)
	}
	body := []byte(`{"contact":"ゆき <yuki@example.org>"}`)
	now := time.Now()
	header := Sign([]string{secret}, now, body)
	const next = "fedcba9876543210"
	both := Sign([]string{next, secret}, now, body)
	for name, c := range map[string]struct {
		header, body, secret string
		want                 string
	}{
		"right":                         {header, string(body), secret, "True"},
		"another body":                  {header, string(body) + " ", secret, "False"},
		"another secret":                {header, string(body), secret + "x", "False"},
		"another time":                  {strings.Replace(header, strconv.FormatInt(now.Unix(), 10), strconv.FormatInt(now.Unix()+1, 10), 1), string(body), secret, "False"},
		"old":                           {Sign([]string{secret}, now.Add(-time.Hour), body), string(body), secret, "False"},
		"changed, with the old secret":  {both, string(body), secret, "True"},
		"changed, with the new secret":  {both, string(body), next, "True"},
		"changed, with another secret":  {both, string(body), secret + "x", "False"},
		"changed, another body":         {both, string(body) + " ", next, "False"},
		"the old secret when it is out": {Sign([]string{next}, now, body), string(body), secret, "False"},
	} {
		call := fmt.Sprintf("%s\nimport sys\nprint(valid(sys.argv[1], sys.argv[2].encode(), sys.argv[3].encode()))", code)
		out, err := exec.CommandContext(t.Context(), python, "-c", call, c.header, c.body, c.secret).CombinedOutput()
		if got := strings.TrimSpace(string(out)); err != nil || got != c.want {
			t.Errorf("%s: %s, want %s, %v", name, got, c.want, err)
		}
	}
}
