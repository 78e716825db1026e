// Package agent is the hub's agents: each takes checked input, does one thing, and answers a struct or an error in words
// that may be shown. The orchestrator ([Research]) is composed of the others.
//
// What input may be is said here and nowhere else ([Question], [Query], [Text], [Link], [CodeRequest], [Code], [Request]): HTTP, MCP
// and the command line check by the same methods. The room knows models, search and Python as small interfaces; it knows no
// HTTP, no cache file and no environment.
package agent

import (
	"context"
	"fmt"
	"runtime/debug"

	"hextui/mcpsrv/hub/search"
)

// Agent is one of the hub's agents. Do takes input that was checked; cancelling ctx ends all that it began. What happens on
// the way goes to tell, which may be nil.
type Agent[In, Out any] interface {
	Do(ctx context.Context, in In, tell Tell) (Out, error)
}

// Call has an agent do what it does. A panic in it is its error, with the stack: nobody may be on its goroutine to catch one.
func Call[In, Out any](ctx context.Context, a Agent[In, Out], in In, tell Tell) (out Out, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return a.Do(ctx, in, tell)
}

// Tell is told of each step as it begins and ends. It must be quick.
type Tell func(Step)

func (t Tell) step(s Step) {
	if t != nil {
		t(s)
	}
}

// Step is an entry of the log of what was done.
type Step struct {
	// Step is the name of the agent or of the part of the work.
	Step string `json:"step"`
	// Status is one of the constants below.
	Status string `json:"status"`
	// Details say in a sentence what came of it.
	Details string `json:"details"`
}

// The statuses of a step.
const (
	StepStarted = "started"
	StepSuccess = "success"
	StepFailed  = "error"
	StepSkipped = "skipped"
)

// The names of the agents, as the contract has them.
const (
	QuestionEnhancer  = "question_enhancer"
	WebSearch         = "web_search"
	LLMProcessor      = "llm_processor"
	CitationFormatter = "citation_formatter"
	CodeGenerator     = "code_generator"
	CodeRunner        = "code_runner"
	Orchestrator      = "orchestrator"
)

// Agents are all of them, for those who call them in Go.
type Agents struct {
	Enhancer  Agent[Question, Enhanced]
	Searcher  Agent[Query, search.Found]
	Processor Agent[Text, Processed]
	Citations Agent[Link, string]
	Generator Agent[CodeRequest, Generated]
	Runner    Agent[Code, string]
	Research  Agent[Request, Researched]
	Assist    Assist
}
