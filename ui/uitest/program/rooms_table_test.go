package program

// rooms are the rows of [TestArrows]: own rooms first, then the modules of others.
var rooms = map[string]string{
	".": `
		hex hex/ask/cli hex/config hex/emulator hex/emulator/cli hex/hosted/cli hex/pyrun mcpsrv mcpsrv/cli
		mcpsrv/hub/cli ui ui/action ui/cli ui/editor github.com/spf13/cobra`,
	"hex":          "",
	"hex/access":   "hex",
	"hex/agents":   "hex",
	"hex/ask":      "hex",
	"hex/ask/cli":  "hex hex/ask hex/config hex/emulator hex/hosted hex/hosted/road github.com/spf13/cobra",
	"hex/assist":   "hex hex/resolve",
	"hex/change":   "hex github.com/aymanbagabas/go-udiff",
	"hex/config":   "hex github.com/BurntSushi/toml github.com/zalando/go-keyring",
	"hex/contract": "",
	"hex/drafts":   "",
	"hex/emulator": `
		hex/emulator/analyst hex/emulator/chart hex/emulator/door hex/emulator/executor hex/emulator/hexfile
		hex/emulator/hosted hex/emulator/sample hex/emulator/sqltext hex/emulator/store hex/emulator/warehouse
		github.com/google/uuid`,
	"hex/emulator/analyst": "",
	"hex/emulator/chart":   "",
	"hex/emulator/cli":     "hex/emulator github.com/spf13/cobra",
	"hex/emulator/door":    "",
	"hex/emulator/executor": `
		hex/emulator/analyst hex/emulator/door hex/emulator/kernel hex/emulator/kernel/sqlite hex/emulator/store
		hex/emulator/warehouse github.com/google/uuid`,
	"hex/emulator/hexfile":         "hex/emulator/store github.com/google/uuid go.yaml.in/yaml/v4",
	"hex/emulator/hosted":          "",
	"hex/emulator/kernel":          "hex/emulator/kernel/engine hex/emulator/kernel/starlark hex/emulator/kernel/template hex/emulator/sqltext",
	"hex/emulator/kernel/engine":   "hex/emulator/sqltext",
	"hex/emulator/kernel/sqlite":   "hex/emulator/kernel/engine hex/emulator/sqltext github.com/google/uuid modernc.org/libc modernc.org/sqlite",
	"hex/emulator/kernel/starlark": "hex/emulator/kernel/engine go.starlark.net",
	"hex/emulator/kernel/template": "hex/emulator/sqltext",
	"hex/emulator/sample":          "hex/emulator/store hex/emulator/warehouse github.com/google/uuid",
	"hex/emulator/sqltext":         "",
	"hex/emulator/store":           "github.com/google/uuid modernc.org/sqlite",
	"hex/emulator/warehouse":       "github.com/google/uuid modernc.org/sqlite",
	"hex/hextest":                  "hex",
	"hex/hosted":                   "hex hex/config github.com/gofrs/flock golang.org/x/oauth2",
	"hex/hosted/cli":               "hex/config hex/emulator hex/hosted github.com/spf13/cobra",
	"hex/hosted/road":              "hex hex/ask hex/hosted",
	"hex/lint":                     "hex",
	"hex/pyrun":                    "golang.org/x/sys",
	"hex/resolve":                  "hex golang.org/x/text",
	"mcpsrv": `
		hex hex/agents hex/change mcpsrv/answer mcpsrv/audit mcpsrv/policy mcpsrv/schema mcpsrv/share mcpsrv/skills
		mcpsrv/tools mcpsrv/wire mcpsrv/words github.com/google/uuid github.com/prometheus/client_golang
		github.com/prometheus/common`,
	"mcpsrv/answer": "hex hex/change",
	"mcpsrv/audit":  "github.com/gofrs/flock",
	"mcpsrv/cli": `
		hex hex/config mcpsrv mcpsrv/audit mcpsrv/install mcpsrv/policy mcpsrv/share mcpsrv/tools mcpsrv/wire
		github.com/spf13/cobra`,
	"mcpsrv/door": "",
	"mcpsrv/hub": `
		hex/pyrun mcpsrv/door mcpsrv/hub/agent mcpsrv/hub/cache mcpsrv/hub/provider mcpsrv/hub/search mcpsrv/hub/upstream
		mcpsrv/share/dial github.com/prometheus/client_golang github.com/redis/go-redis/v9 github.com/shirou/gopsutil/v4
		golang.org/x/sync`,
	"mcpsrv/hub/agent": `
		hex/assist hex/pyrun mcpsrv/door mcpsrv/hub/cache mcpsrv/hub/provider mcpsrv/hub/search mcpsrv/hub/upstream
		golang.org/x/net`,
	"mcpsrv/hub/cache":       "github.com/redis/go-redis/v9",
	"mcpsrv/hub/cli":         "hex hex/assist hex/config mcpsrv/answer mcpsrv/hub mcpsrv/hub/agent github.com/spf13/cobra golang.org/x/term",
	"mcpsrv/hub/provider":    "mcpsrv/door mcpsrv/hub/upstream",
	"mcpsrv/hub/search":      "mcpsrv/hub/upstream",
	"mcpsrv/hub/upstream":    "github.com/redis/go-redis/v9 github.com/sony/gobreaker/v2 golang.org/x/time",
	"mcpsrv/install":         "github.com/BurntSushi/toml github.com/tailscale/hujson",
	"mcpsrv/policy":          "hex mcpsrv/answer mcpsrv/schema mcpsrv/words",
	"mcpsrv/schema":          "mcpsrv/answer mcpsrv/words",
	"mcpsrv/share":           "hex mcpsrv/share/dial github.com/redis/go-redis/v9",
	"mcpsrv/share/dial":      "github.com/redis/go-redis/v9",
	"mcpsrv/share/sharetest": "",
	"mcpsrv/skills":          "",
	"mcpsrv/tools": `
		hex hex/access hex/ask hex/change hex/lint hex/resolve mcpsrv/answer mcpsrv/hub/agent mcpsrv/hub/search
		mcpsrv/hub/upstream mcpsrv/policy mcpsrv/schema mcpsrv/words github.com/aymanbagabas/go-udiff
		go.yaml.in/yaml/v4`,
	"mcpsrv/wire":          "mcpsrv/door github.com/google/uuid github.com/mark3labs/mcp-go golang.org/x/sync",
	"mcpsrv/wire/wiretest": "",
	"mcpsrv/words":         "",
	"ui": `
		hex hex/agents hex/ask hex/assist hex/drafts ui/action ui/overlay ui/paint ui/present ui/screen
		ui/screen/activity ui/screen/browse ui/screen/project ui/screen/projects ui/screen/run ui/screen/thread
		ui/store ui/task ui/theme charm.land/bubbletea/v2 github.com/charmbracelet/colorprofile`,
	"ui/action": "",
	"ui/cli": `
		hex hex/config hex/drafts ui ui/action ui/theme charm.land/bubbletea/v2 github.com/charmbracelet/x/editor
		github.com/spf13/cobra golang.org/x/term`,
	"ui/diff":     "ui/paint ui/theme github.com/aymanbagabas/go-udiff",
	"ui/edit":     "hex hex/drafts ui/action ui/diff",
	"ui/editor":   "ui/lex ui/paint ui/theme",
	"ui/field":    "ui/paint ui/theme charm.land/bubbles/v2 charm.land/bubbletea/v2",
	"ui/grid":     "ui/paint ui/theme github.com/sahilm/fuzzy golang.org/x/sync",
	"ui/lex":      "",
	"ui/markdown": "ui/paint ui/theme charm.land/glamour/v2 github.com/charmbracelet/x/ansi",
	"ui/overlay":  "ui/action ui/diff ui/field ui/paint ui/theme charm.land/bubbletea/v2 github.com/sahilm/fuzzy",
	"ui/paint":    "github.com/charmbracelet/ultraviolet github.com/charmbracelet/x/ansi golang.org/x/text",
	"ui/present":  "hex ui/theme",
	"ui/screen": `
		hex hex/ask hex/assist hex/drafts ui/action ui/field ui/grid ui/overlay ui/paint ui/present ui/store ui/task
		ui/theme charm.land/bubbletea/v2`,
	"ui/screen/activity": "hex hex/agents ui/action ui/diff ui/grid ui/overlay ui/present ui/screen ui/task ui/theme",
	"ui/screen/browse":   "hex hex/drafts ui/action ui/grid ui/overlay ui/present ui/screen ui/store ui/task",
	"ui/screen/project": `
		hex hex/assist hex/drafts hex/lint ui/action ui/diff ui/edit ui/editor ui/field ui/grid ui/lex ui/markdown
		ui/overlay ui/paint ui/present ui/screen ui/screen/runform ui/store ui/task ui/theme charm.land/bubbletea/v2`,
	"ui/screen/projects": "hex ui/action ui/grid ui/overlay ui/paint ui/present ui/screen ui/screen/runform ui/store",
	"ui/screen/run":      "hex ui/action ui/grid ui/overlay ui/paint ui/present ui/screen ui/screen/runform ui/store ui/theme",
	"ui/screen/runform":  "hex ui/overlay ui/present ui/screen ui/task",
	"ui/screen/thread": `
		hex hex/ask ui/action ui/editor ui/grid ui/lex ui/markdown ui/overlay ui/paint ui/present ui/screen ui/store
		ui/task ui/theme charm.land/bubbletea/v2`,
	"ui/store": "hex hex/ask ui/task",
	"ui/task":  "charm.land/bubbletea/v2",
	"ui/theme": "ui/paint",
	"ui/uitest": `
		ui/uitest/terminal charm.land/bubbletea/v2 github.com/aymanbagabas/go-udiff
		github.com/charmbracelet/colorprofile github.com/charmbracelet/x/ansi github.com/creack/pty go.uber.org/goleak
		golang.org/x/term`,
	"ui/uitest/built":   "ui/action ui/uitest",
	"ui/uitest/gallery": "hex hex/drafts hex/emulator ui ui/action ui/uitest/picture ui/uitest/terminal golang.org/x/sync",
	"ui/uitest/picture": "ui/uitest/terminal github.com/charmbracelet/ultraviolet",
	"ui/uitest/terminal": `
		charm.land/bubbletea/v2 github.com/charmbracelet/colorprofile github.com/charmbracelet/ultraviolet
		github.com/charmbracelet/x/ansi github.com/charmbracelet/x/vt github.com/rivo/uniseg`,
}
