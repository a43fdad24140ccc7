package conversation

import (
	"time"

	"hspbot/scoring"
)

// State is all that is kept of one conversation: facts and choices, no names, no texts as
// written, no position. It is a value; the zero State is a person not yet greeted. Its
// JSON form is what a store keeps.
type State struct {
	// Language is the person's choice (Chosen), that of the link that led here (Invited), or
	// the one last named by the platform.
	Language string `json:"language,omitempty"`
	Chosen   bool   `json:"chosen,omitempty"`
	Invited  bool   `json:"invited,omitempty"`
	// Foreign says that the platform has named no language in which there are texts.
	Foreign bool `json:"foreign,omitempty"`
	// Candidate says that the answers are about somebody else, whom an employer looks at: the
	// questions and the result are in the third person.
	Candidate bool `json:"candidate,omitempty"`
	// Open says that the person wants to be asked where others can read along.
	Open bool `json:"open,omitempty"`
	// Referral says who sent the person.
	Referral string `json:"referral,omitempty"`
	// Request is that an employer asked for the result, nil where none did.
	Request *Request `json:"request,omitempty"`
	// Goal is what the person will do in Japan: i-a, i-b, i-c, or all.
	Goal string `json:"goal,omitempty"`
	// Spouse says whether the person is married: yes, no, or unsure.
	Spouse string `json:"spouse,omitempty"`
	// Facts are the answers, one by one.
	Facts Facts `json:"facts"`
	// Unsure are the facts the person answered with "not sure": unknown, and not asked again.
	Unsure scoring.FactSet `json:"unsure,omitempty"`
	// Residence are the answers to the questions about permanent residence.
	Residence Answers `json:"residence,omitempty"`
	// Asking says that the person asked for permanent residence to be decided: its questions
	// are asked, and then the answer is shown.
	Asking bool `json:"asking,omitempty"`
	// Offer are the lines of an offer that are not yet an answer.
	Offer Offer `json:"offer,omitempty"`
	// Papers are the documents that are ticked as there, by application: "status:degree,status:photo".
	Papers string `json:"papers,omitempty"`
	// Jobs are times of work that are not yet an answer.
	Jobs Jobs `json:"jobs,omitempty"`
	// Scenarios are other answers that are tried beside the real ones.
	Scenarios Scenarios `json:"scenarios,omitempty"`
	// Share is what the person shows to others by a code, nil for nothing. One that has ended is
	// nothing either: see [State.Shares].
	Share *Share `json:"share,omitempty"`
	// Lead is what is prepared for the partner who sent the person, or was sent to them.
	Lead *Lead `json:"lead,omitempty"`
	// Notify says that the person asked for notices.
	Notify bool `json:"notify,omitempty"`
	// Draft are the toggles switched on the page DraftOf and not yet confirmed.
	Draft   string `json:"draft,omitempty"` // ids of options, separated by commas
	DraftOf string `json:"draft_of,omitempty"`
	// Editing is the question whose answer is being changed.
	Editing string `json:"editing,omitempty"`
	// View is what is looked at instead of the question or the result: "why", "items", "documents" …
	View string `json:"view,omitempty"`
	// Notice is what is to be said with the next screen about what just happened. The next
	// event clears it.
	Notice *Notice `json:"notice,omitempty"`
	// Heard are the last messages that were written, each by the platform's name for it and
	// the question it was to answer: "12 salary,13 age".
	Heard string `json:"heard,omitempty"`
	// Forgotten says that the person asked to be forgotten: nothing is left but the language of
	// the goodbye, and the receipt of what is to be withdrawn.
	Forgotten bool `json:"forgotten,omitempty"`
	// Before is the outcome before the last change of an answer, to show the difference.
	Before *Outcome `json:"before,omitempty"`
	// Started and Touched are when the conversation began and when it was last used.
	Started time.Time `json:"started,omitzero"`
	Touched time.Time `json:"touched,omitzero"`
}

// Outcome is the short of an assessment: what a change of an answer is compared with.
type Outcome struct {
	Question string                              `json:"question"`
	Points   [scoring.Categories]scoring.Points  `json:"points"`
	Verdicts [scoring.Categories]scoring.Verdict `json:"verdicts"`
	Rights   Rights                              `json:"rights"`
}

// Rights are what the status would allow.
type Rights struct {
	JSkip    [scoring.Categories]scoring.Truth   `json:"j_skip"`
	Benefits [scoring.BenefitCount]scoring.Truth `json:"benefits"`
	Numbers  [scoring.BenefitCount]int           `json:"numbers"`
}
