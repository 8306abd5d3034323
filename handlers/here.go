package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"ashar/internal/live"
	"ashar/views"
)

// deviceHere is the signed-in device that asks.
func (c *Ctx) deviceHere() live.Device {
	return live.Device{Login: c.login, Name: c.User.Name, Device: deviceName(c.Request().UserAgent())}
}

// Here is who is on the session: which tablets, whether they are still there, how charged.
func (a *App) Here(c *Ctx) error {
	f, err := a.frame(c, "here")
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(f), views.HereContent(&views.HereData{Frame: f, Devices: a.presence.Of(c.Scope.Session), Mine: c.login}))
}

// TellHere takes what a browser says of its tablet: battery and the speed of its line.
func (a *App) TellHere(c *Ctx) error {
	d := c.deviceHere()
	if n, err := strconv.Atoi(c.FormValue("battery")); err == nil && n > 0 && n <= 100 {
		d.Battery, d.Charging = n, c.checked("charging")
	}
	if net := c.FormValue("net"); len(net) <= 8 && strings.HasSuffix(net, "g") {
		d.Net = net
	}
	a.presence.Tell(c.Scope.Session, d)
	return c.NoContent(http.StatusNoContent)
}
