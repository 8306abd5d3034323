package handlers

import (
	"bytes"
	"context"
	"net/netip"
	"slices"
	"time"

	"ashar/internal/civic"
	"ashar/internal/lan"
	"ashar/internal/paper"
	"ashar/views"
)

type hallBoxStore interface {
	WiFi(ctx context.Context, municipality string) (civic.WiFi, error)
}

// Hall is what a server in a hall knows of the network there.
type Hall struct {
	Addrs     func() []netip.Addr // at present, the best first
	Port      string              // of plain http
	Secure    string              // port of https, "" without
	Authority *Authority          // that tablets are to trust; nil where a public one signs
}

// Authority is a hall's own, as tablets are shown it.
type Authority struct {
	Name        string
	DER         []byte
	Fingerprint string
	Until       time.Time
}

// has reports whether a host is one of this machine's own addresses.
func (h *Hall) has(host string) bool {
	ip, err := netip.ParseAddr(host)
	return h != nil && err == nil && slices.Contains(h.Addrs(), ip.Unmap())
}

// joinAddresses are those by which people in the hall open Ashar, the best
// first: the one that this page itself was reached by, if it is one of them.
func (a *App) joinAddresses(c *Ctx) []string {
	if a.hall == nil {
		return []string{c.base()}
	}
	var all []string
	for _, addr := range a.hall.Addrs() {
		all = append(all, lan.URL("http", addr, a.hall.Port))
	}
	if i := slices.Index(all, c.base()); i > 0 {
		all = append([]string{all[i]}, slices.Delete(all, i, i+1)...)
	}
	return all
}

// secureAddress is where this machine is reached by https; "" where it is not.
func (a *App) secureAddress() string {
	if a.hall == nil || a.hall.Secure == "" || len(a.hall.Addrs()) == 0 {
		return ""
	}
	return lan.URL("https", a.hall.Addrs()[0], a.hall.Secure)
}

// HallPlaces leads to the hall of the person's municipality, or of one of theirs.
func (a *App) HallPlaces(c *Ctx) error {
	places, err := a.store.Places(c.Request().Context(), c.User.ID)
	if err != nil {
		return err
	}
	mine := slices.DeleteFunc(places, func(p civic.Place) bool { return !c.User.Holds(p.ID, conductors...) })
	if len(mine) == 1 {
		return c.goTo(views.HallPath(mine[0].ID))
	}
	return c.show(c.officePage("hallbox.title"), views.HallPlacesContent(mine))
}

// hallBox is the page's data, with the Wi-Fi as it is kept.
func (a *App) hallBox(c *Ctx) (*views.HallBoxData, error) {
	ctx, m := c.Request().Context(), c.Scope.Municipality
	place, err := a.store.PlaceOf(ctx, m)
	if err != nil {
		return nil, err
	}
	w, err := a.store.WiFi(ctx, m)
	if err != nil {
		return nil, err
	}
	form := c.emptyForm("name", w.Name, "password", w.Password)
	if w.Hidden {
		form.Values.Set("hidden", "1")
	}
	d := &views.HallBoxData{Place: place, WiFi: w, Form: form, Serves: a.hall != nil, Addresses: a.joinAddresses(c), Secure: trustworthy(c.Request()),
		SecureAddress: a.secureAddress(), Trust: a.hall != nil && a.hall.Authority != nil}
	return d, nil
}

func (a *App) hallPage(c *Ctx) views.Page {
	p := c.officePage("hallbox.title")
	p.Styles, p.Scripts = []string{"hallbox.css"}, []string{"hallbox.js"}
	p.Back = &views.Link{Href: "/municipalities/" + c.Scope.Municipality, Text: c.Lang.T("common.municipality")}
	return p
}

// HallBox is how tablets and phones get in: addresses, Wi-Fi, poster, what a browser withholds.
func (a *App) HallBox(c *Ctx) error {
	d, err := a.hallBox(c)
	if err != nil {
		return err
	}
	return c.show(a.hallPage(c), views.HallBoxContent(d))
}

// SetWiFi keeps how to get into the hall's Wi-Fi.
func (a *App) SetWiFi(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	w := civic.WiFi{Name: c.text("name"), Password: c.text("password"), Hidden: c.checked("hidden")}
	if _, err := c.Apply(civic.SetWiFi{Municipality: c.Scope.Municipality, WiFi: w}); err != nil {
		d, e := a.hallBox(c)
		if e != nil {
			return e
		}
		d.Form = form
		return c.refuse(err, a.hallPage(c), form, views.HallBoxContent(d))
	}
	return c.saved(views.HallPath(c.Scope.Municipality))
}

// poster is what stands on the door: the address chosen, or the best.
func (a *App) poster(c *Ctx) (*views.PosterData, error) {
	d, err := a.hallBox(c)
	if err != nil {
		return nil, err
	}
	p := &views.PosterData{Place: d.Place, WiFi: d.WiFi}
	if len(d.Addresses) > 0 {
		p.Address = d.Addresses[0]
	}
	if asked := c.QueryParam("address"); slices.Contains(d.Addresses, asked) {
		p.Address = asked
	}
	if p.Address != "" {
		p.Address += "/j" // without an account
	}
	p.AddressQR.Size, p.AddressQR.Path = paper.QRPath(p.Address)
	if p.WiFi.Name != "" {
		p.WiFiQR.Size, p.WiFiQR.Path = paper.QRPath(lan.WiFiCode(p.WiFi.Name, p.WiFi.Password, p.WiFi.Hidden))
	}
	return p, nil
}

// Poster is the poster on a screen, to be seen from the seats.
func (a *App) Poster(c *Ctx) error {
	d, err := a.poster(c)
	if err != nil {
		return err
	}
	p := a.hallPage(c)
	p.Title, p.Wide = c.Lang.T("poster.title"), true
	p.Back.Href = views.HallPath(c.Scope.Municipality)
	p.Back.Text = c.Lang.T("hallbox.title")
	return c.show(p, views.PosterContent(d))
}

// PosterPDF is the poster to print, A3.
func (a *App) PosterPDF(c *Ctx) error {
	d, err := a.poster(c)
	if err != nil {
		return err
	}
	l := c.paperLang()
	data := paper.PosterData{Place: d.Place.Name.In(string(l)), Address: d.Address, At: a.timeNow()}
	if d.WiFi.Name != "" {
		data.WiFi = &paper.PosterWiFi{Name: d.WiFi.Name, Password: d.WiFi.Password, Code: lan.WiFiCode(d.WiFi.Name, d.WiFi.Password, d.WiFi.Hidden)}
	}
	var out bytes.Buffer
	if err := paper.Poster(&out, l, data); err != nil {
		return err
	}
	return c.pdf("plakat-"+string(l)+".pdf", &out)
}
