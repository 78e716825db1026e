package hub

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"hextui/hex/pyrun"
	"hextui/mcpsrv/hub/agent"
	"hextui/mcpsrv/hub/cache"
	"hextui/mcpsrv/hub/provider"
	"hextui/mcpsrv/hub/search"
	"hextui/mcpsrv/hub/upstream"
	"hextui/mcpsrv/share/dial"
)

// Options make a [Hub].
type Options struct {
	// Setting reads a setting by the name of its variable ([Settings] lists them), keys among them; empty is not set.
	Setting func(name string) string
	// Version is the program's own; empty is "dev".
	Version string
	// StateDir is where the file cache has its folder.
	StateDir string
	// Python checks and runs code; nil is the system's python3 in a sandbox, looked for when it is first needed.
	Python Python
	// Log gets faults and refusals; nil discards.
	Log *slog.Logger

	// unlimited leaves the rate limits out, for tests of something else.
	unlimited bool
}

// Setting is one of the settings of the hub.
type Setting struct {
	// Name is the variable of the environment; in config.toml it is the same in small letters, in the table [hub].
	Name string
	// Secret is for keys, which are not in config.toml but in the keyring.
	Secret bool
	// About says what it is.
	About string
}

// Settings are all settings of the hub.
func Settings() []Setting {
	return []Setting{
		{"LLM_PROVIDER", false, "openai, anthropic, nebius, huggingface or ollama; without, a local Ollama, else the first that has a key"},
		{"LLM_MODEL", false, "the model for everything, in place of the provider's usual two"},
		{"OPENAI_API_KEY", true, "the key of OpenAI"},
		{"ANTHROPIC_API_KEY", true, "the key of Anthropic"},
		{"NEBIUS_API_KEY", true, "the key of Nebius"},
		{"HUGGINGFACE_API_KEY", true, "the key of Hugging Face"},
		{"OPENAI_BASE_URL", false, "where OpenAI, or something that speaks like it, is"},
		{"ANTHROPIC_BASE_URL", false, "where Anthropic is"},
		{"NEBIUS_BASE_URL", false, "where Nebius is"},
		{"HUGGINGFACE_BASE_URL", false, "where Hugging Face is"},
		{"OLLAMA_HOST", false, "where Ollama is, as Ollama's own tools have it"},
		{"TAVILY_API_KEY", true, "the key of Tavily, for web search"},
		{"TAVILY_BASE_URL", false, "where Tavily is"},
		{"CACHE_BACKEND", false, "file or redis"},
		{"REDIS_URL", true, "the Redis that several instances share"},
		{"CURRENT_YEAR", false, "the year in citations, in place of this one"},
	}
}

// Hub has the agents. It may be used by many at once. Close it.
type Hub struct {
	agent.Agents

	setting func(string) string
	models  *provider.Chooser
	cache   *cache.Cache
	python  Python
	doors   doors
	metrics *metrics
	system  system
	redis   redis.UniversalClient
	log     *slog.Logger
	version string
}

// New makes a hub. It asks nobody anything; the error is a setting that cannot be meant.
func New(o Options) (*Hub, error) {
	h := &Hub{setting: func(name string) string { return strings.TrimSpace(o.Setting(name)) }, log: o.Log, python: o.Python,
		version: cmp.Or(o.Version, "dev")}
	if h.log == nil {
		h.log = slog.New(slog.DiscardHandler)
	}
	h.metrics = newMetrics(h)
	if err := h.openCache(o.StateDir); err != nil {
		return nil, err
	}
	if h.python == nil {
		h.python = &sandbox{}
	}
	h.doors = doors{hub: h, unlimited: o.unlimited, all: map[string]*upstream.Door{}}
	h.system = system{dir: cmp.Or(o.StateDir, "."), began: time.Now()}
	h.models = provider.NewChooser(provider.Options{Setting: h.setting, Door: h.doors.to, Called: h.metrics.called})
	h.join()
	return h, nil
}

// openCache opens the store that the settings name, and what is shared where it is a Redis.
func (h *Hub) openCache(stateDir string) error {
	switch backend := strings.ToLower(h.setting("CACHE_BACKEND")); backend {
	case "", "file":
		h.cache = cache.New(cache.NewFiles(filepath.Join(stateDir, "hub"), nil))
	case "redis":
		client, err := dial.Redis(cmp.Or(h.setting("REDIS_URL"), "redis://127.0.0.1:6379/0"), redisWait)
		if err != nil {
			return fmt.Errorf("REDIS_URL: %w", err)
		}
		h.redis = client
		h.cache = cache.New(cache.NewRedis(client, redisPrefix+"cache:"))
	default:
		return errors.New("CACHE_BACKEND must be file or redis")
	}
	h.cache.Looked = h.metrics.looked
	return nil
}

// join makes the agents.
func (h *Hub) join() {
	tavily := search.New(search.Options{Key: h.setting("TAVILY_API_KEY"), BaseURL: h.setting("TAVILY_BASE_URL"),
		Door: h.doors.to(tavilyName), Called: h.metrics.searched})
	python := counting{h.python, h.metrics}
	h.Enhancer = measured[agent.Question, agent.Enhanced]{agent.QuestionEnhancer, "enhance_question",
		agent.Enhancer{Models: h.models, Cache: h.cache}, h}
	h.Searcher = measured[agent.Query, search.Found]{agent.WebSearch, "search", agent.Searcher{Web: tavily, Cache: h.cache}, h}
	h.Processor = measured[agent.Text, agent.Processed]{agent.LLMProcessor, "process", agent.Processor{Models: h.models, Cache: h.cache}, h}
	h.Citations = measured[agent.Link, string]{agent.CitationFormatter, "format_citation", agent.Citations{Year: h.year}, h}
	h.Generator = measured[agent.CodeRequest, agent.Generated]{agent.CodeGenerator, "generate_code",
		agent.Generator{Models: h.models, Python: python}, h}
	h.Runner = measured[agent.Code, string]{agent.CodeRunner, "run_code", agent.Runner{Python: python}, h}
	h.Research = measured[agent.Request, agent.Researched]{agent.Orchestrator, "research", agent.Research{
		Models: h.models, Enhancer: h.Enhancer, Searcher: h.Searcher, Generator: h.Generator, Runner: h.Runner}, h}
	h.Assist = agent.Assist{Models: h.models, Python: python}
}

// Run runs code as the agent that runs code does, for who wants to know how it ended.
func (h *Hub) Run(ctx context.Context, code agent.Code) (pyrun.Result, error) {
	return agent.Runner{Python: counting{h.python, h.metrics}}.Run(ctx, code)
}

func (h *Hub) year() int {
	if year, err := strconv.Atoi(h.setting("CURRENT_YEAR")); err == nil && year > 0 {
		return year
	}
	return time.Now().Year()
}

// Secrets are the values that must never leave.
func (h *Hub) Secrets() []string {
	var out []string
	for _, s := range Settings() {
		if v := h.setting(s.Name); s.Secret && v != "" {
			out = append(out, v)
		}
	}
	return out
}

// Warm begins to start interpreters, so that the first run does not wait for one.
func (h *Hub) Warm(ctx context.Context) {
	if s, ok := h.python.(*sandbox); ok {
		_, _ = s.open(ctx) // who needs it is told why not
	}
}

// Close ends what still runs.
func (h *Hub) Close() error {
	var errs []error
	if s, ok := h.python.(*sandbox); ok {
		errs = append(errs, s.close())
	}
	if h.redis != nil {
		errs = append(errs, h.redis.Close())
	}
	return errors.Join(errs...)
}
