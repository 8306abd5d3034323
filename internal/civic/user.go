package civic

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// PasswordMin is the least number of characters of a password.
const PasswordMin = 8

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,39}$`)

// Langs a person may choose.
var Langs = []string{"ky", "ru", "en"}

// CleanLogin is a login as it is compared: lower case, without surrounding space.
func CleanLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// CheckPassword refuses a password that is too short, or too long to hash in bounded time.
func CheckPassword(field, password string) error {
	if n := utf8.RuneCountInString(password); n < PasswordMin || n > 200 {
		return Bad(field, "error.password_length", "n", PasswordMin)
	}
	return nil
}

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
	es = append(es, checkPerson(u.Login, u.Name, u.Sex, u.Lang)...)
	for _, g := range u.Grants {
		if !g.Role.Valid() {
			es = append(es, Bad("role", "error.role"))
		}
		if g.Municipality == "" && g.Role != Administrator && g.Role != Trainer {
			es = append(es, Bad("municipality", "error.role_municipality"))
		}
	}
	return es.Or()
}

// Journaled leaves out the password's hash and the phone number.
func (u AddUser) Journaled() any {
	u.PasswordHash, u.Phone = "", ""
	return u
}

func checkPerson(login, name, sex, lang string) Errors {
	var es Errors
	if !loginForm.MatchString(login) {
		es = append(es, Bad("login", "error.login_form"))
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(name)); n < 2 || n > 120 {
		es = append(es, Bad("name", "error.name_length"))
	}
	if sex != "" && sex != "f" && sex != "m" {
		es = append(es, Bad("sex", "error.choice"))
	}
	if lang != "ky" && lang != "ru" && lang != "en" {
		es = append(es, Bad("lang", "error.choice"))
	}
	return es
}

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

// Login is a device a person is signed in on; only the hash of its id is known.
type Login struct {
	Hash           string
	Device         string
	MadeAt, SeenAt time.Time
}

// Short names a login on a page, without giving its hash away.
func (l Login) Short() string { return l.Hash[:12] }

// LocalRoles are those a coordinator may give in their municipality.
var LocalRoles = []Role{Coordinator, Facilitator, Deputy, Monitor, Member}

// Local reports whether all that a person is lies in one municipality: then
// its coordinator may invite them again or disable them.
func (u User) Local(municipality string) bool {
	for _, g := range u.Grants {
		if g.Municipality != municipality || g.Role == Administrator || g.Role == Trainer {
			return false
		}
	}
	return true
}
