package blockkit

// The limits, in code points where they are of texts. Source: Slack's reference of blocks,
// elements, composition objects and views (docs.slack.dev/reference), and the validators of
// its official SDKs for Python and Node, as of August 2026.
const (
	messageBlocks = 50
	viewBlocks    = 100
	viewBytes     = 250_000
	viewTitle     = 24 // of submit and close too
	privateData   = 3000
	anyID         = 255 // block_id, action_id, callback_id, external_id

	sectionText   = 3000
	sectionFields = 10
	fieldText     = 2000
	headerText    = 150
	contextText   = 3000
	altText       = 2000
	imageTitle    = 2000
	anyURL        = 3000
	inputLabel    = 2000
	inputHint     = 2000
	markdownText  = 12_000 // of all markdown blocks together too
	richText      = 3000   // not documented for rich text: that of a text object

	actionElements  = 25
	contextElements = 10

	buttonText    = 75
	buttonValue   = 2000
	spokenLabel   = 75
	placeholder   = 150
	optionText    = 75 // of description and of the label of a group too
	optionValue   = 150
	optionAdvised = 75 // the limit in older pages and SDKs
	selectOptions = 100
	overflowMost  = 5
	choiceOptions = 10   // radio_buttons and checkboxes
	manyUsers     = 1000 // of a multi_users_select: Slack names no limit
	inputLength   = 3000

	tableRows    = 100
	tableColumns = 20

	confirmTitle  = 100
	confirmText   = 300
	confirmButton = 30
)
