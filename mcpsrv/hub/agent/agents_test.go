package agent

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"hextui/hex/assist"
	"hextui/hex/pyrun"
	"hextui/mcpsrv/hub/cache"
	"hextui/mcpsrv/hub/provider"
	"hextui/mcpsrv/hub/search"
	"hextui/mcpsrv/hub/upstream"
)

// model answers by a function of the prompt, and keeps the prompts.
type model struct {
	answer func(context.Context, provider.Prompt) (string, error)

	mu      sync.Mutex
	prompts []provider.Prompt
}

func (m *model) Provider() string                              { return "test" }
func (m *model) Base() string                                  { return "https://models.acme.example/v1" }
func (m *model) Name(provider.Size) string                     { return "model" }
func (m *model) Model(context.Context) (provider.Model, error) { return m, nil }

func (m *model) Complete(ctx context.Context, p provider.Prompt, tell func(string)) (string, error) {
	m.mu.Lock()
	m.prompts = append(m.prompts, p)
	m.mu.Unlock()
	said, err := m.answer(ctx, p)
	if tell != nil && err == nil {
		tell(said)
	}
	return said, err
}

// says is a model that answers these, one after the other.
func says(answers ...string) *model {
	n := 0
	return &model{answer: func(context.Context, provider.Prompt) (string, error) { n++; return answers[n-1], nil }}
}

var longString = regexp.MustCompile(`(?s)'''.*?'''`)

// python stands for the interpreter: what begins with "bad" is no Python, what has "open(" is banned, all else runs.
type python struct {
	ran    []string
	output string
	err    error
}

func (p *python) Check(_ context.Context, code string) (pyrun.Findings, error) {
	f := pyrun.Findings{}
	switch {
	case p.err != nil:
		return f, p.err
	case strings.ContainsAny(longString.ReplaceAllString(code, ""), "`'") && strings.Contains(code, "```") || strings.HasPrefix(code,
		"bad"):
		f.Syntax = &pyrun.SyntaxError{Message: "invalid syntax", Line: 1}
	case strings.Contains(code, "open("):
		f.BannedCalls = []pyrun.Use{{Name: "open", Line: 2}}
	}
	if strings.Contains(code, "import os.path") {
		f.Imports = []pyrun.Use{{Name: "json", Line: 1}, {Name: "os.path", Line: 2}}
		f.BannedImports = f.Imports[1:]
	}
	return f, nil
}

func (p *python) RunChecked(ctx context.Context, code string) (pyrun.Result, error) {
	f, err := p.Check(ctx, code)
	if err != nil {
		return pyrun.Result{}, err
	}
	if f.Banned() {
		return pyrun.Result{}, &pyrun.NotAllowed{Findings: f}
	}
	p.ran = append(p.ran, code)
	return pyrun.Result{Output: p.output, Ended: pyrun.Finished}, nil
}

func newCache(t *testing.T) *cache.Cache { return cache.New(cache.NewFiles(t.TempDir(), nil)) }

func TestEnhancer(t *testing.T) {
	for said, want := range map[string][]string{
		`{"sub_questions": ["a","b","c"]}`:                                {"a", "b", "c"},
		"Sure! ```json\n{\"sub_questions\": [\" a \", \"\", \"b\"]}\n```": {"a", "b"},
		`{"sub_questions": ["a","b","c","d"]}`:                            {"a", "b", "c"},
		`{"sub_questions": []}`:                                           nil,
		`{"sub_questions": [""]}`:                                         nil,
		`{"sub_questions": ["a", 1]}`:                                     nil,
		`{"sub_questions": ["a", null]}`:                                  nil,
		`{"sub_questions": "a"}`:                                          nil,
		`["a"]`:                                                           nil,
		`} {`:                                                             nil,
		`1. a`:                                                            nil,
	} {
		m := says(said, said)
		e := Enhancer{m, newCache(t)}
		got, err := e.Do(t.Context(), Question{"How is it?", 3}, nil)
		var refused *upstream.Error
		if failed := errors.As(err, &refused) && refused.Kind == upstream.Nonsense; failed != (want == nil) || want != nil && err != nil ||
			!slices.Equal(got.SubQuestions, want) {
			t.Errorf("%s: %+v, %v", said, got, err)
		}
		if want == nil {
			continue
		}
		if again, err := e.Do(t.Context(), Question{"How is it?", 3}, nil); err != nil || len(m.prompts) != 1 ||
			again.OriginalQuestion != "How is it?" {
			t.Errorf("again: %+v, %v, asked %d times", again, err, len(m.prompts))
		}
		if !strings.Contains(m.prompts[0].User, "exactly 3") || m.prompts[0].Temperature != 0.7 || m.prompts[0].Size != provider.Small {
			t.Errorf("the prompt is %+v", m.prompts[0])
		}
	}
}

func TestProcessor(t *testing.T) {
	m := says(" short \n", "other")
	p := Processor{m, newCache(t)}
	in, err := Text{"long", "Summarize", "known"}.Checked()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got, err := p.Do(t.Context(), in, nil); err != nil || got != (Processed{"short", "summarize"}) {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if p := m.prompts[0].User; !strings.Contains(p, "<text>\nlong\n") || !strings.Contains(p, "<context>\nknown\n") {
		t.Errorf("the prompt is %s", p)
	}
	in.Text = "Long"
	if got, err := p.Do(t.Context(), in, nil); err != nil || got.Result != "other" {
		t.Errorf("another case: %+v, %v", got, err)
	}
}

func TestGenerator(t *testing.T) {
	for name, c := range map[string]struct {
		answers []string
		want    Generated
		fed     string // what the last prompt says of the try before
	}{
		"at once": {[]string{"print(1)"}, Generated{"print(1)", true, []string{}, []string{}}, ""},
		"fenced":  {[]string{"Here:\n```python\nprint(1)\n```\nDone."}, Generated{"print(1)", true, []string{}, []string{}}, ""},
		"a fence in a string": {[]string{"```python\ns = '''\n```sql\nx\n```\n'''\n```"},
			Generated{"s = '''\n```sql\nx\n```\n'''", true, []string{}, []string{}}, ""},
		"two blocks": {[]string{"```\nprint(1)\n```\nOr:\n```\nprint(2)\n```"}, Generated{"print(1)", true, []string{}, []string{}}, ""},
		"second time": {[]string{"bad", "print(2)"}, Generated{"print(2)", true, []string{}, []string{}},
			"SyntaxError: invalid syntax (line 1)"},
		"banned": {[]string{"open('x')", "print(2)"}, Generated{"print(2)", true, []string{}, []string{}},
			"open() in line 2 is not allowed"},
		"three times": {[]string{"bad", "open(1)", "import json\nimport os.path\nopen(2)"},
			Generated{"import json\nimport os.path\nopen(2)", false, []string{"json", "os.path"}, []string{"open"}}, "open() in line 2"},
		"no code": {[]string{"```\n```", "print(3)"}, Generated{"print(3)", true, []string{}, []string{}}, "no code"},
	} {
		m := says(append(c.answers, c.answers[len(c.answers)-1], c.answers[len(c.answers)-1])...)
		got, err := Generator{m, &python{}}.Do(t.Context(), CodeRequest{"Do it.", "known"}, nil)
		if d := cmp.Diff(c.want, got); err != nil || d != "" {
			t.Errorf("%s: %v %s", name, err, d)
		}
		if last := m.prompts[len(m.prompts)-1]; !strings.Contains(last.User, c.fed) || last.Temperature != 0.1 ||
			last.Size != provider.Large {
			t.Errorf("%s: the last prompt is %+v", name, last)
		}
	}
	none := &pyrun.Unavailable{Reason: "There is no python3.", Help: "Install it."}
	if _, err := (Generator{says("print(1)"), &python{err: none}}).Do(t.Context(), CodeRequest{"Do it.", "x"}, nil); !errors.Is(err, none) {
		t.Errorf("without Python: %v", err)
	}
}

func TestRunner(t *testing.T) {
	p := &python{output: "1\n"}
	if got, err := (Runner{p}).Do(t.Context(), Code{"print(1)"}, nil); got != "1\n" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	_, err := Runner{p}.Do(t.Context(), Code{"\nopen(1)"}, nil)
	var refused *Invalid
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "open() in line 2") || len(p.ran) != 1 {
		t.Errorf("banned: %v, ran %q", err, p.ran)
	}
}

// web finds the same for every query, or fails.
type web struct {
	mu      sync.Mutex
	queries []string
	err     error
}

func (w *web) Search(_ context.Context, query string) (search.Found, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queries = append(w.queries, query)
	answer := "answer to " + query
	return search.Found{Results: []search.Result{{Title: "Page\n1", URL: "https://a.example/" + query, Content: "found " + query}},
		Query: query, Answer: &answer}, w.err
}

// whole is a research over a model, a web and an interpreter.
func whole(t *testing.T, m Models, w Web, p Python) Research {
	c := newCache(t)
	return Research{Models: m, Enhancer: Enhancer{m, c}, Searcher: Searcher{w, c}, Generator: Generator{m, p}, Runner: Runner{p}}
}

// byTask answers each task of a research.
func byTask(sub, code, summary string) *model {
	return &model{answer: func(_ context.Context, p provider.Prompt) (string, error) {
		said := summary
		switch {
		case strings.Contains(p.User, "sub-questions"):
			said = sub
		case p.Size == provider.Large:
			said = code
		}
		if said == "" {
			return "", &upstream.Error{Service: "test", Kind: upstream.Broken, Message: "test has a fault of its own"}
		}
		return said, nil
	}}
}

func statuses(log []Step) []string {
	var out []string
	for _, s := range log {
		out = append(out, s.Step+" "+s.Status)
	}
	return out
}

const three = `{"sub_questions":["q1","q2","q3"]}`

func TestResearch(t *testing.T) {
	m, w, p := byTask(three, "print(1)", "All is well."), &web{}, &python{output: "1\n"}
	var told []Step
	got, err := whole(t, m, w, p).Do(t.Context(), Request{"Do it.", 30}, func(s Step) { told = append(told, s) })
	slices.Sort(w.queries)
	if err != nil || got.Status != "success" || got.CodeString != "print(1)" || *got.ExecutionOutput != "1\n" ||
		got.FinalSummary != "All is well." ||
		!slices.Equal(w.queries, []string{"q1", "q2"}) || !slices.Equal(got.SubQuestions, []string{"q1", "q2", "q3"}) ||
		!slices.Equal(got.Citations, []string{"Page 1 - https://a.example/q1", "Page 1 - https://a.example/q2"}) || got.Error != "" {
		t.Errorf("%+v, %v", got, err)
	}
	want := []string{"question_enhancer success", "web_search success", "web_search success", "code_generator success",
		"code_runner success",
		"summary success"}
	if d := cmp.Diff(want, statuses(got.ExecutionLog)); d != "" {
		t.Error(d)
	}
	if len(told) != 11 || told[0].Status != StepStarted {
		t.Errorf("told %+v", told)
	}
	for _, p := range m.prompts[1:] {
		if !strings.Contains(p.User, "Content: found q2\nURL: https://a.example/q2\n---") || !strings.Contains(p.User, "answer to q1") {
			t.Errorf("what was found does not reach %s", p.User)
		}
	}
}

// A page that two questions find is one source.
func TestResearchFindsTwice(t *testing.T) {
	got, err := whole(t, byTask(`{"sub_questions":["q1","q1"]}`, "1", "ok"), &web{}, &python{}).Do(t.Context(), Request{"Do it.", 30}, nil)
	if err != nil || len(got.SearchResults) != 1 || len(got.Citations) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestResearchGoesOn(t *testing.T) {
	down := &upstream.Error{Service: "search", Kind: upstream.Unset, Message: "TAVILY_API_KEY is missing"}
	for name, c := range map[string]struct {
		sub, code, summary string
		web, python        error
		status             string
		log                []string
		says               string // in the last prompt
	}{
		"no search": {three, "print(1)", "ok", down, nil, "success", []string{"question_enhancer success", "web_search error",
			"web_search error",
			"code_generator success", "code_runner success", "summary success"}, "no additional web search context"},
		"no enhancer": {"", "print(1)", "ok", nil, nil, "success", []string{"question_enhancer error", "web_search success",
			"code_generator success",
			"code_runner success", "summary success"}, "found Do it."},
		"no sandbox": {three, "print(1)", "ok", nil, &pyrun.Unavailable{Reason: "x"}, "success", []string{"question_enhancer success",
			"web_search success", "web_search success", "code_generator error", "code_runner skipped", "summary success"},
			"There is no code"},
		"banned code": {three, "open(1)", "ok", nil, nil, "success", []string{"question_enhancer success", "web_search success",
			"web_search success",
			"code_generator error", "code_runner skipped", "summary success"}, "The code was not executed: show it"},
		"no summary": {three, "print(1)", "", nil, nil, "success", []string{"question_enhancer success", "web_search success",
			"web_search success",
			"code_generator success", "code_runner success", "summary error"}, ""},
		"no model": {"", "", "", nil, nil, "error", []string{"question_enhancer error", "web_search success", "code_generator error",
			"code_runner skipped", "summary error"}, ""},
	} {
		m := byTask(c.sub, c.code, c.summary)
		got, err := whole(t, m, &web{err: c.web}, &python{err: c.python}).Do(t.Context(), Request{"Do it.", 30}, nil)
		if d := cmp.Diff(c.log, statuses(got.ExecutionLog)); err != nil || got.Status != c.status || d != "" {
			t.Errorf("%s: %s %q, %v %s", name, got.Status, got.Error, err, d)
		}
		if (got.Error != "") != (c.status == "error") || !strings.Contains(m.prompts[len(m.prompts)-1].User, c.says) {
			t.Errorf("%s: %q; the last prompt is %s", name, got.Error, m.prompts[len(m.prompts)-1].User)
		}
	}
}

// When the time is over the answer has what was done; who gives up gets nothing, and nothing goes on.
func TestResearchEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := byTask(three, "print(1)", "ok")
		inner := slow.answer
		slow.answer = func(ctx context.Context, p provider.Prompt) (string, error) {
			if p.Size == provider.Large {
				<-ctx.Done()
				return "", context.Cause(ctx)
			}
			return inner(ctx, p)
		}
		r := whole(t, slow, &web{}, &python{})
		began := time.Now()
		got, err := r.Do(t.Context(), Request{"Do it.", 45}, nil)
		want := []string{"question_enhancer success", "web_search success", "web_search success", "code_generator error",
			"code_runner skipped",
			"summary skipped"}
		if d := cmp.Diff(want, statuses(got.ExecutionLog)); err != nil || got.Status != "timeout" || d != "" ||
			time.Since(began) != 45*time.Second ||
			len(got.Citations) != 2 || !strings.Contains(got.Error, "45 s") {
			t.Errorf("%+v, %v %s", got, err, d)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began = time.Now()
		if _, err := r.Do(ctx, Request{"Do it.", 45}, nil); !errors.Is(err, context.Canceled) || time.Since(began) != time.Second {
			t.Errorf("who gave up got %v after %s", err, time.Since(began))
		}
	})
}

func TestAssist(t *testing.T) {
	m := says("```sql\nselect 1\n```", "It counts.")
	a := Assist{Models: m}
	q := assist.Question{Deed: assist.Fix, Project: "Shop", Failure: "no column x", Line: 1, Left: 2,
		Cell:   assist.Cell{Label: "Weekly", Language: "sql", Source: "select x", Dialect: "snowflake"},
		Tables: []string{"public.orders", "public.parcels"},
		Named:  []assist.Named{{Kind: "project", Title: "Parcels\n by carrier", About: "Late ones", URL: "https://hex.example/p"}},
		Above:  []assist.Cell{{Label: "Near", Language: "python", Source: "df = 1", Makes: "df"}}}
	ask := func(q assist.Question) (text string, last assist.Part, err error) {
		for part, failed := range a.Ask(t.Context(), q) {
			text += part.Text
			last, err = part, failed
		}
		return text, last, err
	}
	if _, last, err := ask(q); err != nil || last.Code == nil || *last.Code != "select 1" ||
		!slices.Equal(last.Sources, []assist.Source{{Title: "project Parcels by carrier", URL: "https://hex.example/p"}}) {
		t.Errorf("%+v, %v", last, err)
	}
	for _, says := range []string{"sql in the dialect of snowflake", "<cell>\nselect x", "<error>\nno column x", "failed in line 1",
		"dataframe df", "(Left out, farther above: 2 cells.)", "called Shop",
		"<tables>\npublic.orders, public.parcels\n", "- project Parcels by carrier: Late ones\n"} {
		if !strings.Contains(m.prompts[0].User, says) {
			t.Errorf("the prompt does not say %q: %s", says, m.prompts[0].User)
		}
	}
	q.Deed = assist.Explain
	if text, last, err := ask(q); err != nil || last.Code != nil || text != "It counts." || len(last.Sources) != 1 {
		t.Errorf("%q, %+v, %v", text, last, err)
	}
	q.Words = "<p onclick=x>"
	var refused *Invalid
	if _, _, err := ask(q); !errors.As(err, &refused) {
		t.Errorf("markup: %v", err)
	}
	for base, want := range map[string]string{"https://api.openai.com/v1": " at api.openai.com",
		"http://127.0.0.1:11434/v1": " on this computer", "http://LocalHost:8080": " on this computer",
		"https://models.acme.example:8443/v1": " at models.acme.example"} {
		if words, local := placeOf(base); words != want || local != strings.HasSuffix(want, "computer") {
			t.Errorf("%s is%s, local %t", base, words, local)
		}
	}
}

// faulty is a web search with a fault of ours.
type faulty struct{}

func (faulty) Do(context.Context, Query, Tell) (search.Found, error) { panic("no index") }

// A panic in one of the searches, which have goroutines of their own, is a step that failed.
func TestResearchOutlivesAPanic(t *testing.T) {
	r := whole(t, byTask(three, "print(1)", "ok"), &web{}, &python{})
	r.Searcher = faulty{}
	got, err := r.Do(t.Context(), Request{"Do it.", 30}, nil)
	want := []string{"question_enhancer success", "web_search error", "web_search error", "code_generator success",
		"code_runner success", "summary success"}
	if d := cmp.Diff(want, statuses(got.ExecutionLog)); err != nil || got.Status != StatusSuccess || d != "" {
		t.Errorf("%+v, %v %s", got, err, d)
	}
	if says := got.ExecutionLog[1].Details; !strings.Contains(says, "a fault inside the hub") {
		t.Errorf("the step says %q", says)
	}
}
