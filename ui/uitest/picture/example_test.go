package picture_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/uitest/picture"
	"hextui/ui/uitest/terminal"
)

type greeting struct{ name string }

func (g greeting) Init() tea.Cmd { return nil }

func (g greeting) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		g.name += key.Text
	}
	return g, nil
}

func (g greeting) View() tea.View {
	v := tea.NewView("Hello, " + g.name)
	v.AltScreen = true
	return v
}

// A command draws a picture of a program: run it, press keys, draw the frame.
func ExampleSVG() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	p := terminal.Run(ctx, greeting{}, terminal.ProgramOptions{Options: terminal.Options{Width: 40, Height: 5}})
	if err := p.Type(ctx, "you"); err != nil {
		fmt.Println(err)
	}
	svg := picture.SVG(p.Frame(), picture.Options{Title: "greeting"})
	if err := p.Quit(ctx); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.Contains(string(svg), ">Hello, you</text>"))
	// Output: true
}
