package wire

import "time"

// Kind says what a delivery is about.
type Kind uint8

// The kinds of deliveries.
const (
	Other          Kind = iota // nothing to do but to acknowledge: unknown events, the app's own messages
	Message                    // text that a person wrote in the direct message with the app
	NonText                    // a message in the direct message without text: a file, white space only
	Edited                     // a person changed the text of a message in the direct message
	Mention                    // the app was mentioned
	EditedMention              // a person changed the text of a message that mentions the app
	HomeOpened                 // a person opened the app's Home tab
	MessagesOpened             // a person opened the direct message with the app
	Joined                     // somebody, or the app, joined a channel; User is who, and By who invited them
	Uninstalled                // the app was removed from a workspace or an organisation
	TokensRevoked              // Users names whose tokens
	UserChanged                // a person's profile changed
	RateLimited                // Slack holds events back for the rest of the hour: too many came
	Command                    // a slash command
	Action                     // a press or a choice in a message, a modal or the Home tab
	Submission                 // a modal was submitted
	Shortcut                   // a shortcut was chosen, of the whole workspace or of a message
	Executed                   // a workflow came to a step of the app

	kindCount
)

var kindNames = [kindCount]string{"other", "message", "non-text message", "edit", "mention", "edit of a mention", "home opened", "messages opened", "joined", "uninstalled",
	"tokens revoked", "user changed", "rate limited", "command", "action", "submission", "shortcut", "step of a workflow"}

// String names a kind, for logs.
func (k Kind) String() string {
	if k >= kindCount {
		return "unknown"
	}
	return kindNames[k]
}

// Payload is a delivery, however it came. What a delivery does not carry is empty.
type Payload struct {
	Kind Kind

	// ID is the same when the delivery comes again, and begins with a letter for its source,
	// so that an event, a command, a press and a submission never share one. ASCII, at most 40
	// bytes. It may be empty for Other only.
	ID string

	// Enterprise and Team are those of the installation that received it; OrgWide, that it is
	// an installation in the whole organisation.
	Enterprise, Team string
	OrgWide          bool

	// User is who did it. UserTeam and UserEnterprise are that person's own workspace and
	// organisation, which need not be the installation's.
	User, UserTeam, UserEnterprise string

	// By is who invited User.
	By string

	// Bot is the user id of the app, where an event names it.
	Bot string

	Channel string
	Direct  bool // the channel is a direct message

	// Thread and TS are the thread and the timestamp of the message that was written or pressed.
	Thread, TS string

	// Text is what was written, with Slack's escapes undone: valid UTF-8 without NUL, at most
	// 16 KiB.
	Text string

	// Trigger opens a modal, once and within three seconds. ResponseURL answers five times
	// within half an hour. Both are secrets.
	Trigger, ResponseURL string

	Locale    string // as the platform writes it, such as "ja-JP"; rarely there
	Ephemeral bool   // the pressed message is visible to one person only and cannot be updated

	Press Press
	Step  Step

	// Values are the inputs of a view or a message: block id, action id, then the values of
	// the chosen options, or what was typed as the only one.
	Values map[string]map[string][]string
	View   View

	Users     []string  // whose tokens ended
	Mentioned []string  // who besides the app is mentioned in Text, as <@ID>
	At        time.Time // when it happened; zero where the platform does not say
	Challenge string    // what the check of a request URL expects in the response
}

// Press is what was pressed or chosen.
type Press struct {
	Block string // block_id
	Value string // the button's value, the chosen option's, what was typed, or the shortcut's callback_id
}

// Step is a step of a workflow.
type Step struct {
	Function  string            // callback_id
	Execution string            // what its end is told by
	Token     string            // with which its end is told; a secret
	Inputs    map[string]string // those that were given
}

// View is a modal or a Home tab.
type View struct {
	ID       string `json:"id"`
	Hash     string `json:"hash"` // of the state the person saw: an update with it fails if another came first
	Callback string `json:"callback_id"`
	Metadata string `json:"private_metadata"`
}
