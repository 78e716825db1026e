package mcpsrv

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
)

// connected is a client on pipes to a server in this process.
func connected(t *testing.T, s *Server, options ...client.ClientOption) *client.Client {
	t.Helper()
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() {
		served <- s.ServeStdio(ctx, in, out)
		out.Close()
	}()
	c := client.NewClient(transport.NewIO(fromServer, toServer, io.NopCloser(strings.NewReader(""))), options...)
	t.Cleanup(func() {
		cancel()
		toServer.Close()
		if err := <-served; err != nil {
			t.Error(err)
		}
		fromServer.Close()
	})
	return c
}

// outputOf is the schema of what a tool always answers.
func (s *Server) outputOf(tool string) json.RawMessage {
	for _, t := range s.all {
		if t.Name == tool {
			return t.Output.OutputSchema()
		}
	}
	return nil
}
