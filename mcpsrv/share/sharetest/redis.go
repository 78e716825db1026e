// Package sharetest starts what servers share, for tests of them. It knows no server.
package sharetest

import (
	"bufio"
	"context"
	"io"
	"net"
	"os/exec"
	"strings"
	"testing"
)

// Password is that of every Redis here. It must not be seen in anything that is written.
const Password = "the-password"

// URL is where a Redis at an address (host:port) is reached.
func URL(address string) string { return "redis://:" + Password + "@" + address + "/0" }

// Redis starts a Redis of the test's own, which keeps nothing and is stopped at the latest with the test; port 0 is any free one.
// Where there is no redis-server, the test is skipped.
func Redis(t testing.TB, port string) (address string, stop func()) {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("there is no redis-server here; on Debian it comes with apt-get install redis-server")
	}
	if port == "0" {
		port = freePort(t)
	}
	ctx, cancel := context.WithCancel(context.Background())
	c := exec.CommandContext(ctx, path, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--requirepass",
		Password, "--dir", t.TempDir())
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	stop = func() {
		cancel()
		<-ended
	}
	t.Cleanup(stop)
	ready := make(chan bool, 1)
	go func() {
		defer close(ended)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if strings.Contains(lines.Text(), "Ready to accept connections") {
				ready <- true
				break
			}
		}
		close(ready)
		_, _ = io.Copy(io.Discard, out)
		_ = c.Wait() // it was killed
	}()
	if !<-ready {
		t.Fatalf("%s on port %s ends before it is ready", path, port)
	}
	return "127.0.0.1:" + port, stop
}

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}
