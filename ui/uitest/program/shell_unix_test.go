//go:build unix

package program

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
)

// BenchmarkCommand reports the time from a start to the first request (target: 5 ms more than --help takes) beside that of --help, and
// what listing 10,000 projects takes in memory (target 60 MB).
func BenchmarkCommand(b *testing.B) {
	home := newPerson(b)
	outcome(b, home.plain("--version")) // builds the program, and reads it into memory
	b.Run("help", func(b *testing.B) {
		for b.Loop() {
			if _, errs, code := outcome(b, home.plain("--help")); code != 0 {
				b.Fatal(errs)
			}
		}
	})
	b.Run("request", func(b *testing.B) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		defer listener.Close()
		person := newPerson(b, "HEX_API_BASE_URL=http://"+listener.Addr().String(), "HEX_API_KEY=hxtp_0123456789abcdef0123456789abcdef")
		for b.Loop() {
			cmd := person.plain("project", "list")
			if err := cmd.Start(); err != nil {
				b.Fatal(err)
			}
			c, err := listener.Accept()
			if err != nil {
				b.Fatal(err)
			}
			if _, err := c.Read(make([]byte, 1)); err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			_ = c.Close()
			_ = cmd.Process.Kill()
			_ = cmd.Wait() // it was killed
			b.StartTimer()
		}
	})
	b.Run("list", func(b *testing.B) {
		server := httptest.NewServer(manyProjects(10_000))
		defer server.Close()
		person := newPerson(b, "HEX_API_BASE_URL="+server.URL, "HEX_API_KEY=hxtp_0123456789abcdef0123456789abcdef")
		for b.Loop() {
			cmd := person.plain("project", "list", "--all", "--rate", "-1")
			var out lineCount
			cmd.Stdout = &out
			if err := cmd.Run(); err != nil || out != 10_001 {
				b.Fatalf("%d lines, %v", out, err)
			}
			if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
				b.ReportMetric(float64(usage.Maxrss)/1024, "MB")
			}
		}
	})
}

// lineCount counts lines.
type lineCount int

func (n *lineCount) Write(b []byte) (int, error) {
	*n += lineCount(bytes.Count(b, []byte("\n")))
	return len(b), nil
}

// manyProjects is a workspace with so many projects and nothing else.
func manyProjects(n int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := 0
		fmt.Sscan(r.URL.Query().Get("after"), &from)
		var b strings.Builder
		b.WriteString(`{"values":[`)
		to := min(from+100, n)
		for i := from; i < to; i++ {
			if i > from {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `{"id":"00000000-0000-4000-8000-%012d","title":"Project %d","type":"PROJECT","description":%q,`+
				`"createdAt":"2026-01-01T00:00:00.000Z","lastEditedAt":"2026-01-01T00:00:00.000Z","owner":{"email":"ada@acme.example"},`+
				`"creator":{"email":"ada@acme.example"},"categories":[],"schedules":[],"reviews":{"required":false},`+
				`"analytics":{"appViews":{"lastSevenDays":1,"lastFourteenDays":1,"lastThirtyDays":1,"allTime":1}}}`, i, i,
				strings.Repeat("What it is for. ", 20))
		}
		after := "null"
		if to < n {
			after = fmt.Sprintf("%q", fmt.Sprint(to))
		}
		fmt.Fprintf(&b, `],"pagination":{"after":%s,"before":null}}`, after)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, b.String())
	})
}
