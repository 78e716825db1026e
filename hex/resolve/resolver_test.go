package resolve

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/hextest"
)

type obj = map[string]any

const (
	weekly = "11111111-1111-4111-8111-111111111111"
	cellA  = "22222222-2222-4222-8222-222222222222"
	runA   = "33333333-3333-4333-8333-333333333333"
)

// small is a workspace of a few things of every kind; refuse is the end of a path that is forbidden.
func small(refuse string) hextest.Answering {
	list := func(items ...obj) obj { return obj{"values": items, "pagination": obj{"after": nil}} }
	return func(r *http.Request) (int, any, error) {
		path := strings.TrimPrefix(r.URL.Path, "/api/v1")
		answers := map[string]obj{
			"/projects": list(obj{"id": weekly, "title": "Weekly revenue"}, obj{"id": "p2", "title": "Net revenue retention"},
				obj{"id": "p3", "title": "Finance"}, obj{"id": "p4", "title": "Twins"}, obj{"id": "p5", "title": "twins"},
				obj{"id": "p6", "title": "Übersicht für den Vertrieb"}),
			"/projects/" + weekly: {"id": weekly, "title": "Weekly revenue"},
			"/projects/" + weekly + "/runs/" + runA: {"runId": runA,
				"projectId": weekly, "status": "COMPLETED", "projectVersion": "1"},
			"/cells/" + cellA:   {"id": cellA, "staticId": "s", "projectId": weekly, "cellType": "SQL", "label": "orders"},
			"/groups":           list(obj{"id": "g1", "name": "Finance"}, obj{"id": "g2", "name": "Growth"}),
			"/collections":      list(obj{"id": "c1", "name": "Board pack", "sharing": obj{}}),
			"/data-connections": list(obj{"id": "d1", "name": "Ledger", "type": "snowflake"}),
			"/users": list(obj{"id": "u1", "name": "Tomás Herrera", "email": "tomas@a.example"},
				obj{"id": "u2", "name": "Emma Sørensen", "email": "emma@a.example"}),
		}
		answer, there := answers[path]
		switch {
		case refuse != "" && strings.HasSuffix(path, refuse):
			return http.StatusForbidden, obj{"message": "no scope"}, nil
		case !there:
			return http.StatusNotFound, obj{"message": "not here"}, nil
		}
		return http.StatusOK, answer, nil
	}
}

func find(t *testing.T, a hextest.Answering, ask Ask) Found {
	t.Helper()
	f, err := Resolver{Client: a.Client(t), Lists: NewLists(time.Now)}.Find(t.Context(), ask)
	if err != nil {
		t.Fatalf("%+v: %v", ask, err)
	}
	return f
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		text    string
		settled string // kind and id, empty where it is not settled
		names   string // the candidates' titles
		missed  Missed
	}{
		{weekly, "project " + weekly, "Weekly revenue", NotMissed},
		{strings.ToUpper(weekly), "project " + weekly, "Weekly revenue", NotMissed},
		{cellA, "cell " + cellA, "orders", NotMissed},
		{runA, "", "", NoID},
		{"https://app.hex.tech/acme/hex/" + weekly + "/draft/logic", "project " + weekly, "Weekly revenue", NotMissed},
		{"https://app.hex.tech/acme/hex/" + weekly + "/draft/logic?selectedCellId=" + cellA, "cell " + cellA, "orders", NotMissed},
		{"https://app.hex.tech/acme/app/" + weekly + "/latest?runId=" + runA, "run " + runA, "COMPLETED", NotMissed},
		{"app.hex.tech/acme/app/" + weekly + "/runs/" + runA, "run " + runA, "COMPLETED", NotMissed},
		{"https://app.hex.tech/acme/app/Net-revenue-retention-032AbCdEfGhIjKlMnOpQrS/latest", "", "Net revenue retention", ShortID},
		{"https://app.hex.tech/acme/app/%C3%9Cbersicht-f%C3%BCr-den-Vertrieb-032AbCdEfGhIjKlMnOpQrS", "",
			"Übersicht für den Vertrieb", ShortID},
		{"https://a.example/", "", "", NoPlace},
		{"weekly revenue", "project " + weekly, "Weekly revenue", NotMissed},
		{"net retention", "", "Net revenue retention", NotExact},
		{"ubersicht vertrieb", "", "Übersicht für den Vertrieb", NotExact},
		{"Finance", "", "Finance, Finance", NotMissed}, // a project and a group
		{"twins", "", "Twins, twins", NotMissed},
		{"growth", "group g2", "Growth", NotMissed},
		{"Board pack", "collection c1", "Board pack", NotMissed},
		{"ledger", "connection d1", "Ledger", NotMissed},
		{"TOMAS@a.example", "user u1", "tomas@a.example", NotMissed},
		{"tomas", "user u1", "tomas@a.example", NotMissed},
		{"tomas herrera", "", "tomas@a.example", NotExact}, // but for an accent
		{"Emma Sörensen", "", "emma@a.example", NotExact},
		{"a.example", "", "", NoName},
		{"tmoas@a.example", "", "tomas@a.example", NotExact},
		{"tomas@b.example", "", "", NoName},
		{"nothing", "", "", NoName},
	} {
		f := find(t, small(""), Ask{Text: c.text})
		var titles []string
		for _, one := range f.Candidates {
			titles = append(titles, one.Title)
			if one.Why == "" || one.Score() <= 0 {
				t.Errorf("%q: %+v does not say why", c.text, one)
			}
		}
		one, err := f.One()
		settled := ""
		if err == nil {
			settled = string(one.Kind) + " " + one.ID
		}
		if settled != c.settled || strings.Join(titles, ", ") != c.names || f.Missed != c.missed || !f.Complete {
			t.Errorf("%q is %q of %v, missed %d: %+v", c.text, settled, titles, f.Missed, f)
		}
		var several *Ambiguous
		var none *Unknown
		switch {
		case c.settled != "":
		case len(titles) > 0 && (!errors.As(err, &several) || !strings.Contains(err.Error(), titles[0]) ||
			len(several.Candidates) != len(titles)):
			t.Errorf("%q: the error is %v", c.text, err)
		case len(titles) == 0 && (!errors.As(err, &none) || err.Error() == ""):
			t.Errorf("%q: the error is %v", c.text, err)
		}
	}
}

func TestFindOfOneKind(t *testing.T) {
	if f := find(t, small(""), Ask{Text: "Finance", Kind: Group}); !f.Settled || f.Candidates[0].ID != "g1" {
		t.Errorf("got %+v", f)
	}
	if f := find(t, small(""), Ask{Text: weekly, Kind: Cell}); f.Settled || f.Missed != NoID {
		t.Errorf("got %+v", f)
	}
	_, err := Resolver{Client: small("").Client(t), Lists: NewLists(time.Now)}.Find(t.Context(), Ask{Text: "orders", Kind: Cell})
	if !hex.IsKind(err, hex.Invalid) {
		t.Errorf("a label without a project gave %v", err)
	}
}

// What the token may not look at is named, and the rest is answered.
func TestFindWithoutAScope(t *testing.T) {
	f := find(t, small("/users"), Ask{Text: "Growth"})
	if !f.Settled || len(f.Unread) != 1 || f.Unread[0].Kind != User {
		t.Errorf("got %+v", f)
	}
	f = find(t, small("/users"), Ask{Text: "tomas@a.example"})
	if f.Settled || len(f.Unread) != 1 || f.Missed != NoName {
		t.Errorf("got %+v", f)
	}
	_, err := Resolver{Client: small("/users").Client(t), Lists: NewLists(time.Now)}.Find(t.Context(), Ask{Text: "tomas", Kind: User})
	if !hex.IsKind(err, hex.Forbidden) {
		t.Errorf("got %v", err)
	}
}

// A name that only one of several thousand candidates has fits in a sentence.
func TestTheErrorOfMuch(t *testing.T) {
	many := Found{Text: strings.Repeat("x", 5_000), Complete: true}
	for range 1_000 {
		many.Candidates = append(many.Candidates, Candidate{Kind: Project, ID: weekly, Title: "a\nb"})
	}
	_, err := many.One()
	if err == nil || len(err.Error()) > 2_000 || !strings.Contains(err.Error(), "990 more") || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %.3000v", err)
	}
}

func TestParseLink(t *testing.T) {
	for text, want := range map[string]Link{
		"/hex/" + weekly: {Kind: Project, ID: weekly},
		"https://eu.hex.tech/o/app/" + strings.ToUpper(weekly) + "/latest": {Host: "eu.hex.tech", Kind: Project, ID: weekly},
		"https://x.hex.tech/api/v1/projects/" + weekly + "/runs/" + runA:   {Host: "x.hex.tech", Kind: Run, ID: runA, ProjectID: weekly},
		"https://x.hex.tech/o/hex/" + weekly + "/draft/logic#" + cellA:     {Host: "x.hex.tech", Kind: Cell, ID: cellA, ProjectID: weekly},
		"https://x.hex.tech/o/hex/" + weekly + "/draft/logic#section":      {Host: "x.hex.tech", Kind: Project, ID: weekly},
		"/collections/" + weekly:      {Kind: Collection, ID: weekly},
		"/data-connections/" + weekly: {Kind: Connection, ID: weekly},
		"/cells/" + cellA:             {Kind: Cell, ID: cellA},
		"/runs/" + runA:               {Kind: Run, ID: runA},
	} {
		if got, ok := ParseLink(text); !ok || got != want {
			t.Errorf("%s is %+v, %v", text, got, ok)
		}
	}
	for _, none := range []string{"Weekly revenue", "Revenue/cost", "https://a.example/x", "/", "://", "hex", "\x00/hex/x"} {
		if got, ok := ParseLink(none); ok {
			t.Errorf("%q is %+v", none, got)
		}
	}
}
