package pyrun

import (
	"context"
	"fmt"
	"os"
	"testing"
)

// runVariable makes this test program run the code in it, and nothing else.
const runVariable = "PYRUN_TEST_RUN"

func TestMain(m *testing.M) {
	Enter(os.Args)
	if code := os.Getenv(runVariable); code != "" {
		os.Exit(runOnly(code))
	}
	os.Exit(m.Run())
}

func runOnly(code string) int {
	ctx := context.Background()
	s, err := Find(ctx, Options{Ways: []Way{Way(os.Getenv(wayVariable))}})
	if err == nil {
		_, err = s.Run(ctx, code, Limits{})
	}
	fmt.Println(err)
	return 1
}
