package schema

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"hextui/mcpsrv/answer"
)

type everyKind struct {
	Text   string         `json:"text"`
	Maybe  *string        `json:"maybe"`
	Flag   bool           `json:"flag"`
	Switch *bool          `json:"switch" arg:"default=true"`
	Count  int            `json:"count" arg:"min=1,max=100,default=25"`
	Words  []string       `json:"words" arg:"max=3"`
	Colour string         `json:"colour" arg:"enum=RED|DARK_BLUE"`
	Inputs map[string]any `json:"inputs"`
	Parts  []part         `json:"parts"`
	ID     string         `json:"id" arg:"id=project"`
}

type part struct {
	Name string `json:"name" arg:"required"`
	Size int    `json:"size"`
}

func decodeEveryKind(raw string) (everyKind, *answer.Failure) {
	var v everyKind
	f := Of(reflect.TypeFor[everyKind]()).Decode(json.RawMessage(raw), &v)
	return v, f
}

func TestWhatIsForgiven(t *testing.T) {
	const id = "0f0e0d0c-0b0a-4908-8706-050403020100"
	for _, c := range []struct{ raw, want string }{
		{``, `{"count":25}`},
		{`null`, `{"count":25}`},
		{`{"text":null,"count":null}`, `{"count":25}`},
		{`"{\"count\": 3}"`, `{"count":3}`},
		{`{"count":"42"}`, `{"count":42}`},
		{`{"count":42.0}`, `{"count":42}`},
		{`{"count":" 4.2e1 "}`, `{"count":42}`},
		{`{"text":2026}`, `{"text":"2026","count":25}`},
		{`{"text":12345678901234567890}`, `{"text":"12345678901234567890","count":25}`},
		{`{"flag":"True"}`, `{"flag":true,"count":25}`},
		{`{"switch":false}`, `{"switch":false,"count":25}`},
		{`{"words":"x"}`, `{"words":["x"],"count":25}`},
		{`{"words":"[\"x\",\"y\"]"}`, `{"words":["x","y"],"count":25}`},
		{`{"words":"[x"}`, `{"words":["[x"],"count":25}`},
		{`{"words":[1,"y"]}`, `{"words":["1","y"],"count":25}`},
		{`{"colour":"dark blue"}`, `{"colour":"DARK_BLUE","count":25}`},
		{`{"colour":"dark-Blue"}`, `{"colour":"DARK_BLUE","count":25}`},
		{`{"inputs":"{\"a\":9007199254740993}"}`, `{"inputs":{"a":9007199254740993},"count":25}`},
		{`{"parts":{"name":"n","size":"2"}}`, `{"parts":[{"name":"n","size":2}],"count":25}`},
		{`{"maybe":""}`, `{"maybe":"","count":25}`},
		{`{"id":"https://hc.hex.tech/acme/hex/` + strings.ToUpper(id) + `/draft/logic"}`, `{"id":"` + id + `","count":25}`},
	} {
		got, f := decodeEveryKind(c.raw)
		if f != nil {
			t.Errorf("%s was refused: %v %v", c.raw, f, f.Issues)
			continue
		}
		var want everyKind
		_, wantFailure := decodeEveryKind(c.want)
		if wantFailure != nil {
			t.Fatal(wantFailure)
		}
		want, _ = decodeEveryKind(c.want)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s became %+v, want %+v", c.raw, got, want)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{`[]`, "must be a JSON object"},
		{`7`, "must be a JSON object"},
		{`"words"`, "must be a JSON object"},
		{`{"count":1.5}`, "count must be a whole number 1 to 100, not 1.5."},
		{`{"count":1e300}`, "count must be a whole number"},
		{`{"count":"many"}`, `not "many"`},
		{`{"count":true}`, "not true"},
		{`{"count":101}`, "count must be 1 to 100, not 101."},
		{`{"text":{}}`, "text must be text, not {}."},
		{`{"flag":1}`, "flag must be true or false"},
		{`{"words":["a","b","c","d"]}`, "words must have at most 3 entries, not 4."},
		{`{"words":["a",null]}`, "words[1] is empty."},
		{`{"words":[["a"]]}`, "words[0] must be text"},
		{`{"colour":"green"}`, `colour must be one of RED, DARK_BLUE, not "green".`},
		{`{"inputs":[1]}`, "inputs must be an object"},
		{`"{\"text\":\"a\",\"text\":\"b\"}"`, "each key once"},
		{`{"inputs":"{\"a\":1,\"a\":2}"}`, "each key once"},
		{`{"inputs":"{\"a\":[{\"b\":1,\"b\":2}]}"}`, "each key once"},
		{`{"parts":"[{\"name\":\"a\",\"name\":\"b\"}]"}`, "each key once"},
		{`{"parts":[{"size":1}]}`, "parts[0].name is missing."},
		{`{"parts":[{"name":"n","weight":1}]}`, `Unknown: "parts[0].weight". Known: name, size.`},
		{`{"wrong":1,"also":2}`, `Unknown: "also", "wrong". Known: text, maybe,`},
		{`{"id":"../users/me"}`, "must be the UUID of a project"},
		{`{"count":0,"flag":"no"}`, "2 arguments do not fit."},
	} {
		if got, f := decodeEveryKind(c.raw); f == nil || !strings.Contains(fmt.Sprint(f.Error(), f.Issues), c.want) {
			t.Errorf("%s gave %+v, %v; want %q", c.raw, got, f, c.want)
		}
	}
}

func FuzzDecodeArguments(f *testing.F) {
	for _, seed := range []string{`{}`, `{"count":"42","words":"x","parts":[{"name":1}]}`, `"{\"id\":\"x\"}"`,
		`{"inputs":{"a":[1,{"b":null}]}}`, `{"colour":"\ud800"}`, `[`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		v, failure := decodeEveryKind(raw)
		if failure != nil {
			if failure.Message == "" || failure.Kind != answer.KindInvalid {
				t.Fatalf("%q was refused without a word: %+v", raw, failure)
			}
			return
		}
		if v.Count < 1 || v.Count > 100 || len(v.Words) > 3 || (v.Colour != "" && v.Colour != "RED" && v.Colour != "DARK_BLUE") ||
			(v.ID != "" && !UUID.MatchString(v.ID)) {
			t.Fatalf("%q became %+v", raw, v)
		}
		again, err := json.Marshal(v)
		if err != nil {
			t.Fatalf("%q became what cannot be sent: %v", raw, err)
		}
		second, failure := decodeEveryKind(string(again))
		if failure != nil {
			t.Fatalf("%q became %s, which is refused: %v", raw, again, failure)
		}
		if third, err := json.Marshal(second); err != nil || string(third) != string(again) {
			t.Fatalf("%q became %s, then %s", raw, again, third)
		}
	})
}

// The words of a list are those of its entries; what is hidden is taken and not declared.
func TestInputSchema(t *testing.T) {
	type arguments struct {
		Kinds   []string `json:"kinds" arg:"enum=SQL|CODE" doc:"Only these."`
		Project string   `json:"project_id" arg:"required,id=project"`
		Old     string   `json:"old_name" arg:"hidden"`
		Limit   int      `json:"limit" arg:"min=1,max=100,default=25" doc:"At most."`
	}
	shape := Of(reflect.TypeFor[arguments]())
	const want = `{"type":"object","properties":{` +
		`"kinds":{"type":"array","items":{"type":"string","enum":["SQL","CODE"]},"description":"Only these."},` +
		`"project_id":{"type":"string","description":"Id or URL."},` +
		`"limit":{"type":"integer","description":"At most.","maximum":100}},"required":["project_id"]}`
	if got := string(shape.InputSchema()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var in arguments
	raw := `{"kinds":["sql"],"project_id":"0197a1b2-0000-7000-8000-000000000001","old_name":"x"}`
	if f := shape.Decode(json.RawMessage(raw), &in); f != nil || in.Old != "x" || in.Kinds[0] != "SQL" || in.Limit != 25 {
		t.Errorf("got %+v, %v", in, f)
	}
}
