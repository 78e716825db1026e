package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hextui/mcpsrv/hub/upstream"
)

const key = "sk-the-secret-key"

// world are the settings of one test; without an OLLAMA_HOST no Ollama is found.
func world(settings map[string]string) *Chooser {
	if settings["OLLAMA_HOST"] == "" {
		settings["OLLAMA_HOST"] = "127.0.0.1:1"
	}
	return NewChooser(Options{
		Setting: func(name string) string { return settings[name] }, Retry: time.Nanosecond,
		Door: func(name string) *upstream.Door {
			return upstream.NewDoor(upstream.Rules{Name: name, Tries: 2, First: time.Millisecond, Most: time.Second})
		},
	})
}

// serve is an upstream that answers by a handler, and the requests that it got.
func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// delta begins an event with a part of an answer, in Anthropic's form.
const delta = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\""

// speaks are the two forms: how they are set up, and how each says the same things.
var speaks = map[string]struct {
	settings                   func(base string) map[string]string
	path, auth, model          string
	whole, empty, blank        string
	stream, cutStream, failing string
	long, longStream           string
}{
	"openai": {
		settings: func(base string) map[string]string {
			return map[string]string{"LLM_PROVIDER": "OpenAI", "OPENAI_API_KEY": key, "OPENAI_BASE_URL": base + "/v1/"}
		},
		path: "/v1/chat/completions", auth: "Bearer " + key, model: "gpt-4.1-nano",
		whole: `{"id":"x","object":"chat.completion","choices":[{"message":{"role":"assistant","content":"Hé 🎯"},"finish_reason":"stop"}]}`,
		empty: `{"choices":[]}`,
		blank: `{"choices":[{"message":{"role":"assistant","content":" \n"}}]}`,
		stream: ": hello\n\ndata: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n" +
			"data: {\"choices\":[{\"delta\":{\"content\":\"Hé \"}}]}\r\n\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"🎯\"}}]}\n\n" +
			"data: {\"choices\":[],\"usage\":{}}\n\ndata: [DONE]\n\n",
		cutStream: "data: {\"choices\":[{\"delta\":{\"content\":\"Hé \"}}]}\n\n",
		failing:   "data: {\"error\":{\"message\":\"" + key + "\"}}\n\n",
		long:      `{"choices":[{"message":{"content":"Hé"},"finish_reason":"length"}]}`,
		longStream: "data: {\"choices\":[{\"delta\":{\"content\":\"Hé\"},\"finish_reason\":null}]}\n\n" +
			"data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n",
	},
	"anthropic": {
		settings: func(base string) map[string]string {
			return map[string]string{"LLM_PROVIDER": "anthropic", "ANTHROPIC_API_KEY": key, "ANTHROPIC_BASE_URL": base}
		},
		path: "/v1/messages", auth: key, model: "claude-haiku-4-5",
		whole: `{"type":"message","role":"assistant","content":[{"type":"text","text":"Hé "},{"type":"text","text":"🎯"}],` +
			`"stop_reason":"end_turn"}`,
		empty: `{"type":"message","content":[]}`,
		blank: `{"type":"message","content":[{"type":"text","text":"  "}]}`,
		stream: "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{}}\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n" +
			delta + "Hé \"}}\n\n" +
			delta + "🎯\"}}\n\n" +
			"event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
		cutStream: delta + "Hé \"}}\n\n",
		failing:   "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"" + key + "\"}}\n\n",
		long:      `{"type":"message","content":[{"type":"text","text":"Hé"}],"stop_reason":"max_tokens"}`,
		longStream: delta + "Hé\"}}\n\n" +
			"event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"}}\n\n" +
			"event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
	},
}

func kindOf(err error) upstream.Kind {
	var e *upstream.Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// Both forms, over real HTTP: what is sent, what is answered, and every way to fail, in words that show neither key nor address.
func TestForms(t *testing.T) {
	for name, says := range speaks {
		t.Run(name, func(t *testing.T) {
			var asked int
			var answer func(w http.ResponseWriter)
			base := serve(t, func(w http.ResponseWriter, r *http.Request) {
				asked++
				var body struct {
					Model    string `json:"model"`
					System   string `json:"system"`
					Stream   bool   `json:"stream"`
					Messages []message
				}
				if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
					t.Error(err)
				}
				system := body.System
				if len(body.Messages) == 2 {
					system = body.Messages[0].Content
				}
				auth := r.Header.Get("Authorization") + r.Header.Get("X-Api-Key")
				if r.URL.Path != says.path || auth != says.auth || body.Model != says.model || system != "be brief" ||
					body.Messages[len(body.Messages)-1].Content != "why?" {
					t.Errorf("asked %s with %q: %+v", r.URL.Path, auth, body)
				}
				answer(w)
			})
			m, err := world(says.settings(base)).Model(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			ask := func(tell func(string)) (string, error) {
				asked = 0
				return m.Complete(t.Context(), Prompt{System: "be brief", User: "why?"}, tell)
			}
			text := func(status int, kind, body string) func(http.ResponseWriter) {
				return func(w http.ResponseWriter) {
					w.Header().Set("Content-Type", kind)
					w.WriteHeader(status)
					_, _ = io.WriteString(w, body)
				}
			}
			const js, sse = "application/json", "text/event-stream; charset=utf-8"
			answer = text(200, js, says.whole)
			if got, err := ask(nil); got != "Hé 🎯" || err != nil {
				t.Errorf("answered %q, %v", got, err)
			}
			var parts []string
			answer = text(200, sse, says.stream)
			if got, err := ask(func(p string) { parts = append(parts, p) }); got != "Hé 🎯" || err != nil || len(parts) != 2 ||
				parts[1] != "🎯" {
				t.Errorf("streamed %q in %q, %v", got, parts, err)
			}
			parts = nil
			answer = text(200, js, says.whole)
			if got, err := ask(func(p string) { parts = append(parts, p) }); got != "Hé 🎯" || err != nil || len(parts) != 1 {
				t.Errorf("a server that does not stream: %q in %q, %v", got, parts, err)
			}
			cut := func(w http.ResponseWriter) {
				w.Header().Set("Content-Length", "100000")
				_, _ = io.WriteString(w, says.whole[:20])
			}
			later := func(w http.ResponseWriter) {
				w.Header().Set("Retry-After", "3600")
				text(429, js, key)(w)
			}
			for what, c := range map[string]struct {
				answer func(http.ResponseWriter)
				stream bool
				want   upstream.Kind
				asked  int
			}{
				"401":             {text(401, js, `{"error":{"message":"`+key+`"}}`), false, upstream.Denied, 1},
				"429":             {text(429, js, key), false, upstream.Limited, 2},
				"429 for an hour": {later, false, upstream.Limited, 1},
				"400":             {text(400, js, key), false, upstream.Refused, 1},
				"500":             {text(500, "text/html", "<h1>"+key), false, upstream.Broken, 2},
				"redirect": {func(w http.ResponseWriter) { w.Header().Set("Location", base+"/elsewhere"); w.WriteHeader(307) },
					false, upstream.Refused, 1},
				"cut":             {cut, false, upstream.Unreachable, 2},
				"garbage":         {text(200, js, "<html>"+key), false, upstream.Nonsense, 1},
				"another form":    {text(200, js, `{"answer":"x"}`), false, upstream.Nonsense, 1},
				"no choices":      {text(200, js, says.empty), false, upstream.Nonsense, 1},
				"blank":           {text(200, js, says.blank), false, upstream.Nonsense, 1},
				"huge":            {text(200, js, strings.Repeat(" ", maxAnswer+1)), false, upstream.Nonsense, 1},
				"too long":        {text(200, js, says.long), false, upstream.Nonsense, 1},
				"stream too long": {text(200, sse, says.longStream), true, upstream.Nonsense, 1},
				"huge line":       {text(200, sse, "data: "+strings.Repeat("x", 2<<20)+"\n\n"), true, upstream.Nonsense, 1},
				"stream cut late": {text(200, sse, says.cutStream), true, upstream.Unreachable, 1},
				"stream cut":      {text(200, sse, ""), true, upstream.Unreachable, 2},
				"stream fails":    {text(200, sse, says.failing), true, upstream.Broken, 2},
				"stream garbage":  {text(200, sse, "data: <html>\n\n"), true, upstream.Nonsense, 1},
				"stream of nothing": {text(200, sse, "data: [DONE]\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"), true,
					upstream.Nonsense, 1},
			} {
				answer = c.answer
				var tell func(string)
				if c.stream {
					tell = func(string) {}
				}
				m.(*client).door = upstream.NewDoor(upstream.Rules{Name: name, Tries: 2, First: time.Millisecond, Most: time.Second})
				got, err := ask(tell)
				if kindOf(err) != c.want || got != "" || asked != c.asked {
					t.Errorf("%s: %q, %v (%s), asked %d times", what, got, err, kindOf(err), asked)
				}
				if err != nil && (strings.Contains(err.Error(), key) || strings.Contains(err.Error(), "127.0.0.1")) {
					t.Errorf("%s: %v shows what it should not", what, err)
				}
			}
		})
	}
}

// Who gives up a slow provider is answered at once, and the provider is not blamed.
func TestGivenUp(t *testing.T) {
	arrived := make(chan struct{})
	base := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		close(arrived)
		<-r.Context().Done()
	})
	m, err := world(speaks["openai"].settings(base)).Model(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	if _, err := m.Complete(ctx, Prompt{User: "x"}, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if m.(*client).door.Last().Called {
		t.Error("the provider is blamed")
	}
}

// A provider that cannot be reached is told without its address.
func TestUnreachable(t *testing.T) {
	m, err := world(speaks["openai"].settings("http://127.0.0.1:1")).Model(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Complete(t.Context(), Prompt{User: "x"}, nil)
	if kindOf(err) != upstream.Unreachable || strings.Contains(err.Error(), "127") {
		t.Error(err)
	}
}

func TestChoice(t *testing.T) {
	tags := func(names ...string) string {
		return serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/api/tags" {
				http.NotFound(w, r)
				return
			}
			var models []string
			for _, n := range names {
				models = append(models, fmt.Sprintf(`{"name":%q}`, n))
			}
			fmt.Fprintf(w, `{"models":[%s]}`, strings.Join(models, ","))
		})
	}
	local, bare := tags("qwen3:8b", "other"), tags()
	for name, c := range map[string]struct {
		settings     map[string]string
		want, model  string
		large, fails string
	}{
		"nothing": {map[string]string{}, "", "", "",
			"set OPENAI_API_KEY, ANTHROPIC_API_KEY, NEBIUS_API_KEY or HUGGINGFACE_API_KEY"},
		"local first":       {map[string]string{"OLLAMA_HOST": local, "OPENAI_API_KEY": "x"}, "ollama", "qwen3:8b", "qwen3:8b", ""},
		"local without any": {map[string]string{"OLLAMA_HOST": bare, "OPENAI_API_KEY": "x"}, "openai", "gpt-4.1-nano", "gpt-4.1", ""},
		"local, model named": {map[string]string{"OLLAMA_HOST": bare, "LLM_MODEL": "llama3.1:8b"}, "ollama", "llama3.1:8b", "llama3.1:8b",
			""},
		"named before local": {map[string]string{"OLLAMA_HOST": local, "LLM_PROVIDER": "nebius", "NEBIUS_API_KEY": "x"}, "nebius",
			"meta-llama/Meta-Llama-3.1-8B-Instruct", "Qwen/Qwen3-235B-A22B-Instruct-2507", ""},
		"by key": {map[string]string{"HUGGINGFACE_API_KEY": "x"}, "huggingface", "meta-llama/Llama-3.1-8B-Instruct",
			"Qwen/Qwen2.5-Coder-32B-Instruct", ""},
		"model":     {map[string]string{"ANTHROPIC_API_KEY": "x", "LLM_MODEL": "claude-x"}, "anthropic", "claude-x", "claude-x", ""},
		"bad model": {map[string]string{"OPENAI_API_KEY": "x", "LLM_MODEL": "a b"}, "", "", "", "LLM_MODEL is no name"},
		"unknown":   {map[string]string{"LLM_PROVIDER": "acme"}, "", "", "", "set LLM_PROVIDER to one of openai, anthropic"},
		"no key":    {map[string]string{"LLM_PROVIDER": "anthropic", "OPENAI_API_KEY": "x"}, "", "", "", "set ANTHROPIC_API_KEY"},
		"no URL": {map[string]string{"OPENAI_API_KEY": "x", "OPENAI_BASE_URL": "host"}, "", "", "",
			"OPENAI_BASE_URL is no base URL"},
		"ollama is away": {map[string]string{"LLM_PROVIDER": "ollama", "OPENAI_API_KEY": "x"}, "", "", "", "Ollama does not answer"},
		"ollama elsewhere is not taken by itself": {map[string]string{"OLLAMA_HOST": "http://ollama.invalid:11434"}, "", "", "",
			"there is no language model"},
	} {
		m, err := world(c.settings).Model(t.Context())
		switch {
		case c.fails != "":
			if kindOf(err) != upstream.Unset || !strings.Contains(err.Error(), c.fails) {
				t.Errorf("%s: %v", name, err)
			}
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case m.Provider() != c.want || m.Name(Small) != c.model || m.Name(Large) != c.large:
			t.Errorf("%s: %s, %s, %s", name, m.Provider(), m.Name(Small), m.Name(Large))
		}
	}
	for given, want := range map[string]string{"": "http://127.0.0.1:11434", "0.0.0.0": "http://127.0.0.1:11434",
		":99":         "http://127.0.0.1:99",
		"localhost:1": "http://localhost:1", "https://o.example": "https://o.example:443", "[::1]:5": "http://[::1]:5", "ftp://x": ""} {
		if got, _ := ollamaBase(given); got != want {
			t.Errorf("OLLAMA_HOST=%s is %s", given, got)
		}
	}
}
