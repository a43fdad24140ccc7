package locales

import (
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// TestSimpleIsATemplate compares every text that is put together without a template with what the
// template makes of it, with texts, numbers and without values.
func TestSimpleIsATemplate(t *testing.T) {
	filled := 0
	for _, tag := range Tags() {
		v := In(tag)
		for id, known := range v.texts {
			text := known.simple
			if text == nil {
				continue
			}
			data, pairs := map[string]any{}, []any{}
			for i := 1; i < len(text); i += 2 {
				var value any = i
				if i%4 == 1 {
					value = "<値 & \"value\">"
				}
				data[text[i]] = value
				pairs = append(pairs, text[i], value)
			}
			if len(pairs) > 0 {
				filled++
			}
			want, err := v.localizer.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: data})
			if got := v.Say(id, pairs...); err != nil || got != want {
				t.Errorf("%s %s: %q, want %q, %v", tag, id, got, want, err)
			}
			want, err = v.localizer.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: map[string]any{}})
			if got := v.Say(id); err != nil || got != want {
				t.Errorf("%s %s without values: %q, want %q, %v", tag, id, got, want, err)
			}
		}
	}
	if filled < 100 {
		t.Errorf("only %d texts with placeholders", filled)
	}
}
