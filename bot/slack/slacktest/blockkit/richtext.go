package blockkit

import "math"

const many = math.MaxInt // no limit is documented

// richElements are the parts of a rich_text block.
var richElements = byType{
	"rich_text_section": section,
	"rich_text_quote":   {must: []string{"elements"}, fields: map[string]rule{"elements": spans, "border": integerRange(0, 1)}},
	"rich_text_preformatted": {must: []string{"elements"}, fields: map[string]rule{"elements": spans, "border": integerRange(0, 1),
		"language": nonEmpty(anyID)}},
	"rich_text_list": {
		must: []string{"style", "elements"},
		fields: map[string]rule{"style": oneOf("bullet", "ordered"), "elements": listOf(1, many, byType{"rich_text_section": section}.rule),
			"indent": integerRange(0, 8), "offset": integerRange(0, math.MaxInt32), "border": integerRange(0, 1)},
	},
}

var section = shape{must: []string{"elements"}, fields: map[string]rule{"elements": spans}}

var spans = listOf(1, many, richSpans.rule)

// richSpans are what a line of rich text is made of.
var richSpans = byType{
	"text": {must: []string{"text"}, fields: map[string]rule{"text": nonEmpty(richText), "style": look.rule}},
	"link": {must: []string{"url"}, fields: map[string]rule{"url": link("http", "https", "mailto", "slack"), "text": nonEmpty(richText),
		"unsafe": boolean, "style": look.rule}},
	"emoji":     {must: []string{"name"}, fields: map[string]rule{"name": nonEmpty(anyID), "unicode": nonEmpty(anyID), "skin_tone": integerRange(2, 6)}},
	"user":      {must: []string{"user_id"}, fields: map[string]rule{"user_id": nonEmpty(anyID), "style": look.rule}},
	"channel":   {must: []string{"channel_id"}, fields: map[string]rule{"channel_id": nonEmpty(anyID), "style": look.rule}},
	"usergroup": {must: []string{"usergroup_id"}, fields: map[string]rule{"usergroup_id": nonEmpty(anyID), "style": look.rule}},
	"broadcast": {must: []string{"range"}, fields: map[string]rule{"range": oneOf("here", "channel", "everyone")}},
	"date": {must: []string{"timestamp", "format"}, fields: map[string]rule{"timestamp": integerRange(math.MinInt64, math.MaxInt64),
		"format": nonEmpty(anyID), "url": link("http", "https"), "fallback": visibleText(richText), "style": look.rule}},
}

var look = shape{fields: map[string]rule{"bold": boolean, "italic": boolean, "strike": boolean, "underline": boolean, "code": boolean,
	"highlight": boolean, "client_highlight": boolean, "unlink": boolean}}
