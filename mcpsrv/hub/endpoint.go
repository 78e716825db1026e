package hub

import (
	"context"

	"hextui/mcpsrv/hub/agent"
)

// call answers data[0] of a request to an endpoint.
type call func(*Hub, context.Context, *arguments) (any, error)

// checked calls an agent with input that is checked first.
func checked[In interface{ Checked() (In, error) }, Out any](ctx context.Context, a *arguments, g agent.Agent[In, Out],
	in In) (any, error) {
	if a.err != nil {
		return nil, a.err
	}
	in, err := in.Checked()
	if err != nil {
		return nil, err
	}
	return g.Do(ctx, in, nil)
}

// watched answers figures, to who gives no arguments.
func watched[T any](figures func(*Hub, context.Context) T) call {
	return func(h *Hub, ctx context.Context, a *arguments) (any, error) {
		if a.only(); a.err != nil {
			return nil, a.err
		}
		return figures(h, ctx), nil
	}
}

// calls are what the endpoints do, by the names that contract.json has them under. Prometheus' is answered in plain text, elsewhere.
func calls() map[string]call {
	return map[string]call{
		agent.QuestionEnhancer: func(h *Hub, ctx context.Context, a *arguments) (any, error) {
			a.only("question", "n")
			question, n := a.text(0, "question"), a.number(1, "number of sub-questions", agent.DefaultQuestions)
			return checked(ctx, a, h.Enhancer, agent.Question{Question: question, N: given(n)})
		},
		agent.WebSearch: func(h *Hub, ctx context.Context, a *arguments) (any, error) {
			a.only("query")
			return checked(ctx, a, h.Searcher, agent.Query{Query: a.text(0, "query")})
		},
		agent.LLMProcessor: func(h *Hub, ctx context.Context, a *arguments) (any, error) {
			a.only("text", "task", "context")
			in := agent.Text{Text: a.text(0, "text"), Task: a.text(1, "task"), Context: a.optional(2, "context")}
			return checked(ctx, a, h.Processor, in)
		},
		agent.CitationFormatter: func(h *Hub, ctx context.Context, a *arguments) (any, error) {
			a.only("url")
			return checked(ctx, a, h.Citations, agent.Link{URL: a.text(0, "url")})
		},
		agent.CodeGenerator: func(h *Hub, ctx context.Context, a *arguments) (any, error) {
			a.only("request", "context")
			return checked(ctx, a, h.Generator, agent.CodeRequest{Request: a.text(0, "request"), Context: a.text(1, "context")})
		},
		agent.CodeRunner: func(h *Hub, ctx context.Context, a *arguments) (any, error) {
			a.only("code")
			return checked(ctx, a, h.Runner, agent.Code{Code: a.text(0, "code")})
		},
		agent.Orchestrator: func(h *Hub, ctx context.Context, a *arguments) (any, error) {
			return checked(ctx, a, h.Research, a.request())
		},
		"health":       watched((*Hub).Health),
		"metrics":      watched(func(h *Hub, _ context.Context) map[string]Series { return h.metrics.performance() }),
		"cache":        watched(func(h *Hub, ctx context.Context) any { return h.cache.Status(ctx) }),
		"sandbox_pool": watched(func(h *Hub, _ context.Context) Pool { return h.Pool() }),
	}
}

// given is a number that somebody gave: 0 is then not "not given", but too small.
func given(n int) int {
	if n == 0 {
		return -1
	}
	return n
}

// Pool are the live figures of the pool of interpreters.
type Pool struct {
	WarmSandboxes   int `json:"warm_sandboxes"`
	TotalExecutions int `json:"total_executions"`
	// AverageExecutionTime is in seconds.
	AverageExecutionTime float64 `json:"average_execution_time"`
	PoolSize             int     `json:"pool_size"`
}

// Pool tells how the pool is now.
func (h *Hub) Pool() Pool {
	s := h.python.Stats()
	return Pool{s.Warm, s.Executions, s.Average.Seconds(), s.Size}
}
