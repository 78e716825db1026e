package door_test

import (
	"strings"
	"testing"
	"time"

	"hextui/hex/emulator/door"
)

func TestParseFault(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]door.Fault{
		"html": {Kind: door.HTML},
		"status,status=503,operation=RunProject,times=2,retry-after=3": {Kind: door.Status, Status: 503, Operation: "RunProject", Times: 2,
			RetryAfter: "3"},
		" delay , delay=1.5s , path=/api/v1/cells/*, probability=0.25": {Kind: door.Delay, Delay: 1500 * time.Millisecond,
			Path: "/api/v1/cells/*", Probability: 0.25},
		"reset,late,method=PATCH": {Kind: door.Reset, Late: true, Method: "PATCH"},
		"status,status=418,body=no tea,content-type=text/plain,late=false": {Kind: door.Status, Status: 418, Body: "no tea",
			ContentType: "text/plain"},
		`{"kind":"status","status":500,"body":"a, b"}`: {Kind: door.Status, Status: 500, Body: "a, b"},
		`{"kind":"delay","delay":"20ms"}`:              {Kind: door.Delay, Delay: 20 * time.Millisecond},
	} {
		if got, err := door.ParseFault(text); err != nil || got != want {
			t.Errorf("%s is %+v, %v", text, got, err)
		}
	}
	for text, says := range map[string]string{
		"":                             "a fault's kind is one of",
		"slow":                         `not "slow"`,
		"status":                       "from 400 to 599",
		"status,status=many":           `a fault's status is a whole number, not "many"`,
		"delay":                        "needs a delay",
		"delay,delay=2":                "a time such as 500ms",
		"reset,late=perhaps":           "true or false",
		"reset,times=-1":               "0 for all, not -1",
		"reset,probability=1.5":        "from 0 to 1, not 1.5",
		"reset,probability=NaN":        "from 0 to 1, not NaN",
		"reset,path=[":                 "a pattern such as",
		"reset,operaton=RunProject":    `a fault has no "operaton"`,
		`{"kind":"reset","tims":1}`:    `unknown field "tims"`,
		`{"kind":"reset","times":"1"}`: "a fault's times cannot be a string",
		`{"kind":`:                     "a fault is a JSON object",
	} {
		if _, err := door.ParseFault(text); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "strconv") {
			t.Errorf("%q says %v", text, err)
		}
	}
}
