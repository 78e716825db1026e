package connection

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/overlay"
)

// form is how a member of a connection's details is asked for.
type form int

const (
	text form = iota
	number
	flag
	// clearable is a text that may be emptied.
	clearable
	// pairs are names with values.
	pairs
)

// detail is a member of the details of a type of connection.
type detail struct {
	name   string // in JSON
	form   form
	secret bool
	needed bool   // for a new connection
	now    string // as Hex tells it; secrets it does not
}

// detailsOf are the members of a type's details, with what is known of their values; none for a type that cannot be written.
func detailsOf(kind hex.ConnectionType, now *hex.ConnectionDetails) []detail {
	needed := hex.NeededDetails(kind)
	if needed == nil {
		return nil
	}
	known := told(kind, now)
	var all []detail
	for f := range memberType(kind).Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		d := detail{name: name, secret: change.SecretMember(name), needed: slices.Contains(needed, name), now: known[name]}
		switch f.Type {
		case reflect.TypeFor[int]():
			d.form = number
		case reflect.TypeFor[*bool]():
			d.form = flag
		case reflect.TypeFor[*hex.NullText]():
			d.form = clearable
		default:
			if f.Type.Kind() == reflect.Slice {
				d.form = pairs
			}
		}
		if d.secret {
			d.now = ""
		}
		all = append(all, d)
	}
	return all
}

// memberType is the struct that the details of a type are.
func memberType(kind hex.ConnectionType) reflect.Type {
	for f := range reflect.TypeFor[hex.ConnectionDetails]().Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name == string(kind) {
			return f.Type.Elem()
		}
	}
	return reflect.TypeFor[struct{}]()
}

// told are the values that Hex tells of details, by name, without secrets.
func told(kind hex.ConnectionType, now *hex.ConnectionDetails) map[string]string {
	out := map[string]string{}
	raw, err := json.Marshal(now)
	if err != nil {
		return out
	}
	var byType map[string]map[string]json.RawMessage
	if json.Unmarshal(raw, &byType) != nil {
		return out
	}
	for name, value := range byType[string(kind)] {
		out[name] = shownValue(value)
	}
	return out
}

// shownValue is a value of a member as people write it.
func shownValue(value json.RawMessage) string {
	var v any
	if json.Unmarshal(value, &v) != nil {
		return ""
	}
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return yesNo(v)
	case nil:
		return ""
	case []any:
		var all []string
		for _, one := range v {
			if pair, ok := one.(map[string]any); ok {
				all = append(all, fmt.Sprintf("%v=%v", pair["key"], pair["value"]))
			}
		}
		return strings.Join(all, ", ")
	}
	return string(value) // a number, as it is written
}

func yesNo(on bool) string {
	if on {
		return "yes"
	}
	return "no"
}

// entry is the field of a form for a member; edits tells whether the connection is there already.
func (d detail) entry(edits bool) *overlay.Entry {
	e := &overlay.Entry{Name: d.name, Label: label(d.name)}
	switch {
	case d.secret && edits:
		e.Hint = "unchanged: Hex never tells it"
	case !d.needed && !edits:
		e.Hint = "none"
	case d.form == clearable:
		e.Hint = "none"
	}
	switch {
	case d.form == flag:
		e.Options = []string{"no", "yes"}
		if d.now == "yes" {
			e.Picked = 1
		}
		return e
	case d.form == pairs:
		e.Hint = "name=value, name=value"
	case slices.Contains([]string{"privateKey", "serviceAccountJsonConfig", "sslRootCert"}, d.name):
		e.Note = "Paste it whole, with its lines."
		e.Whole(d.secret)
	case d.secret:
		e.Masked()
	}
	return e.Preset(d.now)
}

// labels are what members are called where their names in JSON say too little.
func label(name string) string {
	switch name {
	case "hostname":
		return "host"
	case "username":
		return "user name"
	case "s3OutputPath":
		return "S3 output path"
	case "projectId":
		return "Google project"
	case "serviceAccountJsonConfig":
		return "service account JSON"
	case "enableDriveAccess":
		return "read Google Drive"
	case "enableStorageApi":
		return "use the storage API"
	case "jdbcUrl":
		return "JDBC URL"
	case "sslRootCert":
		return "SSL root certificate"
	case "accountName":
		return "account"
	}
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// taken is what a form says of details: those members that are to be sent, or why they cannot be. Of a connection that is there
// they are those that are another than before, and a secret that is empty stays.
func taken(kind hex.ConnectionType, all []detail, f *overlay.Form, edits bool) (*hex.ConnectionDetails, string) {
	members := map[string]any{}
	for _, d := range all {
		value := f.Field(d.name).Value()
		if d.form == flag && !edits && value == "no" || value == d.now && edits {
			continue
		}
		v, complaint := d.value(value, edits)
		if complaint != "" {
			return nil, complaint
		}
		if v != nil {
			members[d.name] = v
		}
	}
	if len(members) == 0 {
		return nil, ""
	}
	raw, err := json.Marshal(map[string]any{string(kind): members})
	if err != nil {
		return nil, err.Error()
	}
	var details hex.ConnectionDetails
	if err := json.Unmarshal(raw, &details); err != nil {
		return nil, err.Error()
	}
	return &details, ""
}

// value is what is sent for a text of a form, nil for nothing.
func (d detail) value(typed string, edits bool) (any, string) {
	name := label(d.name)
	switch {
	case typed == "" && d.name == "passphrase" && !edits:
		return "", "" // it is needed, and may be empty
	case typed == "" && d.needed && !edits:
		return nil, "A new connection needs its " + name + "."
	case typed == "" && d.form == clearable && edits, typed == "" && d.form == pairs && edits:
		if d.form == pairs {
			return nil, "Hex's API cannot take the " + name + " away: a person can, in Hex."
		}
		return "", ""
	case typed == "" && edits && !d.secret:
		return nil, "The " + name + " cannot be emptied."
	case typed == "":
		return nil, ""
	case d.form == number:
		return portOf(name, typed)
	case d.form == flag:
		return typed == "yes", ""
	case d.form == pairs:
		return pairsOf(typed)
	}
	return typed, ""
}

func portOf(name, typed string) (any, string) {
	n := json.Number(strings.TrimSpace(typed))
	if i, err := n.Int64(); err != nil || i < 1 || i > 65535 {
		return nil, "The " + name + " is a whole number from 1 to 65535."
	}
	return n, ""
}

func pairsOf(typed string) (any, string) {
	var all []map[string]string
	for part := range strings.SplitSeq(typed, ",") {
		key, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if key = strings.TrimSpace(key); !ok || key == "" {
			return nil, "Write session properties as name=value, parted by commas."
		}
		all = append(all, map[string]string{"key": key, "value": strings.TrimSpace(value)})
	}
	return all, ""
}
