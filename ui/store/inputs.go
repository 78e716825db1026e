package store

// NoteInputs remembers with which inputs a run was started here: Hex's API never tells them.
func (s *Store) NoteInputs(runID string, inputs map[string]any) { s.inputs[runID] = inputs }

// Inputs are those that a run was started with here; ok is false for every other run.
func (s *Store) Inputs(runID string) (inputs map[string]any, ok bool) {
	inputs, ok = s.inputs[runID]
	return inputs, ok
}
