package hexfile

import "go.yaml.in/yaml/v4"

// mapping is a YAML mapping whose members keep their order.
type mapping []member

type member struct {
	key   string
	value any // string, int, float64, bool, nil, mapping or []any
}

// MarshalYAML is the mapping with its members in order.
func (m mapping) MarshalYAML() (any, error) {
	node := &yaml.Node{Kind: yaml.MappingNode}
	for _, member := range m {
		key, value := &yaml.Node{}, &yaml.Node{}
		key.SetString(member.key)
		if err := value.Encode(member.value); err != nil {
			return nil, err
		}
		node.Content = append(node.Content, key, value)
	}
	return node, nil
}

// write is a value as YAML in block style; no line is folded.
func write(value any) (string, error) {
	content, err := yaml.Dump(value, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	return string(content), err
}
