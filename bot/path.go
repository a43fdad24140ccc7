package bot

import (
	"errors"
	"os"
)

// WithoutPath returns the cause of an error of the file system: what is said to people names the file
// in its own way.
func WithoutPath(err error) error {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		return e.Err
	}
	return err
}
