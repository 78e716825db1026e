package python

import (
	"strings"
	"testing"

	"hextui/hex/emulator/kernel/engine"
)

// times is a frame of every type of time, with what pandas has nothing for in the last row.
func times(last ...any) *engine.Frame {
	f := &engine.Frame{Columns: []engine.Column{{Name: "day", Type: "DATE"}, {Name: "at", Type: "TIMESTAMP"},
		{Name: "zoned", Type: "TIMESTAMPTZ"}, {Name: "clock", Type: "TIME"}, {Name: "took", Type: "INTERVAL"},
		{Name: "ok", Type: "BOOLEAN"}},
		Rows: [][]any{
			{"2026-01-31", "2026-01-31 10:30:00.25", "2026-01-31 08:30:00+00", "10:30:00.5", "5 days 12:00:00", int64(1)},
			{"2026-02-01", "2026-02-01 00:00:00", "2026-02-01 00:00:00+00", "00:00:00", "-1 days +02:00:00.5", false},
			{nil, nil, nil, nil, "-00:00:01", nil},
		}}
	if last != nil {
		f.Rows = append(f.Rows, last)
	}
	return f
}

// heads are the columns of [times].
const heads = "day DATE|at TIMESTAMP|zoned TIMESTAMPTZ|clock TIME|took INTERVAL|ok BOOLEAN|\n"

// TestTimesInPandas come in as pandas has them, and go out as what they were.
func TestTimesInPandas(t *testing.T) {
	needPandas(t)
	far := times("9999-12-31", "9999-12-31 10:30:00", "9999-12-31 08:30:00+00", "10:30:00", "2 mons", nil)
	s := open(t, notebook{"times": times(), "far": far})
	out := s.run("import pandas as pd\nprint([str(t) for t in times.dtypes])\n" +
		"times.took.sum() > pd.Timedelta('4 days'), times.clock[0].hour")
	want := "['datetime64[ns]', 'datetime64[ns]', 'datetime64[ns, UTC]', 'object', 'timedelta64[ns]', 'boolean']\n(True, 10)\n"
	if out.Printed != want {
		t.Errorf("they are %s", out.Printed)
	}
	f, err := s.Frame(t.Context(), "times")
	want = heads + "2026-01-31|2026-01-31 10:30:00.250000|2026-01-31 08:30:00+00|10:30:00.500000|5 days 12:00:00|true|\n" +
		"2026-02-01|2026-02-01 00:00:00|2026-02-01 00:00:00+00|00:00:00|-21:59:59.5|false|\n-|-|-|-|-00:00:01|-|"
	if got := show(f); err != nil || got != want {
		t.Errorf("back they come as %s, %v", got, err)
	}
	for source, want := range map[string]string{
		"times[times.day > '2026-01-31'][['day']]": "day DATE|\n2026-02-01|",
		"times.groupby('day')[['took']].sum()": "day DATE|took INTERVAL|\n" +
			"2026-01-31|5 days 12:00:00|\n2026-02-01|-21:59:59.5|",
		"times.assign(day=times['at'])[['day']].dropna()": "day TIMESTAMP|\n" +
			"2026-01-31 10:30:00.250000|\n2026-02-01 00:00:00|",
		"pd.DataFrame({'d': times.zoned - times.zoned.min()}).dropna()":     "d INTERVAL|\n00:00:00|\n15:30:00|",
		"pd.DataFrame({'d': [pd.Timedelta(1500, 'ns'), pd.NaT]})":           "d INTERVAL|\n00:00:00.0000015|\n-|",
		"pd.DataFrame({'d': pd.to_datetime(['2026-01-31T10:30+02:00'])})":   "d TIMESTAMPTZ|\n2026-01-31 08:30:00+00|",
		"pd.DataFrame({'d': pd.to_datetime(['2026-01-31', '2026-02-01'])})": "d TIMESTAMP|\n2026-01-31 00:00:00|\n2026-02-01 00:00:00|",
	} {
		if got := show(s.run(source).Rows); got != want {
			t.Errorf("%s\nis %s, not %s", source, got, want)
		}
	}
	s.run("far.day.iloc[3].year")
	f, err = s.Frame(t.Context(), "far")
	if got := show(f); err != nil || !strings.HasPrefix(got, strings.Replace(heads, "took INTERVAL", "took TEXT", 1)) ||
		!strings.HasSuffix(got, "\n9999-12-31|9999-12-31 10:30:00|9999-12-31 08:30:00+00|10:30:00|2 mons|-|") {
		t.Errorf("with a row that pandas has nothing for they are %s, %v", got, err)
	}
}

// TestTimesWithoutPandas are Python's own.
func TestTimesWithoutPandas(t *testing.T) {
	s := open(t, notebook{"times": times()})
	out := s.run("import importlib.util, datetime\nfound = importlib.util.find_spec\n" +
		"importlib.util.find_spec = lambda name, *more: None if name == 'pandas' else found(name, *more)")
	out = s.run("print([type(v).__name__ for v in times[0].values()])\n" +
		"times[0]['day'].year, times[0]['zoned'].tzinfo == datetime.timezone.utc")
	if want := "['date', 'datetime', 'datetime', 'time', 'timedelta', 'bool']\n(2026, True)\n"; out.Printed != want {
		t.Errorf("they are %s", out.Printed)
	}
	f, err := s.Frame(t.Context(), "times")
	want := heads + "2026-01-31|2026-01-31 10:30:00.250000|2026-01-31 08:30:00+00|10:30:00.500000|5 days 12:00:00|true|\n" +
		"2026-02-01|2026-02-01 00:00:00|2026-02-01 00:00:00+00|00:00:00|-21:59:59.5|false|\n-|-|-|-|-00:00:01|-|"
	if got := show(f); err != nil || got != want {
		t.Errorf("back they come as %s, %v", got, err)
	}
}
