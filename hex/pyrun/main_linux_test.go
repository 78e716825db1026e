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
	code := m.Run()
	if err := os.RemoveAll(readableDir()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
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
