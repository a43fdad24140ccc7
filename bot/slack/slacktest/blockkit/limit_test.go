package blockkit_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest/blockkit"
)

// The numbers are those of Slack's reference.

// TestLengths holds each text to its limit: the limit itself is fine, one more is not.
func TestLengths(t *testing.T) {
	for _, c := range []struct {
		doc, at string
		limit   int
	}{
		{"message", "/blocks/0/text/text", 150},
		{"message", "/blocks/0/block_id", 255},
		{"message", "/blocks/1/text/text", 3000},
		{"message", "/blocks/1/accessory/text/text", 75},
		{"message", "/blocks/1/accessory/value", 2000},
		{"message", "/blocks/1/accessory/action_id", 255},
		{"message", "/blocks/1/accessory/accessibility_label", 75},
		{"message", "/blocks/1/accessory/confirm/title/text", 100},
		{"message", "/blocks/1/accessory/confirm/text/text", 300},
		{"message", "/blocks/1/accessory/confirm/confirm/text", 30},
		{"message", "/blocks/1/accessory/confirm/deny/text", 30},
		{"message", "/blocks/3/fields/1/text", 2000},
		{"message", "/blocks/3/accessory/placeholder/text", 150},
		{"message", "/blocks/3/accessory/options/0/text/text", 75},
		{"message", "/blocks/4/elements/0/text", 3000},
		{"message", "/blocks/4/elements/2/alt_text", 2000},
		{"message", "/blocks/5/elements/2/options/1/description/text", 75},
		{"message", "/blocks/5/elements/4/option_groups/0/label/text", 75},
		{"message", "/blocks/5/elements/5/placeholder/text", 150},
		{"message", "/blocks/6/label/text", 2000},
		{"message", "/blocks/6/hint/text", 2000},
		{"message", "/blocks/6/element/placeholder/text", 150},
		{"message", "/blocks/6/element/initial_value", 3000},
		{"message", "/blocks/7/alt_text", 2000},
		{"message", "/blocks/7/title/text", 2000},
		{"modal", "/view/title/text", 24},
		{"modal", "/view/submit/text", 24},
		{"modal", "/view/close/text", 24},
		{"modal", "/view/private_metadata", 3000},
		{"modal", "/view/callback_id", 255},
		{"modal", "/view/external_id", 255},
		{"home", "/view/private_metadata", 3000},
		{"home", "/view/callback_id", 255},
	} {
		doc := document(t, c.doc)
		change(t, doc, c.at, strconv.Quote(strings.Repeat("語", c.limit)))
		if got := problems(t, doc); len(got) > 0 {
			t.Errorf("%s of %d: %q", c.at, c.limit, got)
		}
		change(t, doc, c.at, strconv.Quote(strings.Repeat("語", c.limit+1)))
		only(t, problems(t, doc), c.at, fmt.Sprintf("%d characters, at most %d", c.limit+1, c.limit))
	}
}

func TestAddressLengths(t *testing.T) {
	for _, at := range []string{"/blocks/1/accessory/url", "/blocks/4/elements/2/image_url", "/blocks/5/elements/1/options/0/url"} {
		doc := document(t, "message")
		address := "https://example.com/" + strings.Repeat("a", 2980)
		change(t, doc, at, strconv.Quote(address))
		if got := problems(t, doc); len(got) > 0 {
			t.Errorf("%s of 3000: %q", at, got)
		}
		change(t, doc, at, strconv.Quote(address+"a"))
		only(t, problems(t, doc), at, "3001 characters, at most 3000")
	}
}

// TestOptionValue knows three lengths: fine, too long for older clients, refused.
func TestOptionValue(t *testing.T) {
	at := "/blocks/5/elements/2/options/1/value"
	for n, what := range map[int]string{76: "76 characters, at most 75 advised", 150: "150 characters, at most 75 advised",
		151: "151 characters, at most 150"} {
		doc := document(t, "message")
		change(t, doc, at, strconv.Quote(strings.Repeat("v", n)))
		only(t, problems(t, doc), at, what)
	}
	doc := document(t, "message")
	change(t, doc, at, strconv.Quote(strings.Repeat("v", 75)))
	if got := problems(t, doc); len(got) > 0 {
		t.Errorf("value of 75: %q", got)
	}
}

// TestCounts fills each list to its limit, and over it. An item gets its index.
func TestCounts(t *testing.T) {
	const option = `{"text":{"type":"plain_text","text":"A"},"value":"v%d"}`
	for _, c := range []struct {
		doc, at string
		limit   int
		item    string
	}{
		{"message", "/blocks", 50, `{"type":"divider","block_id":"b%d"}`},
		{"modal", "/view/blocks", 100, `{"type":"divider","block_id":"b%d"}`},
		{"home", "/view/blocks", 100, `{"type":"divider","block_id":"b%d"}`},
		{"message", "/blocks/3/fields", 10, `{"type":"mrkdwn","text":"%d"}`},
		{"message", "/blocks/4/elements", 10, `{"type":"mrkdwn","text":"%d"}`},
		{"message", "/blocks/5/elements", 25, `{"type":"button","action_id":"x%d","text":{"type":"plain_text","text":"A"}}`},
		{"message", "/blocks/3/accessory/options", 100, option},
		{"message", "/blocks/5/elements/1/options", 5, option},
		{"message", "/blocks/5/elements/2/options", 10, option},
		{"message", "/blocks/5/elements/3/options", 10, option},
		{"message", "/blocks/5/elements/4/option_groups", 100,
			`{"label":{"type":"plain_text","text":"G"},"options":[{"text":{"type":"plain_text","text":"A"},"value":"v%d"}]}`},
		{"message", "/blocks/5/elements/4/option_groups/0/options", 100, option},
	} {
		doc := document(t, c.doc)
		for i := length(t, doc, c.at); i < c.limit; i++ {
			change(t, doc, c.at+"/-", fmt.Sprintf(c.item, i))
		}
		if got := problems(t, doc); len(got) > 0 {
			t.Errorf("%d items at %s: %q", c.limit, c.at, got)
		}
		change(t, doc, c.at+"/-", fmt.Sprintf(c.item, c.limit))
		only(t, problems(t, doc), c.at, fmt.Sprintf("%d items, at most %d", c.limit+1, c.limit))
	}
}

func length(t *testing.T, in any, pointer string) int {
	t.Helper()
	for name := range strings.SplitSeq(pointer[1:], "/") {
		switch v := in.(type) {
		case map[string]any:
			in = v[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil {
				t.Fatal(err)
			}
			in = v[i]
		}
	}
	return len(in.([]any))
}

func TestMarkdownTogether(t *testing.T) {
	block := func(n int) map[string]any {
		return map[string]any{"type": "markdown", "text": strings.Repeat("語", n)}
	}
	check := func(blocks ...any) []string {
		in, err := json.Marshal(blocks)
		if err != nil {
			t.Fatal(err)
		}
		return blockkit.Message(in)
	}
	if got := check(block(6000), block(6000)); len(got) > 0 {
		t.Errorf("12000 characters: %q", got)
	}
	only(t, check(block(6000), block(6001)), "/blocks", "12001 characters in all markdown blocks, at most 12000")
}

func TestViewSize(t *testing.T) {
	section := `{"type":"section","text":{"type":"plain_text","text":"` + strings.Repeat("語", 1000) + `"}}`
	view := func(n int) []byte {
		return []byte(`{"type":"home","blocks":[` + strings.TrimSuffix(strings.Repeat(section+",", n), ",") + `]}`)
	}
	small, big := view(80), view(90) // of some 3 kB each
	if got := blockkit.View(small); len(got) > 0 {
		t.Errorf("%d bytes: %q", len(small), got)
	}
	only(t, blockkit.View(big), "/view", "bytes, at most 250000")
}
