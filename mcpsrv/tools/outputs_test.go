package tools

import (
	"strings"
	"testing"

	"hextui/hex"
)

// What Hex does not know of a total, nobody claims.
func TestTotalsAreHonest(t *testing.T) {
	one, two := "1", "2"
	rows := [][]*string{{&one, nil}, {&two, &one}}
	columns := []hex.ResultColumn{{Name: "a", Type: "int"}, {Name: "a", Type: "int"}}
	for _, c := range []struct {
		kind hex.TotalKind
		want string
		next bool
	}{{hex.TotalExact, "7 in all", true}, {hex.TotalLowerBound, "at least 7 in all", true},
		{hex.TotalUnknown, "the total is not known", false}} {
		o := output{Kind: kindTable, Rows: []outputRow{}}
		if err := o.table(&hex.ResultTable{TotalRows: 7, TotalKind: c.kind, Columns: columns, Rows: rows},
			outputIn{Limit: 10}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(o.Text(), c.want) || (o.Next != "") != c.next || o.HasMore {
			t.Errorf("%s gave %s", c.kind, o.Text())
		}
		raw, err := o.Rows[0].MarshalJSON()
		if err != nil || string(raw) != `{"a":"1","a (2)":null}` {
			t.Errorf("a row is %s, %v", raw, err)
		}
	}
	long := strings.Repeat("ü", maxValue)
	o := output{}
	if got := o.short(&long); o.CutValues != 1 || !strings.HasSuffix(*got, "[2000 bytes in all]") {
		t.Errorf("got %s", *got)
	}
}
