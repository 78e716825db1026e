package shell

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"hextui/hex/check"
	"hextui/hex/exit"
	"hextui/hex/hexfile"
)

// CheckCommand is "check": what Hex would refuse or break of projects' files, told before they are imported.
func CheckCommand(o Options) *cobra.Command {
	l := &line{Options: o.withDefaults()}
	var against string
	c := &cobra.Command{
		Use: "check FILE…", GroupID: Group, Short: "Say what Hex would refuse of a project's file, or break, before it is imported",
		Long: `Reads *.hex.yaml files, or all of them below a folder, and says what is wrong with them, as FILE:LINE: LEVEL: sentence.
It asks nothing of Hex and changes nothing.

  refused    Hex does not import it: a key or a value that is not in the form, a changed type of a cell
  breaks     it is imported, and does not work: a data connection that sharedAssets lacks, ids of a chart's series
             that differ, an input below the cell that uses it, a name that no cell makes
  possible   cannot be told from the file alone

  hextui check revenue.hex.yaml
  hextui check exports/ --json
  hextui check revenue.hex.yaml --against exported-before.hex.yaml    the types of cells, too

Exit codes as for all commands; 1 where something is refused or breaks, or a file is no project in Hex's form.`,
		Args: cobra.MinimumNArgs(1), SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			return exitOf(cmd.Context(), l.checkFiles(cmd, args, against))
		},
	}
	fl := c.Flags()
	fl.StringVar(&against, "against", "",
		"a file, or a folder of files, as Hex has the projects now: the types of their cells must be the same")
	l.addOutput(fl)
	c.MarkFlagsMutuallyExclusive("json", "ndjson", "csv")
	return c
}

// checked is a finding with its file.
type checked struct {
	File string `json:"file"`
	check.Finding
}

// checkFiles looks at files and prints what is found.
func (l *line) checkFiles(cmd *cobra.Command, args []string, against string) error {
	earlier, err := exports(against)
	if err != nil {
		return err
	}
	var paths []string
	for _, arg := range args {
		found, err := hexfile.Find(arg)
		if err != nil {
			return err
		}
		paths = append(paths, found...)
	}
	all, compared := []checked{}, 0
	for _, path := range paths {
		found, known, err := checkFile(path, earlier)
		if err != nil {
			return err
		}
		if known {
			compared++
		}
		all = append(all, found...)
		if err := cmd.Context().Err(); err != nil {
			return err
		}
	}
	if against != "" && compared == 0 {
		return usage("%s holds none of these projects, so no types of cells could be compared: give the file that Hex has of them", against)
	}
	if err := l.printChecked(cmd, len(paths), all); err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(f checked) bool { return f.Level != hexfile.Possible }) {
		return &exit.Error{Code: exit.Failed}
	}
	return nil
}

// exports are the projects of a file or a folder, by their ids.
func exports(path string) (map[string]*hexfile.File, error) {
	all := map[string]*hexfile.File{}
	if path == "" {
		return all, nil
	}
	paths, err := hexfile.Find(path)
	if err != nil {
		return nil, fmt.Errorf("--against: %w", err)
	}
	for _, path := range paths {
		f, err := hexfile.Read(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		all[f.ProjectID()] = f
	}
	return all, nil
}

// checkFile looks at one file, and tells whether an earlier one of its project was there to be compared; one that is no project is a
// finding.
func checkFile(path string, earlier map[string]*hexfile.File) (all []checked, known bool, err error) {
	f, err := hexfile.Read(path)
	if no := (*hexfile.Refusal)(nil); errors.As(err, &no) {
		return []checked{{path, check.Finding{Line: max(no.Line, 1), Level: hexfile.Refused, Message: no.Says}}}, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	was, known := earlier[f.ProjectID()]
	for _, finding := range check.File(f, was) {
		all = append(all, checked{path, finding})
	}
	return all, known, nil
}

// printChecked prints findings: a line each, or as the flags ask for.
func (l *line) printChecked(cmd *cobra.Command, files int, all []checked) (err error) {
	out, err := openData(cmd, l.out)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := out.close(err == nil); closeErr != nil && err == nil {
			err = unwritten(closeErr)
		}
	}()
	if !l.json && !l.ndjson && !l.csv && l.jq == "" {
		for _, f := range all {
			fmt.Fprintf(out, "%s:%d: %s: %s\n", cleanPath(f.File), f.Line, f.Level, f.Message)
		}
		if len(all) == 0 && !l.quiet {
			where := "1 file"
			if files != 1 {
				where = fmt.Sprintf("%d files", files)
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "nothing found in %s\n", where)
		}
		return nil
	}
	p, err := (format{line: l, terminal: l.Terminal().Out, columns: []string{"file", "line", "level", "message"}}).printer(out)
	if err != nil {
		return err
	}
	g, err := pageOfChecked(files, all)
	if err == nil {
		err = errors.Join(p.page(g), p.end())
	}
	return err
}

func pageOfChecked(files int, all []checked) (page, error) {
	raw, err := json.Marshal(struct {
		Findings []checked `json:"findings"`
		Files    int       `json:"files"`
	}{all, files})
	if err != nil {
		return page{}, err
	}
	var g page
	if g.doc, err = parse(raw); err == nil {
		g.rows, g.list, _, err = rowsOf(g.doc, []string{"findings"})
	}
	return g, err
}

// cleanPath is a path for a terminal: names of files are anybody's.
func cleanPath(path string) string {
	if !strings.ContainsFunc(path, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return path
	}
	return strings.Trim(fmt.Sprintf("%q", path), `"`)
}
