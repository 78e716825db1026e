module github.com/alecthomas/chroma/v2

go 1.26.8

require (
	github.com/charmbracelet/x/ansi v0.11.8
	hextui v0.0.0
)
