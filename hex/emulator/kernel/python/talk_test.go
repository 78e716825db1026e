package python

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/pyrun"
)

// fake is a process without Python: for each request that it reads it writes what the test says.
type fake struct {
	requests, answers, output       *io.PipeReader
	toRequests, toAnswers, toOutput *io.PipeWriter
	mu                              sync.Mutex
	interrupted                     bool
	heard                           []string
	end                             sync.Once
}

// script answers a request; it may read further lines.
type script func(f *fake, line string, more *bufio.Reader)

func fakeKernel(t *testing.T, answer script) (*Kernel, *fake) {
	t.Helper()
	var f *fake
	k := New(func(context.Context) (Process, error) {
		f2 := newFake(answer)
		if f == nil {
			f = f2
		}
		return f2, nil
	})
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := k.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	return k, f
}

func newFake(answer script) *fake {
	f := &fake{}
	f.requests, f.toRequests = io.Pipe()
	f.answers, f.toAnswers = io.Pipe()
	f.output, f.toOutput = io.Pipe()
	go func() {
		lines := bufio.NewReader(f.requests)
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			f.mu.Lock()
			f.heard = append(f.heard, line)
			f.mu.Unlock()
			answer(f, line, lines)
		}
	}()
	return f
}

func (f *fake) Requests() io.Writer { return f.toRequests }
func (f *fake) Answers() io.Reader  { return f.answers }
func (f *fake) Output() io.Reader   { return f.output }

func (f *fake) Interrupt() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.interrupted = true
}

func (f *fake) End() {
	f.end.Do(func() {
		for _, c := range []io.Closer{f.requests, f.toAnswers, f.toOutput} {
			_ = c.Close() // a pipe in memory
		}
	})
}

func (f *fake) Close() pyrun.Result {
	f.End()
	return pyrun.Result{Ended: pyrun.Broken, Code: 1}
}

// says writes lines to the kernel, once it has marked the end of the output of a cell.
func says(lines ...string) script {
	return func(f *fake, line string, _ *bufio.Reader) {
		var r request
		if json.Unmarshal([]byte(line), &r) == nil && r.Run != nil {
			_, _ = io.WriteString(f.toOutput, "printed\n"+r.Run.Mark) // a test that ended reads no more
		}
		_, _ = io.WriteString(f.toAnswers, strings.Join(lines, "\n")+"\n")
	}
}

func tryCell(k *Kernel) (engine.Output, error) {
	return k.Run(context.Background(), engine.Source{Cell: "Cell", Text: "x", Notebook: notebook{}})
}

const finished = `{"Done":{"Shapes":{"Rows":["r"],"Other":["x"]},"Figures":0,"Table":false}}`

// TestHostileAnswers are what a process might write in the kernel's place: it is ended, and the next cell finds another.
func TestHostileAnswers(t *testing.T) {
	table := `{"Done":{"Table":true}}`
	one := func(name, kind, rows string) []string {
		return []string{table, `{"Frame":{"Columns":[{"Name":"` + name + `","Type":"` + kind + `"}],"Rows":1}}`, rows}
	}
	for want, lines := range map[string][]string{
		"what is no answer: invalid character":      {"garbage"},
		"what is no answer: json: cannot unmarshal": {`{"Done":7}`},
		"an answer to no question":                  {`{"Value":1}`},
		"a line of more than 2097152 bytes":         {strings.Repeat("x", 3<<20)},
		"it drew -1 figures":                        {`{"Done":{"Figures":-1}}`},
		"it drew 9 figures":                         {`{"Done":{"Figures":9}}`},
		"a figure is missing":                       {`{"Done":{"Figures":1}}`, finished},
		"a figure that is none":                     {`{"Done":{"Figures":1}}`, `{"Figure":"%%%"}`},
		"a frame is missing":                        {table, finished},
		"a frame of -5 rows":                        {table, `{"Frame":{"Rows":-5}}`},
		"a frame of 200001 rows":                    {table, `{"Frame":{"Rows":200001}}`},
		"and 2001 columns":                          {table, `{"Frame":{"Columns":[` + strings.Repeat(`{},`, 2000) + `{}]}}`},
		"a column of no known type":                 {table, `{"Frame":{"Columns":[{"Name":"a","Type":"TEXT); DROP TABLE x"}]}}`},
		"0 rows where 1 are left":                   one("a", "TEXT", `[]`),
		"2 rows where 1 are left":                   one("a", "TEXT", `[["a"],["b"]]`),
		"a row of 2 values for 1 columns":           one("a", "TEXT", `[["a","b"]]`),
		"a value of a that is no INTEGER":           one("a", "INTEGER", `[["a"]]`),
		"a value of b that is no INTEGER":           one("b", "INTEGER", `[[9223372036854775808]]`),
		"a value of c that is no TEXT":              one("c", "TEXT", `[[{}]]`),
		"a value of d that is no TEXT":              one("d", "TEXT", `[["`+strings.Repeat("x", 1<<20+1)+`"]]`),
		"a value of e that is no REAL":              one("e", "REAL", `[[["b","eA=="]]]`),
		"a value of f that is no BLOB":              one("f", "BLOB", `[[["b","%"]]]`),
		"a value of g that is no BOOLEAN":           one("g", "BOOLEAN", `[["true"]]`),
	} {
		k, _ := fakeKernel(t, says(lines...))
		out, err := tryCell(k)
		var failed *engine.Failure
		if !errors.As(err, &failed) || !strings.Contains(failed.Message, want) ||
			!strings.HasSuffix(failed.Message, " the next run starts a new Python.") {
			t.Errorf("%.80v\nends with %v, not %s", lines, err, want)
		}
		if k.process != nil || len(k.Shapes()) != 0 || out.Rows != nil {
			t.Errorf("%.80v\nleaves a process", lines)
		}
	}
}

// TestAnswers are those of an honest kernel.
func TestAnswers(t *testing.T) {
	long := strings.Repeat("m", 1<<20)
	k, _ := fakeKernel(t, says(`{"Done":{"Shapes":{"Rows":["r"],"Empty":["e"],"Other":["x"]},"Figures":1,"Table":true,"Total":9}}`,
		`{"Figure":"cG5n"}`, `{"Frame":{"Columns":[{"Name":"a","Type":"INTEGER"},{"Name":"A","Type":"REAL"},{"Name":"b","Type":"BLOB"},`+
			`{"Name":"t","Type":"TEXT"}],"Rows":2}}`,
		`[[1,2.5,["b","eHk="],"z"],[null,["f","inf"],null,null]]`))
	out, err := tryCell(k)
	if err != nil {
		t.Fatal(err)
	}
	want := &engine.Frame{Columns: []engine.Column{{Name: "a", Type: "INTEGER"}, {Name: "A_1", Type: "REAL"}, {Name: "b", Type: "BLOB"},
		{Name: "t", Type: "TEXT"}}, Rows: [][]any{{int64(1), 2.5, []byte("xy"), "z"}, {nil, math.Inf(1), nil, nil}}}
	if diff := cmp.Diff(want, out.Rows); diff != "" || out.Total != 9 || string(out.Figures[0]) != "png" || out.Printed != "printed\n" {
		t.Errorf("%s%d rows, %q, printed %q", diff, out.Total, out.Figures, out.Printed)
	}
	if diff := cmp.Diff(map[string]engine.Shape{"r": engine.Rows, "e": engine.Empty, "x": engine.NoRows}, k.Shapes()); diff != "" {
		t.Error(diff)
	}
	k, _ = fakeKernel(t, says(`{"Done":{"Failure":{"Message":"a\nb`+long+`","Calls":[{"Cell":"Cell","Line":3,"Function":"f"}]}}}`))
	_, err = tryCell(k)
	var failed *engine.Failure
	if !errors.As(err, &failed) || !strings.HasPrefix(failed.Message, "a b") || len(failed.Message) > 9000 ||
		failed.Calls[0].Line != 3 || k.process == nil {
		t.Errorf("a failure is %.100v", err)
	}
	k, _ = fakeKernel(t, says(`{"Error":"it is\nno frame"}`))
	if _, err := k.Frame(t.Context(), "x"); err == nil || err.Error() != "it is no frame" || k.process == nil {
		t.Errorf("no frame is %v", err)
	}
	k, _ = fakeKernel(t, says(`{"Value":{"a":[1,2.5,"x",null,12345678901234567890]}}`))
	k.shapes["x"] = engine.NoRows
	value := map[string]any{"a": []any{int64(1), 2.5, "x", nil, 12345678901234567890.0}}
	if v, ok := k.Value(t.Context(), "x"); !ok || !cmp.Equal(v, value) {
		t.Errorf("a value is %#v", v)
	}
}

// TestWhatACellGets are the variables from outside and the dataframes that its source names, each once.
func TestWhatACellGets(t *testing.T) {
	frame := &engine.Frame{
		Columns: []engine.Column{{Name: "n", Type: "INTEGER"}, {Name: "p", Type: engine.Numeric}, {Name: "f", Type: "REAL"}},
		Rows:    [][]any{{int64(1), "2.50", math.NaN()}, {nil, "3", []byte("x")}},
	}
	var got []string
	k, _ := fakeKernel(t, func(f *fake, line string, more *bufio.Reader) {
		var r request
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Error(err)
		}
		for range r.Run.Frames {
			for range 2 {
				row, _ := more.ReadString('\n')
				got = append(got, row)
			}
		}
		got = append(got, fmt.Sprint(r.Run.Set, r.Run.Forget, r.Run.Frames))
		says(finished)(f, line, more)
	})
	k.Set("limit", int64(5))
	k.Set("gone", "x")
	k.Forget("gone")
	all := notebook{"sales": frame, "other": frame, "x": frame}
	run := func(source string) {
		t.Helper()
		if _, err := k.Run(t.Context(), engine.Source{Cell: "Cell", Text: source, Notebook: all}); err != nil {
			t.Fatal(err)
		}
	}
	run("sales + limit + x # other")
	run("x")
	head := `{"Frame":{"Columns":[{"Name":"n","Type":"INTEGER"},{"Name":"p","Type":"REAL"},{"Name":"f","Type":"REAL"}],"Rows":2}}` + "\n"
	rows := `[[1,2.5,["f","NaN"]],[null,3,["b","eA=="]]]` + "\n"
	want := []string{
		head, rows, head, rows, "map[limit:5] [gone] [sales x]", "map[] [] []",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestStubborn ends a process that does not heed an interrupt, and keeps one that does.
func TestStubborn(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	k, f := fakeKernel(t, func(*fake, string, *bufio.Reader) { cancel(errStop) })
	_, err := k.Run(ctx, engine.Source{Cell: "Cell", Text: "x", Notebook: notebook{}})
	if !errors.Is(err, errStop) || !strings.Contains(err.Error(), "its variables are gone") || k.process != nil || !f.interrupted {
		t.Errorf("a stubborn one ends with %v", err)
	}
	ctx, cancel = context.WithCancelCause(t.Context())
	k, _ = fakeKernel(t, func(f *fake, line string, more *bufio.Reader) {
		cancel(errStop)
		says(finished)(f, line, more)
	})
	_, err = k.Run(ctx, engine.Source{Cell: "Cell", Text: "x", Notebook: notebook{}})
	if err != errStop || k.process == nil { // nothing is said besides
		t.Errorf("one that heeds ends with %v", err)
	}
}

func TestOutput(t *testing.T) {
	for name, c := range map[string]struct {
		chunks []string
		want   string
	}{
		"whole":               {[]string{"a\nMARK"}, "a\n"},
		"the mark in parts":   {[]string{"a\nM", "AR", "K"}, "a\n"},
		"like the mark":       {[]string{"MAR", "MAMARK"}, "MARMA"},
		"what comes after":    {[]string{"aMARKnext"}, "a"},
		"written over":        {[]string{"1%\r2%\r3%\nend\r\nMARK"}, "3%\nend\n"},
		"no text":             {[]string{"\xff\xfeMARK"}, "\ufffd"},
		"an end without mark": {[]string{"so far"}, "so far"},
		"too much": {[]string{strings.Repeat("x", engine.MaxOutput), "yyyyMARK"}, strings.Repeat("x", engine.MaxOutput) +
			"\n… output cut after 262144 bytes\n"},
	} {
		var o output
		o.begin("MARK")
		for _, chunk := range c.chunks {
			o.take([]byte(chunk))
		}
		if name == "an end without mark" {
			o.read(strings.NewReader(""))
		}
		<-o.seen
		if got := o.all(); got != c.want {
			t.Errorf("%s: %.60q", name, got)
		}
	}
}
