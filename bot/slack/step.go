package slack

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
	"hspbot/conversation/hiring"
)

// A step of a workflow scores somebody from a few facts, by the same questions as the interview.
// Nothing is kept. The step is named in deploy/slack-workflow-step.yaml.

// stepScore is the step.
const stepScore = "score_person"

// stepInputs are the inputs of the step and the questions they answer, in the order of the interview.
var stepInputs = []struct{ input, question string }{
	{"degree", "degrees"}, {"years", "career_"}, {"age", "age"}, {"salary", "salary"}, {"japanese", "japanese"},
}

// executed takes a step of a workflow and tells its end. An error says that Slack did not take that,
// and the step is to be delivered again.
func (s *intake) executed(ctx context.Context, p wire.Payload) error {
	if p.Step.Function != stepScore || p.Step.Token == "" || p.Step.Execution == "" {
		return nil
	}
	outputs, problem := s.scoreStep(p.Step.Inputs)
	api := slack.New(p.Step.Token, slack.OptionAPIURL(s.o.API), slack.OptionHTTPClient(s.o.Client))
	var err error
	if problem != "" {
		err = api.FunctionCompleteErrorContext(ctx, p.Step.Execution, problem)
	} else {
		err = api.FunctionCompleteSuccessContext(ctx, p.Step.Execution, slack.FunctionCompleteSuccessRequestOptionOutput(outputs))
	}
	switch sent := classify(err); {
	case err == nil, code(err) == "execution_not_in_running_state": // it was told before
		return nil
	case sent.Outcome == bot.Broken, sent.Outcome == bot.Later:
		return errors.New("tell the end of a step: " + sent.Err.Error())
	default:
		s.o.Log.Warn("tell the end of a step", "platform", Platform, "error", sent.Err)
		return nil
	}
}

// scoreStep answers the questions with the inputs, and returns the outputs, or what is wrong with an
// input. It speaks English, as workflows are nobody's.
func (s *Slack) scoreStep(in map[string]string) (outputs map[string]string, problem string) {
	const language = "en"
	now := s.o.Now()
	state := conversation.Step(conversation.State{}, conversation.Event{Kind: conversation.Started, Invited: language, Candidate: true, At: now})
	goal := strings.ToLower(strings.TrimSpace(in["category"]))
	state = conversation.Step(state, conversation.Event{Kind: conversation.Pressed, Action: conversation.AnswerAction("goal", goal), At: now})
	if state.Goal == "" || state.Goal == "all" {
		return nil, "category: i-a, i-b or i-c"
	}
	for _, q := range stepInputs {
		text := strings.TrimSpace(in[q.input])
		if text == "" {
			continue
		}
		id := q.question
		switch {
		case strings.HasSuffix(id, "_"):
			id += goal
		case id == "salary" && strings.Trim(text, "0123456789,") == "":
			text += " yen"
		}
		if id == "age" && goal == "i-c" {
			continue // it gives no points there
		}
		after, _ := typeAnswer(state, id, text, now)
		if screen := conversation.Show(after, now); after.Facts == state.Facts {
			return nil, q.input + ": " + cmp.Or(screen.Notice, screen.Title)
		}
		state = after
	}
	best, ok := hiring.Best(state, now)
	if !ok {
		return nil, "there is no table for this day"
	}
	line := hiring.Row(hiring.Candidate{Label: cmp.Or(cleanLabel(in["label"]), "–"), State: state}, language, now)
	summary := line.Label + ": " + line.Value
	return map[string]string{"category": best.Category, "points": strconv.Itoa(best.Min), "points_max": strconv.Itoa(best.Max), "verdict": best.Verdict,
		"summary": summary}, ""
}
