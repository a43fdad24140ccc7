package blockkit

import "math"

const many = math.MaxInt // no limit is documented

// richElements are the parts of a rich_text block.
var richElements = kinds{
	"rich_text_section": section,
	"rich_text_quote":   {must: []string{"elements"}, fields: map[string]rule{"elements": spans, "border": whole(0, 1)}},
	"rich_text_preformatted": {must: []string{"elements"}, fields: map[string]rule{"elements": spans, "border": whole(0, 1),
		"language": str(anyID)}},
	"rich_text_list": {
		must: []string{"style", "elements"},
		fields: map[string]rule{"style": oneOf("bullet", "ordered"), "elements": listOf(1, many, kinds{"rich_text_section": section}.a),
			"indent": whole(0, 8), "offset": whole(0, math.MaxInt32), "border": whole(0, 1)},
	},
}

var section = shape{must: []string{"elements"}, fields: map[string]rule{"elements": spans}}

var spans = listOf(1, many, richSpans.a)

// richSpans are what a line of rich text is made of.
var richSpans = kinds{
	"text": {must: []string{"text"}, fields: map[string]rule{"text": str(richText), "style": look.an}},
	"link": {must: []string{"url"}, fields: map[string]rule{"url": link("http", "https", "mailto", "slack"), "text": str(richText),
		"unsafe": flag, "style": look.an}},
	"emoji":     {must: []string{"name"}, fields: map[string]rule{"name": str(anyID), "unicode": str(anyID), "skin_tone": whole(2, 6)}},
	"user":      {must: []string{"user_id"}, fields: map[string]rule{"user_id": str(anyID), "style": look.an}},
	"channel":   {must: []string{"channel_id"}, fields: map[string]rule{"channel_id": str(anyID), "style": look.an}},
	"usergroup": {must: []string{"usergroup_id"}, fields: map[string]rule{"usergroup_id": str(anyID), "style": look.an}},
	"broadcast": {must: []string{"range"}, fields: map[string]rule{"range": oneOf("here", "channel", "everyone")}},
	"date": {must: []string{"timestamp", "format"}, fields: map[string]rule{"timestamp": whole(math.MinInt64, math.MaxInt64),
		"format": str(anyID), "url": link("http", "https"), "fallback": shown(richText), "style": look.an}},
}

var look = shape{fields: map[string]rule{"bold": flag, "italic": flag, "strike": flag, "underline": flag, "code": flag,
	"highlight": flag, "client_highlight": flag, "unlink": flag}}
