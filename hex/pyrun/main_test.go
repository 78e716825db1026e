package pyrun

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	Enter(os.Args)
	os.Exit(m.Run())
}
