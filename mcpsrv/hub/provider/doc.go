// Package provider asks language models over the two wire forms that the known providers speak: that of OpenAI's chat
// completions, which Nebius, Hugging Face and Ollama speak too, and that of Anthropic's messages.
//
// The forms are small here and spoken over net/http: the providers' own Go clients would make the program 8 MB (Anthropic) and
// 27 MB (OpenAI) larger and every start up to 3 ms slower, for one request each; docs/hub.md has the figures. Every call passes an
// [upstream.Door]; errors are [*upstream.Error], in words of ours: a provider's own, which may name keys and addresses, stay out.
package provider

import "context"

// Model answers prompts.
type Model interface {
	// Provider is the provider's name, in lower case.
	Provider() string
	// Base is the URL below which it is asked.
	Base() string
	// Name is the model that a prompt of a size goes to.
	Name(Size) string
	// Complete answers a prompt. A tell that is not nil is handed the answer in parts as it comes; the whole is returned all the
	// same. The answer is never blank.
	Complete(ctx context.Context, p Prompt, tell func(part string)) (string, error)
}

// Size is which of a provider's models a prompt is for.
type Size int

// The sizes. A model that was named is used for both.
const (
	// Small is quick and cheap, for questions and summaries.
	Small Size = iota
	// Large writes code.
	Large
)

// Prompt is one question to a model.
type Prompt struct {
	// System says what the model is to be; it may be empty.
	System string
	User   string
	Size   Size
	// Temperature is from 0 to 1.
	Temperature float64
}

// maxTokens is how long an answer may be. One that is cut there is a failure: half a source is none.
const maxTokens = 8192
