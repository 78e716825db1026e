package wire

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestTraceOfACall(t *testing.T) {
	const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	w := newFixture(t).connect(t)
	many := strings.TrimSuffix(strings.Repeat("k%d=v,", 33), ",")
	numbers := make([]any, 33)
	for i := range numbers {
		numbers[i] = i
	}
	many = fmt.Sprintf(many, numbers...)
	for _, c := range []struct {
		parent, state any
		want          string
	}{
		{parent, "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", parent + " rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"},
		{parent, nil, parent + " "},
		{parent, "fw529a3039@dt=a b:c , s/*-_=~", parent + " fw529a3039@dt=a b:c , s/*-_=~"},
		{parent, "a=1,,b=2", parent + " a=1,,b=2"},
		{parent, "a=1,a=2", parent + " "},
		{parent, "A=1", parent + " "},
		{parent, "a=", parent + " "},
		{parent, "a=1\r\nX-Evil: 1", parent + " "},
		{parent, "a=ü", parent + " "},
		{parent, many, parent + " "},
		{parent, "a=" + strings.Repeat("x", 256), parent + " a=" + strings.Repeat("x", 256)},
		{parent, "a=" + strings.Repeat("x", 257), parent + " "},
		{parent, 7, parent + " "},
		{nil, "rojo=1", " "},
		{7, "rojo=1", " "},
		{"", "", " "},
		{strings.ToUpper(parent), "rojo=1", " "},
		{"01" + parent[2:], "", " "},
		{"ff" + parent[2:], "", " "},
		{parent + "-00", "", " "},
		{parent + "\n", "", " "},
		{"00-00000000000000000000000000000000-b7ad6b7169203331-01", "rojo=1", " "},
		{"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", "", " "},
	} {
		_, line := w.Request("tools/call", map[string]any{"name": "trace", "arguments": args{},
			"_meta": args{"traceparent": c.parent, "tracestate": c.state}})
		w.Send(line)
		a := w.Read()
		var got struct{ Name string }
		if err := json.Unmarshal(a.Result.StructuredContent, &got); err != nil || got.Name != c.want {
			t.Errorf("%q %q gave %q: %v", c.parent, c.state, got.Name, err)
		}
	}
	for way, ask := range everyWay(t, newFixture(t).Server) {
		if !strings.HasPrefix(way, "older") {
			continue // they set their own _meta
		}
		read := ask(t, "resources/read", "", map[string]any{"uri": "test://now/x", "_meta": args{"traceparent": parent}})
		called := ask(t, "tools/call", "", map[string]any{"name": "trace", "arguments": args{}, "_meta": args{"traceparent": parent}})
		if !strings.Contains(read.Raw, "test://now/x "+parent) || !strings.Contains(called.Raw, parent) {
			t.Errorf("%s: %s, %s", way, read.Raw, called.Raw)
		}
	}
}
