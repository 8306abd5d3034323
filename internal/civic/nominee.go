package civic

import "slices"

// Bodies whose lists are read out at a gathering: the initiative group (ДТ)
// and the joint monitoring and evaluation group (БМжБ).
var Bodies = []string{"initiative", "monitoring"}

// NomineePosts in a body; "" is a member.
var NomineePosts = []string{"", "chair", "secretary"}

// Nominee stands on a list, or stood: Added on the spot, Removed with a reason.
type Nominee struct {
	ID          string
	Body        string
	Name        string
	Village     string // id, ""
	VillageName Text
	Post        string
	Added       bool // at the gathering, not beforehand
	Removed     bool
	Reason      string
}

// SaveNominee puts a person on a list, or changes what stands there.
type SaveNominee struct {
	ID        string `json:"id"`
	Gathering string `json:"gathering"`
	Body      string `json:"body"`
	Name      string `json:"name,omitempty"`
	Village   string `json:"village,omitempty"`
	Post      string `json:"post,omitempty"`
}

func (SaveNominee) Kind() string      { return "nominee.save" }
func (s SaveNominee) Subject() string { return s.ID }

// Validate wants a name.
func (s SaveNominee) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if !slices.Contains(Bodies, s.Body) {
		es = append(es, Bad("body", "error.choice"))
	}
	if !slices.Contains(NomineePosts, s.Post) {
		es = append(es, Bad("post", "error.choice"))
	}
	if !named(s.Name) {
		es = append(es, Bad("name", "error.name_length"))
	}
	return es.Or()
}

// Journaled leaves out who it is.
func (s SaveNominee) Journaled() any {
	s.Name = ""
	return s
}

// SetNominee takes a person off a list with a reason, or puts them back.
type SetNominee struct {
	ID        string `json:"id"`
	Gathering string `json:"gathering"`
	Removed   bool   `json:"removed"`
	Reason    string `json:"reason,omitempty"`
}

func (SetNominee) Kind() string      { return "nominee.set" }
func (s SetNominee) Subject() string { return s.ID }

// Validate wants a reason for who is taken off.
func (s SetNominee) Validate() error {
	if !s.Removed {
		return nil
	}
	return reasoned("reason", s.Reason)
}

// Journaled leaves out the reason, which may tell about the person.
func (s SetNominee) Journaled() any {
	s.Reason = ""
	return s
}

// TakeNominees begins the lists with those that stood at the end of an earlier gathering.
type TakeNominees struct {
	Gathering string `json:"gathering"`
	From      string `json:"from"`
}

func (TakeNominees) Kind() string      { return "nominee.take" }
func (t TakeNominees) Subject() string { return t.Gathering }

// Validate has nothing to check.
func (TakeNominees) Validate() error { return nil }
