package pyrun

import (
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
	s, err := Find(bounded(), Options{Ways: []Way{Way(os.Getenv(wayVariable))}})
	if err == nil {
		_, err = s.Run(bounded(), code, Limits{})
	}
	fmt.Println(err)
	return 1
}
