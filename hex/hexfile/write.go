package hexfile

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// Map is a mapping to write, whose members keep their order.
type Map []Entry

// Entry is a member of a [Map]. What it holds is a string, a number, a bool, nil, a Map, an []any, or a [Noted] value.
type Entry struct {
	Key   string
	Value any
}

// Noted is a value with a comment behind it.
type Noted struct {
	Value any
	Note  string
}

// nodeOf is a value as YAML; comments are lost where a library writes it.
func nodeOf(value any) (*yaml.Node, error) {
	switch v := value.(type) {
	case *yaml.Node:
		return v, nil
	case Noted:
		n, err := nodeOf(v.Value)
		if err == nil && v.Note != "" {
			n.LineComment = "# " + oneLine(v.Note)
		}
		return n, err
	case Map:
		n := &yaml.Node{Kind: yaml.MappingNode}
		if len(v) == 0 {
			n.Style = yaml.FlowStyle
		}
		for _, e := range v {
			key := &yaml.Node{}
			key.SetString(e.Key)
			below, err := nodeOf(e.Value)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, key, below)
		}
		return n, nil
	case []any:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		if len(v) == 0 {
			n.Style = yaml.FlowStyle
		}
		for _, item := range v {
			below, err := nodeOf(item)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, below)
		}
		return n, nil
	}
	n := &yaml.Node{}
	return n, n.Encode(value)
}

// Write is a value as YAML in block style; no line is folded.
func Write(value any) (string, error) {
	n, err := nodeOf(value)
	if err != nil {
		return "", err
	}
	quoteBreaks(n)
	content, err := yaml.Dump(n, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	return string(content), err
}

// quoteBreaks has a text be written with escapes where it has characters that end a line for some readers of YAML and not for others.
func quoteBreaks(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && strings.ContainsAny(n.Value, otherBreaks) {
		n.Style = yaml.DoubleQuotedStyle
	}
	for _, below := range n.Content {
		quoteBreaks(below)
	}
}

// entry is a member, or with no key an item of a list, as lines without their ends.
func entry(key string, value any) ([]string, error) {
	var whole any = Map{{key, value}}
	if key == "" {
		whole = []any{value}
	}
	text, err := Write(whole)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if key == "" { // which stands indented, or not
		for strings.HasPrefix(lines[0], " ") {
			for i := range lines {
				lines[i] = strings.TrimPrefix(lines[i], " ")
			}
		}
	}
	return lines, nil
}
