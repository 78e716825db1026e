package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	api "hextui/hex"
	"hextui/mcpsrv"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/door"
	"hextui/mcpsrv/share"
	"hextui/mcpsrv/wire"
)

// Serving is a server's share of the program, opened from its flags.
type Serving struct {
	flags  *Flags
	shared share.Common
	// audit is nil for none.
	audit *audit.Log
}

// Open opens what the flags name: the audit log, which is kept in a folder of stateDir unless they name a file, and
// Redis. What is shared there is shared with the servers of the same workspace and token only. A demo's log is kept apart.
//
// A server that anybody on this computer may use says so on standard error, and one that cannot write its audit log: here, before a
// UI has the terminal.
func (f *Flags) Open(ctx context.Context, stateDir, baseURL, token string, demo bool) (*Serving, error) {
	s := &Serving{flags: f}
	if f.audit != noAudit {
		log, err := audit.Open(f.auditFile(stateDir, demo), audit.Options{})
		if err != nil {
			fmt.Fprintf(os.Stderr, "hextui: %v. %s\n", err, unwrittenNote)
		}
		s.audit = log
	}
	if address := f.redisURL(); address != "" {
		name := sha256.Sum256([]byte(baseURL + "\n" + token))
		shared, err := share.NewRedis(ctx, address, hex.EncodeToString(name[:8]))
		if err != nil {
			return nil, err
		}
		s.shared = shared
	}
	if f.http().Unguarded(f.listen) {
		fmt.Fprintln(os.Stderr, "hextui: "+unguardedNote)
	}
	return s, nil
}

// auditFile is where the audit log is, empty for nowhere.
func (f *Flags) auditFile(stateDir string, demo bool) string {
	name := "audit.jsonl"
	if demo {
		name = "demo.jsonl"
	}
	switch {
	case f.audit != "":
		return f.audit
	case stateDir == "":
		return ""
	}
	return filepath.Join(stateDir, "audit", name)
}

// unwrittenNote is what the person who starts a server has to know whose audit log cannot be written.
const unwrittenNote = "Until it can be written, agents can read and change nothing. --audit FILE keeps it elsewhere; with --read-only, " +
	"--audit none keeps none."

// unguardedNote is what the person who starts an unguarded server has to know.
const unguardedNote = "No token is asked of clients: any program on this computer, whoever runs it, may use this server and with it " +
	"your workspace. " +
	"To demand a token, set " + TokenVariable + " to at least 16 characters before starting; clients then send it as bearer token."

// Close lets Redis go.
func (s *Serving) Close() error {
	if s.shared == nil {
		return nil
	}
	return s.shared.Close()
}

// Transport is how the API client sends: within a budget that all servers share. It is nil, for the client's own way,
// where nothing is shared.
func (s *Serving) Transport(limits api.Limits) http.RoundTripper {
	if s.shared == nil {
		return nil
	}
	base := api.NewTransport()
	base.MaxIdleConnsPerHost = 16
	return share.Transport(base, s.shared, limits)
}

// keep is how many bytes of answers are kept for calls that may not wait.
const keep = 8 << 20

// Keep is how many bytes of answers the API client keeps ([api.Options]): none where others write with the same token, whose writes
// it would not know of.
func (s *Serving) Keep() int {
	if s.shared != nil {
		return 0
	}
	return keep
}

// Options are those options of the server that the flags decide.
func (s *Serving) Options() (mcpsrv.Options, error) {
	mode, err := mcpsrv.ParseConfirmMode(s.flags.confirm)
	return mcpsrv.Options{
		AnswerBytes: s.flags.answer, Policy: s.flags.rules(), Confirm: mode, Taint: s.flags.taint, MaxRuns: s.flags.maxRuns,
		MaxWait: s.flags.maxWait,
		Audit:   s.audit, Shared: s.shared, Secrets: s.flags.secrets(), Remote: s.flags.remote(),
	}, err
}

// remote tells whether clients may be on other computers.
func (f *Flags) remote() bool {
	host, _, err := net.SplitHostPort(f.listen)
	return f.Listens() && (err != nil || !door.Loopback(host) || len(f.hosts) > 0)
}

// secrets are what must never leave, besides the token of the API.
func (f *Flags) secrets() []string {
	var out []string
	if t := os.Getenv(TokenVariable); t != "" {
		out = append(out, t)
	}
	if u, err := url.Parse(f.redisURL()); err == nil {
		if password, ok := u.User.Password(); ok && password != "" {
			out = append(out, password)
		}
	}
	return out
}

// Serve serves until ctx ends, or the input does, or the program that started this one where that can be seen: over HTTP where
// the flags say so, else on in and out. Ready is told where, once clients may come over HTTP.
func (s *Serving) Serve(ctx context.Context, server *mcpsrv.Server, in io.Reader, out io.Writer, ready func(address string)) error {
	f := s.flags
	if !f.Listens() {
		watching, stop := context.WithCancel(ctx)
		defer stop()
		return server.ServeStdio(ctx, wire.Input{Reader: in, Over: orphaned(watching)}, out)
	}
	o := f.http()
	o.Ready = func(at net.Addr) { ready(f.address(at)) }
	return server.Listen(ctx, f.listen, o)
}

// http is how clients are served over HTTP.
func (f *Flags) http() wire.HTTPOptions {
	return wire.HTTPOptions{
		Token: os.Getenv(TokenVariable), CertFile: f.certFile, KeyFile: f.keyFile, Hosts: f.hosts, Origins: f.origins,
		Stateless: f.stateless,
	}
}

// address is what a client on this computer is given.
func (f *Flags) address(at net.Addr) string {
	scheme := "http"
	if f.certFile != "" {
		scheme = "https"
	}
	return scheme + "://" + at.String() + "/mcp"
}
