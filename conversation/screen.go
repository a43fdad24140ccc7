package conversation

// ScreenKind says what a screen is, so that a platform can decide what to do with it.
type ScreenKind uint8

// The kinds of screens.
const (
	Question  ScreenKind = iota // asks; the next screen may replace it
	Detail                      // explains; the next screen may replace it
	Result                      // the outcome; stays to be read again
	Data                        // what is stored about the person, with a File
	Forgotten                   // everything about the person is to be deleted; nothing follows
)

// Screen is what a person is to see: said in their language, drawn by the platform.
// Texts carry no markup and are not escaped.
type Screen struct {
	Kind     ScreenKind
	Language string // tag of the texts: en, ja …
	// ID names what is shown, stable across languages and releases: a question's id
	// ("salary"), "result", "why:salary", "documents" …
	ID string
	// Notice is one calm sentence about what just happened, above everything else; often empty.
	Notice string
	Title  string // the question itself, or the heading
	// InShort is a result in one line, with the day, to be copied; empty for other screens.
	InShort string
	Body    []Block
	// Progress is how far the interview is ("4 of about 9"), empty outside of it.
	Progress string
	// Answers are those given so far, on a question's screen: Label is the question in short,
	// Value the answer. A platform that replaces its cards shows them, so that they stay readable.
	Answers []Line
	// Choices in order: first the options, then the controls.
	Choices []Choice
	// Confirms says that the screen asks once before something is deleted: it offers nothing else.
	Confirms bool
	// Several says that the options are toggles; Press a "done" control to finish.
	Several bool
	// Number says that a number may be typed instead of choosing, as Hint explains.
	Number bool
	// Numbered says that Body says options in full by their numbers, from 1.
	Numbered bool
	Hint     string
	File     *File
}

// Text adds a text to the body; an empty one is none.
func (s *Screen) Text(kind BlockKind, text string) {
	if text != "" {
		s.Body = append(s.Body, Block{Kind: kind, Text: text})
	}
}

// Lines adds a list or a table to the body; without lines it is none.
func (s *Screen) Lines(kind BlockKind, lines ...Line) {
	if len(lines) > 0 {
		s.Body = append(s.Body, Block{Kind: kind, Lines: lines})
	}
}

// add appends a choice.
func (s *Screen) add(role ChoiceRole, id, action, label string) *Choice {
	s.Choices = append(s.Choices, Choice{Role: role, ID: id, Action: action, Label: label})
	return &s.Choices[len(s.Choices)-1]
}

// addViews adds the buttons of views that are called as "control.VIEW" says.
func (t *turn) addViews(s *Screen, views ...string) {
	for _, view := range views {
		s.add(Control, view, ShowAction(view), t.voice.Say("control."+view))
	}
}

// BlockKind says how a block is laid out.
type BlockKind uint8

// The kinds of blocks.
const (
	Paragraph BlockKind = iota // Text
	Heading                    // Text
	List                       // Lines, each an item of its own
	Table                      // Lines with Value; Note may follow below a line
	Code                       // Text, to be shown as it is
	Small                      // Text of less weight: sources, disclaimers
)

// Block is one part of a screen's body.
type Block struct {
	Kind  BlockKind
	Text  string
	Lines []Line
	// Options says that the block says in full, by number, what the options have in Full.
	Options bool
}

// Line is one line of a list or a table.
type Line struct {
	Mark  Mark
	Label string
	Value string // right column of a table: points, a state
	Note  string // a further sentence below
	// Link is what the note opens, or else the label: an https, mailto or tel address; empty for
	// nothing. What is to be read says it all.
	Link string
}

// Mark is the sign before a line.
type Mark uint8

// The marks.
const (
	NoMark  Mark = iota
	Met          // ✅
	NotMet       // ❌
	Depends      // ❔
	Caution      // ⚠️
)

// ChoiceRole says where a choice belongs.
type ChoiceRole uint8

// The roles of choices.
const (
	Option  ChoiceRole = iota // answers the question
	Finish                    // ends a page of toggles
	Control                   // back, not sure, why, and the buttons of the result
)

// Choice is something to press.
type Choice struct {
	Role ChoiceRole
	// ID names the option within the question, in ASCII: "n1", "not-sure", "back".
	ID string
	// Action is the event's Action when pressed; at most 48 bytes of ASCII. It carries the
	// question and the answer, so an old button sets the same fact to the same value.
	Action   string
	Label    string
	Full     string // what Label shortens, in full; empty where it does not. Templates of the website read it
	Selected bool   // a toggle that is on, or the present answer when it is being changed
	Danger   bool   // everything about the person is deleted
}

// File is a document to hand over.
type File struct {
	Name string // ASCII, with ending
	Type string // media type
	Data []byte // empty where the file is made when it is wanted
	// Alt says what a picture shows, for who does not see it; empty for other files.
	Alt string

	content content
}

// content is a file that is made when it is wanted. It is a value, so that a screen equals itself.
type content interface{ Bytes() ([]byte, error) }

// OnDemand reports whether the file has to be made before it is handed over, which takes some
// ten milliseconds.
func (f *File) OnDemand() bool { return f.content != nil }

// Content returns what is in the file. An error is a fault of ours.
func (f *File) Content() ([]byte, error) {
	if f.content == nil {
		return f.Data, nil
	}
	return f.content.Bytes()
}
