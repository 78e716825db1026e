package screen

import (
	"context"

	"hextui/hex"
	"hextui/ui/task"
)

// WithGroups goes on once the groups of the workspace are known, which are read where they are not.
func WithGroups(env *Env, then func()) {
	if l := &env.Store.Groups; l.Known() && l.Err == nil {
		then()
		return
	}
	task.Do(env.Tasks, "groups to choose", func(ctx context.Context) ([]hex.Group, error) {
		return hex.Collect(env.API.GroupPages(ctx, hex.GroupQuery{Paging: hex.Paging{Limit: 500}, SortBy: "NAME"}))
	}, func(groups []hex.Group, err error) {
		if err != nil {
			env.Host.Notice(Error, "The groups could not be read, so there is none to choose. "+err.Error())
			return
		}
		env.Store.Groups.Fill(groups, func(g hex.Group) string { return g.ID }, nil, env.Now())
		then()
	})
}
