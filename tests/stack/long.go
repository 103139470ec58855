package stack

import "os"

// Long tells whether the long forms of tests are to run (make isolation, make chaos), which take hours
// and may judge times.
func Long() bool { return os.Getenv("ENLACE_LONG") == "1" }

// Times is how often to do something: in the long form, and in `make test`.
func Times(long, short int) int {
	if Long() {
		return long
	}
	return short
}
