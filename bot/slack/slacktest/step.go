package slacktest

// Step is a step of a workflow that the app carries out.
type Step struct {
	Outputs map[string]any // of a step that succeeded
	Error   string         // of one that failed
	Ended   bool

	id      string
	outputs map[string]string // the types of its outputs, by name
}

// RunStep has a workflow come to a step of the app. outputs are the types of its output parameters,
// by name, as the manifest has them, all of them required. Read it with [Team.StepNow].
func (tm *Team) RunStep(function string, inputs map[string]any, outputs map[string]string) *Step {
	tm.s.mu.Lock()
	defer tm.s.mu.Unlock()
	in := tm.installed()
	if in == nil {
		return nil
	}
	t := &token{value: "xwfp-" + tm.s.secret(), in: in}
	tm.s.world.tokens[t.value] = t
	step := &Step{id: tm.s.id("Fx"), outputs: outputs}
	tm.s.world.steps[step.id] = step
	tm.s.sendEvent(tm, "", "", nil, nil, object{"type": "function_executed", "function": object{"id": tm.s.id("Fn"), "callback_id": function, "type": "app",
		"app_id": tm.s.o.AppID}, "inputs": inputs, "function_execution_id": step.id, "workflow_execution_id": tm.s.id("Wx"), "bot_access_token": t.value})
	return step
}

// StepNow is a step as it is now.
func (tm *Team) StepNow(step *Step) Step {
	tm.s.mu.Lock()
	defer tm.s.mu.Unlock()
	return *step
}

// step finds the step that a call ends.
func (c *call) step() (*Step, *refusal) {
	step := c.s.world.steps[c.args.text("function_execution_id")]
	switch {
	case step == nil:
		return nil, c.malformed("function_execution_not_found")
	case step.Ended:
		return nil, refuse("execution_not_in_running_state")
	}
	return step, nil
}

func (c *call) completeSuccess() (object, *refusal) {
	step, r := c.step()
	if r != nil {
		return nil, r
	}
	outputs, _ := c.args["outputs"].(map[string]any)
	for name, kind := range step.outputs {
		if v, ok := outputs[name]; !ok || !fits(kind, v) {
			return nil, c.malformed("parameter_validation_failed", name+" is missing, or no "+kind)
		}
	}
	for name := range outputs {
		if step.outputs[name] == "" {
			return nil, c.malformed("parameter_validation_failed", name+" is no output of the step")
		}
	}
	step.Ended, step.Outputs = true, outputs
	c.s.changed.broadcast()
	return nil, nil
}

func (c *call) completeError() (object, *refusal) {
	step, r := c.step()
	if r != nil {
		return nil, r
	}
	step.Ended, step.Error = true, c.args.text("error")
	c.s.changed.broadcast()
	return nil, nil
}
