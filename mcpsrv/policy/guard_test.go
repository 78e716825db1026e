package policy

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/hextest"
	"hextui/mcpsrv/answer"
)

// operation is one operation of the client.
type operation struct {
	name string
	call func(context.Context, *hex.Client) error
}

// composed are the methods of the client that are no operations: what they do, they do by operations.
var composed = []string{"FindCell", "ReadCell", "Save"}

// otherwise are the methods that are another form of an operation.
var otherwise = map[string]string{"DeleteReadCell": "DeleteCell"}

func (o operation) op() string { return cmp.Or(otherwise[o.name], o.name) }

// operations are all methods of the client that ask something of Hex, called with an id wherever a text is taken.
func operations(t *testing.T, id string) []operation {
	t.Helper()
	fits := map[string][]any{ // where texts and lists are no ids
		"CreateCell": {hex.NewCell{ProjectID: id, Type: hex.CellSQL, DataConnectionID: id}},
		"UpdateCell": {id, hex.CellUpdate{SQL: new("select 1")}},
		"Save":       {hex.Snapshot{Cell: hex.Cell{ID: id, StaticID: id, ProjectID: id, Type: hex.CellSQL}}, hex.Edit{Source: "select 1"}},
	}
	var all []operation
	kind := reflect.TypeFor[*hex.Client]()
	for i := range kind.NumMethod() {
		m := kind.Method(i)
		n := m.Type.NumOut()
		if n == 0 || m.Type.Out(n-1) != reflect.TypeFor[error]() || m.Type.In(1) != reflect.TypeFor[context.Context]() || m.Name == "Do" {
			continue // no operation, or a walk or watch over one, or what sends nothing, or any route
		}
		all = append(all, operation{name: m.Name, call: func(ctx context.Context, c *hex.Client) error {
			given := []reflect.Value{reflect.ValueOf(c), reflect.ValueOf(ctx)}
			for j := 2; j < m.Type.NumIn(); j++ {
				v := reflect.New(m.Type.In(j)).Elem()
				if fit := fits[m.Name]; fit != nil {
					v = reflect.ValueOf(fit[j-2])
				} else {
					fill(v, id)
				}
				given = append(given, v)
			}
			out := m.Func.Call(given)
			err, _ := out[n-1].Interface().(error)
			return err
		}})
	}
	return all
}

// fill puts an id into every text of a value, and one item into every list.
func fill(v reflect.Value, id string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(id)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), id)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), id)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type() != reflect.TypeFor[hex.Paging]() && v.Field(i).CanSet() {
				fill(v.Field(i), id)
			}
		}
	}
}

// The guard knows every operation of the client, and no other but the hosted server's own.
func TestGuardKnowsEveryOperation(t *testing.T) {
	known := Operations()
	met := map[string]bool{}
	client, _ := unpluggedClient(t)
	no := errors.New("no")
	c := client.With(func(_ context.Context, o hex.Operation) (func(any, error) error, error) {
		met[o.Name] = true
		r, there := known[o.Name]
		if !there {
			t.Errorf("the table lacks %s", o.Name)
			return nil, no
		}
		if r = r.narrowed(o.Body); o.Method != http.MethodGet && r.class == Read && !r.post {
			t.Errorf("%s is a %s that is said to be a plain read", o.Name, o.Method)
		}
		if _, ok := r.class.Hints(); !ok {
			t.Errorf("%s has no class", o.Name)
		}
		return nil, no
	})
	for _, o := range operations(t, anID) {
		if err := o.call(t.Context(), c); !errors.Is(err, no) {
			t.Errorf("%s did not come to the hook: %v", o.name, err)
		}
		if !met[o.op()] && !slices.Contains(composed, o.name) {
			t.Errorf("%s calls itself otherwise", o.name)
		}
	}
	const hosted = "SearchProjects" // is no operation of the API
	for name := range known {
		if !met[name] && name != hosted {
			t.Errorf("the table has %s, which the client has not", name)
		}
	}
}

// What nobody has spoken of yet is refused, and nothing of it is sent.
func TestGuardRefusesWhatItDoesNotKnow(t *testing.T) {
	client, sent := unpluggedClient(t)
	_, err := client.With(Table{}.Guard(client, &Rules{}, anyCall{})).GetProject(t.Context(), anID)
	var f *answer.Failure
	stopped := errors.As(err, &f) && f.Kind == answer.KindInternal &&
		strings.Contains(f.Message, "GetProject was stopped before it was sent")
	if !stopped || len(sent.sent) > 0 {
		t.Errorf("got %v, and sent %v", err, sent.sent)
	}
}

// A route that somebody writes down is none that the table has, also one of an operation that it has.
func TestGuardRefusesAnyOtherRoute(t *testing.T) {
	client, sent := unpluggedClient(t)
	as := under(t, Policy{}, client)
	for _, q := range []string{"GET /users/me", "POST /projects", "DELETE /groups/" + anID, "GET /new/thing"} {
		method, path, _ := strings.Cut(q, " ")
		err := as.Do(t.Context(), method, path, nil, nil)
		var f *answer.Failure
		if !errors.As(err, &f) || !strings.Contains(f.Message, q+" was stopped before it was sent") || len(sent.sent) > 0 {
			t.Errorf("%s: %v, and sent %v", q, err, sent.sent)
		}
	}
}

// unplugged is a transport that answers nothing and remembers the methods that were sent.
type unplugged struct{ sent []string }

func (r *unplugged) RoundTrip(q *http.Request) (*http.Response, error) {
	r.sent = append(r.sent, q.Method+" "+q.URL.Path)
	return nil, errors.New("no network")
}

func unpluggedClient(t *testing.T) (*hex.Client, *unplugged) {
	t.Helper()
	sent := &unplugged{}
	client, err := hex.New(hex.Options{
		BaseURL: "http://127.0.0.1:1", Token: "hxtp_0123456789", Limits: hex.NoLimits, RetryFor: -1, Transport: sent,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client, sent
}

// anyCall is a call that may do everything.
type anyCall struct{}

func (anyCall) Forbids(Class) string        { return "" }
func (anyCall) Spend(context.Context) error { return nil }
func (anyCall) Intend(Sent) error           { return nil }
func (anyCall) Note(Sent, error)            {}

// under is a client of a call that may do everything, as far as a policy lets it.
func under(t *testing.T, p Policy, client *hex.Client) *hex.Client {
	t.Helper()
	rules, err := p.Rules(nil)
	if err != nil {
		t.Fatal(err)
	}
	return client.With(Operations().Guard(client, rules, anyCall{}))
}

const anID = "0197a1b2-0000-7000-8000-000000000001"

// Even a tool that lies about itself can send no more than GET on a read-only server.
func TestGuardReadOnly(t *testing.T) {
	client, sent := unpluggedClient(t)
	ctx, as := t.Context(), under(t, Policy{ReadOnly: true}, client)
	for _, o := range operations(t, anID) {
		sent.sent = nil
		err := o.call(ctx, as)
		r := Operations()[o.op()]
		if slices.Contains(composed, o.name) || r.class == Read && !r.post {
			if len(sent.sent) == 0 || slices.ContainsFunc(sent.sent, func(q string) bool { return !strings.HasPrefix(q, "GET ") }) {
				t.Errorf("%s sent %v: %v", o.name, sent.sent, err)
			}
			continue
		}
		var f *answer.Failure
		if !errors.As(err, &f) || f.Kind != answer.KindDenied || len(sent.sent) > 0 {
			t.Errorf("%s: %v, and sent %v", o.name, err, sent.sent)
		}
	}
}

// Every operation with a project, collection or connection in its arguments passes the list of its kind, and one on a cell looks
// first whose cell it is.
func TestGuardAllowLists(t *testing.T) {
	const other = "0197a1b2-0000-7000-8000-00000000ffff"
	lists := Policy{AllowProjects: []string{other}, AllowCollections: []string{other}, AllowConnections: []string{other}}
	client, sent := unpluggedClient(t)
	ctx, as := t.Context(), under(t, lists, client)
	// These are about none of the three, or the answer is what is looked at.
	free := []string{"Me", "ListUsers", "DeactivateUser", "ListGroups", "GetGroup", "CreateGroup", "EditGroup", "DeleteGroup",
		"ListCollections", "ListDataConnections", "GetCell", "ReadCell", "Save"}
	looking := []string{"GetCellOutput", "GetChartImageFromLogic", "RunCell", "UpdateCell", "DeleteCell"}
	for _, o := range operations(t, anID) {
		sent.sent = nil
		err := o.call(ctx, as)
		if slices.Contains(looking, o.name) {
			if err == nil || !slices.Equal(sent.sent, []string{"GET /api/v1/cells/" + anID}) {
				t.Errorf("%s did not look first whose cell it is: %v", o.name, sent.sent)
			}
			continue
		}
		var f *answer.Failure
		refused := errors.As(err, &f) && f.Kind == answer.KindDenied && len(sent.sent) == 0
		if refused == slices.Contains(free, o.name) {
			t.Errorf("%s: %v, and sent %v", o.name, err, sent.sent)
		}
	}
}

// What turns out to be in a project that is not allowed is neither shown nor touched, and of lists only what is allowed is left.
func TestGuardLooksAtAnswers(t *testing.T) {
	const mine, other = anID, "0197a1b2-0000-7000-8000-00000000ffff"
	project, connection := mine, mine
	var sent []string
	c := hextest.Answering(func(r *http.Request) (int, any, error) {
		sent = append(sent, r.Method)
		if strings.Contains(r.URL.Path, "/cells/") {
			return http.StatusOK, map[string]any{"id": "c", "staticId": "s", "cellType": "SQL", "projectId": project,
				"dataConnectionId": connection,
				"contents":         map[string]any{"sqlCell": map[string]any{"source": "select 1"}}}, nil
		}
		both := []map[string]any{{"id": mine, "dataConnectionId": mine}, {"id": other, "dataConnectionId": other},
			{"id": other, "name": 7, "title": 7, "tableName": 7}, {"name": 7, "title": 7, "tableName": 7}}
		return http.StatusOK, map[string]any{"values": both}, nil
	}).Client(t)
	list := []string{mine}
	ctx, as := t.Context(), under(t, Policy{AllowProjects: list, AllowCollections: list, AllowConnections: list}, c)

	for name, shown := range map[string]func() (int, error){
		"projects": func() (int, error) {
			p, err := as.ListProjects(ctx, hex.ProjectQuery{})
			return len(p.Items) + len(p.Odd), err
		},
		"collections": func() (int, error) {
			p, err := as.ListCollections(ctx, hex.CollectionQuery{})
			return len(p.Items) + len(p.Odd), err
		},
		"connections": func() (int, error) {
			p, err := as.ListDataConnections(ctx, hex.ConnectionQuery{})
			return len(p.Items) + len(p.Odd), err
		},
		"tables": func() (int, error) {
			p, err := as.GetQueriedTables(ctx, mine, hex.Paging{})
			return len(p.Items) + len(p.Odd), err
		},
		"project pages": func() (int, error) {
			p, err := hex.Collect(as.ProjectPages(ctx, hex.ProjectQuery{}))
			return len(p), err
		},
	} {
		if n, err := shown(); n != 1 || err != nil {
			t.Errorf("%s: %d are shown, %v", name, n, err)
		}
	}
	save := func() error {
		cell := hex.Cell{ID: "c", StaticID: "s", ProjectID: mine, Contents: hex.Contents{SQL: &hex.SQLContents{Source: "select 1"}}}
		base := hex.Snap(cell, time.Now())
		_, err := as.Save(ctx, base, hex.Edit{Source: "select 2"})
		return err
	}
	update := func() error { _, err := as.UpdateCell(ctx, "c", hex.CellUpdate{SQL: new("x")}); return err }
	read := func() error { _, err := as.GetCell(ctx, "c"); return err }
	if err := read(); err != nil {
		t.Errorf("an allowed cell is refused: %v", err)
	}
	for _, c := range []struct {
		name                string
		project, connection string
		do                  func() error
	}{
		{"GetCell", other, mine, read},
		{"ReadCell", other, mine, func() error { _, err := as.ReadCell(ctx, mine, "c", "s"); return err }},
		{"Save", other, mine, save},
		{"Save on a connection elsewhere", mine, other, save},
		{"UpdateCell", other, mine, update},
		{"UpdateCell on a connection elsewhere", mine, other, update},
		{"DeleteCell", other, mine, func() error { return as.DeleteCell(ctx, "c") }},
		{"RunCell", other, mine, func() error { _, err := as.RunCell(ctx, "c", false); return err }},
		{"a dry RunCell", other, mine, func() error { _, err := as.RunCell(ctx, "c", true); return err }},
		{"GetCellOutput", other, mine, func() error { _, err := as.GetCellOutput(ctx, "c"); return err }},
	} {
		project, connection, sent = c.project, c.connection, nil
		var f *answer.Failure
		if err := c.do(); !errors.As(err, &f) || f.Kind != answer.KindDenied || !slices.Equal(sent, []string{"GET"}) {
			t.Errorf("%s of what is not allowed: %v, and sent %v", c.name, err, sent)
		}
	}
}
