package deed

import (
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/screen"
)

// Menu lists deeds to be found by typing, with the keys that they have in a scope. Twice is the one that the key of the menu does when
// it is pressed once more before anything is typed; it may be empty.
func Menu(env *screen.Env, scope action.Scope, title string, offers []screen.Offer, twice action.ID) {
	again := ""
	if b, _ := env.Keys.Binding(action.Deeds, scope); len(b.Keys) > 0 {
		again = b.Keys[0]
	}
	var choices []overlay.Choice
	for _, o := range offers {
		b, _ := env.Keys.Binding(o.Action, scope)
		c := overlay.Choice{Title: b.Long, Name: string(o.Action) + " " + b.Help, Reason: o.Reason, Do: o.Do}
		if len(b.Keys) > 0 && b.Scope == scope {
			c.Key = env.Keys.Spell(b.Keys[0])
		}
		if o.Action == twice && again != "" {
			c.Press, c.Key = again, env.Keys.Spell(again)+" "+env.Keys.Spell(again)
		}
		choices = append(choices, c)
	}
	Pick(env, title, "what to do with it", "", choices)
}
