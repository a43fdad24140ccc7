package api

import (
	"embed"
	"encoding/json"
	"net/http"
	"path"
	"strings"

	"hspbot/scoring"
)

// openapi.json describes the addresses; the schemas of profiles, assessments and advice are those of
// scoring, and the examples are files.
//
//go:embed openapi.json examples
var description embed.FS

// contract are the schemas of scoring by their names in the description.
var contract = map[string]string{"Profile": "profile.schema.json", "Assessment": "assessment.schema.json", "Advice": "advice.schema.json"}

// openAPI answers with the description.
func (a *API) openAPI(*call) *answer {
	return &answer{status: http.StatusOK, media: mediaJSON, body: a.described(), header: http.Header{}, fresh: lawFor}
}

// describe returns the whole description, an OpenAPI document, of an API at an address.
func describe(public string) []byte {
	var doc map[string]any
	read(description, "openapi.json", &doc)
	doc["servers"] = []any{map[string]any{"url": public + strings.TrimSuffix(base, "/")}}
	doc = fill(doc).(map[string]any)
	schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
	for name, file := range contract {
		var schema map[string]any
		read(scoring.Schemas, file, &schema)
		delete(schema, "$schema") // that of OpenAPI 3.1 is the same
		parts, _ := schema["$defs"].(map[string]any)
		delete(schema, "$defs")
		schemas[name] = refer(schema, name)
		for part, s := range parts {
			schemas[name+"."+part] = refer(s, name)
		}
	}
	text, err := json.Marshal(doc)
	if err != nil {
		panic("api: " + err.Error()) // what was read can be written
	}
	return text
}

// read reads a file of ours.
func read(files embed.FS, name string, into any) {
	text, err := files.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		panic("api: " + name + ": " + err.Error()) // our mistake, which the first test finds
	}
}

// fill puts examples where the description names them: "@score.request.json". Those of lines are text.
func fill(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, x := range v {
			v[key] = fill(x)
		}
	case []any:
		for i, x := range v {
			v[i] = fill(x)
		}
	case string:
		name, ok := strings.CutPrefix(v, "@")
		if !ok {
			return v
		}
		if path.Ext(name) == ".ndjson" {
			text, err := description.ReadFile("examples/" + name)
			if err != nil {
				panic("api: " + err.Error())
			}
			return string(text)
		}
		var example any
		read(description, "examples/"+name, &example)
		return example
	}
	return v
}

// refer has the references of a schema point to where the description has it: its parts are schemas of
// their own there.
func refer(v any, name string) any {
	switch v := v.(type) {
	case map[string]any:
		for key, x := range v {
			if ref, ok := x.(string); ok && key == "$ref" {
				v[key] = component(ref, name)
				continue
			}
			v[key] = refer(x, name)
		}
	case []any:
		for i, x := range v {
			v[i] = refer(x, name)
		}
	}
	return v
}

// component is a reference in the schema of a name as one in the description.
func component(ref, name string) string {
	file, inside, _ := strings.Cut(ref, "#")
	for other, f := range contract {
		if f == file {
			name = other
		}
	}
	if part, ok := strings.CutPrefix(inside, "/$defs/"); ok {
		return schemaPath + name + "." + part
	}
	return schemaPath + name + inside
}

// schemaPath is where the description has its schemas.
const schemaPath = "#/components/schemas/"
