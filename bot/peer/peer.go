// Package peer tells where a request comes from, so that what one person sends can be counted. It
// keeps nothing.
package peer

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Network is the part of the address a request comes from that one person has: in IPv6 a whole
// subnet. It is empty where the address is not known, as on a Unix socket without a proxy.
func Network(r *http.Request) string { return network(address(r)) }

// address is where a request comes from. A proxy on this machine or in a private network says
// so in the last entry of X-Forwarded-For; what stands before it anybody may have written.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr // a Unix socket has no port
	}
	peer, err := netip.ParseAddr(host)
	if err == nil && !peer.Unmap().IsLoopback() && !peer.Unmap().IsPrivate() {
		return host
	}
	all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	if last := strings.TrimSpace(all[len(all)-1]); last != "" {
		return last
	}
	return host
}

// network is the part of an address that one person has: in IPv6 a whole subnet.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	if a = a.Unmap(); a.Is4() {
		return a.String()
	}
	subnet, err := a.Prefix(64)
	if err != nil {
		return ""
	}
	return subnet.String()
}
