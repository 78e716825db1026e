package plural_test

import (
	"fmt"

	"hextui/hex/plural"
)

func ExampleOf() {
	fmt.Println(plural.Of(0, "project"), plural.Of(1, "project"), plural.Of(2, "project"))
	// Output: 0 projects 1 project 2 projects
}
