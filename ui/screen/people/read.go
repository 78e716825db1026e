package people

import (
	"context"

	"hextui/hex"
	"hextui/ui/screen"
	"hextui/ui/store"
	"hextui/ui/task"
)

// withUsers goes on with everybody of the workspace: those that are known, else read now.
func withUsers(env *screen.Env, then func([]hex.User)) {
	if l := &env.Store.Users; l.Known() && l.Err == nil && !l.At.IsZero() {
		then(l.All())
		return
	}
	task.Do(env.Tasks, "users to choose", func(ctx context.Context) ([]hex.User, error) {
		return hex.Collect(env.API.UserPages(ctx, hex.UserQuery{Paging: hex.Paging{Limit: 500}}))
	}, func(users []hex.User, err error) {
		if err != nil {
			env.Host.Notice(screen.Error, "The users could not be read, so there is nobody to choose. "+err.Error())
			return
		}
		env.Store.Users.Fill(users, func(u hex.User) string { return u.ID }, nil, env.Now())
		then(users)
	})
}

// withMembers goes on with the ids of those in a group, read now: who is marked is to be true.
func withMembers(env *screen.Env, groupID string, then func(map[string]bool)) {
	task.Do(env.Tasks, "members to choose", func(ctx context.Context) ([]hex.User, error) {
		return hex.Collect(env.API.UserPages(ctx, hex.UserQuery{Paging: hex.Paging{Limit: 500}, GroupID: groupID}))
	}, func(users []hex.User, err error) {
		if err != nil {
			env.Host.Notice(screen.Error, "The members of the group could not be read. "+err.Error())
			return
		}
		env.Store.Drop(store.Thing{Kind: store.Members, ID: groupID})
		env.Store.Members(groupID).Fill(users, func(u hex.User) string { return u.ID }, nil, env.Now())
		in := map[string]bool{}
		for _, u := range users {
			in[u.ID] = true
		}
		then(in)
	})
}
