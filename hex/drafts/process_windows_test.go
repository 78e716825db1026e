package drafts

// childOnAFullDisk is never started: its test is skipped here.
func childOnAFullDisk() {}
