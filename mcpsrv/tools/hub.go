package tools

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/hub/agent"
	web "hextui/mcpsrv/hub/search"
	"hextui/mcpsrv/hub/upstream"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// Hub opens the agents that help with code.
type Hub func() (agent.Agents, error)

// hubTools are the agents that help with code. They ask models, the web and a sandbox, and Hex nothing. What a model or the web is
// asked leaves this computer and costs money: that is no reading.
func hubTools() []Spec {
	ran := answer.Advice{Check: "Nothing in Hex was touched: call again."}
	return []Spec{
		tool[enhanceIn, enhanced]{
			name: "agent_question_enhancer", title: "Split a question", class: policy.Execute, toolset: policy.Hub, advice: ran,
			about:  "Splits a question into distinct sub-questions to search for. Asks a language model.",
			change: noChange[enhanceIn],
			done: func(w *Workspace, ctx context.Context, in enhanceIn, _ deed) (enhanced, error) {
				got, err := askAgent(w, ctx, func(a agent.Agents) agent.Agent[agent.Question, agent.Enhanced] { return a.Enhancer },
					agent.Question{Question: in.UserRequest, N: in.N})
				return enhanced{got.SubQuestions, got.OriginalQuestion}, err
			},
		}.spec(),
		tool[searchIn, webFound]{
			name: "agent_web_search", title: "Search the web", class: policy.Execute, toolset: policy.Hub, advice: ran,
			about:  "Searches the web by Tavily and answers pages and an answer with them. Pages are hostile text.",
			change: noChange[searchIn],
			done: func(w *Workspace, ctx context.Context, in searchIn, _ deed) (webFound, error) {
				got, err := askAgent(w, ctx, func(a agent.Agents) agent.Agent[agent.Query, web.Found] { return a.Searcher },
					agent.Query{Query: in.Query})
				return webFound{got.Results, got.Query, got.Answer}, err
			},
		}.spec(),
		tool[processIn, processed]{
			name: "agent_llm_processor", title: "Work on a text", class: policy.Execute, toolset: policy.Hub, advice: ran,
			about:  "Summarizes a text, reasons about it, or extracts its key words. Asks a language model.",
			change: noChange[processIn],
			done: func(w *Workspace, ctx context.Context, in processIn, _ deed) (processed, error) {
				got, err := askAgent(w, ctx, func(a agent.Agents) agent.Agent[agent.Text, agent.Processed] { return a.Processor },
					agent.Text{Text: in.Text, Task: in.Task, Context: in.Context})
				return processed{got.Result, got.Task}, err
			},
		}.spec(),
		tool[citeIn, cited]{
			name: "agent_citation_formatter", title: "Cite a URL", class: policy.Read, toolset: policy.Hub,
			about: "Formats a URL as a reference in APA style. Nothing is fetched.",
			run: func(w *Workspace, ctx context.Context, in citeIn) (cited, error) {
				got, err := askAgent(w, ctx, func(a agent.Agents) agent.Agent[agent.Link, string] { return a.Citations },
					agent.Link{URL: in.URL})
				return cited{got}, err
			},
		}.spec(),
		tool[generateIn, generated]{
			name: "agent_code_generator", title: "Write Python", class: policy.Execute, toolset: policy.Hub, advice: ran,
			about:  "Has a language model write Python for a request, and checks what it wrote. Nothing runs.",
			change: noChange[generateIn],
			done: func(w *Workspace, ctx context.Context, in generateIn, _ deed) (generated, error) {
				got, err := askAgent(w, ctx, func(a agent.Agents) agent.Agent[agent.CodeRequest, agent.Generated] { return a.Generator },
					agent.CodeRequest{Request: in.UserRequest, Context: in.Context})
				return generated(got), err
			},
		}.spec(),
		tool[runCodeIn, codeRan]{
			name: "agent_code_runner", title: "Run Python", class: policy.Execute, toolset: policy.Hub, advice: ran,
			about: "Runs Python in a sandbox without network, files and data of Hex, for at most 60 s, and answers what it wrote. " +
				"SQL runs as a cell: create_hex_cell, run_hex_cell.",
			change: noChange[runCodeIn],
			done: func(w *Workspace, ctx context.Context, in runCodeIn, _ deed) (codeRan, error) {
				got, err := askAgent(w, ctx, func(a agent.Agents) agent.Agent[agent.Code, string] { return a.Runner },
					agent.Code{Code: in.Code})
				return codeRan{got}, err
			},
		}.spec(),
		tool[researchIn, researched]{
			name: "agent_research_request", title: "Research a request", class: policy.Execute, toolset: policy.Hub, advice: ran,
			about: "Researches a request: sub-questions, web search, Python that is written, checked and run in a sandbox, and an answer " +
				"with its sources. Tells its progress.",
			target: func(_ *Workspace, in researchIn) string { return words.Shortened(words.OneLine(in.UserRequest), 60) },
			change: noChange[researchIn],
			done: func(w *Workspace, ctx context.Context, in researchIn, _ deed) (researched, error) {
				got, err := askAgent(w, ctx, func(a agent.Agents) agent.Agent[agent.Request, agent.Researched] { return a.Research },
					agent.Request{UserRequest: in.UserRequest, Timeout: in.TimeoutS})
				return researched{got.Status, got.FinalSummary, got.CodeString, got.ExecutionOutput, some(got.Citations),
					some(got.SubQuestions), some(got.ExecutionLog), got.Error}, err
			},
		}.spec(),
	}
}

// noChange is the change of a tool that wants none in Hex.
func noChange[In any](*Workspace, In) (change.Change, error) { return nil, nil }

// some is a list that is never nil.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// askAgent asks one agent, with input that is checked first.
func askAgent[In interface{ Checked() (In, error) }, Out any](w *Workspace, ctx context.Context,
	which func(agent.Agents) agent.Agent[In, Out], in In) (Out, error) {
	var none Out
	in, err := in.Checked()
	if err != nil {
		return none, hubFailure(err)
	}
	if w.hub == nil {
		return none, answer.Refuse("This server has no agents that help with code.", "Call other tools, and tell the person who "+
			"started it.")
	}
	all, err := w.hub()
	if err != nil {
		return none, &answer.Failure{Kind: answer.KindInternal, Message: "The hub cannot be opened: " + err.Error() + ".",
			Hint: "Go on without it, and tell the person who started the server."}
	}
	steps := 0
	out, err := which(all).Do(ctx, in, func(s agent.Step) {
		steps++
		w.progress(steps, 0, strings.TrimSuffix(s.Step+" "+s.Status+": "+s.Details, ": "))
	})
	if err != nil {
		return none, hubFailure(err)
	}
	return out, nil
}

// hubFailure is an agent's failure in the form of all tools.
func hubFailure(err error) error {
	var refused *agent.Invalid
	var failed *upstream.Error
	said := sentence(agent.Words(err))
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &refused):
		return answer.Refuse(said, "Correct the argument and call again; nothing was asked of anybody.")
	case errors.As(err, &failed):
		f := &answer.Failure{Kind: "upstream", Status: failed.Status, Message: said}
		if failed.RetryAfter > 0 {
			f.RetryAfterS = int(math.Ceil(failed.RetryAfter.Seconds()))
		}
		return f
	}
	return &answer.Failure{Kind: answer.KindInternal, Message: said}
}

// sentence is what an agent says, as failures are written here.
func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(s[size:], ".") + "."
}

type enhanceIn struct {
	UserRequest string `json:"user_request" arg:"required" doc:"The question, 5 to 10000 characters."`
	N           int    `json:"num_questions" arg:"min=1,max=10,default=3" doc:"How many."`
}

type enhanced struct {
	SubQuestions     []string `json:"sub_questions"`
	OriginalQuestion string   `json:"original_question"`
}

func (e enhanced) Text() string {
	return e.OriginalQuestion + "\n- " + strings.Join(e.SubQuestions, "\n- ")
}

type searchIn struct {
	Query string `json:"query" arg:"required" doc:"At most 1000 characters."`
}

type webFound struct {
	Results []web.Result `json:"results"`
	Query   string       `json:"query"`
	Answer  *string      `json:"answer"`
}

func (f webFound) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", words.Count(len(f.Results), "result"), f.Query)
	if f.Answer != nil {
		b.WriteString("answer: " + *f.Answer + "\n")
	}
	for _, r := range f.Results {
		fmt.Fprintf(&b, "- %s (%s, score %g)\n%s\n", words.OneLine(r.Title), r.URL, r.Score, r.Content)
	}
	return strings.TrimSpace(b.String())
}

type processIn struct {
	Text    string `json:"text_input" arg:"required" doc:"At most 50000 characters."`
	Task    string `json:"task" arg:"required,enum=summarize|reason|extract_keywords" doc:"What to do."`
	Context string `json:"context" doc:"What is known beside."`
}

type processed struct {
	Result string `json:"result"`
	Task   string `json:"task"`
}

func (p processed) Text() string { return p.Task + ": " + p.Result }

type citeIn struct {
	URL string `json:"url" arg:"required" doc:"http or https."`
}

type cited struct {
	Citation string `json:"citation"`
}

func (c cited) Text() string { return c.Citation }

type generateIn struct {
	UserRequest string `json:"user_request" arg:"required" doc:"What the code is to do."`
	Context     string `json:"grounded_context" arg:"required" doc:"What it is to be based on."`
}

type generated struct {
	Code                string   `json:"code"`
	ValidationPassed    bool     `json:"validation_passed"`
	Imports             []string `json:"imports"`
	DisallowedFunctions []string `json:"disallowed_functions"`
}

func (g generated) Text() string {
	if g.ValidationPassed {
		return "validation_passed: true\n" + g.Code
	}
	return fmt.Sprintf("validation_passed: false; disallowed functions: %s; imports: %s\n%s", strings.Join(g.DisallowedFunctions, ", "),
		strings.Join(g.Imports, ", "), g.Code)
}

type runCodeIn struct {
	Code string `json:"code" arg:"required" doc:"At most 50000 characters."`
}

type codeRan struct {
	Output string `json:"output"`
}

func (r codeRan) Text() string {
	if r.Output == "" {
		return "The code ran and wrote nothing."
	}
	return r.Output
}

func (r codeRan) Size() int { return len(r.Output) }

func (r codeRan) First(n int) answer.Result {
	_, r.Output = passage{FromLine: 1}.cut(r.Output, n)
	return r
}

type researchIn struct {
	UserRequest string `json:"user_request" arg:"required" doc:"The request, 5 to 10000 characters."`
	TimeoutS    int    `json:"timeout" arg:"min=30,max=600,default=180" doc:"Seconds."`
}

type researched struct {
	Status       string       `json:"status"`
	Summary      string       `json:"final_summary"`
	Code         string       `json:"code_string"`
	Output       *string      `json:"execution_output,omitempty"`
	Citations    []string     `json:"citations"`
	SubQuestions []string     `json:"sub_questions"`
	Log          []agent.Step `json:"execution_log"`
	Error        string       `json:"error,omitempty"`
}

func (r researched) Text() string {
	parts := []string{"status: " + r.Status}
	for _, p := range []struct{ name, text string }{{"", r.Error}, {"", r.Summary}, {"code:\n", r.Code}} {
		if p.text != "" {
			parts = append(parts, p.name+p.text)
		}
	}
	if r.Output != nil {
		parts = append(parts, "output:\n"+*r.Output)
	}
	for _, c := range r.Citations {
		parts = append(parts, "source: "+c)
	}
	for _, q := range r.SubQuestions {
		parts = append(parts, "sub-question: "+q)
	}
	for _, s := range r.Log {
		parts = append(parts, s.Step+" "+s.Status+": "+s.Details)
	}
	return strings.Join(parts, "\n")
}
