package hex_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"hextui/hex"
)

func TestVersionIsANumberOrText(t *testing.T) {
	for in, want := range map[string]hex.Version{`3`: "3", `"3"`: "3", `"draft"`: "draft", `null`: "", `3.0`: "3", ` 12 `: "12", `""`: ""} {
		var v struct{ V hex.Version }
		if err := json.Unmarshal([]byte(`{"V":`+in+`}`), &v); err != nil || v.V != want {
			t.Errorf("%s gives %q, %v", in, v.V, err)
		}
	}
	for _, in := range []string{`{}`, `[]`, `true`} {
		var v hex.Version
		if json.Unmarshal([]byte(in), &v) == nil {
			t.Errorf("%s is taken for a version", in)
		}
	}
}

func TestProjectAsHexSendsIt(t *testing.T) {
	var query string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.RawQuery
		answer(w, 200, `{"id":"p","title":"Weekly","description":null,"type":"NOTEBOOK_OF_2030","creator":{"email":"a@acme.example"},"owner":{"email":"b@acme.example"},
			"status":{"name":"Endorsed"},"categories":[{"name":"Sales","description":null}],"reviews":{"required":true},
			"analytics":{"appViews":{"allTime":9,"lastSevenDays":1,"lastFourteenDays":2,"lastThirtyDays":3},"lastViewedAt":null,"publishedResultsUpdatedAt":"2024-12-09T15:39:26.093Z"},
			"lastEditedAt":"2024-08-21T17:16:09.567Z","lastPublishedAt":null,"createdAt":"2024-08-20T17:16:09.567Z","archivedAt":null,"trashedAt":null,
			"schedules":[{"cadence":"DAILY","enabled":true,"hourly":null,"daily":{"hour":7,"minute":30,"timezone":"+05:30"},"weekly":null,"monthly":null,"custom":null}],
			"sharing":{"users":[{"user":{"email":"c@acme.example"},"access":"CAN_EDIT"}],"groups":[],"collections":[],"workspace":{"access":"NONE"},"publicWeb":{"access":"NONE"},"support":{"access":"NONE"}},
			"somethingNew":[1,2,3]}`)
	})
	p, err := c.GetProject(t.Context(), "p")
	if err != nil {
		t.Fatal(err)
	}
	if query != "includeSharing=true" || p.Published() || p.StatusName() != "Endorsed" || p.Type != "NOTEBOOK_OF_2030" ||
		p.Owner.Email != "b@acme.example" ||
		p.Analytics.AppViews.LastFourteen != 2 || p.Schedules[0].Daily.Hour != 7 || p.Schedules[0].Weekly != nil ||
		p.Sharing.Users[0].Access != hex.AccessEdit ||
		p.LastEditedAt.Nanosecond() != 567e6 {
		t.Errorf("%+v", p)
	}
}

func TestRunTimes(t *testing.T) {
	start := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	end, millis := start.Add(90*time.Second), 80_000.0
	for name, test := range map[string]struct {
		run  hex.Run
		want time.Duration
	}{
		"not started":       {hex.Run{Status: hex.RunPending}, 0},
		"running":           {hex.Run{Status: hex.RunRunning, StartTime: &start, ElapsedMillis: &millis}, 2 * time.Minute},
		"started after now": {hex.Run{Status: hex.RunRunning, StartTime: new(start.Add(time.Hour))}, 0},
		"finished": {hex.Run{Status: hex.RunCompleted, StartTime: &start, EndTime: &end, ElapsedMillis: &millis},
			90 * time.Second},
		"finished, no end":   {hex.Run{Status: hex.RunErrored, StartTime: &start, ElapsedMillis: &millis}, 80 * time.Second},
		"only what Hex says": {hex.Run{Status: hex.RunRunning, ElapsedMillis: &millis}, 80 * time.Second},
	} {
		if got := test.run.Elapsed(start.Add(2 * time.Minute)); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestMe(t *testing.T) {
	body := ""
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { answer(w, 200, body) })
	expiry := time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)
	for in, check := range map[string]func(hex.Me) bool{
		`{"id":"u","name":null,"email":"a@acme.example","role":"WIZARD","lastLoginDate":null,"org":{"id":"o"},` +
			`"token":{"exp":1798859045}}`: func(m hex.Me) bool {
			return m.ID == "u" && m.OrgID == "o" && m.Role == "WIZARD" && m.TokenExpires.Equal(expiry) && !m.WorkspaceToken()
		},
		`{"id":"u","org":{"id":"o"},"token":{"exp":1798859045000}}`: func(m hex.Me) bool { return m.TokenExpires.Equal(expiry) },
		`{"id":"u","org":{"id":"o"},"token":{"exp":null}}`:          func(m hex.Me) bool { return m.TokenExpires == nil },
		`{"id":"u","org":{"id":"o"},"token":null}`:                  func(m hex.Me) bool { return m.TokenExpires == nil },
		`{"org":{"id":"o"}}`:                                        func(m hex.Me) bool { return m.WorkspaceToken() && m.OrgID == "o" },
	} {
		body = in
		if m, err := c.Me(t.Context()); err != nil || !check(m) {
			t.Errorf("%s gives %+v, %v", in, m, err)
		}
	}
	body = `{"user":{}}`
	if _, err := c.Me(t.Context()); hex.KindOf(err) != hex.Decode {
		t.Error(err)
	}
}

const outputHead = `{"projectId":"p","runId":"r","cell":{"id":"c","staticId":"s","cellType":"SQL"},"result":`

func TestCellOutput(t *testing.T) {
	body := ""
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { answer(w, 200, outputHead+body+"}") })
	table := func(columns, rows string) string {
		return `{"type":"table","rowLimit":50,"rowsReturned":2,"totalRows":null,"totalRowsKind":"EXACT","truncated":true,"columns":` +
			columns + `,"rows":` + rows + `}`
	}
	ab := `[{"name":"a","type":"NUMBER"},{"name":"b","type":"STRING"}]`
	aa := `[{"name":"a","type":"NUMBER"},{"name":"a","type":"STRING"}]`
	for name, test := range map[string]struct{ body, want string }{
		"text and null":                 {table(ab, `[{"a":"1","b":null},{"b":"x","a":""}]`), "1|NULL;|x"},
		"other values":                  {table(ab, `[{"a":1.50,"b":true},{"a":{"k":[1]},"b":["x"]}]`), `1.50|true;{"k":[1]}|["x"]`},
		"missing and unknown":           {table(ab, `[{"c":"1"},{}]`), "NULL|NULL;NULL|NULL"},
		"columns of one name":           {table(aa, `[{"a":"1","a":"2"}]`), "1|2"},
		"of one name, and only a value": {table(aa, `[{"a":"2"}]`), "2|2"},
		"rows as lists":                 {table(ab, `[["1","2"],["3"],["4","5","6"]]`), "1|2;3|NULL;4|5"},
		"no columns":                    {table(`[]`, `[{},{}]`), ";"},
		"null for lists":                {table(`null`, `null`), ""},
		"escapes":                       {table(ab, `[{"a":"\u001b[1m","b":"\ud800"}]`), "\x1b[1m|\ufffd"},
	} {
		body = test.body
		out, err := c.GetCellOutput(t.Context(), "c")
		if err != nil || out.Table == nil || out.Error != nil {
			t.Errorf("%s: %+v, %v", name, out, err)
			continue
		}
		if got := show(out.Table.Rows); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
		if out.Table.TotalKind != hex.TotalUnknown || !out.Table.Truncated || out.Cell.StaticID != "s" {
			t.Errorf("%s: %+v", name, out.Table)
		}
	}

	body = `{"type":"table","rowLimit":50,"rowsReturned":0,"totalRows":1234,"totalRowsKind":"LOWER_BOUND","truncated":false,` +
		`"columns":[],"rows":[]}`
	if out, err := c.GetCellOutput(t.Context(), "c"); err != nil || out.Table.TotalRows != 1234 ||
		out.Table.TotalKind != hex.TotalLowerBound {
		t.Errorf("%+v, %v", out.Table, err)
	}
	body = `{"type":"cell_run_error","message":"no such table: ordrs","traceback":null}`
	if out, err := c.GetCellOutput(t.Context(), "c"); err != nil || out.Table != nil || out.Error.Message != "no such table: ordrs" ||
		out.Error.Traceback != "" {
		t.Errorf("%+v, %v", out, err)
	}
	body = `{"type":"hologram","message":7}`
	if out, err := c.GetCellOutput(t.Context(), "c"); err != nil || out.Table != nil || out.Error != nil || out.Kind != "hologram" {
		t.Errorf("%+v, %v", out, err)
	}
	for _, body = range []string{`null`, `{}`, `[]`, table(ab, `["x"]`), table(ab, `[7]`), table(ab, `{}`)} {
		if out, err := c.GetCellOutput(t.Context(), "c"); hex.KindOf(err) != hex.Decode {
			t.Errorf("%s gives %+v, %v", body, out, err)
		}
	}
}

func show(rows [][]*string) string {
	var lines []string
	for _, row := range rows {
		var values []string
		for _, v := range row {
			if v == nil {
				values = append(values, "NULL")
			} else {
				values = append(values, *v)
			}
		}
		lines = append(lines, strings.Join(values, "|"))
	}
	return strings.Join(lines, ";")
}

func FuzzAnswers(f *testing.F) {
	for _, s := range []string{
		`{"id":"x"}`, `{"values":[{"id":"x"}],"pagination":{"after":"a","before":null}}`, `{"runs":[],"nextPage":null}`,
		outputHead + `{"type":"table","columns":[{"name":"a"},{"name":"a"}],"rows":[{"a":1,"a":2},["x"]]}}`,
		outputHead + `{"type":"cell_run_error","message":"m"}}`, `{"org":{"id":"o"},"token":{"exp":1e99}}`, `{"projectVersion":1e400}`,
		"\ufeff{}", `{"a`,
		`{"pagination":{"after":7}}`, `{"threadId":"t","response":[{"type":"text"}]}`,
	} {
		f.Add([]byte(s))
	}
	var body []byte
	o := hex.Options{Limits: hex.NoLimits, RetryFor: -1, Transport: inProcess(func(w http.ResponseWriter,
		r *http.Request) {
		w.Write(body)
	})}
	c, err := hex.New(o)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		body = in
		ctx := t.Context()
		var errs []error
		add := func(_ any, err error) { errs = append(errs, err) }
		add(c.GetProject(ctx, "p"))
		add(c.Me(ctx))
		add(c.GetRunStatus(ctx, "p", "r"))
		add(c.GetThread(ctx, "t"))
		runs, err := c.GetProjectRuns(ctx, "p", hex.RunQuery{})
		add(runs, err)
		page, err := c.ListCells(ctx, hex.CellQuery{ProjectID: "p"})
		add(page, err)
		if runs.Runs == nil || page.Items == nil {
			t.Error("a list is nil")
		}
		out, err := c.GetCellOutput(ctx, "c")
		add(out, err)
		if out.Table != nil {
			for _, row := range out.Table.Rows {
				if len(row) != len(out.Table.Columns) {
					t.Errorf("%d values in %d columns", len(row), len(out.Table.Columns))
				}
			}
		}
		for _, err := range errs {
			if err != nil && hex.KindOf(err) != hex.Decode {
				t.Errorf("%T %v", err, err)
			}
		}
	})
}

func FuzzErrors(f *testing.F) {
	for _, s := range shapes {
		f.Add(s.status, s.contentType, []byte(s.body))
	}
	var status int
	var contentType string
	var body []byte
	o := hex.Options{Limits: hex.NoLimits, RetryFor: -1, Token: token, Transport: inProcess(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		w.Write(body)
	})}
	c, err := hex.New(o)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s int, ct string, b []byte) {
		if s < 300 || s > 599 || s == 429 || strings.ContainsAny(ct, "\r\n") {
			t.Skip()
		}
		status, contentType, body = s, ct, b
		_, err := c.GetProject(t.Context(), "p")
		e := failure(t, err)
		if e.Status != s || e.Kind == "" || e.Message == "" || strings.Contains(e.Error(), token) {
			t.Errorf("%+v", e)
		}
		checkSentence(t, e)
	})
}
