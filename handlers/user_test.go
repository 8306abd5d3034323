package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ashar/internal/civic"
)

func (h *house) path(parts string) string {
	fill := make([]string, 0, 2*len(h.ids))
	for name, id := range h.ids {
		fill = append(fill, "{"+name+"}", id)
	}
	return strings.NewReplacer(fill...).Replace(parts)
}

var (
	invitationLink = regexp.MustCompile(`/invitations/([0-9A-Z]{4}(-[0-9A-Z]{4}){3})`)
	userAddress    = regexp.MustCompile(`^/users/([0-9a-f-]{36})$`)
)

// add adds a person through the form and returns their id.
func (b *browser) add(path string, form url.Values) string {
	b.h.t.Helper()
	a := b.post(path, form)
	m := userAddress.FindStringSubmatch(a.header.Get("Location"))
	if a.status != http.StatusSeeOther || m == nil {
		b.h.t.Fatalf("%d %s %s", a.status, a.header.Get("Location"), a.body)
	}
	return m[1]
}

// made posts a form that makes a secret and returns the page that shows it.
func (b *browser) made(path string, form url.Values) string {
	b.h.t.Helper()
	a := b.post(path, form)
	if a.status != http.StatusSeeOther {
		b.h.t.Fatalf("%d %s", a.status, a.body)
	}
	return b.get(a.header.Get("Location")).body
}

func TestACoordinatorAddsAndInvitesAPerson(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := b.add(h.path("/municipalities/{municipality}/people/new"), url.Values{"name": {"Айгүл Сатарова"}, "phone": {"+996 555 123456"},
		"sex": {"f"}, "lang": {"ky"}, "role": {"facilitator", "member"}})
	page := b.get("/users/" + id)
	for _, want := range []string{"Айгүл Сатарова", "aigul.satarova", "+996 555 123456"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	link := invitationLink.FindStringSubmatch(b.made("/users/"+id+"/invitation", nil))
	if link == nil {
		t.Fatal("no link")
	}
	if strings.Contains(b.get("/users/"+id).body, link[1]) {
		t.Error("the link is shown again")
	}
	// The person types the code off a card: small letters, no hyphens.
	person := h.browser()
	a := person.post("/invitations", url.Values{"code": {strings.ToLower(strings.ReplaceAll(link[1], "-", " "))}})
	if a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	door := a.header.Get("Location")
	if a = person.post(door, url.Values{"password": {"жаңы-сырсөз-77"}, "again": {"жаңы-сырсөз-77"}}); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a = person.get("/sessions/" + h.ids["session"]); a.status != http.StatusOK {
		t.Errorf("the facilitator may not open the session: %d", a.status)
	}
	if a = h.browser().get(door); a.status != http.StatusGone || !strings.Contains(a.body, "колдонулган") {
		t.Errorf("a used link answers %d", a.status)
	}
}

func TestOnlyTheLastInvitationOpensAndForSevenDays(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	link := func() string {
		m := invitationLink.FindString(b.made(h.path("/users/{user.member}/invitation"), nil))
		if m == "" {
			t.Fatal("no link")
		}
		return m
	}
	first, second := link(), link()
	if a := h.browser().get(first); a.status != http.StatusNotFound {
		t.Errorf("the first link still answers %d", a.status)
	}
	if a := h.browser().get(second); a.status != http.StatusOK {
		t.Errorf("the second link answers %d", a.status)
	}
	h.now = h.now.AddDate(0, 0, 8)
	if a := h.browser().get(second); a.status != http.StatusGone {
		t.Errorf("after eight days the link answers %d", a.status)
	}
}

func TestAPersonOfAnotherMunicipalityDoesNotExist(t *testing.T) {
	h := newHouse(t)
	b := h.as("other")
	for _, path := range []string{"/users/{user.facilitator}", "/users/{user.facilitator}/edit", "/municipalities/{municipality}/people", "/municipalities/{municipality}/people/new"} {
		if a := b.get(h.path(path)); a.status != http.StatusNotFound || strings.Contains(a.body, "Аты facilitator") {
			t.Errorf("GET %s: %d", path, a.status)
		}
	}
	for _, path := range []string{"edit", "roles", "access", "invitation", "devices/0123456789abcdef/removal"} {
		if a := b.post(h.path("/users/{user.facilitator}/"+path), url.Values{"disabled": {"1"}}); a.status != http.StatusNotFound {
			t.Errorf("POST %s: %d", path, a.status)
		}
	}
	if a := b.post("/users/cards", url.Values{"user": {h.ids["user.facilitator"]}}); a.status != http.StatusNotFound {
		t.Errorf("cards: %d", a.status)
	}
	if a := b.get(h.path("/municipalities/{other.municipality}/people")); a.status != http.StatusOK || strings.Contains(a.body, "Аты facilitator") {
		t.Errorf("their own list: %d", a.status)
	}
	if a := b.get("/users"); a.status != http.StatusSeeOther || a.header.Get("Location") != h.path("/municipalities/{other.municipality}/people") {
		t.Errorf("/users leads to %d %s", a.status, a.header.Get("Location"))
	}
}

func TestACoordinatorCannotReachHigher(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	// administrators are not even of the municipality; the fixture's trainer is, and is only seen
	if a := b.get(h.path("/users/{user.administrator}")); a.status != http.StatusNotFound {
		t.Errorf("the administrator's page: %d", a.status)
	}
	if a := b.get(h.path("/users/{user.trainer}")); a.status != http.StatusOK || strings.Contains(a.body, "/invitation") {
		t.Errorf("the trainer's page: %d, and offers an invitation: %v", a.status, strings.Contains(a.body, "/invitation"))
	}
	for _, path := range []string{"{user.trainer}/invitation", "{user.trainer}/access", "{user.trainer}/roles", "{user.trainer}/edit", "{user.trainer}/devices/0123456789abcdef/removal"} {
		form := url.Values{"disabled": {"1"}, "role": {"member"}, "municipality": {h.ids["municipality"]}, "held": {"1"}, "name": {"Башка ат"}, "lang": {"ky"}}
		if a := b.post(h.path("/users/"+path), form); a.status != http.StatusForbidden {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	for _, g := range []civic.Grant{{Role: civic.Administrator}, {Role: civic.Trainer}, {Role: civic.Trainer, Municipality: h.ids["municipality"]},
		{Role: civic.Member, Municipality: h.ids["other.municipality"]}} {
		form := url.Values{"role": {string(g.Role)}, "municipality": {g.Municipality}, "held": {"1"}}
		if a := b.post(h.path("/users/{user.member}/roles"), form); a.status != http.StatusForbidden {
			t.Errorf("gives %v: %d", g, a.status)
		}
	}
	form := url.Values{"name": {"Кимдир Бирөө"}, "lang": {"ky"}, "role": {"administrator"}, "everywhere": {"administrator"}}
	if a := b.post(h.path("/municipalities/{municipality}/people/new"), form); a.status == http.StatusSeeOther {
		t.Error("adds an administrator")
	}
	u, err := h.store.User(context.Background(), h.ids["user.member"])
	if err != nil || len(u.Grants) != 1 {
		t.Errorf("%v %v", u.Grants, err)
	}
}

// Whoever could renew the password of somebody who also works elsewhere could
// act there in their name.
func TestWhoAlsoWorksElsewhereIsKeptByTheAdministrator(t *testing.T) {
	h := newHouse(t)
	both := h.addUser("both", civic.Grant{Role: civic.Facilitator, Municipality: h.ids["municipality"]}, civic.Grant{Role: civic.Facilitator, Municipality: h.ids["other.municipality"]})
	b := h.as("coordinator")
	page := b.get("/users/" + both)
	if page.status != http.StatusOK || strings.Contains(page.body, "Сары-Коо") {
		t.Errorf("%d, or the other municipality is named", page.status)
	}
	for _, path := range []string{"/invitation", "/access", "/edit"} {
		if a := b.post("/users/"+both+path, url.Values{"disabled": {"1"}, "name": {"Башка ат"}, "lang": {"ky"}}); a.status != http.StatusForbidden {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	form := url.Values{"role": {"facilitator"}, "municipality": {h.ids["municipality"]}, "held": {"0"}}
	if a := b.post("/users/"+both+"/roles", form); a.status != http.StatusSeeOther {
		t.Errorf("their own role cannot be taken: %d", a.status)
	}
	if a := b.get("/users/" + both); a.status != http.StatusNotFound {
		t.Errorf("who has no role here any more: %d", a.status)
	}
}

func TestALostTabletIsOutAtItsNextRequest(t *testing.T) {
	h := newHouse(t)
	tablet, coordinator := h.as("facilitator"), h.as("coordinator")
	page := coordinator.get(h.path("/users/{user.facilitator}")).body
	form := regexp.MustCompile(`action="(/users/[^"]+/devices/[0-9a-f]{16}/removal)"`).FindStringSubmatch(page)
	if form == nil {
		t.Fatal("no device on the page")
	}
	if a := coordinator.post(form[1], nil); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	if a := tablet.get("/"); a.status != http.StatusSeeOther || !strings.HasPrefix(a.header.Get("Location"), "/login") {
		t.Errorf("the tablet still gets %d", a.status)
	}
}

func TestDisabledMeansOutAndNotBackIn(t *testing.T) {
	h := newHouse(t)
	tablet, b := h.as("facilitator"), h.as("coordinator")
	link := invitationLink.FindString(b.made(h.path("/users/{user.facilitator}/invitation"), nil))
	b.post(h.path("/users/{user.facilitator}/access"), url.Values{"disabled": {"1"}})
	if a := tablet.get("/"); a.status != http.StatusSeeOther {
		t.Errorf("still in: %d", a.status)
	}
	if a := h.browser().get(link); a.status == http.StatusOK {
		t.Error("the invitation from before still opens")
	}
	if a := h.browser().post("/login", url.Values{"login": {"facilitator"}, "password": {testPassword}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("signs in: %d", a.status)
	}
	b.post(h.path("/users/{user.facilitator}/access"), url.Values{"disabled": {"0"}})
	h.as("facilitator")
}

func TestTheLastAdministratorStays(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	admin := h.ids["user.administrator"]
	b := h.as("administrator")
	invited := b.add("/users/new", url.Values{"name": {"Экинчи Админ"}, "lang": {"ky"}, "everywhere": {"administrator"}}) // has no password yet
	for name, do := range map[string]func() answer{
		"role": func() answer {
			return b.post("/users/"+admin+"/roles", url.Values{"role": {"administrator"}, "held": {"0"}})
		},
		"access": func() answer { return b.post("/users/"+admin+"/access", url.Values{"disabled": {"1"}}) },
	} {
		do()
		if u, err := h.store.User(ctx, admin); err != nil || u.Disabled || !u.Holds("", civic.Administrator) {
			t.Errorf("%s: the last administrator is gone: %v %v", name, u, err)
		}
	}
	h.apply(civic.Installation, "", civic.SetPassword{User: invited, PasswordHash: passwordHash})
	b.post("/users/"+admin+"/roles", url.Values{"role": {"administrator"}, "held": {"0"}})
	if u, _ := h.store.User(ctx, admin); u.Holds("", civic.Administrator) {
		t.Error("with another who can sign in, the role can be given up")
	}
}

func TestAPasswordIsChangedOnlyByWhoKnowsIt(t *testing.T) {
	h := newHouse(t)
	here, there := h.as("deputy"), h.as("deputy")
	if a := here.post("/account/password", url.Values{"old": {"башка-сырсөз"}, "password": {"жаңы-сырсөз-77"}, "again": {"жаңы-сырсөз-77"}}); a.status != http.StatusUnprocessableEntity {
		t.Fatalf("a wrong old password: %d", a.status)
	}
	if a := here.post("/account/password", url.Values{"old": {testPassword}, "password": {"жаңы-сырсөз-77"}, "again": {"жаңы-сырсөз-78"}}); a.status != http.StatusUnprocessableEntity {
		t.Fatalf("two different new ones: %d", a.status)
	}
	if a := here.post("/account/password", url.Values{"old": {testPassword}, "password": {"жаңы-сырсөз-77"}, "again": {"жаңы-сырсөз-77"}}); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := here.get("/account"); a.status != http.StatusOK {
		t.Errorf("this device is out: %d", a.status)
	}
	if a := there.get("/account"); a.status != http.StatusSeeOther {
		t.Errorf("the other device is still in: %d", a.status)
	}
}

func TestGuessingTheOldPasswordIsSlowed(t *testing.T) {
	h := newHouse(t)
	b := h.as("deputy")
	for range 6 {
		b.post("/account/password", url.Values{"old": {"жаңылыш-сырсөз"}})
	}
	a := b.post("/account/password", url.Values{"old": {testPassword}, "password": {"жаңы-сырсөз-77"}, "again": {"жаңы-сырсөз-77"}})
	if a.status != http.StatusUnprocessableEntity || a.header.Get("Retry-After") == "" {
		t.Errorf("%d", a.status)
	}
}

func TestOnesOwnDetails(t *testing.T) {
	h := newHouse(t)
	b := h.as("monitor")
	a := b.post("/account", url.Values{"name": {"С"}, "lang": {"ky"}, "phone": {"телефон жок"}, "sex": {"m"}})
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "телефон жок") || strings.Count(a.body, `aria-invalid="true"`) != 2 {
		t.Errorf("%d: entries are lost or not marked", a.status)
	}
	if a := b.post("/account", url.Values{"name": {"Салтанат Бейшеева"}, "lang": {"ru"}, "phone": {"0555 12-34-56"}}); a.status != http.StatusSeeOther {
		t.Fatalf("%d", a.status)
	}
	if a := b.get("/account"); !strings.Contains(a.body, "Салтанат Бейшеева") || !strings.Contains(a.body, `lang="ru"`) {
		t.Error("name or language is not kept")
	}
}

func TestPhonesAndHashesStayOutOfTheJournalAndThePages(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	id := b.add("/users/new", url.Values{"name": {"Бегимай Асанова"}, "phone": {"+996 777 000111"}, "lang": {"ky"}, "municipality": {h.ids["municipality"]}, "role": {"deputy"}})
	b.post("/users/"+id+"/edit", url.Values{"name": {"Бегимай Асанова"}, "phone": {"+996 777 000222"}, "lang": {"ky"}})
	b.post("/users/"+id+"/invitation", nil)
	entries, err := h.store.Journal(context.Background(), civic.Installation, 0)
	if err != nil {
		t.Fatal(err)
	}
	saved := false
	for _, e := range entries {
		saved = saved || e.Kind == "user.save"
		if data := string(e.Data); strings.Contains(data, "777 000") || strings.Contains(data, "777000") || strings.Contains(data, "argon2") || e.Kind == "login.invite" && !strings.Contains(data, `"hash":""`) {
			t.Errorf("%s: %s", e.Kind, data)
		}
	}
	if !saved {
		t.Error("the change of details is not journaled")
	}
	for _, path := range []string{"/users", "/users/" + id, "/users/" + h.ids["user.deputy"]} {
		if a := b.get(path); a.status != http.StatusOK || strings.Contains(a.body, "argon2") {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

func TestTheSecondOfANameGetsANumber(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	form := url.Values{"name": {"Айгүл Сатарова"}, "lang": {"ky"}, "role": {"member"}, "op": {h.store.IDs.New()}}
	path := h.path("/municipalities/{municipality}/people/new")
	first := b.add(path, form)
	if again := b.add(path, form); again != first {
		t.Error("the same form sent twice adds two people")
	}
	form.Set("op", h.store.IDs.New())
	second := b.add(path, form)
	if again := b.add(path, form); again != second {
		t.Error("the same form sent twice adds two people, when the name got a number")
	}
	if u, err := h.store.User(context.Background(), second); err != nil || u.Login != "aigul.satarova2" {
		t.Errorf("%q %v", u.Login, err)
	}
}

func TestCardsArePrinted(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := b.add(h.path("/municipalities/{municipality}/people/new"), url.Values{"name": {"Кубаныч Ормонов"}, "lang": {"ky"}, "role": {"member"}})
	if a := b.get(h.path("/municipalities/{municipality}/people")); !strings.Contains(a.body, `action="/users/cards"`) {
		t.Error("the list offers no cards")
	}
	a := b.post("/users/cards", url.Values{"user": {id, h.ids["user.member"]}})
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(a.body, "%PDF") {
		t.Errorf("%d %s", a.status, a.header.Get("Content-Type"))
	}
}

func TestRightsAreForEverybody(t *testing.T) {
	h := newHouse(t)
	nobody := h.browser()
	for _, card := range []string{"", "/community", "/coordinator", "/deputy", "/monitor", "/member", "/facilitator", "/trainer", "/administrator"} {
		for _, lang := range []string{"ky", "ru", "en"} {
			if a := nobody.get("/rights" + card + "?lang=" + lang); a.status != http.StatusOK || strings.Contains(a.body, "⟦") || strings.Count(a.body, "<li>") < 8 {
				t.Errorf("%s %s: %d", card, lang, a.status)
			}
		}
	}
	if a := nobody.get("/rights/nobody"); a.status != http.StatusNotFound {
		t.Errorf("an unknown role: %d", a.status)
	}
	for _, path := range []string{"/", "/sessions/" + h.ids["session"], "/account"} {
		if a := h.as("facilitator").get(path); !strings.Contains(a.body, `href="/rights"`) {
			t.Errorf("%s does not lead to the rights", path)
		}
	}
}

func TestPeoplePagesAskFewQueries(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	for _, path := range []string{"/users", "/users?q=аты&role=deputy", "/users/{user.facilitator}", "/users/{user.facilitator}/edit", "/users/new",
		"/municipalities/{municipality}/people", "/municipalities/{municipality}/people/new", "/account", "/rights"} {
		before := h.store.Queries()
		if a := b.get(h.path(path)); a.status != http.StatusOK {
			t.Errorf("%s: %d", path, a.status)
		}
		if n := h.store.Queries() - before; n > 10 {
			t.Errorf("%s: %d queries", path, n)
		}
	}
}

// A sign-in leads back into this house, and nowhere else.
func TestSigningInLeadsNowhereElse(t *testing.T) {
	h := newHouse(t)
	for next, want := range map[string]string{"/account": "/account", "/sessions/x?phase=before": "/sessions/x?phase=before", "": "/", "https://evil.example": "/", "//evil.example": "/",
		"/\\evil.example": "/", "/\t/evil.example": "/", "/\n/evil.example": "/", "javascript:alert(1)": "/", "evil.example": "/"} {
		a := h.browser().post("/login", url.Values{"login": {"deputy"}, "password": {testPassword}, "next": {next}})
		if got := a.header.Get("Location"); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}
