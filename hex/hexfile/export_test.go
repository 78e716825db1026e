package hexfile

// Types are the words for the types of cells that the table knows.
func Types() (all []string) {
	for name := range shapes() {
		if isType(name) {
			all = append(all, name)
		}
	}
	return all
}
