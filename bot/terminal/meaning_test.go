package terminal

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// What the options mean, said once more and apart from the interview: as the keys and
// values of the contract of profiles.

// keys are the facts under another name than the option's or the question's.
var keys = map[string]string{"salary": "annual_income_jpy", "spouse_income": "spouse_income_jpy"}

// meanings are the options whose fact and value are not those of their name.
var meanings = map[string]string{
	"licences one":                `"licences":1`,
	"licences two-or-more":        `"licences":2`,
	"licences none":               `"licences":0`,
	"employer rnd_over_3_percent": `"rnd_ratio_percent":{"from":3.0000000000000004}`,
	"spouse no":                   `"spouse_income_jpy":0`,
	"rest own_investment":         `"own_investment_jpy":{"from":100000000}`,
	"rest jica_without_classes":   `"jica_training":"without_japanese_university_classes"`,
	"rest jica_with_classes":      `"jica_training":"with_japanese_university_classes"`,
}

// meaning says what an option stands for in the contract of profiles, and whether facts say so.
func meaning(question, id string, facts map[string]any) (want string, ok bool) {
	text, _ := json.Marshal(facts)
	stored := string(text)
	has := func(key string, value any) (string, bool) {
		v, _ := json.Marshal(value)
		want := fmt.Sprintf("%q:%s", key, v)
		return want, strings.Contains(stored, want)
	}
	if want := meanings[question+" "+id]; want != "" {
		return want, strings.Contains(stored, want)
	}
	switch question {
	case "goal":
		return "", true
	case "spouse":
		if id == "no" {
			return has("spouse_income_jpy", 0)
		}
		return "", true // what the spouse earns is asked next
	case "position", "japanese":
		if id == notSure {
			return "nothing", facts[question] == nil
		}
		return has(question, strings.ReplaceAll(id, "-", "_"))
	case "degrees", "research":
		if list, ok := facts[question].([]any); ok && id != "different_fields" {
			return id + " in " + question, id == "none" && len(list) == 0 || slices.Contains(list, any(id))
		}
	case "family":
		switch ages, _ := facts["children_ages"].([]any); id {
		case "child_under_7":
			return "a child of 6", slices.Contains(ages, any(6.0))
		case "child_7_to_12":
			return "a child of 12", slices.Contains(ages, any(12.0))
		}
	case "salary", "spouse_income", "age", "career_i-a", "career_i-b", "career_i-c", "licences":
		return band(question, id, facts)
	}
	if id == "none" || id == notSure {
		return "", true // the totals are compared
	}
	return has(id, true)
}

// band says what a band stands for: "under-30", "30-35", "from-40", "=0".
func band(question, id string, facts map[string]any) (want string, ok bool) {
	k := keys[question]
	if k == "" {
		k = question
	}
	value := facts[k]
	if sheet, isCareer := strings.CutPrefix(question, "career_"); isCareer {
		value = facts["career_years"]
		if by, ok := value.(map[string]any); ok && by[sheet] != nil {
			value = by[sheet]
		} else if ok && by["from"] == nil && by["below"] == nil {
			value = nil
		}
	}
	var list []string
	switch v := value.(type) {
	case nil:
		return "nothing", id == notSure
	case float64:
		return fmt.Sprint(id), id == fmt.Sprintf("=%.0f", v) || id == fmt.Sprintf("%.0f-%.0f", v, v+1) || id == fmt.Sprintf("under-%.0f", v+1)
	case map[string]any:
		for _, k := range []string{"from", "below"} {
			if n, ok := v[k].(float64); ok {
				list = append(list, strconv.FormatFloat(n, 'f', -1, 64))
			}
		}
	}
	got := strings.Join(list, "-")
	return id, strings.TrimPrefix(strings.TrimPrefix(id, "under-"), "from-") == got
}
