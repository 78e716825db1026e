//go:build !unix

package pgtest

import (
	"os/exec"
	"testing"
)

func give(testing.TB, string) {}

func belong(testing.TB, *exec.Cmd) {}
