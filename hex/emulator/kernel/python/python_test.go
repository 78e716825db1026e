package python

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/pyrun"
)

func TestMain(m *testing.M) {
	pyrun.Enter(os.Args)
	os.Exit(m.Run())
}

// machine is a python3 of this machine: one that has pandas and matplotlib, if there is one.
var machine = sync.OnceValue(func() *Machine {
	m := &Machine{}
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-I", "-c", "import pandas, matplotlib").Run() == nil {
			m.Options.Python = name
			return m
		}
	}
	return m
})

// notebook is one without data connections but shop, and with the dataframes that are given.
type notebook map[string]*engine.Frame

func (n notebook) Frame(name string) *engine.Frame { return n[name] }

func (n notebook) Connected(_ context.Context, connection string) error {
	if connection != "shop" {
		return errors.New("there is no data connection " + connection)
	}
	return nil
}

func (n notebook) Query(ctx context.Context, _, sql string) (*engine.Frame, error) {
	if sql == "wait" {
		<-ctx.Done()
		return nil, context.Cause(ctx)
	}
	if f := n[sql]; f != nil {
		return f, nil
	}
	return nil, errors.New("no such table: " + sql)
}

// session is a kernel in a real sandbox.
type session struct {
	*Kernel
	t        testing.TB
	notebook notebook
	begun    chan struct{}
}

func open(t testing.TB, frames notebook) *session {
	t.Helper()
	_, err := machine().find(t.Context())
	var none *pyrun.Unavailable
	if errors.As(err, &none) {
		t.Skip("This needs python3 and a sandbox for it. " + none.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t: t, notebook: frames, begun: make(chan struct{}, 1)}
	k := New(func(ctx context.Context) (Process, error) {
		p, err := machine().Start(ctx)
		return &telling{Process: p, begun: s.begun}, err
	})
	t.Cleanup(func() {
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	s.Kernel = k
	return s
}

// telling is a process that tells when it prints what a test waits for.
type telling struct {
	Process
	begun chan struct{}
}

func (p *telling) Output() io.Reader {
	return io.TeeReader(p.Process.Output(), p)
}

func (p *telling) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte("begun")) {
		select {
		case p.begun <- struct{}{}:
		default: // it is told once
		}
	}
	return len(b), nil
}

func needPandas(t testing.TB) {
	t.Helper()
	if machine().Options.Python == "" {
		t.Skip("This needs pandas and matplotlib for python3: apt install python3-pandas python3-matplotlib.")
	}
}

// try runs a cell, named as it is tried.
func (s *session) try(ctx context.Context, source string) (engine.Output, error) {
	return s.Run(ctx, engine.Source{Cell: "Cell", Text: source, Notebook: s.notebook})
}

// run runs a cell that works.
func (s *session) run(source string) engine.Output {
	s.t.Helper()
	out, err := s.try(s.t.Context(), source)
	if err != nil {
		s.t.Fatalf("%s\n%v\n%s", source, err, out.Printed)
	}
	return out
}

// fails runs a cell that does not, and gives why.
func (s *session) fails(source string) *engine.Failure {
	s.t.Helper()
	out, err := s.try(s.t.Context(), source)
	var failed *engine.Failure
	if !errors.As(err, &failed) {
		s.t.Fatalf("%s\nended with %v and printed %s", source, err, out.Printed)
	}
	return failed
}

func sales() *engine.Frame {
	f := &engine.Frame{
		Columns: []engine.Column{{Name: "region", Type: "TEXT"}, {Name: "n", Type: "INTEGER"}, {Name: "x", Type: "REAL"},
			{Name: "day", Type: "DATE"}, {Name: "price", Type: engine.Numeric}},
		Rows: [][]any{
			{"EU", int64(1), 1.5, "2026-01-31", "10.25"},
			{"US", int64(2), nil, "2026-02-01", "20"},
			{nil, int64(9007199254740993), 2.5, nil, nil},
		},
	}
	return f
}

func show(f *engine.Frame) string {
	if f == nil {
		return "no table"
	}
	var b strings.Builder
	for _, c := range f.Columns {
		b.WriteString(c.Name + " " + c.Type + "|")
	}
	for _, row := range f.Rows {
		b.WriteString("\n")
		for _, v := range row {
			switch v := v.(type) {
			case nil:
				b.WriteString("-|")
			case string:
				b.WriteString(v + "|")
			case []byte:
				b.WriteString("b:" + string(v) + "|")
			case float64:
				b.WriteString(strconv.FormatFloat(v, 'g', -1, 64) + "|")
			default:
				b.WriteString(strings.TrimSuffix(strings.TrimPrefix(jsonOf(v), `"`), `"`) + "|")
			}
		}
	}
	return b.String()
}

// TestCells run what a notebook's cells are made of, one after the other in one session.
func TestCells(t *testing.T) {
	s := open(t, nil)
	s.Set("region", "EU")
	s.Set("limit", int64(5))
	for _, c := range []struct{ source, printed string }{
		{"x = 3\nx * 2", "6\n"},
		{"x += 1; print('a'); x", "a\n4\n"},
		{"x;", ""},
		{"region, limit", "('EU', 5)\n"},
		{"class Point:\n    def __init__(self, x): self.x = x\n    def __repr__(self): return f'<{self.x}>'\np = Point(x)\np", "<4>\n"},
		{"import dataclasses, pickle\n@dataclasses.dataclass\nclass Q:\n    a: int = 1\npickle.loads(pickle.dumps(Q(2)))", "Q(a=2)\n"},
		{"import sys\nprint('out'); print('err', file=sys.stderr); print('out again')", "out\nerr\nout again\n"},
		{"import os\nprint('p'); os.system('echo shell'); print('q')", "p\nshell\nq\n"},
		{"try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    print(e)", "division by zero\n"},
		{"None", ""},
		{"", ""},
		{"print('10%\\r20%\\r30%')", "30%\n"},
		{"display(p)", "<4>\n"},
		{"_ = 1\nsys.stdout.close()", ""},
		{"print('open again')", "open again\n"},
		{"print('\\udc80 \\xff')", "? ÿ\n"},
		{"import asyncio\nasync def later(n):\n    await asyncio.sleep(0)\n    return n\nawait later(7)", "7\n"},
		{"y = await later(1)\nback = asyncio.create_task(later(5))\nprint(y)", "1\n"},
		{"async with asyncio.Lock():\n    print([n async for n in (i for i in [])] if False else 'in')\nawait back", "in\n5\n"},
		{"asyncio.run(later(3))", "3\n"},
	} {
		if got := s.run(c.source).Printed; got != c.printed {
			t.Errorf("%s\nprinted %q, not %q", c.source, got, c.printed)
		}
	}
}

// TestTracebacks have the lines of the cells, also of those that defined what is called, and none of the kernel's own.
func TestTracebacks(t *testing.T) {
	s := open(t, nil)
	at := func(line int) engine.Call { return engine.Call{Cell: "Cell", Line: line, Function: "<module>"} }
	s.run("def half(n):\n    return 1 / n")
	for source, want := range map[string]engine.Failure{
		"x = 1\n\nhalf(0)": {Message: "ZeroDivisionError: division by zero",
			Calls: []engine.Call{at(3), {Cell: "Cell", Line: 2, Function: "half"}}},
		"x = 1\ny = (":        {Calls: []engine.Call{{Cell: "Cell", Line: 2}}},
		"nope":                {Message: "NameError: name 'nope' is not defined", Calls: []engine.Call{at(1)}},
		"raise ValueError":    {Message: "ValueError", Calls: []engine.Call{at(1)}},
		"raise KeyError('a')": {Message: "KeyError: 'a'", Calls: []engine.Call{at(1)}},
		"\nexit(3)":           {Message: "SystemExit: 3", Calls: []engine.Call{at(2)}},
		"async def bad():\n    1 / 0\n\nawait bad()": {Message: "ZeroDivisionError: division by zero",
			Calls: []engine.Call{at(4), {Cell: "Cell", Line: 2, Function: "bad"}}},
	} {
		got := s.fails(source)
		if want.Message != "" && got.Message != want.Message || want.Message == "" && !strings.HasPrefix(got.Message, "SyntaxError: ") {
			t.Errorf("%s\nfails with %q", source, got.Message)
		}
		if jsonOf(got.Calls) != jsonOf(want.Calls) {
			t.Errorf("%s\nfails at %s", source, jsonOf(got.Calls))
		}
	}
	if got := s.fails("%matplotlib inline"); !strings.Contains(got.Message, "are IPython's") {
		t.Errorf("a magic line fails with %q", got.Message)
	}
	if got := s.fails("import nonsense_of_nobody"); !strings.Contains(got.Message, "(install it for ") {
		t.Errorf("a missing module fails with %q", got.Message)
	}
	for source, want := range map[string]string{
		"!pip install seaborn": "which runs the cells)", "x = 1\n%pip install -q seaborn": "which runs the cells)",
		"?print": "(? is IPython's, not Python's: write help(…))", "print?": "(? is IPython's, not Python's: write help(…))",
		"raise ImportError(\"Missing optional dependency 'Jinja2'. Use pip.\")": "which runs the cells)",
		"exit()":            "SystemExit",
		"input('name? ')":   "EOFError: nobody can be asked while a cell runs: make an input cell, whose name is a variable here",
		"open('sales.csv')": "'sales.csv' (cells see no files of this computer: start the workspace with --data FILE, and query it)",
		"import urllib.request as u\nu.urlopen('https://hex.tech')":             "(cells have no network)",
		"import urllib.request as u\nu.urlopen('http://192.0.2.1')":             "(cells have no network)",
		"try: {}['k']\nexcept KeyError as e: raise RuntimeError('lost') from e": "RuntimeError: lost (raised from KeyError: 'k')",
	} {
		if got := s.fails(source); !strings.HasSuffix(got.Message, want) {
			t.Errorf("%s\nfails with %q", source, got.Message)
		}
	}
	if got := s.run("help(len)").Printed; !strings.Contains(got, "Return the number of items in a container") {
		t.Errorf("after exit() closed standard input, help prints %q", got)
	}
	if got := s.run("'goes on'").Printed; got != "'goes on'\n" {
		t.Errorf("after failures it prints %q", got)
	}
}

// TestRowsWithoutPandas are lists of dicts, in and out.
func TestRowsWithoutPandas(t *testing.T) {
	s := open(t, nil)
	out := s.run("rows = [{'a': 1, 'b': 'x'}, {'a': None, 'c': [1, {'d': 2}]}]\nempty = []\nother = {'k': 1}\nrows")
	if got := show(out.Rows); got != "a INTEGER|b TEXT|c TEXT|\n1|x|-|\n-|-|[1, {\"d\": 2}]|" || out.Total != 2 || out.Printed != "" {
		t.Errorf("shown as %s, %q", got, out.Printed)
	}
	shapes := s.Shapes()
	if shapes["rows"] != engine.Rows || shapes["empty"] != engine.Empty || shapes["other"] != engine.NoRows || len(shapes) != 3 {
		t.Errorf("the shapes are %v", shapes)
	}
	if out := s.run("print('first')\nrows"); out.Rows != nil || !strings.HasPrefix(out.Printed, "first\n[{'a': 1") {
		t.Errorf("rows after a print are %v, %q", out.Rows, out.Printed)
	}
	s.run("import decimal, datetime\nkinds = [dict(i=1 << 70, d=decimal.Decimal('1.10'), t=datetime.datetime(2026, 1, 2, 3, 4, 5), " +
		"day=datetime.date(2026, 1, 2), ok=True, b=b'raw', f=float('inf'), n=float('nan'), mix=1), dict(mix='a')]")
	f, err := s.Frame(t.Context(), "kinds")
	if got := show(f); err != nil || got != "i NUMERIC|d NUMERIC|t TIMESTAMP|day DATE|ok BOOLEAN|b BLOB|f REAL|n NULL|mix TEXT|\n"+
		"1180591620717411303424|1.10|2026-01-02 03:04:05|2026-01-02|true|b:raw|+Inf|-|1|\n-|-|-|-|-|-|-|-|a|" {
		t.Errorf("the frame is %s, %v", got, err)
	}
	for source, want := range map[string]string{
		"bad = [{'a': 1}, 2]":                  "row 2 is a int, not a dict",
		"bad = [{1: 1}]":                       "row 1 has the key 1, which is not a string",
		"bad = 5":                              "it is no dataframe and no list of dicts",
		"bad = [{}] * 200_001":                 "it has more than 200000 rows",
		"bad = [{'a': 'x' * (1 << 20) + 'y'}]": "a value has 1048577 bytes, and may have 1048576",
	} {
		s.run(source)
		if _, err := s.Frame(t.Context(), "bad"); err == nil || err.Error() != want {
			t.Errorf("%s: %v", source, err)
		}
	}
	for name, want := range map[string]string{"other": `{"k":1}`, "empty": `[]`, "rows": `[{"a":1,"b":"x"},{"a":null,"c":[1,{"d":2}]}]`} {
		if v, ok := s.Value(t.Context(), name); !ok || jsonOf(v) != want {
			t.Errorf("for a template %s is %s", name, jsonOf(v))
		}
	}
	if _, ok := s.Value(t.Context(), "decimal"); ok {
		t.Error("a module is a value for templates")
	}
}

// TestPandas is what most notebooks do: frames in, a class, frames out, a picture.
func TestPandas(t *testing.T) {
	needPandas(t)
	s := open(t, notebook{"sales": sales(), "none": {Columns: []engine.Column{{Name: "a", Type: "INTEGER"}}}})
	out := s.run("import pandas as pd\nprint(sales.dtypes.to_string())\nprint(list(none.columns), len(none))")
	want := "region object n int64 x float64 day datetime64[ns] price float64 ['a'] 0"
	if strings.Join(strings.Fields(out.Printed), " ") != want {
		t.Errorf("the columns are %s", out.Printed)
	}
	out = s.run(`class Report:
    def __init__(self, frame):
        self.frame = frame
    def by_region(self):
        return self.frame.dropna(subset=["region"]).groupby("region").agg(n=("n", "sum"), x=("x", "mean"))

report = Report(sales).by_region()
report`)
	if got := show(out.Rows); got != "region TEXT|n INTEGER|x REAL|\nEU|1|1.5|\nUS|2|-|" || out.Printed != "" {
		t.Errorf("it shows %s, %q", got, out.Printed)
	}
	if s.Shapes()["report"] != engine.Rows || s.Shapes()["pd"] != engine.NoRows {
		t.Errorf("the shapes are %v", s.Shapes())
	}
	f, err := s.Frame(t.Context(), "sales")
	if got := show(f); err != nil || got != "region TEXT|n INTEGER|x REAL|day DATE|price REAL|\nEU|1|1.5|2026-01-31|10.25|\n"+
		"US|2|-|2026-02-01|20|\n-|9007199254740993|2.5|-|-|" {
		t.Errorf("back it comes as %s, %v", got, err)
	}
	if out := s.run("sales['n'].sum(), sales.n.max()"); out.Printed != "(9007199254740996, 9007199254740993)\n" {
		t.Errorf("whole numbers lose digits: %s", out.Printed)
	}
	if got := show(s.run("sales.dtypes").Rows); !strings.HasPrefix(got, "index TEXT|value TEXT|\nregion|object|\nn|int64|") {
		t.Errorf("its types are shown as %s", got)
	}
	out = s.run("big = pd.DataFrame({'i': range(300_000)})\nbig")
	if out.Rows == nil || len(out.Rows.Rows) != 10_000 || out.Total != 300_000 {
		t.Errorf("of a long frame %d rows are shown", out.Total)
	}
	out = s.run("pd.Series([1, 2], index=['a', 'b'], name='v')")
	if got := show(out.Rows); got != "index TEXT|v INTEGER|\na|1|\nb|2|" {
		t.Errorf("a series is shown as %s", got)
	}
	out = s.run("import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2, 3])\nplt.show()\n" +
		"plt.figure(); plt.bar(['a'], [1]);")
	if len(out.Figures) != 2 || !strings.HasPrefix(string(out.Figures[0]), "\x89PNG") || out.Printed != "" {
		t.Errorf("%d figures, and it prints %q", len(out.Figures), out.Printed)
	}
	if out = s.run("1"); len(out.Figures) != 0 {
		t.Error("figures are shown again by the next cell")
	}
}

// TestQueries of code are the notebook's to answer.
func TestQueries(t *testing.T) {
	s := open(t, notebook{"select 1": sales()})
	out := s.run("import hextoolkit as htk\nshop = htk.get_data_connection('shop')\nrows = shop.query('select 1')\nprint(len(rows), shop)")
	if out.Printed != "3 <data connection 'shop'>\n" {
		t.Errorf("a query prints %q", out.Printed)
	}
	if f := s.fails("shop.query('nope')"); f.Message != "QueryError: no such table: nope" {
		t.Errorf("a wrong query fails with %q", f.Message)
	}
	if f := s.fails("htk.get_data_connection('other')"); f.Message != "QueryError: there is no data connection other" {
		t.Errorf("another connection fails with %q", f.Message)
	}
	out = s.run("import threading\ndef ask():\n    try: shop.query('select 1')\n    except RuntimeError as e: print(e)\n" +
		"t = threading.Thread(target=ask); t.start(); t.join()")
	if out.Printed != "the notebook answers the cell that runs, not its threads\n" {
		t.Errorf("a thread prints %q", out.Printed)
	}
	began := time.Now()
	if err := s.stopped("print('begun'); shop.query('wait')"); !errors.Is(err, errStop) || time.Since(began) > 5*time.Second {
		t.Errorf("a query that is interrupted ends with %v", err)
	}
	if out := s.run("len(rows)"); out.Printed != "3\n" {
		t.Errorf("afterwards it prints %q", out.Printed)
	}
}

var errStop = errors.New("stopped by the test")

// stopped runs a cell that is stopped once it has printed "begun".
func (s *session) stopped(source string) error {
	ctx, cancel := context.WithCancelCause(s.t.Context())
	defer cancel(nil)
	done := make(chan error, 1)
	go func() {
		_, err := s.try(ctx, source)
		done <- err
	}()
	select {
	case <-s.begun:
	case err := <-done:
		return err
	}
	cancel(errStop)
	return <-done
}

// TestInterrupt stops a cell within a second, and keeps the variables where the cell heeds it.
func TestInterrupt(t *testing.T) {
	s := open(t, nil)
	s.run("kept = 1")
	for source, heeds := range map[string]bool{
		"print('begun')\nwhile True: pass":                                                                        true,
		"import time\nprint('begun')\ntime.sleep(1000)":                                                           true,
		"import subprocess\nprint('begun')\nsubprocess.run(['sleep', '1000'])":                                    true,
		"import asyncio\nprint('begun')\nawait asyncio.sleep(1000)":                                               true,
		"print('begun')\nimport asyncio\nawait asyncio.sleep(0)\nwhile True: pass":                                true,
		"try:\n    print('begun')\n    while True: pass\nfinally:\n    print('end')":                              true,
		"while True:\n    try:\n        print('begun')\n        while True: pass\n    except BaseException: pass": false,
		"import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nprint('begun')\nwhile True: pass":           false,
		"import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [2])\nprint('begun')\nwhile True: print('x')":    false,
	} {
		began := time.Now()
		err := s.stopped(source)
		if took := time.Since(began); !errors.Is(err, errStop) || took > 6*time.Second {
			t.Errorf("%s\nends after %v with %v", source, took, err)
		}
		if heeds && s.run("kept").Printed != "1\n" || heeds != (s.process != nil) {
			t.Errorf("%s\nthe session goes on: %v", source, s.process != nil)
		}
		s.run("kept = 1")
		select {
		case <-s.begun:
		default:
		}
	}
}

// TestEnds are what ends the process: an error of the cell, after which the next one finds a new Python, with what was given.
func TestEnds(t *testing.T) {
	s := open(t, nil)
	s.Set("given", int64(7))
	for source, says := range map[string]string{
		"import os\nos._exit(3)":                                      "Python ended with exit code 3.",
		"import os, signal\nos.kill(os.getpid(), signal.SIGKILL)":     "Python was ended by signal 9.",
		"import ctypes\nctypes.string_at(0)":                          "Python was ended by signal 11.",
		"import os\nos.write(4, b'garbage\\n')":                       "it did not keep to the words of its kernel: it wrote what",
		"import os\nos.write(4, b'{}\\n')":                            "it wrote an answer to no question",
		"import os\nos.write(4, b'x' * (3 << 20))":                    "it wrote a line of more than",
		"import os\nos.write(4, b'{\"Done\": {\"Figures\": 99}}\\n')": "it drew 99 figures",
		"import os\nos.close(4)":                                      "",
	} {
		s.run("mine = 1")
		failed := s.fails(source)
		if !strings.Contains(failed.Message, says) || !strings.HasSuffix(failed.Message, " the next run starts a new Python.") {
			t.Errorf("%s\nfails with %q", source, failed.Message)
		}
		if len(s.Shapes()) != 0 {
			t.Errorf("%s\nleaves %v", source, s.Shapes())
		}
		if out := s.run("given, 'mine' in globals()"); out.Printed != "(7, False)\n" {
			t.Errorf("%s\nthen a cell prints %q", source, out.Printed)
		}
	}
}

// TestBounds are what a cell could take the machine with.
func TestBounds(t *testing.T) {
	s := open(t, nil)
	s.run("kept = 1")
	if f := s.fails("x = [0] * (1 << 40)"); !strings.HasPrefix(f.Message, "MemoryError") {
		t.Errorf("a huge list fails with %q", f.Message)
	}
	f := s.fails("def bomb():\n    x = []\n    while True: x.append(bytearray(1 << 26))\nbomb()")
	if !strings.HasPrefix(f.Message, "MemoryError") || strings.HasSuffix(f.Message, gone) {
		t.Errorf("a memory bomb fails with %q", f.Message)
	}
	if s.run("kept").Printed != "1\n" {
		t.Error("the session does not go on after its memory ran out for a while")
	}
	f = s.fails("x = []\nwhile True: x.append(bytearray(1 << 26))")
	if !strings.HasPrefix(f.Message, "MemoryError") || !strings.HasSuffix(f.Message, gone) ||
		jsonOf(f.Calls) != jsonOf([]engine.Call{{Cell: "Cell", Line: 2, Function: "<module>"}}) {
		t.Errorf("a variable that takes all memory fails with %q at %s", f.Message, jsonOf(f.Calls))
	}
	if got := s.run("'kept' in globals(), 'x' in globals()").Printed; got != "(False, False)\n" {
		t.Errorf("after memory ran out for good there are variables: %s", got)
	}
	out := s.run("for i in range(3000): print('x' * 1000)\nprint('end')")
	if !strings.HasSuffix(out.Printed, "x\n… output cut after 262144 bytes\n") || len(out.Printed) > engine.MaxOutput+100 {
		t.Errorf("of a huge print there are %d bytes, …%q", len(out.Printed), out.Printed[len(out.Printed)-60:])
	}
	if out := s.run("print('small')"); out.Printed != "small\n" {
		t.Errorf("after a huge print: %q", out.Printed)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range []string{
		"open('/etc/passwd')", "import os\nos.listdir('/etc/ssl')", "import os\nos.listdir(" + jsonOf(home) + " + '/.config')",
		"import socket\nsocket.create_connection(('127.0.0.1', 80), 1)",
		"import urllib.request\nurllib.request.urlopen('http://192.0.2.1')",
		"open('/usr/bin/x', 'w')", "import os\nos.kill(1, 9)\nos.setuid(0)",
	} {
		f := s.fails(source)
		if kind, _, _ := strings.Cut(f.Message, ":"); !strings.Contains("FileNotFoundError PermissionError OSError URLError", kind) {
			t.Errorf("%s\nfails with %q", source, f.Message)
		}
	}
}

// TestWithoutPython says why nothing runs.
func TestWithoutPython(t *testing.T) {
	m := &Machine{Options: pyrun.Options{Python: "no-such-python"}}
	k := New(m.Start)
	_, err := k.Run(t.Context(), engine.Source{Cell: "Cell", Text: "1", Notebook: notebook{}})
	const says = "CODE cells run in a sandbox or not at all. Python cannot be run here: there is no no-such-python on PATH."
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("it says %v", err)
	}
}

// BenchmarkFrame takes 100,000 rows of six columns into pandas and back.
func BenchmarkFrame(b *testing.B) {
	needPandas(b)
	f := &engine.Frame{}
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		f.Columns = append(f.Columns, engine.Column{Name: name, Type: "INTEGER"})
	}
	f.Columns[4].Type, f.Columns[5].Type = "REAL", "TEXT"
	for i := range 100_000 {
		n := int64(i)
		f.Rows = append(f.Rows, []any{n, n * 2, n * 3, n * 5, float64(i) / 3, "a text of some length"})
	}
	s := open(b, notebook{"sales": f})
	s.run("import pandas")
	for b.Loop() {
		s.Forget("sales")
		s.run("sales['a'] += 1")
		if back, err := s.Frame(b.Context(), "sales"); err != nil || len(back.Rows) != 100_000 {
			b.Fatal(err)
		}
	}
}

// BenchmarkStart starts the Python of a notebook, runs a cell and ends it.
func BenchmarkStart(b *testing.B) {
	s := open(b, nil)
	for b.Loop() {
		s.run("1")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
