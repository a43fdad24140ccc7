package blockkit

import "slices"

// plainText is the rule for a text object of type plain_text.
func plainText(most int) rule { return textObject(most, "plain_text") }

// anyText is the rule for a text object of either type.
func anyText(most int) rule { return textObject(most, "plain_text", "mrkdwn") }

func textObject(most int, types ...string) rule {
	k := byType{
		"plain_text": {must: []string{"text"}, fields: map[string]rule{"text": visibleText(most), "emoji": boolean}},
		"mrkdwn":     {must: []string{"text"}, fields: map[string]rule{"text": mrkdwnText(most), "verbatim": boolean}},
	}
	return func(j *checker, at string, v any) {
		k.check(j, at, v, func(kind string) bool {
			fits := slices.Contains(types, kind)
			if !fits {
				j.object(at, "must be plain_text")
			}
			return fits
		})
	}
}

// mrkdwnText is the rule for a text of mrkdwn.
func mrkdwnText(most int) rule {
	return func(j *checker, at string, v any) {
		visibleText(most)(j, at, v)
		s, _ := v.(string)
		for _, problem := range mrkdwn(s) {
			j.object(at, "%s", problem)
		}
	}
}
