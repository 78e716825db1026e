package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
)

// whole reads a body to its end.
func whole(body io.Reader) ([]byte, error) {
	text, err := io.ReadAll(body)
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return nil, &refusal{status: http.StatusRequestEntityTooLarge,
			message: fmt.Sprintf("The body is larger than %d bytes", tooLarge.Limit)}
	}
	if err != nil {
		return nil, badRequest("The body could not be read")
	}
	return text, nil
}

// decode reads one JSON value into what into points to. Its refusals speak of JSON: whoever reads them does not know this
// program's types.
func decode(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err := decoder.Decode(into)
	wrong, broken, refused := (*json.UnmarshalTypeError)(nil), (*json.SyntaxError)(nil), (*refusal)(nil)
	switch {
	case err == nil && decoder.More():
		return badRequest("The body holds more than one JSON value")
	case err == nil:
		return nil
	case errors.As(err, &wrong):
		return badRequest("%s must be %s, not %s", member(reflect.TypeOf(into), wrong.Field), kindOf(wrong.Type), given(wrong.Value))
	case errors.As(err, &refused):
		return refused
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &broken):
		return badRequest("The body is not valid JSON")
	}
	return badRequest("%s", err) // of a type that reads itself
}

// member is the place in a body that encoding/json calls field: without the embedded structs, which JSON does not show.
func member(body reflect.Type, field string) string {
	place := "body"
	for name := range strings.SplitSeq(field, ".") {
		for body != nil && (body.Kind() == reflect.Pointer || body.Kind() == reflect.Slice) {
			body = body.Elem()
		}
		if body == nil || body.Kind() != reflect.Struct {
			body = nil
		} else if inner, ok := body.FieldByName(name); ok && inner.Anonymous {
			body = inner.Type
			continue
		} else {
			body = typeOf(body, name)
		}
		if name != "" {
			place += "." + name
		}
	}
	return place
}

// typeOf is the type of a member of a struct, nil when it has none of that name.
func typeOf(body reflect.Type, name string) reflect.Type {
	for i := range body.NumField() {
		if tag, _, _ := strings.Cut(body.Field(i).Tag.Get("json"), ","); tag == name {
			return body.Field(i).Type
		}
	}
	return nil
}

// kindOf is a type in the words of JSON.
func kindOf(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Bool:
		return "a boolean"
	case reflect.String:
		return "a string"
	case reflect.Slice, reflect.Array:
		return "an array"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Struct, reflect.Map:
		return "an object"
	default:
		return "a whole number"
	}
}

// given is what encoding/json says that it found.
func given(value string) string {
	switch word, rest, _ := strings.Cut(value, " "); word {
	case "bool":
		return "a boolean"
	case "array", "object":
		return "an " + word
	case "number":
		if rest == "" {
			return "a number"
		}
		return "the number " + rest
	default:
		return "a " + word
	}
}

// optional is a member of a body that may be absent, null or a value.
type optional[T any] struct {
	present bool
	null    bool
	value   T
}

// UnmarshalJSON notes that the member was there, and whether it was null.
func (o *optional[T]) UnmarshalJSON(text []byte) error {
	o.present = true
	if o.null = string(text) == "null"; o.null {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(&o.value)
}
