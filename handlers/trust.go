package handlers

import (
	"net/http"

	"ashar/internal/civic"
	"ashar/views"
)

// authority is the hall's own; NotFound where there is none.
func (a *App) authority() (*Authority, error) {
	if a.hall == nil || a.hall.Authority == nil {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	return a.hall.Authority, nil
}

// Trust shows how the council's own tablets come to trust this hall. Nobody
// needs to sign in: it is read before the first secure page, and hides nothing.
func (a *App) Trust(c *Ctx) error {
	own, err := a.authority()
	if err != nil {
		return err
	}
	p := c.officePage("trust.title")
	p.Styles = []string{"hallbox.css"}
	return c.show(p, views.TrustContent(&views.TrustData{Name: own.Name, Fingerprint: own.Fingerprint, Until: own.Until, Address: a.secureAddress(), Secure: c.IsTLS()}))
}

// TrustFile is the certificate itself.
func (a *App) TrustFile(c *Ctx) error {
	own, err := a.authority()
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="ashar.crt"`)
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "application/x-x509-ca-cert", own.DER)
}
