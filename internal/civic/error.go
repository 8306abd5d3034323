package civic

import (
	"errors"
	"strings"
)

// Kind says what sort of thing went wrong; handlers map it to a status in one table.
type Kind int

const (
	Invalid     Kind = iota + 1 // what was entered cannot be accepted: 422
	NotFound                    // there is no such thing, or not for this person: 404
	Forbidden                   // the person is known, the role does not allow it: 403
	SignedOut                   // nobody is signed in: 401
	Conflict                    // somebody changed it meanwhile, or the same id came with other content: 409
	Gone                        // a link or code that has served: 410
	TooLarge                    // a body or file over its limit: 413
	TooMany                     // too many attempts: 429
	Full                        // the disk is full; reading goes on: 507
	Unavailable                 // shutting down or not ready: 503
)

// Error is a refusal that a person can read: Key names a sentence in the
// catalogues and Args fill it (name, value pairs). Field is the form field
// concerned, empty when it concerns the whole. Cause never reaches a person.
type Error struct {
	Kind  Kind
	Field string
	Key   string
	Args  []any
	Cause error
}

// E makes an Error of a kind with a catalogue key and its arguments.
func E(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Bad is an Invalid error at a form field.
func Bad(field, key string, args ...any) *Error {
	return &Error{Kind: Invalid, Field: field, Key: key, Args: args}
}

// Because adds the private cause, which is logged and never shown.
func (e *Error) Because(err error) *Error { e.Cause = err; return e }

func (e *Error) Error() string {
	s := e.Key
	if e.Field != "" {
		s = e.Field + ": " + s
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Cause }

// Errors are all the refusals of one form, so that a person mends them at once.
type Errors []*Error

func (es Errors) Error() string {
	parts := make([]string, len(es))
	for i, e := range es {
		parts[i] = e.Error()
	}
	return strings.Join(parts, "; ")
}

// Or returns the errors, or nil when there are none: the last line of a Validate.
func (es Errors) Or() error {
	if len(es) == 0 {
		return nil
	}
	return es
}

// Problems lists what err refuses, one by one; nil when err is not of this package.
func Problems(err error) []*Error {
	var es Errors
	if errors.As(err, &es) {
		return es
	}
	var e *Error
	if errors.As(err, &e) {
		return []*Error{e}
	}
	return nil
}

// KindOf is the kind of err, 0 when it is not an Error of this package.
func KindOf(err error) Kind {
	if ps := Problems(err); len(ps) > 0 {
		return ps[0].Kind
	}
	return 0
}
