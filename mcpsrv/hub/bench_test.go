package hub

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"hextui/hex/pyrun"
)

// BenchmarkHub reports what the hub costs: a call of a model above the same request sent straight to it, calls of an agent that asks
// nobody by 16 clients at once, and a run of code in a warm and in a new interpreter.
func BenchmarkHub(b *testing.B) {
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err == nil {
			says("short")(w, r)
		}
	}))
	defer model.Close()
	h, err := New(Options{Setting: func(name string) string {
		return map[string]string{"LLM_PROVIDER": "openai", "OPENAI_API_KEY": llmKey, "OPENAI_BASE_URL": model.URL}[name]
	}, StateDir: b.TempDir(), unlimited: true})
	if err != nil {
		b.Fatal(err)
	}
	s := httptest.NewUnstartedServer(nil)
	s.Config.Handler = h.Handler(s.Listener.Addr(), HTTPOptions{})
	s.Start()
	defer s.Close()
	defer func() {
		if err := h.Close(); err != nil {
			b.Error(err)
		}
	}()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	post := func(url, body string) {
		resp, err := client.Post(url, "application/json", bytes.NewReader([]byte(body)))
		if err != nil {
			b.Error(err)
			return
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != 200 {
			b.Errorf("%s, %v", resp.Status, err)
		}
		_ = resp.Body.Close() // it was read
	}
	b.Run("model/straight", func(b *testing.B) {
		for b.Loop() {
			post(model.URL+"/chat/completions", `{"model":"x","messages":[]}`)
		}
	})
	var n atomic.Int64
	b.Run("model/by the hub", func(b *testing.B) {
		for b.Loop() {
			post(s.URL+"/api/agent_llm_processor_service", fmt.Sprintf(`{"data":["text %d","reason"]}`, n.Add(1)))
		}
	})
	b.Run("model/from the cache", func(b *testing.B) {
		for b.Loop() {
			post(s.URL+"/api/agent_llm_processor_service", `{"data":["text","reason"]}`)
		}
	})
	b.Run("model by the hub, by 16", func(b *testing.B) {
		b.SetParallelism(8) // times two processors
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				post(s.URL+"/api/agent_llm_processor_service", fmt.Sprintf(`{"data":["text %d","reason"]}`, n.Add(1)))
			}
		})
	})
	b.Run("citations by 16", func(b *testing.B) {
		b.SetParallelism(8) // times two processors
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				post(s.URL+"/api/agent_citation_formatter_service", `{"data":["https://a.example"]}`)
			}
		})
	})
	if _, err := pyrun.Find(b.Context(), pyrun.Options{}); err != nil {
		b.Skipf("Python cannot be run here: %v", err)
	}
	b.Run("code/warm", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			for h.Pool().WarmSandboxes == 0 {
				h.Warm(b.Context())
			}
			b.StartTimer()
			post(s.URL+"/api/agent_code_runner_service", `{"data":["print(1)"]}`)
		}
	})
	b.Run("code/one after the other", func(b *testing.B) {
		for b.Loop() {
			post(s.URL+"/api/agent_code_runner_service", `{"data":["print(1)"]}`)
		}
	})
}
