package program

// rooms are the rows of [TestArrows]: own rooms first, then the modules of others.
var rooms = map[string]string{
	".": `
		hex hex/ask/cli hex/config hex/config/cli hex/connect hex/emulator/cli hex/exit hex/hosted/cli hex/pyrun
		mcpsrv mcpsrv/cli mcpsrv/hub/cli mcpsrv/shell ui ui/action ui/cli ui/editor github.com/spf13/cobra`,
	"hex":        "",
	"hex/access": "hex",
	"hex/agents": "hex",
	"hex/ask":    "hex",
	"hex/ask/cli": `
		hex hex/ask hex/config hex/connect hex/exit hex/hosted hex/hosted/road hex/resolve github.com/spf13/cobra`,
	"hex/assist":       "hex hex/resolve",
	"hex/browser":      "hex/config",
	"hex/change":       "hex hex/ask hex/plural github.com/aymanbagabas/go-udiff",
	"hex/check":        "hex hex/hexfile hex/lint",
	"hex/config":       "hex github.com/BurntSushi/toml github.com/zalando/go-keyring",
	"hex/config/cli":   "hex/config github.com/spf13/cobra",
	"hex/config/state": "github.com/gofrs/flock",
	"hex/connect":      "hex hex/ask hex/config hex/emulator hex/hosted hex/hosted/road",
	"hex/contract":     "",
	"hex/drafts":       "",
	"hex/emulator": `
		hex/emulator/analyst hex/emulator/chart hex/emulator/door hex/emulator/executor hex/emulator/hosted
		hex/emulator/projectfile hex/emulator/sample hex/emulator/sqltext hex/emulator/store hex/emulator/warehouse
		hex/hexfile hex/plural github.com/google/uuid`,
	"hex/emulator/analyst": "hex/emulator/sqltext",
	"hex/emulator/chart":   "",
	"hex/emulator/cli":     "hex/emulator hex/exit hex/plural github.com/spf13/cobra",
	"hex/emulator/door":    "",
	"hex/emulator/executor": `
		hex/emulator/analyst hex/emulator/door hex/emulator/kernel hex/emulator/kernel/duckdb
		hex/emulator/kernel/engine hex/emulator/kernel/postgres hex/emulator/kernel/python hex/emulator/kernel/sqlite
		hex/emulator/sqltext hex/emulator/store hex/emulator/warehouse hex/pyrun github.com/google/uuid`,
	"hex/emulator/hosted": "",
	"hex/emulator/kernel": `
		hex/emulator/kernel/engine hex/emulator/kernel/starlark hex/emulator/kernel/template hex/emulator/sqltext`,
	"hex/emulator/kernel/duckdb": `
		hex/emulator/kernel/engine hex/emulator/sqltext github.com/duckdb/duckdb-go/v2`,
	"hex/emulator/kernel/engine":          "hex/emulator/sqltext",
	"hex/emulator/kernel/kinds":           "",
	"hex/emulator/kernel/postgres":        "hex/emulator/kernel/engine hex/emulator/sqltext github.com/jackc/pgx/v5",
	"hex/emulator/kernel/postgres/pgtest": "github.com/jackc/pgx/v5",
	"hex/emulator/kernel/python":          "hex/emulator/kernel/engine hex/pyrun hex/pytext",
	"hex/emulator/kernel/sqlite": `
		hex/emulator/kernel/engine hex/emulator/kernel/sqlite/calendar hex/emulator/sqltext github.com/google/uuid modernc.org/libc
		modernc.org/sqlite`,
	"hex/emulator/kernel/sqlite/calendar": "",
	"hex/emulator/kernel/starlark":        "hex/emulator/kernel/engine go.starlark.net",
	"hex/emulator/kernel/template":        "hex/emulator/sqltext",
	"hex/emulator/projectfile":            "hex/emulator/store hex/hexfile github.com/google/uuid",
	"hex/emulator/sample":                 "hex/emulator/store hex/emulator/warehouse github.com/google/uuid",
	"hex/emulator/sqltext":                "",
	"hex/emulator/store":                  "github.com/google/uuid modernc.org/sqlite",
	"hex/emulator/warehouse":              "github.com/google/uuid modernc.org/sqlite",
	"hex/exit":                            "",
	"hex/fold":                            "golang.org/x/text",
	"hex/folder":                          "hex",
	"hex/hexfile":                         "go.yaml.in/yaml/v4",
	"hex/hextest":                         "hex",
	"hex/hosted":                          "hex hex/config github.com/gofrs/flock golang.org/x/oauth2",
	"hex/hosted/cli":                      "hex/browser hex/config hex/emulator hex/exit hex/hosted github.com/spf13/cobra",
	"hex/hosted/road":                     "hex hex/ask hex/hosted",
	"hex/lint":                            "hex hex/pytext",
	"hex/plural":                          "",
	"hex/pyrun":                           "golang.org/x/sys",
	"hex/pytext":                          "",
	"hex/resolve":                         "hex hex/fold golang.org/x/text",
	"hex/result":                          "hex",
	"hex/schedule":                        "hex",
	"mcpsrv": `
		hex hex/agents hex/ask hex/change hex/hosted hex/hosted/road mcpsrv/answer mcpsrv/audit mcpsrv/policy
		mcpsrv/schema mcpsrv/share mcpsrv/skills mcpsrv/tools mcpsrv/wire mcpsrv/words github.com/google/uuid
		github.com/prometheus/client_golang github.com/prometheus/common`,
	"mcpsrv/answer": "hex hex/change",
	"mcpsrv/audit":  "github.com/gofrs/flock",
	"mcpsrv/cli": `
		hex hex/config hex/plural mcpsrv mcpsrv/audit mcpsrv/door mcpsrv/install mcpsrv/policy mcpsrv/share mcpsrv/tools
		mcpsrv/wire github.com/spf13/cobra`,
	"mcpsrv/door":    "",
	"mcpsrv/explain": "hex hex/hexfile hex/lint mcpsrv/words",
	"mcpsrv/hub": `
		hex/pyrun mcpsrv/door mcpsrv/hub/agent mcpsrv/hub/cache mcpsrv/hub/provider mcpsrv/hub/search
		mcpsrv/hub/upstream mcpsrv/share/dial github.com/prometheus/client_golang github.com/redis/go-redis/v9
		github.com/shirou/gopsutil/v4 golang.org/x/sync`,
	"mcpsrv/hub/agent": `
		hex/assist hex/plural hex/pyrun mcpsrv/door mcpsrv/hub/cache mcpsrv/hub/provider mcpsrv/hub/search mcpsrv/hub/upstream
		golang.org/x/net`,
	"mcpsrv/hub/cache": "github.com/redis/go-redis/v9",
	"mcpsrv/hub/cli": `
		hex hex/assist hex/config hex/exit mcpsrv/answer mcpsrv/hub mcpsrv/hub/agent github.com/spf13/cobra
		golang.org/x/term`,
	"mcpsrv/hub/provider":    "mcpsrv/door mcpsrv/hub/upstream",
	"mcpsrv/hub/search":      "mcpsrv/hub/upstream",
	"mcpsrv/hub/upstream":    "github.com/redis/go-redis/v9 github.com/sony/gobreaker/v2 golang.org/x/time",
	"mcpsrv/install":         "github.com/BurntSushi/toml github.com/tailscale/hujson",
	"mcpsrv/policy":          "hex mcpsrv/answer mcpsrv/schema mcpsrv/words",
	"mcpsrv/schema":          "mcpsrv/answer mcpsrv/words",
	"mcpsrv/share":           "hex mcpsrv/share/dial github.com/redis/go-redis/v9",
	"mcpsrv/share/dial":      "github.com/redis/go-redis/v9",
	"mcpsrv/share/sharetest": "",
	"mcpsrv/shell": `
		hex hex/check hex/connect hex/exit hex/folder hex/hexfile mcpsrv mcpsrv/answer mcpsrv/audit mcpsrv/policy
		mcpsrv/schema mcpsrv/shell/completion mcpsrv/tools mcpsrv/wire github.com/charmbracelet/x/ansi github.com/itchyny/gojq
		github.com/spf13/cobra github.com/spf13/pflag golang.org/x/term`,
	"mcpsrv/shell/completion": "github.com/spf13/cobra",
	"mcpsrv/skills":           "",
	"mcpsrv/tools": `
		hex hex/access hex/ask hex/change hex/hosted hex/lint hex/resolve mcpsrv/answer mcpsrv/explain
		mcpsrv/hub/agent mcpsrv/hub/search mcpsrv/hub/upstream mcpsrv/policy mcpsrv/schema mcpsrv/words
		github.com/aymanbagabas/go-udiff`,
	"mcpsrv/wire":          "mcpsrv/door github.com/google/uuid github.com/mark3labs/mcp-go golang.org/x/sync",
	"mcpsrv/wire/wiretest": "",
	"mcpsrv/words":         "",
	"ui": `
		hex hex/agents hex/ask hex/assist hex/config/state hex/drafts hex/resolve ui/action ui/deed ui/graphics
		ui/grid ui/overlay ui/paint ui/present ui/screen ui/screen/activity ui/screen/collection ui/screen/connection
		ui/screen/drafts ui/screen/guides ui/screen/home ui/screen/people ui/screen/project ui/screen/projects
		ui/screen/run ui/screen/runs ui/screen/settings ui/screen/sharing ui/screen/thread ui/store ui/task ui/theme
		charm.land/bubbletea/v2 github.com/charmbracelet/colorprofile`,
	"ui/action": "",
	"ui/cli": `
		hex hex/browser hex/config hex/config/state hex/drafts ui ui/action ui/graphics ui/theme
		charm.land/bubbletea/v2 github.com/charmbracelet/x/ansi github.com/charmbracelet/x/editor
		github.com/spf13/cobra golang.org/x/sys golang.org/x/term`,
	"ui/complete": "ui/lex",
	"ui/deed": `
		hex hex/change hex/resolve ui/action ui/overlay ui/paint ui/present ui/screen ui/task ui/theme`,
	"ui/deed/deedtest": `
		hex hex/ask hex/config/state hex/emulator ui/action ui/graphics ui/overlay ui/paint ui/screen ui/store ui/task
		ui/theme charm.land/bubbletea/v2 github.com/charmbracelet/x/ansi`,
	"ui/deed/oncell": "hex hex/change hex/drafts ui/action ui/deed ui/overlay ui/present ui/screen ui/task",
	"ui/deed/onfiles": `
		hex hex/drafts hex/folder ui/action ui/overlay ui/paint ui/present ui/screen ui/task ui/theme`,
	"ui/deed/onproject": `
		hex hex/change hex/resolve ui/action ui/deed ui/overlay ui/present ui/screen ui/theme`,
	"ui/diff":       "ui/paint ui/theme github.com/aymanbagabas/go-udiff",
	"ui/edit":       "hex hex/drafts ui/action ui/diff",
	"ui/editor":     "ui/lex ui/paint ui/theme",
	"ui/editor/vim": "ui/editor",
	"ui/field":      "ui/paint ui/theme charm.land/bubbles/v2 charm.land/bubbletea/v2",
	"ui/graphics": `
		ui/paint github.com/charmbracelet/ultraviolet github.com/charmbracelet/x/ansi golang.org/x/sys
		golang.org/x/term`,
	"ui/grid":     "hex/fold ui/paint ui/theme github.com/sahilm/fuzzy golang.org/x/sync golang.org/x/text",
	"ui/lex":      "",
	"ui/markdown": "ui/paint ui/theme charm.land/glamour/v2 github.com/charmbracelet/x/ansi",
	"ui/overlay": `
		hex/fold ui/action ui/diff ui/field ui/paint ui/theme charm.land/bubbletea/v2`,
	"ui/overview": "hex hex/schedule ui/store",
	"ui/paint":    "github.com/charmbracelet/ultraviolet github.com/charmbracelet/x/ansi golang.org/x/text",
	"ui/plot":     "",
	"ui/present":  "hex hex/schedule ui/theme",
	"ui/screen": `
		hex hex/ask hex/assist hex/change hex/config/state hex/drafts hex/fold hex/resolve ui/action ui/field ui/graphics
		ui/grid ui/overlay ui/paint ui/present ui/store ui/task ui/theme charm.land/bubbletea/v2`,
	"ui/screen/activity": `
		hex hex/agents hex/change ui/action ui/deed ui/diff ui/grid ui/overlay ui/present ui/screen ui/store ui/task
		ui/theme`,
	"ui/screen/collection": `
		hex hex/change ui/action ui/deed ui/deed/onproject ui/grid ui/overlay ui/present ui/screen ui/store`,
	"ui/screen/connection": `
		hex hex/change ui/action ui/deed ui/grid ui/overlay ui/present ui/screen ui/store`,
	"ui/screen/drafts": "hex/config hex/drafts ui/action ui/diff ui/grid ui/overlay ui/screen ui/store ui/task",
	"ui/screen/guides": "hex hex/change ui/action ui/deed ui/grid ui/overlay ui/screen ui/store",
	"ui/screen/home": `
		hex hex/drafts ui/action ui/deed/onproject ui/overlay ui/overview ui/paint ui/present ui/screen
		ui/screen/runform ui/store ui/task`,
	"ui/screen/people": `
		hex hex/change ui/action ui/deed ui/deed/onproject ui/grid ui/overlay ui/present ui/screen ui/store ui/task`,
	"ui/screen/project": `
		hex hex/assist hex/change hex/drafts hex/lint hex/result hex/schedule ui/action ui/complete ui/deed
		ui/deed/oncell ui/deed/onfiles ui/deed/onproject ui/diff ui/edit ui/editor ui/editor/vim ui/field ui/graphics
		ui/grid ui/lex ui/markdown ui/overlay ui/paint ui/plot ui/present ui/screen ui/screen/runform ui/store ui/task
		ui/theme charm.land/bubbletea/v2`,
	"ui/screen/projects": `
		hex hex/config/state hex/schedule ui/action ui/deed ui/deed/onfiles ui/deed/onproject ui/grid ui/markdown
		ui/overlay ui/paint ui/present ui/screen ui/screen/runform ui/store ui/task ui/theme`,
	"ui/screen/run": `
		hex ui/action ui/grid ui/overlay ui/paint ui/present ui/screen ui/screen/runform ui/store ui/theme`,
	"ui/screen/runform": "hex ui/overlay ui/present ui/screen ui/task",
	"ui/screen/runs": `
		hex hex/config/state ui/action ui/deed/onproject ui/grid ui/overlay ui/overview ui/paint ui/present ui/screen
		ui/screen/runform ui/store ui/theme`,
	"ui/screen/settings": "hex ui/grid ui/screen",
	"ui/screen/sharing": `
		hex hex/access hex/change hex/resolve ui/action ui/deed ui/deed/onproject ui/grid ui/overlay ui/paint
		ui/present ui/screen ui/store ui/task ui/theme charm.land/bubbletea/v2`,
	"ui/screen/thread": `
		hex hex/ask ui/action ui/editor ui/graphics ui/grid ui/lex ui/markdown ui/overlay ui/paint ui/present ui/screen
		ui/store ui/task ui/theme charm.land/bubbletea/v2`,
	"ui/store": "hex hex/ask ui/task",
	"ui/task":  "charm.land/bubbletea/v2",
	"ui/theme": "ui/paint",
	"ui/uitest": `
		ui/uitest/terminal charm.land/bubbletea/v2 github.com/aymanbagabas/go-udiff
		github.com/charmbracelet/colorprofile github.com/charmbracelet/x/ansi github.com/creack/pty go.uber.org/goleak
		golang.org/x/sys golang.org/x/term`,
	"ui/uitest/built": "ui/action ui/uitest",
	"ui/uitest/gallery": `
		hex hex/drafts hex/emulator ui ui/action ui/uitest/picture ui/uitest/terminal golang.org/x/sync`,
	"ui/uitest/picture": "ui/uitest/terminal github.com/charmbracelet/ultraviolet",
	"ui/uitest/terminal": `
		charm.land/bubbletea/v2 github.com/charmbracelet/colorprofile github.com/charmbracelet/ultraviolet
		github.com/charmbracelet/x/ansi github.com/charmbracelet/x/vt github.com/rivo/uniseg`,
}
