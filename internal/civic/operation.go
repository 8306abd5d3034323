package civic

import (
	"encoding/json"
	"time"
)

// Installation is the scope of operations that concern no session, cycle or municipality.
const Installation = "installation"

// Change is the content of an operation: what is wanted, never "toggle".
// Kind names it ("check.set"), Subject is the id of the thing changed.
type Change interface {
	Kind() string
	Subject() string
	Validate() error
}

// Private is a Change some of which must not enter the journal: names on an
// attendance list, passwords. Journaled is what may.
type Private interface {
	Change
	Journaled() any
}

// Operation is one change that a person made. ID is a UUIDv7, minted by the
// client where it can: the same id counts once, the same id with other
// content is refused. Scope is a session, cycle or municipality id, or
// Installation. Times are UTC.
type Operation struct {
	ID       string
	Actor    string // user id; empty for the system itself
	Device   string
	Scope    string
	ClientAt time.Time // when the person did it; the server's time when unknown
	Change   Change
}

// Receipt is what the store answers: where the operation stands in the
// journal, whether it stood there already, and the outcome it had.
type Receipt struct {
	Seq      int64
	Repeated bool
	ServerAt time.Time
	Outcome  json.RawMessage // what the applier reported, e.g. a new version number; may be nil
}

// Entry is one line of the journal as it is read back. Hash covers the entry
// and the entry before it in the same scope.
type Entry struct {
	Seq       int64
	ID        string
	Actor     string
	ActorName string // in a history
	Device    string
	Scope     string
	Kind      string
	Subject   string
	Data      json.RawMessage
	ClientAt  time.Time
	ServerAt  time.Time
	Prev      string
	Hash      string
}
