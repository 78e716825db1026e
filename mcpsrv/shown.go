package mcpsrv

import (
	"context"
	"encoding/base64"
	"strings"
	"time"

	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
)

// shownFor is how long a plan that was shown may be carried out.
const shownFor = time.Hour

// showing lets a tool that does only what it has shown carry out no other plan: one that was never shown to the session of the call,
// or too long ago, is refused before anything is read, so that a made-up version cannot find out which one would pass.
func (s *Server) showing(next step) step {
	return func(ctx context.Context, c *call) (answer.Result, error) {
		switch {
		case !c.tool.PlanFirst:
			return next(ctx, c)
		case !c.DryRun:
			return s.asShown(ctx, c, next)
		}
		out, err := next(ctx, c)
		if err != nil || c.prepared == nil || c.prepared.Nothing() {
			return out, err
		}
		name, err := s.planName(ctx, c, c.prepared.Version)
		if err == nil {
			err = s.common.Put(ctx, name, []byte{'1'}, shownFor)
		}
		if err != nil {
			s.log.Error("a plan that was shown could not be noted", "error", s.clean.Text(err.Error()))
			return nil, &answer.Failure{Kind: answer.KindInternal, Message: "The plan is held back: it could not be noted, so that it " +
				"could not be carried out. Nothing was done.", Hint: "Call again in a while."}
		}
		return out, nil
	}
}

// asShown goes on with a call whose plan was shown.
func (s *Server) asShown(ctx context.Context, c *call, next step) (answer.Result, error) {
	const first = "Call it with dry_run true, look at the plan, then call again with dry_run false and plan_version."
	if c.PlanVersion == "" {
		c.decide(audit.Denied)
		return nil, answer.Refuse("plan_version is missing: "+c.tool.Name+" carries out only a plan that it has shown. Nothing was done.",
			first)
	}
	name, err := s.planName(ctx, c, c.PlanVersion)
	var shown []byte
	if err == nil {
		shown, err = s.common.Get(ctx, name)
	}
	switch {
	case err != nil:
		c.decide(audit.Denied)
		s.log.Error("whether a plan was shown could not be found out", "error", s.clean.Text(err.Error()))
		return nil, &answer.Failure{Kind: answer.KindInternal, Message: "Whether this plan was shown could not be found out. Nothing was " +
			"done.", Hint: "Call again in a while."}
	case shown == nil:
		c.decide(audit.Denied)
		return nil, answer.Refuse("No plan of "+c.tool.Name+" of this version was shown here in the last hour. Nothing was done.", first)
	}
	return next(ctx, c)
}

// planName is what the note of a plan is called; only a server with the secrets of this one can make it.
func (s *Server) planName(ctx context.Context, c *call, version string) (string, error) {
	key, err := s.tokens.key(ctx)
	if err != nil {
		return "", err
	}
	of := strings.Join([]string{c.session.digest(), c.tool.Name, version}, "\x00")
	return "plan:" + base64.RawURLEncoding.EncodeToString(codeOf(key, "plan", []byte(of))), nil
}
