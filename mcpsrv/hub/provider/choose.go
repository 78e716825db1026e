package provider

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"hextui/mcpsrv/door"
	"hextui/mcpsrv/hub/upstream"
)

// The providers.
const (
	OpenAI      = "openai"
	Anthropic   = "anthropic"
	Nebius      = "nebius"
	HuggingFace = "huggingface"
	Ollama      = "ollama"
)

// known is a provider as it is asked where nothing else is said.
type known struct {
	name, key, base string
	small, large    string
	form            form
}

// all are the providers, in the order in which one is taken that has a key.
func all() []known {
	return []known{
		{OpenAI, "OPENAI_API_KEY", "https://api.openai.com/v1", "gpt-4.1-nano", "gpt-4.1", openAI{dated: true}},
		{Anthropic, "ANTHROPIC_API_KEY", "https://api.anthropic.com", "claude-haiku-4-5", "claude-sonnet-4-5", anthropic{}},
		{Nebius, "NEBIUS_API_KEY", "https://api.tokenfactory.nebius.com/v1", "meta-llama/Meta-Llama-3.1-8B-Instruct",
			"Qwen/Qwen3-235B-A22B-Instruct-2507", openAI{}},
		{HuggingFace, "HUGGINGFACE_API_KEY", "https://router.huggingface.co/v1", "meta-llama/Llama-3.1-8B-Instruct",
			"Qwen/Qwen2.5-Coder-32B-Instruct", openAI{}},
		{Ollama, "", "", "", "", openAI{}},
	}
}

// Names are the names of the providers.
func Names() []string {
	var names []string
	for _, k := range all() {
		names = append(names, k.name)
	}
	return names
}

// Options say which provider is asked, and how.
type Options struct {
	// Setting reads a setting by the name of its variable, such as LLM_PROVIDER; a key too. Empty is not set.
	Setting func(name string) string
	// Door makes the way to a provider.
	Door func(name string) *upstream.Door
	// Called is told of each request; it may be nil.
	Called func(provider, model string)
	// Retry is how long a local Ollama that was not found, or had no model, is not looked for again; 0 is 10 s.
	Retry time.Duration
}

// Chooser finds out which model is asked: the provider that is named, else an Ollama on this computer, else the first that
// has a key. It may be used by many at once.
type Chooser struct {
	o    Options
	http *http.Client

	mu     sync.Mutex
	chosen Model
	failed error
	until  time.Time
}

// NewChooser makes a chooser. Nothing is asked yet.
func NewChooser(o Options) *Chooser {
	if o.Called == nil {
		o.Called = func(string, string) {}
	}
	o.Retry = cmp.Or(o.Retry, 10*time.Second)
	return &Chooser{o: o, http: upstream.NewClient(firstByte)}
}

// Model is the model to ask. The error is an [*upstream.Error] that says what to set.
func (c *Chooser) Model(ctx context.Context) (Model, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.chosen != nil {
		return c.chosen, nil
	}
	if c.failed != nil && time.Now().Before(c.until) {
		return nil, c.failed
	}
	m, err := c.choose(ctx)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	c.chosen, c.failed, c.until = m, err, time.Now().Add(c.o.Retry)
	return m, err
}

// Settled is the model that was chosen, nil where that was not yet found out. It asks nobody.
func (c *Chooser) Settled() Model {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.chosen
}

func unset(format string, args ...any) error {
	return &upstream.Error{Service: "llm", Kind: upstream.Unset, Message: fmt.Sprintf(format, args...)}
}

func (c *Chooser) choose(ctx context.Context) (Model, error) {
	name := strings.ToLower(c.o.Setting("LLM_PROVIDER"))
	if name != "" {
		for _, k := range all() {
			if k.name == name {
				return c.named(ctx, k)
			}
		}
		return nil, unset("there is no provider of that name: set LLM_PROVIDER to one of %s", strings.Join(Names(), ", "))
	}
	if m, err := c.ollama(ctx); err == nil {
		return m, nil
	}
	for _, k := range all() {
		if k.key != "" && c.o.Setting(k.key) != "" {
			return c.named(ctx, k)
		}
	}
	return nil, unset("there is no language model to ask: set OPENAI_API_KEY, ANTHROPIC_API_KEY, NEBIUS_API_KEY or HUGGINGFACE_API_KEY, " +
		"or start Ollama on this computer; hextui hub key NAME keeps a key")
}

// named is a provider that was chosen by name or key.
func (c *Chooser) named(ctx context.Context, k known) (Model, error) {
	if k.name == Ollama {
		return c.ollama(ctx)
	}
	key := c.o.Setting(k.key)
	if key == "" {
		return nil, unset("the key of %s is missing: set %s", k.name, k.key)
	}
	variable := strings.ToUpper(k.name) + "_BASE_URL"
	base, err := baseURL(variable, cmp.Or(c.o.Setting(variable), k.base))
	if err != nil {
		return nil, err
	}
	if k.name == Anthropic {
		base = strings.TrimSuffix(base, "/v1")
	}
	return c.client(k, key, base, k.small, k.large)
}

func (c *Chooser) client(k known, key, base, small, large string) (Model, error) {
	models := [2]string{small, large}
	if model := c.o.Setting("LLM_MODEL"); model != "" {
		if len(model) > 200 || !modelName().MatchString(model) {
			return nil, unset("LLM_MODEL is no name of a model: letters, digits and / _ . : - are taken, at most 200")
		}
		models = [2]string{model, model}
	}
	return &client{name: k.name, keyed: k.key, key: key, base: base, models: models, form: k.form, door: c.o.Door(k.name), http: c.http,
		called: func(model string) { c.o.Called(k.name, model) }}, nil
}

var modelName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9/_.:-]+$`) })

// baseURL is a base URL without the slash at its end.
func baseURL(variable, text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", unset("%s is no base URL: give one such as https://host/v1", variable)
	}
	return strings.TrimRight(text, "/"), nil
}

// ollamaWait is how long an Ollama may take to say that it is there.
const ollamaWait = time.Second

// ollama is the Ollama at OLLAMA_HOST, else on this computer, with the model that was named, else its first. Where nobody named the
// provider, one that is not on this computer is not taken.
func (c *Chooser) ollama(ctx context.Context) (Model, error) {
	base, local := ollamaBase(c.o.Setting("OLLAMA_HOST"))
	named := strings.EqualFold(c.o.Setting("LLM_PROVIDER"), Ollama)
	if base == "" || !local && !named {
		return nil, unset("OLLAMA_HOST is no address: give host:port")
	}
	ctx, cancel := context.WithTimeout(ctx, ollamaWait)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/api/tags", nil)
	if err != nil {
		return nil, unset("OLLAMA_HOST is no address: give host:port")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, unset("Ollama does not answer: start it, or set OLLAMA_HOST")
	}
	defer resp.Body.Close()
	var tags struct {
		Models []struct {
			Name string `json:"name"`
		} `json:"models"`
	}
	if resp.StatusCode != http.StatusOK || json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(&tags) != nil {
		return nil, unset("what answers in place of Ollama is something else: set OLLAMA_HOST")
	}
	if len(tags.Models) == 0 && c.o.Setting("LLM_MODEL") == "" {
		return nil, unset("Ollama has no model yet: load one, such as with: ollama pull llama3.1")
	}
	first := ""
	if len(tags.Models) > 0 {
		first = tags.Models[0].Name
	}
	k := all()[slices.Index(Names(), Ollama)]
	return c.client(k, "", base+"/v1", first, first)
}

// ollamaBase is the base URL of what OLLAMA_HOST says, in all the forms that Ollama itself takes, and whether it is this computer.
func ollamaBase(host string) (base string, local bool) {
	if host == "" {
		return "http://127.0.0.1:11434", true
	}
	if !strings.Contains(host, "://") {
		host = "http://" + host
	}
	u, err := url.Parse(host)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	name, port := u.Hostname(), u.Port()
	if name == "" || name == "0.0.0.0" { // what the server listens on, not where it is found
		name = "127.0.0.1"
	}
	if port == "" {
		port = "11434"
		if u.Scheme == "https" {
			port = "443"
		}
	}
	return u.Scheme + "://" + net.JoinHostPort(name, port) + strings.TrimRight(u.Path, "/"), door.Loopback(name)
}
