package survey

import "errors"

// Rest is a file without the questions of types that are not supported, and which they are: as a person may take it
// who has seen them named. A form with any other fault, or one where something asks for what is left out, is refused
// with all that is wrong in it as it came. Of a form without faults nothing is left out.
func Rest(data []byte, files Files) (rest []byte, left Problems, err error) {
	_, _, _, err = Open(data, files)
	var problems Problems
	if !errors.As(err, &problems) {
		return data, nil, err
	}
	rows := map[int]bool{}
	for _, p := range problems {
		if p.Why != "type" && p.Why != "file_kind" {
			return nil, nil, err
		}
		rows[p.Row] = true
	}
	f, _ := read(data)
	if f == nil {
		return nil, nil, err
	}
	for _, q := range f.All() {
		if rows[q.Row] {
			f.Remove(q.Path)
		}
	}
	if rest, e := Write(f); e == nil {
		if _, _, _, e = Open(rest, files); e == nil {
			return rest, problems, nil
		}
	}
	return nil, nil, err
}
