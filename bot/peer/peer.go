// Package peer tells where a request comes from, so that what one person sends can be counted. It
// keeps nothing.
package peer

import (
	"net/http"
	"net/netip"
	"strings"
)

// Network is the part of the address a request comes from that one person has: in IPv6 a whole
// subnet. It is empty where the address is not known, as on a Unix socket without a proxy. A proxy on
// this machine or in a private network says in the last entry of X-Forwarded-For where a request comes from; what
// stands before it anybody may have written.
func Network(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr) // a Unix socket is none
	a := peer.Addr().Unmap()
	if err != nil || a.IsLoopback() || a.IsPrivate() {
		all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last := strings.TrimSpace(all[len(all)-1]); last != "" {
			a, _ = netip.ParseAddr(last)
			a = a.Unmap()
		}
	}
	if a.Is6() {
		subnet, _ := a.Prefix(64) // it has as many bits
		return subnet.String()
	}
	if !a.IsValid() {
		return ""
	}
	return a.String()
}
