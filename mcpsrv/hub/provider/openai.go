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

// message is what is said to a model, in both forms.
type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type openAIRequest struct {
	Model               string    `json:"model"`
	Messages            []message `json:"messages"`
	Temperature         *float64  `json:"temperature,omitempty"`
	MaxTokens           int       `json:"max_tokens,omitempty"`
	MaxCompletionTokens int       `json:"max_completion_tokens,omitempty"`
	Stream              bool      `json:"stream,omitempty"`
}

func (f openAI) body(model string, p Prompt, stream bool) any {
	r := openAIRequest{Model: model, Stream: stream}
	if p.System != "" {
		r.Messages = append(r.Messages, message{"system", p.System})
	}
	r.Messages = append(r.Messages, message{"user", p.User})
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

func (openAI) whole(raw []byte) (string, state, bool) {
	var a openAIAnswer
	if json.Unmarshal(raw, &a) != nil || len(a.Choices) == 0 || a.Choices[0].Message == nil {
		return "", failed, false
	}
	is := a.Choices[0].state()
	if c := a.Choices[0].Message.Content; c != nil {
		return *c, is, true
	}
	return "", is, true
}

// state is complete unless the choice says that it was cut.
func (c openAIChoice) state() state {
	if c.FinishReason != nil && *c.FinishReason == "length" {
		return cut
	}
	return complete
}

func (openAI) part(_, data []byte) (text string, is state, ok bool) {
	if bytes.Equal(bytes.TrimSpace(data), []byte("[DONE]")) {
		return "", complete, true
	}
	var a openAIAnswer
	if json.Unmarshal(data, &a) != nil {
		return "", failed, false
	}
	if len(a.Error) > 0 && string(a.Error) != "null" {
		return "", failed, true
	}
	if len(a.Choices) == 0 {
		return "", going, true
	}
	if d := a.Choices[0].Delta; d != nil && d.Content != nil {
		text = *d.Content
	}
	if a.Choices[0].state() == cut {
		return text, cut, true
	}
	return text, going, true
}
