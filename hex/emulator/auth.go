package emulator

import (
	"context"
	"slices"
	"strings"

	"hextui/hex/emulator/store"
)

// identity is who a request acts for.
type identity struct {
	token      Token
	user       store.User
	principals store.Principals
}

// identify finds whom a token belongs to. A token that is unknown, revoked,
// expired or whose user is inactive belongs to nobody.
func (c *call) identify(authorization string) (identity, bool) {
	scheme, value, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return identity{}, false
	}
	token, ok := c.tokens.find(strings.TrimSpace(value), c.o.Now())
	if !ok {
		return identity{}, false
	}
	user, err := c.userOf(c.ctx(), token)
	if err != nil || user.Deactivated {
		return identity{}, false
	}
	groups, err := c.store.GroupsOf(c.ctx(), user.ID)
	if err != nil {
		return identity{}, false
	}
	everything := token.Workspace || user.Role == "ADMIN"
	return identity{token, user, store.Principals{User: user.ID, Groups: groups, All: everything}}, true
}

// userOf is the user whom a token acts for.
func (s *Server) userOf(ctx context.Context, t Token) (store.User, error) {
	if t.Email == "" {
		return s.store.FirstAdmin(ctx)
	}
	return s.store.UserByEmail(ctx, t.Email)
}

// roles from the least to the most powerful, as far as they can have tokens.
var roles = []string{"ANONYMOUS", "EMBEDDED_USER", "GUEST", "MEMBER", "EXPLORER", "EDITOR", "MANAGER", "ADMIN"}

// authorize checks a workspace token's scopes, a person's role, and the plan.
func (c *call) authorize() error {
	if c.who.token.Workspace {
		for _, scope := range c.op.scopes {
			if !slices.Contains(c.who.token.Scopes, scope) {
				return forbidden("The workspace token lacks the scope %s, which %s needs", scope, c.op.name)
			}
		}
	} else if slices.Index(roles, c.who.user.Role) < slices.Index(roles, c.op.role) {
		return forbidden("%s needs the role %s; yours is %s", c.op.name, c.op.role, c.who.user.Role)
	}
	if c.op.enterprise && c.o.NotEnterprise {
		return forbidden("This endpoint requires the workspace to be at least ENTERPRISE tier.")
	}
	return nil
}

// levels of access to a project, from none to all.
var levels = []string{"NONE", "APP_ONLY", "CAN_VIEW", "CAN_EDIT", "FULL_ACCESS"}

func atLeast(level, wanted string) bool {
	return slices.Index(levels, level) >= slices.Index(levels, wanted)
}

// level is the caller's access to a project.
func (c *call) level(p store.Project) (string, error) {
	if c.who.principals.All || p.Owner == c.who.user.ID {
		return "FULL_ACCESS", nil
	}
	granted, err := c.store.Levels(c.ctx(), p.ID, c.who.principals)
	if err != nil {
		return "", err
	}
	best := "NONE"
	for _, level := range granted {
		if atLeast(level, best) {
			best = level
		}
	}
	return best, nil
}

// project reads a project that the caller has at least the wanted access to. A
// project that they may not see at all is not there; one that they see but may
// not use so is forbidden.
func (c *call) project(id, wanted string) (store.Project, error) {
	p, err := c.store.Project(c.ctx(), id)
	if err != nil {
		return p, missing(err, "project", id)
	}
	level, err := c.level(p)
	switch {
	case err != nil:
		return p, err
	case level == "NONE":
		return p, notFound("There is no project %s, or you have no access to it", id)
	case !atLeast(level, wanted):
		return p, forbidden("%s needs the access %s to the project; yours is %s", c.op.name, wanted, level)
	}
	return p, nil
}

// published is a project that may be seen, with its published version. Without one it is refused, with what follows from that.
func (c *call) published(id, so string) (store.Project, store.Version, error) {
	p, err := c.project(id, "CAN_VIEW")
	if err != nil {
		return p, store.Version{}, err
	}
	if p.Version == 0 {
		return p, store.Version{}, unprocessable("The project %q has never been published; %s", p.Title, so)
	}
	version, err := c.store.Version(c.ctx(), p.ID, p.Version)
	return p, version, err
}
