package hub

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"hextui/mcpsrv/hub/agent"
	"hextui/mcpsrv/hub/search"
)

// Every endpoint answers what the contract says, in the form that its schema has.
func TestContract(t *testing.T) {
	w := newWorld(t, nil)
	var enhanced agent.Enhanced
	w.call("agent_question_enhancer", "Why is the sky blue?").into(t, &enhanced)
	if !slices.Equal(enhanced.SubQuestions, []string{"one", "two", "three"}) || enhanced.OriginalQuestion != "Why is the sky blue?" {
		t.Errorf("%+v", enhanced)
	}
	w.call("agent_question_enhancer", "Why is the sky blue?", 2.0).into(t, &enhanced)
	if len(enhanced.SubQuestions) != 2 {
		t.Errorf("two are %q", enhanced.SubQuestions)
	}
	var found search.Found
	w.call("agent_web_search", "sky").into(t, &found)
	if found.Query != "sky" || *found.Answer != "yes" || len(found.Results) != 1 || found.Results[0].Score != 0.5 {
		t.Errorf("%+v", found)
	}
	w.answers(says(" short "))
	var processed agent.Processed
	w.call("agent_llm_processor", "long", "SUMMARIZE", nil).into(t, &processed)
	if processed != (agent.Processed{Result: "short", Task: "summarize"}) {
		t.Errorf("%+v", processed)
	}
	var text string
	w.call("agent_citation_formatter", "https://www.bbc.co.uk/news").into(t, &text)
	if text != "Bbc.co.uk. (2031). Retrieved from https://www.bbc.co.uk/news" {
		t.Error(text)
	}
	w.answers(says("print(3)"))
	var generated agent.Generated
	w.call("agent_code_generator", "print three", "nothing").into(t, &generated)
	if generated.Code != "print(3)" || !generated.ValidationPassed {
		t.Errorf("%+v", generated)
	}
	w.call("agent_code_runner", "print(3)").into(t, &text)
	if text != "3\n" {
		t.Errorf("%q", text)
	}
	w.python.(*interpreter).output = ""
	if r := w.call("agent_code_runner", "3"); r.text != `{"data":[""]}` {
		t.Errorf("silence is %s", r.text)
	}
	for _, args := range [][]any{{map[string]any{"user_request": "Why is it?", "timeout": 30}}, {"Why is it?", 30}, {"Why is it?"},
		{map[string]any{"user_request": "Why is it?", "timeout": nil, "else": 1}}} {
		var researched agent.Researched
		w.call("agent_research_request", args...).into(t, &researched)
		if researched.Status != "success" || researched.UserRequest != "Why is it?" || researched.FinalSummary == "" {
			t.Errorf("%+v", researched)
		}
	}
	var pool Pool
	w.call("get_sandbox_pool_status").into(t, &pool)
	if pool != (Pool{WarmSandboxes: 2, TotalExecutions: 4, PoolSize: 3}) {
		t.Errorf("%+v", pool)
	}
	var performance map[string]Series
	w.call("get_performance_metrics").into(t, &performance)
	if s := performance["question_enhancer"]; s.Count < 2 || s.Min > s.Average || s.Average > s.Max {
		t.Errorf("%+v", performance)
	}
	var kept map[string]any
	w.call("get_cache_status").into(t, &kept)
	if kept["backend"] != "file" || kept["total_files"].(float64) < 4 {
		t.Errorf("%v", kept)
	}
}

// What endpoints answer fits the schemas that the contract has for it, and the documents are made of the same rows.
func TestDocuments(t *testing.T) {
	w := newWorld(t, nil)
	fetch := func(path string) []byte {
		t.Helper()
		resp, err := http.Get(w.url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s, %v", path, resp.Status, err)
		}
		return raw
	}
	raw := fetch("/openapi.json")
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		t.Fatal(err)
	}
	if s := doc.Components.SecuritySchemes; s["ApiKey"].Value.Name != "X-API-Key" || s["Bearer"].Value.Scheme != "bearer" ||
		doc.OpenAPI != "3.1.0" {
		t.Errorf("the security schemes are %+v", s)
	}
	server := w.hub.Handler(httptest.NewUnstartedServer(nil).Listener.Addr(), HTTPOptions{}).(*server)
	for path, route := range server.routes {
		item := doc.Paths.Value(path)
		if item == nil {
			t.Errorf("openapi.json has no %s", path)
			continue
		}
		for method := range item.Operations() {
			if !slices.Contains(route.methods, method) {
				t.Errorf("%s is not asked by %s", path, method)
			}
		}
	}
	if doc.Paths.Len() != len(server.routes) || len(calls()) != len(contract()) {
		t.Errorf("%d paths are described and %d served; %d rows and %d calls", doc.Paths.Len(), len(server.routes), len(contract()),
			len(calls()))
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("openapi.json", all); err != nil {
		t.Fatal(err)
	}
	fits := func(path, where string, body string) {
		t.Helper()
		s, err := c.Compile("openapi.json#/paths/" + strings.ReplaceAll(path, "/",
			"~1") + "/post/" + where + "/content/application~1json/schema")
		if err != nil {
			t.Fatal(err)
		}
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s: %v: %s", path, err, body)
		}
	}
	for name, body := range map[string]string{
		"agent_question_enhancer": `{"data":["Why is it?",null]}`, "agent_web_search": `{"data":["sky"]}`,
		"agent_llm_processor": `{"data":["a","reason","b"]}`, "agent_citation_formatter": `{"data":["https://a.example"]}`,
		"agent_code_generator": `{"data":["print","x"]}`, "agent_code_runner": `{"data":["1"]}`,
		"agent_research_request": `{"data":[{"user_request":"Why is it?","timeout":30}]}`, "get_health_status": `{"data":[]}`,
		"get_performance_metrics": `{"data":[]}`, "get_cache_status": `{"data":[]}`, "get_sandbox_pool_status": `{"data":[]}`,
	} {
		path := "/api/" + name + "_service"
		fits(path, "requestBody", body)
		if r := w.post(path, body); r.code != http.StatusOK {
			t.Errorf("%s: %s", path, r.text)
		} else {
			fits(path, "responses/200", r.text)
		}
		r := w.post(path, `{"data":[1,2,3,4]}`)
		if r.code != http.StatusBadRequest {
			t.Errorf("%s: %s", path, r.text)
		}
		fits(path, "responses/400", r.text)
	}
	var mcp struct {
		Protocol     struct{ Name, Version string }
		Capabilities struct {
			Agents []struct {
				Name        string
				InputSchema json.RawMessage `json:"input_schema"`
			}
			Monitoring []struct{ Name string }
		}
	}
	if err := json.Unmarshal(fetch("/mcp_schema.json"), &mcp); err != nil {
		t.Fatal(err)
	}
	if mcp.Protocol.Name != "mcp-hub" || mcp.Protocol.Version != "1.0.0" || len(mcp.Capabilities.Agents) != 7 ||
		len(mcp.Capabilities.Monitoring) != 4 {
		t.Errorf("%+v", mcp)
	}
}

// What does not fit is refused before anybody is asked, in the one form of errors, with a sentence that says what is wrong.
func TestArguments(t *testing.T) {
	w := newWorld(t, nil)
	for _, c := range []struct{ name, body, says string }{
		{"agent_question_enhancer", `{"data":[]}`, "the question is missing"},
		{"agent_question_enhancer", `{"data":[null]}`, "the question must be a string"},
		{"agent_question_enhancer", `{"data":[12345]}`, "the question must be a string"},
		{"agent_question_enhancer", `{"data":["why?"]}`, "at least 5"},
		{"agent_question_enhancer", `{"data":["   why?   "]}`, "at least 5"},
		{"agent_question_enhancer", `{"data":["why is it?","3"]}`, "must be a whole number"},
		{"agent_question_enhancer", `{"data":["why is it?",true]}`, "must be a whole number"},
		{"agent_question_enhancer", `{"data":["why is it?",2.5]}`, "must be a whole number"},
		{"agent_question_enhancer", `{"data":["why is it?",1e400]}`, "must be a whole number"},
		{"agent_question_enhancer", `{"data":["why is it?",0]}`, "from 1 to 10"},
		{"agent_question_enhancer", `{"data":["why is it?",11]}`, "from 1 to 10"},
		{"agent_question_enhancer", `{"data":["why is it?",3,null]}`, "too many arguments"},
		{"agent_question_enhancer", `{"data":"why is it?"}`, "data must be a list"},
		{"agent_question_enhancer", `{"data":{"0":"why is it?"}}`, "data must be a list"},
		{"agent_question_enhancer", `{"DATA":["why is it?"]}`, "data is missing"},
		{"agent_question_enhancer", `null`, "JSON object"},
		{"agent_question_enhancer", "{\"data\":[\"why is it\xff?\"]}", "UTF-8"},
		{"agent_question_enhancer", `{"data":` + strings.Repeat("[", 100_000), "JSON object"},
		{"agent_research_request", `{"data":[{"USER_REQUEST":"why is it?"}]}`, "user_request is missing"},
		{"agent_question_enhancer", `{"data":null}`, "data is missing"},
		{"agent_question_enhancer", `{}`, "data is missing"},
		{"agent_question_enhancer", `["why is it?"]`, "JSON object"},
		{"agent_question_enhancer", `{"data":["why is it?"]} x`, "JSON object"},
		{"agent_question_enhancer", ``, "JSON object"},
		{"agent_question_enhancer", `{"data":["<p onclick=x>why"]}`, "markup"},
		{"agent_question_enhancer", `{"data":["why\u0000is it"]}`, "U+0000"},
		{"agent_question_enhancer", `{"data":["why\u007fis it"]}`, "U+007F"},
		{"agent_web_search", `{"data":[""]}`, "the query is empty"},
		{"agent_web_search", `{"data":["a","b"]}`, "too many arguments: data is [query]"},
		{"agent_llm_processor", `{"data":["a"]}`, "the task is missing"},
		{"agent_llm_processor", `{"data":["a","translate"]}`, "summarize, reason, extract_keywords"},
		{"agent_llm_processor", `{"data":["a","reason",3]}`, "the context must be a string"},
		{"agent_citation_formatter", `{"data":["example.com"]}`, "no URL"},
		{"agent_code_generator", `{"data":["print"]}`, "the context is missing"},
		{"agent_code_generator", `{"data":["print"," "]}`, "the context is empty"},
		{"agent_code_runner", `{"data":[" \n "]}`, "the code is empty"},
		{"agent_code_runner", `{"data":["1\u0000"]}`, "NUL"},
		{"agent_code_runner", `{"data":["\nopen(1)"]}`, "open() in line 2"},
		{"agent_research_request", `{"data":[{"timeout":30}]}`, "user_request is missing"},
		{"agent_research_request", `{"data":[{"user_request":"why is it?","timeout":29}]}`, "from 30 to 600"},
		{"agent_research_request", `{"data":["why is it?",601]}`, "from 30 to 600"},
		{"agent_research_request", `{"data":["why is it?",0]}`, "from 30 to 600"},
		{"agent_research_request", `{"data":[{"user_request":"why is it?"},30]}`, "too many arguments"},
		{"agent_research_request", `{"data":["why is it?",30,1]}`, "too many arguments"},
		{"get_health_status", `{"data":[1]}`, "takes no arguments"},
		{"get_cache_status", `{}`, "data is missing"},
		{"get_prometheus_metrics", `{"data":[1]}`, "takes no arguments"},
		{"get_prometheus_metrics", `{}`, "data is missing"},
	} {
		r := w.post("/api/"+c.name+"_service", c.body)
		if r.code != http.StatusBadRequest || !strings.Contains(r.failure(), c.says) || strings.Contains(r.text, "onclick") {
			t.Errorf("%s %s: %d %s; it should say %q", c.name, c.body, r.code, r.text, c.says)
		}
	}
	if prompts, queries := w.asked(); prompts+queries != 0 {
		t.Errorf("%d prompts and %d queries were sent", prompts, queries)
	}
	r := w.post("/api/agent_web_search_service", `{"fn_index":3,"data":["sky"],"session_hash":"x","DATA":[1]}`)
	if r.code != http.StatusOK {
		t.Errorf("other keys: %s", r.text)
	}
}

// A text at its limit is taken however its JSON spells it, and one character more is not.
func TestLimitsOverHTTP(t *testing.T) {
	w := newWorld(t, nil)
	for _, spelled := range []string{"a", "ä", "🎯", `\u00e4`, `\ud83c\udfaf`, `\r\n`} {
		for n, want := range map[int]int{999: 200, 1000: 200, 1001: 400} {
			query := strings.Repeat(spelled, n-1) + "x"
			if r := w.post("/api/agent_web_search_service", fmt.Sprintf(`{"data":["%s"]}`, query)); r.code != want {
				t.Errorf("%d × %s: %d %.200s", n, spelled, r.code, r.text)
			}
		}
		both := strings.Repeat(spelled, 49_999) + "x"
		if r := w.post("/api/agent_code_runner_service", fmt.Sprintf(`{"data":["%s"]}`, both)); r.code != 200 {
			t.Errorf("code of %s: %d %.200s", spelled, r.code, r.text)
		}
		if r := w.post("/api/agent_llm_processor_service", fmt.Sprintf(`{"data":["%s","dance","%s"]}`, both, both)); r.code != 400 {
			t.Errorf("two texts of %s: %d %.200s", spelled, r.code, r.text)
		}
	}
}
