package shell

import (
	"path/filepath"
	"testing"

	"hextui/mcpsrv"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/tools"
)

// BenchmarkBegin reports what a command does before its first request, by its parts.
func BenchmarkBegin(b *testing.B) {
	b.Run("commands", func(b *testing.B) {
		for b.Loop() {
			Commands(Options{}, []string{"project", "list"})
		}
	})
	b.Run("commands/help", func(b *testing.B) {
		for b.Loop() {
			Commands(Options{}, []string{"--help"})
		}
	})
	b.Run("tools", func(b *testing.B) {
		for b.Loop() {
			tools.All()
		}
	})
	b.Run("server", func(b *testing.B) {
		for b.Loop() {
			mcpsrv.New(mcpsrv.Options{Confirm: mcpsrv.ConfirmWrites})
		}
	})
	b.Run("audit", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "audit.jsonl")
		for b.Loop() {
			if _, err := audit.Open(path, audit.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
