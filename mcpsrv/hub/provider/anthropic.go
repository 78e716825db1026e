package provider

import (
	"encoding/json"
	"strings"
)

// anthropic is the form of Anthropic's messages.
type anthropic struct{}

func (anthropic) path() string { return "/v1/messages" }

func (anthropic) headers(key string) map[string]string {
	return map[string]string{"X-Api-Key": key, "Anthropic-Version": "2023-06-01"}
}

type anthropicRequest struct {
	Model       string    `json:"model"`
	MaxTokens   int       `json:"max_tokens"`
	System      string    `json:"system,omitempty"`
	Messages    []message `json:"messages"`
	Temperature float64   `json:"temperature"`
	Stream      bool      `json:"stream,omitempty"`
}

func (anthropic) body(model string, p Prompt, stream bool) any {
	return anthropicRequest{Model: model, MaxTokens: maxTokens, System: p.System, Messages: []message{{"user", p.User}},
		Temperature: p.Temperature, Stream: stream}
}

func (anthropic) whole(raw []byte) (string, state, bool) {
	var a struct {
		Type    string `json:"type"`
		Content []struct {
			Type string `json:"type"`
			Text string `json:"text"`
		} `json:"content"`
		StopReason string `json:"stop_reason"`
	}
	if json.Unmarshal(raw, &a) != nil || a.Type != "message" {
		return "", failed, false
	}
	var all strings.Builder
	for _, c := range a.Content {
		if c.Type == "text" {
			all.WriteString(c.Text)
		}
	}
	if a.StopReason == stoppedShort {
		return all.String(), cut, true
	}
	return all.String(), complete, len(a.Content) > 0
}

// stoppedShort is why an answer ends that was cut.
const stoppedShort = "max_tokens"

func (anthropic) part(_, data []byte) (text string, is state, ok bool) {
	var e struct {
		Type  string `json:"type"`
		Delta struct {
			Type       string `json:"type"`
			Text       string `json:"text"`
			StopReason string `json:"stop_reason"`
		} `json:"delta"`
	}
	if json.Unmarshal(data, &e) != nil {
		return "", failed, false
	}
	switch e.Type {
	case "content_block_delta":
		return e.Delta.Text, going, true
	case "message_delta":
		if e.Delta.StopReason == stoppedShort {
			return "", cut, true
		}
	case "message_stop":
		return "", complete, true
	case "error":
		return "", failed, true
	}
	return "", going, true // others, ping and kinds to come among them, say nothing for us
}
