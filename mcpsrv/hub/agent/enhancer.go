package agent

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"hextui/mcpsrv/hub/cache"
	"hextui/mcpsrv/hub/provider"
)

// enhancerTTL is how long sub-questions are kept.
const enhancerTTL = 5 * time.Minute

// Enhancer splits a question into distinct sub-questions.
type Enhancer struct {
	Models Models
	Cache  *cache.Cache
}

// Enhanced are the sub-questions: at least one, at most as many as were asked for.
type Enhanced struct {
	SubQuestions     []string `json:"sub_questions"`
	OriginalQuestion string   `json:"original_question"`
}

// Do asks the small model.
func (e Enhancer) Do(ctx context.Context, in Question, _ Tell) (Enhanced, error) {
	m, err := e.Models.Model(ctx)
	if err != nil {
		return Enhanced{}, err
	}
	key := cache.Key(QuestionEnhancer, m.Provider(), m.Name(provider.Small), in.Question, in.N)
	return cache.Through(ctx, e.Cache, QuestionEnhancer, key, enhancerTTL, func(ctx context.Context) (Enhanced, error) {
		said, err := m.Complete(ctx, provider.Prompt{
			System: "You help a Python and SQL analyst to research a request. You answer with JSON and nothing else.",
			User: fmt.Sprintf("Split the request into exactly %d sub-questions. Each looks at another technical side of it, none overlap, "+
				"and each can be understood and searched for on its own. Answer as {\"sub_questions\": [\"…\"]}.\n\n%s", in.N,
				quoted("request", in.Question)),
			Temperature: 0.7,
		}, nil)
		if err != nil {
			return Enhanced{}, err
		}
		subs, ok := subQuestions(said)
		if !ok {
			return Enhanced{}, nonsense(m, "something that is no list of sub-questions: ask again, or set LLM_MODEL to a better model")
		}
		return Enhanced{subs[:min(len(subs), in.N)], in.Question}, nil
	})
}

// subQuestions reads the list from what a model said around it.
func subQuestions(said string) ([]string, bool) {
	from, to := strings.IndexByte(said, '{'), strings.LastIndexByte(said, '}')
	if from < 0 || to < from {
		return nil, false
	}
	var list struct {
		SubQuestions []*string `json:"sub_questions"`
	}
	if json.Unmarshal([]byte(said[from:to+1]), &list) != nil {
		return nil, false
	}
	var out []string
	for _, q := range list.SubQuestions {
		if q == nil {
			return nil, false
		}
		if text := strings.TrimSpace(*q); text != "" {
			out = append(out, text)
		}
	}
	return out, len(out) > 0
}
