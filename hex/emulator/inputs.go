package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"hextui/hex/emulator/store"
)

// invalidParams is RunProject's own 422 of the older document.
type invalidParams struct {
	TraceID  string         `json:"traceId"`
	Invalid  []invalidParam `json:"invalid"`
	NotFound []string       `json:"notFound"`
}

type invalidParam struct {
	ParamName     string `json:"paramName"`
	ParamValue    string `json:"paramValue"` // as JSON text
	DataType      string `json:"dataType"`
	InputCellType string `json:"inputCellType"`
}

// setInputs puts the given values over the defaults. Names that are no inputs
// are ignored, as the document says; values that do not fit are a 422, which
// then lists those names as well.
func setInputs(values map[string]any, inputs []store.Input, given map[string]json.RawMessage) error {
	wrong := invalidParams{Invalid: []invalidParam{}, NotFound: []string{}}
	for name, text := range given {
		at := slices.IndexFunc(inputs, func(in store.Input) bool { return in.Name == name })
		if at < 0 {
			wrong.NotFound = append(wrong.NotFound, name)
			continue
		}
		value, dataType, ok := fitting(inputs[at], text)
		if !ok {
			wrong.Invalid = append(wrong.Invalid, invalidParam{name, compact(text), dataType, string(inputs[at].Kind)})
			continue
		}
		values[name] = value
	}
	if len(wrong.Invalid) == 0 {
		return nil
	}
	slices.SortFunc(wrong.Invalid, func(a, b invalidParam) int { return strings.Compare(a.ParamName, b.ParamName) })
	slices.Sort(wrong.NotFound)
	first := wrong.Invalid[0]
	return &refusal{
		status:  http.StatusUnprocessableEntity,
		message: fmt.Sprintf("Invalid input parameters: %s must be a %s, not %s", first.ParamName, first.DataType, first.ParamValue),
		params:  &wrong,
	}
}

// fitting decodes a value for an input; dataType is what the input takes.
func fitting(in store.Input, text json.RawMessage) (value any, dataType string, ok bool) {
	if err := json.Unmarshal(text, &value); err != nil {
		return nil, "", false
	}
	one, isText := value.(string)
	switch in.Kind {
	case store.NumberInput, store.Slider:
		_, ok = value.(float64)
		return value, "NUMBER", ok
	case store.Checkbox, store.Button:
		_, ok = value.(bool)
		return value, "BOOLEAN", ok
	case store.DateInput:
		return value, "DATE", isText && isDate(one)
	case store.Dropdown:
		if number, isNumber := value.(float64); isNumber {
			one, isText = strconv.FormatFloat(number, 'f', -1, 64), true
		}
		return value, "STRING", isText && in.Offers(one)
	case store.MultiSelect:
		many, isList := value.([]any)
		return value, "LIST", isList && !slices.ContainsFunc(many, func(v any) bool {
			word, isText := v.(string)
			return !isText || !in.Offers(word)
		})
	default:
		return value, "STRING", isText
	}
}

func isDate(text string) bool {
	for _, form := range []string{time.DateOnly, time.RFC3339, timestampForm} {
		if _, err := time.Parse(form, text); err == nil {
			return true
		}
	}
	return false
}

// inputsOf are a notebook's input parameters.
func inputsOf(cells []store.Cell) ([]store.Input, error) {
	var all []store.Input
	for _, c := range cells {
		details, err := c.Details()
		if err != nil {
			return nil, fmt.Errorf("cell %s: %w", c.StaticID, err)
		}
		all = append(all, details.Inputs...)
	}
	return all, nil
}

// defaults are the values that a run has when nobody gives others.
func defaults(inputs []store.Input) map[string]any {
	values := make(map[string]any, len(inputs))
	for _, in := range inputs {
		values[in.Name] = in.Default
	}
	return values
}
