package civic

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,39}$`)

// Langs a person may choose.
var Langs = []string{"ky", "ru", "en"}

// CleanLogin is a login as it is compared: lower case, without surrounding space.
func CleanLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// AddUser creates a person. PasswordHash may be empty: then an invitation lets them set one.
type AddUser struct {
	ID           string  `json:"id"`
	Login        string  `json:"login"`
	Name         string  `json:"name"`
	Sex          string  `json:"sex,omitempty"`
	Phone        string  `json:"phone,omitempty"`
	Lang         string  `json:"lang"`
	Grants       []Grant `json:"grants"`
	PasswordHash string  `json:"password_hash,omitempty"`
}

func (AddUser) Kind() string      { return "user.add" }
func (u AddUser) Subject() string { return u.ID }

// Validate checks what can be checked without the store.
func (u AddUser) Validate() error {
	var es Errors
	if !ValidID(u.ID) {
		es = append(es, Bad("id", "error.id"))
	}
	if !loginForm.MatchString(u.Login) {
		es = append(es, Bad("login", "error.login_form"))
	}
	es = append(es, checkPerson(u.Name, u.Sex, u.Phone, u.Lang)...)
	for _, g := range u.Grants {
		es = append(es, g.check()...)
	}
	return es.Or()
}

// check says what is wrong with a role in itself.
func (g Grant) check() (es Errors) {
	if !g.Role.Valid() {
		es = append(es, Bad("role", "error.role"))
	}
	if g.Municipality == "" && g.Role != Administrator && g.Role != Trainer {
		es = append(es, Bad("municipality", "error.role_municipality"))
	}
	if g.Municipality != "" && g.Role == Administrator {
		es = append(es, Bad("role", "error.administrator_everywhere"))
	}
	return es
}

// Journaled leaves out the password's hash and the phone number.
func (u AddUser) Journaled() any {
	u.PasswordHash, u.Phone = "", ""
	return u
}

// phoneForm takes a number as people write it: +996 555 12-34-56.
var phoneForm = regexp.MustCompile(`^\+?[0-9 ()-]{5,24}$`)

// dialable accepts a phone number as people write it, or none.
func dialable(phone string) bool { return phone == "" || phoneForm.MatchString(phone) }

func checkPerson(name, sex, phone, lang string) Errors {
	var es Errors
	if n := utf8.RuneCountInString(strings.TrimSpace(name)); n < 2 || n > 120 {
		es = append(es, Bad("name", "error.name_length"))
	}
	if sex != "" && sex != "f" && sex != "m" {
		es = append(es, Bad("sex", "error.choice"))
	}
	if !dialable(phone) {
		es = append(es, Bad("phone", "error.phone"))
	}
	if lang != "ky" && lang != "ru" && lang != "en" {
		es = append(es, Bad("lang", "error.choice"))
	}
	return es
}

// Person is a user as those see who look after people: with the phone number,
// and how far they are with signing in. Never with a password's hash.
type Person struct {
	User
	Phone    string
	Password bool      // they have set one
	Invited  time.Time // until when an unused invitation is good; zero when there is none
	Seen     time.Time // when a device of theirs was last used; zero when none is signed in
}

// PeopleFilter says whom to list: empty fields ask for nothing.
type PeopleFilter struct {
	Query        string
	Role         Role
	Municipality string
	From, Most   int // so many, after skipping so many
}

// SaveUser changes what is known of a person. The user name stays.
type SaveUser struct {
	User  string `json:"user"`
	Name  string `json:"name"`
	Sex   string `json:"sex,omitempty"`
	Phone string `json:"phone,omitempty"`
	Lang  string `json:"lang"`
}

func (SaveUser) Kind() string      { return "user.save" }
func (u SaveUser) Subject() string { return u.User }

// Validate checks what can be checked without the store.
func (u SaveUser) Validate() error { return checkPerson(u.Name, u.Sex, u.Phone, u.Lang).Or() }

// Journaled leaves out the phone number.
func (u SaveUser) Journaled() any {
	u.Phone = ""
	return u
}

// SetRole gives a role in a municipality, or takes it back.
type SetRole struct {
	User string `json:"user"`
	Grant
	Held bool `json:"held"`
}

func (SetRole) Kind() string      { return "user.role" }
func (r SetRole) Subject() string { return r.User }

// Validate checks what can be checked without the store.
func (r SetRole) Validate() error { return r.check().Or() }

// SetPassword gives a person a new password and signs every device out except Keep.
type SetPassword struct {
	User         string `json:"user"`
	PasswordHash string `json:"password_hash"`
	Keep         string `json:"keep,omitempty"` // hash of the login that stays
}

func (SetPassword) Kind() string      { return "user.password" }
func (p SetPassword) Subject() string { return p.User }
func (p SetPassword) Validate() error { return nil }

// Journaled says only that it happened.
func (p SetPassword) Journaled() any { return map[string]string{"user": p.User} }

// DisableUser keeps a person from signing in, or lets them in again.
type DisableUser struct {
	User     string `json:"user"`
	Disabled bool   `json:"disabled"`
}

func (DisableUser) Kind() string      { return "user.disable" }
func (d DisableUser) Subject() string { return d.User }
func (DisableUser) Validate() error   { return nil }
