// Package cli is the command line of the MCP server: its flags, what they open, and the subcommands that prove an audit
// log and put the server into the clients that agents run in.
//
// It knows the server, and neither the UI nor how a workspace is found.
package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hextui/hex/config"
	"hextui/mcpsrv"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/tools"
)

// The environment of the server: secrets are not taken from the command line, which others on the computer can read.
const (
	// TokenVariable holds what HTTP clients must send as their bearer token.
	TokenVariable = "HEXTUI_MCP_TOKEN"
	// RedisVariable holds the URL of Redis where --redis does not.
	RedisVariable = "HEXTUI_REDIS_URL"
)

// noAudit is the word for keeping no audit log.
const noAudit = "none"

// Flags are the flags of the MCP server.
type Flags struct {
	policy                policy.Policy
	confirm               string
	taint                 bool
	maxRuns, answer       int
	maxWait               time.Duration
	audit, listen, redis  string
	certFile, keyFile     string
	hosts, origins        []string
	stateless             bool
	given                 func(names []string) (name string, ok bool)
	serving, overHTTPOnly []string
}

// Add puts the flags on a command.
func (f *Flags) Add(c *cobra.Command) {
	fl := c.Flags()
	fl.BoolVar(&f.policy.ReadOnly, "read-only", false, "MCP: offer only tools that read, and let no request through that writes")
	fl.StringSliceVar(&f.policy.Toolsets, "toolsets", nil, "MCP: offer these groups of tools: "+toolsets()+"; without, default")
	fl.StringSliceVar(&f.policy.Tools, "tools", nil, "MCP: offer these tools; alone only these, with --toolsets (such as default) besides")
	fl.StringSliceVar(&f.policy.ExcludeTools, "exclude-tools", nil, "MCP: never offer these tools")
	fl.StringSliceVar(&f.policy.AllowProjects, "allow-project", nil, "MCP: the only projects that may be seen or touched, by id or link")
	fl.StringSliceVar(&f.policy.AllowCollections, "allow-collection", nil, "MCP: the only collections that may be seen or touched")
	fl.StringSliceVar(&f.policy.AllowConnections, "allow-connection", nil, "MCP: the only data connections that may be seen or touched")
	fl.StringVar(&f.confirm, "confirm", "auto", "MCP: who agrees to what shares, destroys or carries secrets: auto (a person where one "+
		"can be asked, else a token), elicit (a person or nobody), never (nobody is asked)")
	fl.BoolVar(&f.taint, "taint", false, "MCP: have such calls, and those that run code, confirmed once a session was shown text of the "+
		"workspace, whatever --confirm says")
	fl.IntVar(&f.maxRuns, "max-runs", 0, "MCP: how many runs and threads one session may start; 0 is any number")
	fl.StringVar(&f.audit, "audit", "", "MCP: the file of the audit log, by default one in the state folder; none, only with "+
		"--read-only, keeps none")
	fl.IntVar(&f.answer, "answer-bytes", 0, "MCP: how long an answer may be before rows are cut; 0 is 24576")
	fl.DurationVar(&f.maxWait, "max-wait", 20*time.Second, "MCP: how long a call waits for Hex's request limits before it says when to "+
		"call again; at most 5m")
	fl.StringVar(&f.listen, "listen", "", "MCP: serve HTTP at this address instead of standard input and output, such as "+
		"127.0.0.1:7777; clients send "+TokenVariable+" as bearer token")
	fl.StringVar(&f.certFile, "tls-cert", "", "with --listen: the certificate with its chain, needed beyond this computer")
	fl.StringVar(&f.keyFile, "tls-key", "", "with --listen: the certificate's key")
	fl.StringSliceVar(&f.hosts, "allow-host", nil, "with --listen: further names that requests may be addressed to")
	fl.StringSliceVar(&f.origins, "allow-origin", nil, "with --listen: web pages that may ask, such as https://tools.acme.example")
	fl.BoolVar(&f.stateless, "stateless", false, "with --listen: keep nothing between requests, so that any of several servers can answer")
	fl.StringVar(&f.redis, "redis", "", "MCP: share the request budget, run watching and, with --stateless, confirmations with other "+
		"servers through this Redis (or "+RedisVariable+")")
	f.serving = []string{"read-only", "toolsets", "tools", "exclude-tools", "allow-project", "allow-collection", "allow-connection",
		"confirm", "taint", "max-runs", "audit", "answer-bytes", "max-wait", "redis"}
	f.overHTTPOnly = []string{"tls-cert", "tls-key", "allow-host", "allow-origin", "stateless"}
	f.given = func(names []string) (string, bool) {
		for _, name := range names {
			if fl.Changed(name) {
				return name, true
			}
		}
		return "", false
	}
}

func toolsets() string {
	names := []string{policy.Usual + " (what most work needs)", policy.Everything}
	for _, t := range policy.Toolsets() {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}

// Listens tells whether the server is reached over HTTP.
func (f *Flags) Listens() bool { return f.listen != "" }

// Check says what is wrong with the flags, before anything is opened. Stdio tells whether a server on standard input and
// output is asked for.
func (f *Flags) Check(stdio bool) error {
	if name, ok := f.given(f.overHTTPOnly); ok && !f.Listens() {
		return fmt.Errorf("--%s is about serving over HTTP: give --listen too", name)
	}
	if name, ok := f.given(f.serving); ok && !stdio && !f.Listens() {
		return fmt.Errorf("--%s is about the MCP server: give --mcp or --listen too", name)
	}
	if _, err := mcpsrv.ParseConfirmMode(f.confirm); err != nil {
		return fmt.Errorf("--confirm: %w", err)
	}
	switch {
	case f.maxRuns < 0:
		return errors.New("--max-runs is how many: give 0 for any number, or more")
	case f.answer != 0 && f.answer < leastAnswer:
		return fmt.Errorf("--answer-bytes must be at least %d: less holds no answer", leastAnswer)
	case f.maxWait < time.Second || f.maxWait > 5*time.Minute:
		return errors.New("--max-wait is a time between 1s and 5m")
	case f.audit == noAudit && !f.policy.ReadOnly:
		return errors.New("--audit none goes with --read-only: what writes is written down, or not done")
	}
	// The text of a variable that nobody expanded would guard the server as a token that everybody knows.
	if err := config.FilledIn(os.Getenv(TokenVariable)); err != nil {
		return fmt.Errorf("environment %s: %w", TokenVariable, err)
	}
	if err := config.FilledIn(f.redisURL()); err != nil {
		return fmt.Errorf("--redis or environment %s: %w", RedisVariable, err)
	}
	if !stdio && !f.Listens() {
		return nil // what agents may do was not said, and making all tools to look it up delays the first frame
	}
	return f.rules().Check(tools.Subjects())
}

// rules are the policy: where nobody chose tools, it offers the usual ones.
func (f *Flags) rules() policy.Policy {
	p := f.policy
	if len(p.Toolsets)+len(p.Tools) == 0 {
		p.Toolsets = []string{policy.Usual}
	}
	return p
}

// leastAnswer is the shortest answer that makes sense.
const leastAnswer = 2000

// redisURL is where the servers meet, empty where there is one server only.
func (f *Flags) redisURL() string {
	if f.redis != "" {
		return f.redis
	}
	return os.Getenv(RedisVariable)
}
