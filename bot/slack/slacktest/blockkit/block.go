package blockkit

import (
	"slices"
	"unicode/utf8"
)

// blocks are the blocks this package knows. Each has a block_id as well.
var blocks = byType{
	"section": {
		fields: map[string]rule{"block_id": blockID, "text": anyText(sectionText), "fields": listOf(1, sectionFields, anyText(fieldText)),
			"accessory": element, "expand": boolean},
		also: textOrFields,
	},
	"header": {
		must:   []string{"text"},
		fields: map[string]rule{"block_id": blockID, "text": plainText(headerText), "level": integerRange(1, 4)},
	},
	"divider": {fields: map[string]rule{"block_id": blockID}},
	"context": {
		must:   []string{"elements"},
		fields: map[string]rule{"block_id": blockID, "elements": listOf(1, contextElements, contextElement)},
	},
	"actions": {
		must:   []string{"elements"},
		fields: map[string]rule{"block_id": blockID, "elements": listOf(1, actionElements, element)},
	},
	"input": {
		must: []string{"label", "element"},
		fields: map[string]rule{"block_id": blockID, "label": plainText(inputLabel), "hint": plainText(inputHint), "element": element,
			"optional": boolean, "dispatch_action": boolean},
		also: func(j *checker, _ string, _ object) { j.inputs++ },
	},
	"image": {
		must: []string{"alt_text"},
		fields: map[string]rule{"block_id": blockID, "alt_text": visibleText(altText), "title": plainText(imageTitle),
			"image_url": link("http", "https"), "slack_file": slackFile},
		also: oneImage,
	},
	"rich_text": {
		must:   []string{"elements"},
		fields: map[string]rule{"block_id": blockID, "elements": listOf(1, many, richElements.rule)},
	},
	"table": {
		must:   []string{"rows"},
		fields: map[string]rule{"block_id": blockID, "rows": listOf(1, tableRows, listOf(1, tableColumns, cells.rule)), "column_settings": listOf(0, tableColumns, column.rule)},
		also:   evenRows,
	},
	"markdown": {
		must:   []string{"text"},
		fields: map[string]rule{"block_id": blockID, "text": markdown},
	},
}

// onlyIn has the blocks that do not stand everywhere. A file comes with messages of people; no
// app can send one in blocks.
var onlyIn = map[string][]surface{"markdown": {message}, "table": {message}, "file": {}}

// block is the rule for one block.
func block(j *checker, at string, v any) {
	j.actions = map[string]bool{}
	o, _ := v.(object)
	j.block, _ = o["type"].(string)
	if places, ok := onlyIn[j.block]; ok && !slices.Contains(places, j.on) {
		j.object(at, "%s blocks cannot stand in a %s", j.block, j.on)
		return
	}
	blocks.rule(j, at, v)
}

func textOrFields(j *checker, at string, o object) {
	_, text := o["text"]
	_, fields := o["fields"]
	if !text && !fields {
		j.object(at, "neither text nor fields")
	}
}

// contextElement is the rule for an element of a context block: an image or a text object itself.
func contextElement(j *checker, at string, v any) {
	o, _ := v.(object)
	if kind := o["type"]; kind == "plain_text" || kind == "mrkdwn" {
		anyText(contextText)(j, at, v)
		return
	}
	element(j, at, v)
}

func markdown(j *checker, at string, v any) {
	visibleText(markdownText)(j, at, v)
	s, _ := v.(string)
	j.markdown += utf8.RuneCountInString(s)
}

func slackFile(j *checker, at string, v any) {
	shape{fields: map[string]rule{"id": nonEmpty(anyID), "url": link("https")}, also: oneFile}.rule(j, at, v)
}

func oneFile(j *checker, at string, o object) {
	if len(o) != 1 {
		j.object(at, "must have id or url, one of them")
	}
}

func oneImage(j *checker, at string, o object) {
	_, address := o["image_url"]
	_, file := o["slack_file"]
	if address == file {
		j.object(at, "must have image_url or slack_file, one of them")
	}
}
