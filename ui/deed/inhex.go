package deed

import (
	"hextui/ui/overlay"
	"hextui/ui/screen"
)

// InHex says that something is done in Hex, because its API cannot, and opens the page where it is.
func InHex(env *screen.Env, title, says, url string) {
	env.Host.Ask(&overlay.Confirm{
		Title: title, Body: says, Yes: "open it in Hex", No: "stay", OnYes: func() { env.Host.Browse(url) },
	})
}
