package mcpsrv

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/wire"
)

// workshop is the embedded workspace, with the limiter of the client lifted, and an upstream that takes its time.
func workshop(b *testing.B, upstream time.Duration) *hex.Client {
	b.Helper()
	work, err := emulator.Listen(b.Context(), "127.0.0.1:0", emulator.Options{Size: 100})
	if err != nil {
		b.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	client, err := hex.New(hex.Options{BaseURL: work.URL(), Token: work.Token(), Limits: hex.NoLimits,
		Transport: slowly{transport, upstream}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		client.Close()
		transport.CloseIdleConnections()
		if err := work.Close(); err != nil {
			b.Error(err)
		}
	})
	return client
}

// slowly is a network that takes a while.
type slowly struct {
	*http.Transport
	delay time.Duration
}

func (s slowly) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.delay > 0 {
		if err := wait(r.Context(), s.delay); err != nil {
			return nil, err
		}
	}
	return s.Transport.RoundTrip(r)
}

// guardedServer is a server with everything on that costs time: policy, audit log, redaction.
func guardedServer(b *testing.B, h *hex.Client) *Server {
	b.Helper()
	audit, err := audit.Open(filepath.Join(b.TempDir(), "audit.jsonl"), audit.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return New(Options{Client: h, Audit: audit, Secrets: []string{"hxtp_0123456789abcdef"}, MaxRuns: 10})
}

// stdioRequests sends the same request b.N times over streams, so many at once, and waits for all answers.
func stdioRequests(b *testing.B, s *Server, inFlight int, request string) {
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	served := make(chan error, 1)
	go func() { served <- s.ServeStdio(context.Background(), in, out) }()
	answers := bufio.NewReaderSize(fromServer, 1<<20)
	places := make(chan struct{}, inFlight)
	b.ReportAllocs()
	b.ResetTimer()
	size := 0
	go func() {
		for i := range b.N {
			places <- struct{}{}
			fmt.Fprintf(toServer, `{"jsonrpc":"2.0","id":%d,%s}`+"\n", i, request)
		}
		toServer.Close()
	}()
	for range b.N {
		line, err := answers.ReadString('\n')
		if err != nil || strings.Contains(line, `"isError":true`) || strings.Contains(line, `"error":{"code"`) {
			b.Fatal(err, line)
		}
		size = len(line)
		<-places
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
	b.ReportMetric(float64(size), "answer-bytes")
	if err := <-served; err != nil {
		b.Fatal(err)
	}
	fromServer.Close()
}

// BenchmarkStart is from nothing to the answer to initialize, with every tool.
func BenchmarkStart(b *testing.B) {
	client := workshop(b, 0)
	b.ResetTimer()
	for b.Loop() {
		in := strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",` +
			`"capabilities":{},"clientInfo":{"name":"b","version":"1"}}}`)
		if err := New(Options{Client: client}).ServeStdio(b.Context(), in, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkToolsList(b *testing.B) {
	stdioRequests(b, guardedServer(b, workshop(b, 0)), 1, `"method":"tools/list"`)
}

const listCall = `"method":"tools/call","params":{"name":"list_hex_projects","arguments":{}}`

// BenchmarkCalls is a list of 25 projects over the embedded workspace: on streams and over HTTP, at once and with 50 ms to
// Hex.
func BenchmarkCalls(b *testing.B) {
	for _, upstream := range []time.Duration{0, 50 * time.Millisecond} {
		for _, inFlight := range []int{1, 16} {
			b.Run(fmt.Sprintf("stdio/upstream %s/in flight %d", upstream, inFlight), func(b *testing.B) {
				stdioRequests(b, guardedServer(b, workshop(b, upstream)), inFlight, listCall)
			})
			b.Run(fmt.Sprintf("http/upstream %s/in flight %d", upstream, inFlight), func(b *testing.B) {
				httpRequests(b, guardedServer(b, workshop(b, upstream)), inFlight)
			})
		}
	}
}

func httpRequests(b *testing.B, s *Server, inFlight int) {
	ctx, cancel := context.WithCancel(b.Context())
	served := make(chan error, 1)
	ready := make(chan net.Addr, 1)
	go func() {
		served <- s.Listen(ctx, "127.0.0.1:0", wire.HTTPOptions{Stateless: true, Ready: func(at net.Addr) { ready <- at }})
	}()
	url := "http://" + (<-ready).String() + "/mcp"
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: inFlight}}
	b.ReportAllocs()
	b.ResetTimer()
	var work errgroup.Group
	work.SetLimit(inFlight)
	for range b.N {
		work.Go(func() error {
			resp, err := client.Post(url, "application/json", strings.NewReader(`{"jsonrpc":"2.0","id":1,`+listCall+`}`))
			if err != nil {
				return err
			}
			_, err = io.Copy(io.Discard, resp.Body)
			return errors.Join(err, resp.Body.Close())
		})
	}
	if err := work.Wait(); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
	client.CloseIdleConnections()
	cancel()
	if err := <-served; err != nil {
		b.Fatal(err)
	}
}

func BenchmarkToken(b *testing.B) {
	s := New(Options{})
	v := claims{Tool: "delete_hex_group", Args: audit.Digest([]byte("x")), Version: "1"}
	for b.Loop() {
		text, _, err := s.tokens.issue(b.Context(), v)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.tokens.redeem(b.Context(), text, v); err != nil {
			b.Fatal(err)
		}
	}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
