package blockkit

// views are the kinds of views. A home view has no title and no buttons of its own.
var views = map[surface]shape{
	modal: {
		must: []string{"title", "blocks"},
		fields: map[string]rule{"title": plainText(viewTitle), "submit": plainText(viewTitle), "close": plainText(viewTitle),
			"blocks": listOf(0, viewBlocks, block), "private_metadata": anyLength(privateData), "callback_id": anyLength(anyID),
			"external_id": anyLength(anyID), "clear_on_close": boolean, "notify_on_close": boolean},
		also: needsSubmit,
	},
	home: {
		must: []string{"blocks"},
		fields: map[string]rule{"blocks": listOf(0, viewBlocks, block), "private_metadata": anyLength(privateData),
			"callback_id": anyLength(anyID), "external_id": anyLength(anyID)},
	},
}

// needsSubmit asks a modal that takes input for a button to send it.
func needsSubmit(j *checker, at string, o object) {
	if _, ok := o["submit"]; !ok && j.inputs > 0 {
		j.object(at, "missing required field submit, there are input blocks")
	}
}

func checkView(j *checker, v any) {
	o, _ := v.(object)
	kind, ok := o["type"].(string)
	s, known := views[surface(kind)]
	switch {
	case o == nil:
		j.object("/view", "not an object")
	case !ok:
		j.object("/view", "missing required field type")
	case !known:
		j.object("/view", "unknown type %.40q", kind)
	default:
		j.on = surface(kind)
		s.check(j, "/view", o)
	}
}
