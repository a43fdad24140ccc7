package wire

import (
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func document(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// spokenAt is when most of the documents' messages were written: 1767225600 is the first
// second of 2026.
var spokenAt = time.Date(2026, 1, 1, 0, 0, 0, 200_000, time.UTC)

// written is what all messages of the documents have in common, as their reader should see it.
func written(k Kind, id, text string, change func(*Payload)) Payload {
	p := Payload{Kind: k, ID: "e:" + id, Team: "T0HOME001", Bot: "U0APP0001", User: "U0PERSON1", UserTeam: "T0HOME001",
		Channel: "D0DIRECT1", Direct: true, TS: "1767225600.000200", Text: text, At: spokenAt}
	if change != nil {
		change(&p)
	}
	return p
}

func TestEvents(t *testing.T) {
	threaded := func(p *Payload) { p.Thread = "1767225500.000100" }
	other := func(id string) Payload { return Payload{ID: "e:" + id} }
	tests := map[string]Payload{
		"message":           written(Message, "Ev0MESSAGE", "Tom & Jerry <b> &lt;", nil),
		"message_thread":    written(Message, "Ev0THREAD1", "八年", threaded),
		"message_broadcast": written(Message, "Ev0BROAD01", "yes", threaded),
		"shared_file":       written(NonText, "Ev0FILE001", "my degree", nil),
		"shared_empty":      written(NonText, "Ev0EMPTY01", "", nil),
		"changed": written(Edited, "Ev0CHANGED", "8 years", func(p *Payload) {
			threaded(p)
			p.At = time.Date(2026, 1, 1, 0, 1, 0, 300_000, time.UTC)
		}),
		"mention": written(Mention, "Ev0MENTION", "<@U0OTHER01> and  <start> <@U0APP0001>", func(p *Payload) {
			threaded(p)
			p.Channel, p.Direct, p.Mentioned = "C0GENERAL", false, []string{"U0OTHER01", "U0APP0001"}
		}),
		"mention_guest": written(Mention, "Ev0GUEST01", "start", func(p *Payload) {
			p.User, p.UserTeam, p.Channel, p.Direct = "U0GUEST01", "T0GUEST01", "C0SHARED1", false
		}),
		"home": {Kind: HomeOpened, ID: "e:Ev0HOME001", Enterprise: "E0GRID001", Team: "T0HOME001", OrgWide: true,
			Bot: "U0APP0001", User: "W0PERSON1", Channel: "D0DIRECT1", Direct: true, At: spokenAt.Truncate(time.Second)},
		"uninstalled": {Kind: Uninstalled, ID: "e:Ev0UNINST1", Team: "T0HOME001", At: spokenAt.Truncate(time.Second)},
		"revoked": {Kind: TokensRevoked, ID: "e:Ev0REVOKED", Enterprise: "E0GRID001", Team: "T0HOME001",
			Users: []string{"U0APP0001", "U0PERSON1"}, At: spokenAt.Truncate(time.Second)},
		"user_change": {Kind: UserChanged, ID: "e:Ev0USERCH1", Team: "T0HOME001", Bot: "U0APP0001", User: "U0PERSON1",
			UserTeam: "T0HOME001", UserEnterprise: "E0GRID001", Locale: "ja-JP", At: spokenAt.Add(-100 * time.Microsecond)},
		"verification":      {Challenge: "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"},
		"message_channel":   other("Ev0CHANNEL"),
		"own_message":       other("Ev0OWN0001"),
		"own_user":          other("Ev0OWN0002"),
		"own_app":           other("Ev0OWN0003"),
		"other_bot":         other("Ev0BOT0002"),
		"slackbot":          other("Ev0SLACKB1"),
		"hidden":            other("Ev0HIDDEN1"),
		"joined":            other("Ev0JOINED1"),
		"deleted":           other("Ev0DELETED"),
		"changed_unfurl":    other("Ev0UNFURL1"),
		"changed_own":       other("Ev0ECHO001"),
		"changed_tombstone": other("Ev0TOMB001"),
		"mention_bot":       other("Ev0MENBOT1"),
		"home_messages": {Kind: MessagesOpened, ID: "e:Ev0HOME002", Team: "T0HOME001", Bot: "U0APP0001", User: "U0PERSON1", Channel: "D0DIRECT1",
			Direct: true, At: time.Date(2026, 1, 1, 0, 0, 0, 100_000, time.UTC)},
		"channel_created": other("Ev0CREATED"),
		"unknown":         other("Ev0FUTURE1"),
	}
	for name, want := range tests {
		got, err := ParseEvent(document(t, "event_"+name+".json"))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", name, got, err, want)
		}
	}
	files, err := filepath.Glob("testdata/event_*.json")
	if err != nil || len(files) != len(tests)+1 { // event_limited has a test of its own
		t.Errorf("%d documents, %d of them tested, %v", len(files), len(tests)+1, err)
	}
}

func TestRateLimited(t *testing.T) {
	got, err := ParseEvent(document(t, "event_limited.json"))
	again, _ := ParseEvent(document(t, "event_limited.json"))
	if err != nil || got.Kind != RateLimited || got.Team != "T0HOME001" || got.ID == "" || got.ID != again.ID ||
		!got.At.Equal(spokenAt.Truncate(time.Second)) {
		t.Errorf("got %+v, %v", got, err)
	}
	later, _ := ParseEvent([]byte(strings.Replace(string(document(t, "event_limited.json")), "1767225600", "1767225660", 1)))
	if later.ID == got.ID {
		t.Error("the next minute has the same id")
	}
}

// TestEditWithoutPrevious: Slack may leave out what stood there before.
func TestEditWithoutPrevious(t *testing.T) {
	const head = `{"type":"event_callback","event_id":"Ev1","event":{"type":"message","subtype":"message_changed","channel":"D1","hidden":true,"message":{"user":"U1","text":"8"`
	for tail, want := range map[string]Kind{
		`,"edited":{"user":"U1","ts":"1.000000"}}}}`: Edited,
		`,"edited":null}}}`:                          Other,
		`}}}`:                                        Other,
	} {
		if got, err := ParseEvent([]byte(head + tail)); err != nil || got.Kind != want {
			t.Errorf("%s: %v, %v, want %v", tail, got.Kind, err, want)
		}
	}
}

// TestEditedMention: Slack sends a mention again when its message is edited.
func TestEditedMention(t *testing.T) {
	const head = `{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention","channel":"C1","user":"U1","ts":"2.000000","text":"<@UBOT> 8"`
	for tail, want := range map[string]Kind{
		`,"edited":{"user":"U1","ts":"3.000000"}}}`: EditedMention,
		`,"edited":null}}`:                          Mention,
		`}}`:                                        Mention,
	} {
		if got, err := ParseEvent([]byte(head + tail)); err != nil || got.Kind != want || got.TS != "2.000000" {
			t.Errorf("%s: %v of %s, %v, want %v", tail, got.Kind, got.TS, err, want)
		}
	}
}

func TestMentions(t *testing.T) {
	for _, test := range []struct{ text, bot, want string }{
		{"<@U1> hello", "U1", "hello"},
		{"hello <@U1>", "U1", "hello"},
		{"<@U1|points>", "U1", ""},
		{"<@U2> <@U1> hello", "", "<@U1> hello"},
		{"<@U2> hello", "U1", "<@U2> hello"},
		{"hello <@U1", "U1", "hello <@U1"},
		{"&lt;@U1&gt; <@U1> x", "U1", "&lt;@U1&gt;  x"},
		{"<@U11> <@U1> x", "U1", "<@U11>  x"},
	} {
		if got := withoutMention(test.text, test.bot); got != test.want {
			t.Errorf("%q without %q is %q, want %q", test.text, test.bot, got, test.want)
		}
	}
}

func TestCommands(t *testing.T) {
	form := func(change map[string]string) url.Values {
		v, err := url.ParseQuery(strings.TrimSpace(string(document(t, "command.txt"))))
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range change {
			v.Set(name, value)
		}
		return v
	}
	want := Payload{Kind: Command, Enterprise: "E0GRID001", Team: "T0HOME001", OrgWide: true, User: "U0PERSON1",
		Channel: "C0GENERAL", Text: "ja <fast>", Trigger: "1000.2000.cccc", ResponseURL: "https://hooks.example.com/commands/1"}
	got, err := ParseCommand(form(nil))
	id := got.ID
	got.ID = ""
	if err != nil || id == "" || !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %+v, %v\nwant %+v", got, err, want)
	}
	if other, _ := ParseCommand(form(map[string]string{"trigger_id": "1000.2000.dddd"})); other.ID == id {
		t.Error("two commands have the same id")
	}
	for _, direct := range []map[string]string{{"channel_name": "directmessage"}, {"channel_id": "D0DIRECT1"}} {
		if got, _ := ParseCommand(form(direct)); !got.Direct {
			t.Errorf("%v is not direct", direct)
		}
	}
	if got, _ := ParseCommand(form(map[string]string{"is_enterprise_install": "false"})); got.OrgWide {
		t.Error("false is true")
	}
	for _, lack := range []string{"trigger_id", "user_id"} {
		if _, err := ParseCommand(form(map[string]string{lack: ""})); err != ErrUnreadable {
			t.Errorf("without %s: %v", lack, err)
		}
	}
	if got, err := ParseCommand(url.Values{"ssl_check": {"1"}, "token": {"unused"}}); err != nil || got.Kind != Other {
		t.Errorf("check of a certificate: %v, %v", got.Kind, err)
	}
}

func TestInteractions(t *testing.T) {
	pressed := func(change func(*Payload)) Payload {
		p := Payload{Kind: Action, Team: "T0HOME001", User: "U0PERSON1", UserTeam: "T0HOME001", Channel: "C0GENERAL",
			TS: "1767225600.000200", Thread: "1767225500.000100", Trigger: "1000.2000.aaaa",
			ResponseURL: "https://hooks.example.com/actions/1", At: time.Date(2026, 1, 1, 0, 1, 40, 500_000, time.UTC),
			Press: Press{Block: "q1", Value: "degree:doctorate"}}
		change(&p)
		return p
	}
	tests := map[string]Payload{
		"action_button":    pressed(func(*Payload) {}),
		"action_direct":    pressed(func(p *Payload) { p.Channel, p.Direct = "D0DIRECT1", true }),
		"action_ephemeral": pressed(func(p *Payload) { p.Ephemeral, p.Thread = true, "" }),
		"action_select": pressed(func(p *Payload) {
			p.Enterprise, p.OrgWide = "E0GRID001", true
			p.Press = Press{Block: "q2", Value: "age:30"}
			p.Values = map[string]map[string][]string{"q2": {"set:age": {"age:30"}}}
		}),
		"action_home": pressed(func(p *Payload) {
			p.Channel, p.TS, p.Thread = "", "", ""
			p.Press = Press{Block: "q3"}
			p.Values = map[string]map[string][]string{"q3": {"set:extras": {"a", "b"}}, "q4": {"text": {"6,000,000円"}, "none": nil}}
			p.View = View{ID: "V0HOME001", Hash: "1767225599.abcd", Callback: "home", Metadata: "m1"}
		}),
		"submission": {Kind: Submission, Team: "T0HOME001", User: "U0PERSON1", UserTeam: "T0HOME001", Trigger: "1000.2000.bbbb",
			Values: map[string]map[string][]string{"salary": {"typed": {"6000000"}}, "when": {"day": nil}},
			View:   View{ID: "V0MODAL01", Hash: "1767225599.efgh", Callback: "answer", Metadata: "C0GENERAL"}},
		"closed": {},
	}
	for name, want := range tests {
		got, err := ParseInteraction(document(t, name+".json"))
		if (got.ID == "") != (want.Kind == Other) {
			t.Errorf("%s: id %q", name, got.ID)
		}
		got.ID = ""
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", name, got, err, want)
		}
	}
}

// TestInteractionIDs: a delivery that comes again has its id again, and another has another.
func TestInteractionIDs(t *testing.T) {
	id := func(name string, replace ...string) string {
		p, err := ParseInteraction([]byte(strings.NewReplacer(replace...).Replace(string(document(t, name+".json")))))
		if err != nil {
			t.Fatal(err)
		}
		return p.ID
	}
	ids := map[string]bool{}
	for _, different := range []string{
		id("action_button"),
		id("action_button", "1000.2000.aaaa", "1000.2000.aaab"),
		id("action_button", "1767225700.000500", "1767225700.000501"),
		id("action_button", "set:degree", "set:degrees"),
		id("submission"),
		id("submission", "V0MODAL01", "V0MODAL02"),
		id("submission", "1767225599.efgh", "1767225599.efgi"),
		id("submission", "U0PERSON1", "U0PERSON2"),
		id("submission", "6000000", "7000000"), // corrected after an error, under the same hash
	} {
		if !regexp.MustCompile(`^[as]:[0-9a-f]{32}$`).MatchString(different) {
			t.Errorf("id %q", different)
		}
		ids[different] = true
	}
	if len(ids) != 9 {
		t.Errorf("%d ids of 9 deliveries", len(ids))
	}
	if !ids[id("action_button", "Doctorate", "博士")] || !ids[id("submission", "1000.2000.bbbb", "1000.2000.zzzz")] {
		t.Error("what does not tell deliveries apart changes the id")
	}
}

func TestUnreadable(t *testing.T) {
	for _, body := range []string{"", "{", "null", "[]", "7", `"x"`, "{}", `{"type":7}`, `{"type":"event_callback"`} {
		if p, err := ParseEvent([]byte(body)); err != ErrUnreadable {
			t.Errorf("event %s: %+v, %v", body, p, err)
		}
	}
	for _, body := range []string{"", "{", "[]", "{}", `{"type":"block_actions"}`, `{"type":"block_actions","actions":[]}`,
		`{"type":"block_actions","user":{"id":"U1"},"actions":[{"action_id":"a"}]}`,
		`{"type":"view_submission","user":{"id":"U1"}}`, `{"type":"view_submission","view":{"id":"V1"}}`} {
		if p, err := ParseInteraction([]byte(body)); err != ErrUnreadable {
			t.Errorf("interaction %s: %+v, %v", body, p, err)
		}
	}
	if p, err := ParseEvent([]byte(`{"type":"of_the_future"}`)); err != nil || p.Kind != Other {
		t.Errorf("an unknown outer type: %+v, %v", p, err)
	}
}

// TestTextBounds: a text is cut between characters and has nothing a store refuses.
func TestTextBounds(t *testing.T) {
	body := func(text string) []byte {
		return []byte(`{"type":"event_callback","event_id":"Ev1","event":{"type":"message","channel":"D1","user":"U1","text":"` + text + `"}}`)
	}
	for _, test := range []struct{ name, text, want string }{
		{"NUL", `a\u0000b`, "ab"},
		{"invalid", "a\xff\xfeb", "ab"},
		{"half a pair", `a\ud800b`, "a\uFFFDb"},
		{"long", strings.Repeat("八", 6000), strings.Repeat("八", 5461)}, // 16384 bytes hold 5461 of three
		{"exact", strings.Repeat("x", 16384), strings.Repeat("x", 16384)},
		{"escapes count once", strings.Repeat("&lt;", 5000), strings.Repeat("<", 5000)},
	} {
		p, err := ParseEvent(body(test.text))
		if err != nil || p.Text != test.want {
			t.Errorf("%s: %d bytes, %v, want %d", test.name, len(p.Text), err, len(test.want))
		}
	}
}

func TestEventIDs(t *testing.T) {
	id := func(s string) string {
		p, err := ParseEvent([]byte(`{"type":"event_callback","event_id":"` + s + `","event":{"type":"app_uninstalled"}}`))
		if err != nil {
			t.Fatal(err)
		}
		return p.ID
	}
	seen := map[string]bool{}
	for _, s := range []string{"Ev1", strings.Repeat("E", 36), strings.Repeat("E", 37), strings.Repeat("E", 1000), "Ev 1", "八", ""} {
		got := id(s)
		if len(got) > 40 || got == "e:" || strings.ContainsFunc(got, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("%q has id %q", s, got)
		}
		if seen[got] || got != id(s) {
			t.Errorf("%q shares its id, or loses it", s)
		}
		seen[got] = true
	}
}

func TestMoments(t *testing.T) {
	for ts, want := range map[string]time.Time{
		"1767225600.000200":           spokenAt,
		"1767225600":                  {},
		"1767225600000200":            {},
		"":                            {},
		".":                           {},
		"-1.000000":                   {},
		"1.-00001":                    {},
		"99999999999999999999.000000": {},
		"99999999999.000000":          {},
	} {
		if got := parseTS(ts); !got.Equal(want) {
			t.Errorf("%q is %v, want %v", ts, got, want)
		}
	}
}

func TestKindNames(t *testing.T) {
	names := map[string]bool{}
	for k := range kindCount {
		names[k.String()] = true
	}
	if len(names) != int(kindCount) || names[""] || kindCount.String() != "unknown" {
		t.Errorf("%q", slices.Collect(maps.Keys(names)))
	}
}

// TestDeep: JSON of any depth is refused or read, within the bound of the body, and no more.
func TestDeep(t *testing.T) {
	for _, open := range []string{"[", `{"a":`, `{"event":{"blocks":[`} {
		body := []byte(`{"type":"event_callback","event_id":"Ev1","event":` + strings.Repeat(open, 200_000))
		if _, err := ParseEvent(body); err == nil {
			t.Errorf("200,000 of %q are an event", open)
		}
		if _, err := ParseInteraction(body); err == nil {
			t.Errorf("200,000 of %q are an interaction", open)
		}
	}
}

// TestShortcuts: of the workspace, and of a message in a thread.
func TestShortcuts(t *testing.T) {
	who := `"user":{"id":"U1","team_id":"T1"},"team":{"id":"T1"},"trigger_id":"1.2.3","action_ts":"1767225600.000200"`
	p, err := ParseInteraction([]byte(`{"type":"shortcut","callback_id":"new_candidate",` + who + `}`))
	if err != nil || p.Kind != Shortcut || p.Press.Value != "new_candidate" || p.User != "U1" || p.Trigger != "1.2.3" || p.Channel != "" {
		t.Errorf("%+v, %v", p, err)
	}
	q, err := ParseInteraction([]byte(`{"type":"message_action","callback_id":"score_candidate",` + who +
		`,"channel":{"id":"C1"},"message":{"ts":"5.6","thread_ts":"5.5"},"message_ts":"5.6"}`))
	if err != nil || q.Kind != Shortcut || q.Channel != "C1" || q.TS != "5.6" || q.Thread != "5.5" || q.ID == p.ID || q.ID[0] != 'h' {
		t.Errorf("%+v, %v", q, err)
	}
	if _, err := ParseInteraction([]byte(`{"type":"shortcut",` + who + `}`)); err == nil {
		t.Error("a shortcut without a name is read")
	}
}
