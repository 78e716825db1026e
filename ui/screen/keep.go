package screen

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/task"
)

// content makes what is in a file.
type content = func(context.Context) (func(io.Writer) error, error)

// Keep writes a file under a name that a person gave, and asks before it takes the place of another. What is in it is made beside the
// loop. done is told the whole path, or why there is no such file. The complaint is what is wrong with the name, or nothing.
func Keep(env *Env, name string, made content, done func(string, error)) (complaint string) {
	if name = strings.TrimSpace(name); name == "" {
		return "Say where to."
	}
	whole, err := Path(name)
	if err != nil {
		return err.Error()
	}
	put := func(to func(string, func(io.Writer) error) (string, error)) {
		task.Do(env.Tasks, "", func(ctx context.Context) (string, error) {
			write, err := made(ctx)
			if err != nil {
				return "", err
			}
			return to(whole, write)
		}, done)
	}
	switch info, err := os.Lstat(whole); {
	case errors.Is(err, fs.ErrNotExist):
		put(WriteNew)
	case err != nil:
		return err.Error()
	case info.IsDir():
		return whole + " is a folder: name a file."
	default:
		env.Host.Ask(&overlay.Confirm{
			Title: "Write over the file?", Body: "There is a file of that name already, written " +
				present.Ago(info.ModTime(), env.Now()) + ": " + whole,
			Yes: "write over it", No: "leave it", Danger: true, OnYes: func() { put(WriteOver) },
		})
	}
	return ""
}

// Ready is what is in a file for [Keep] of which nothing has to be read before.
func Ready(write func(io.Writer) error) content {
	return func(context.Context) (func(io.Writer) error, error) { return write, nil }
}
