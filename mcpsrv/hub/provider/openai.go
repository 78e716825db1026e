package provider

import (
	"bytes"
	"encoding/json"
	"strings"
)

// openAI is the form of OpenAI's chat completions.
type openAI struct {
	// dated says that the API takes max_completion_tokens in place of max_tokens, as OpenAI's own does.
	dated bool
}

func (openAI) path() string { return "/chat/completions" }

func (openAI) headers(key string) map[string]string {
	if key == "" {
		return nil
	}
	return map[string]string{"Authorization": "Bearer " + key}
}

type openAIMessage struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type openAIRequest struct {
	Model               string          `json:"model"`
	Messages            []openAIMessage `json:"messages"`
	Temperature         *float64        `json:"temperature,omitempty"`
	MaxTokens           int             `json:"max_tokens,omitempty"`
	MaxCompletionTokens int             `json:"max_completion_tokens,omitempty"`
	Stream              bool            `json:"stream,omitempty"`
}

func (f openAI) body(model string, p Prompt, stream bool) any {
	r := openAIRequest{Model: model, Stream: stream}
	if p.System != "" {
		r.Messages = append(r.Messages, openAIMessage{"system", p.System})
	}
	r.Messages = append(r.Messages, openAIMessage{"user", p.User})
	if !reasons(model) {
		r.Temperature = &p.Temperature
	}
	if f.dated {
		r.MaxCompletionTokens = maxTokens
	} else {
		r.MaxTokens = maxTokens
	}
	return r
}

// reasons tells whether a model is one of OpenAI's that reason, which take no temperature.
func reasons(model string) bool {
	return strings.HasPrefix(model, "gpt-5") || len(model) > 1 && model[0] == 'o' && model[1] >= '0' && model[1] <= '9'
}

// openAIChoice is one answer of a list of them, whole or a part.
type openAIChoice struct {
	Message *struct {
		Content *string `json:"content"`
	} `json:"message"`
	Delta *struct {
		Content *string `json:"content"`
	} `json:"delta"`
	FinishReason *string `json:"finish_reason"`
}

type openAIAnswer struct {
	Choices []openAIChoice  `json:"choices"`
	Error   json.RawMessage `json:"error"`
}

func (openAI) whole(raw []byte) (string, bool) {
	var a openAIAnswer
	if json.Unmarshal(raw, &a) != nil || len(a.Choices) == 0 || a.Choices[0].Message == nil {
		return "", false
	}
	if c := a.Choices[0].Message.Content; c != nil {
		return *c, true
	}
	return "", true
}

func (openAI) part(_, data []byte) (text string, done, failed, ok bool) {
	if bytes.Equal(bytes.TrimSpace(data), []byte("[DONE]")) {
		return "", true, false, true
	}
	var a openAIAnswer
	if json.Unmarshal(data, &a) != nil {
		return "", false, false, false
	}
	if len(a.Error) > 0 && string(a.Error) != "null" {
		return "", false, true, true
	}
	if len(a.Choices) > 0 && a.Choices[0].Delta != nil && a.Choices[0].Delta.Content != nil {
		text = *a.Choices[0].Delta.Content
	}
	return text, false, false, true
}
