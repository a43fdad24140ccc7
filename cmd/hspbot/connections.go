package main

import (
	"container/list"
	"net"
	"net/http"
	"sync"
)

// maxIdle connections are kept while nothing is asked over them: with one more the one that has
// been idle longest is closed. So nobody takes all connections by keeping them open.
const maxIdle = 1024

// idleConnections are the connections of a server that are idle, the longest first.
type idleConnections struct {
	most  int
	mu    sync.Mutex
	order list.List // of net.Conn
	of    map[net.Conn]*list.Element
}

func newIdleConnections(most int) *idleConnections {
	return &idleConnections{most: most, of: map[net.Conn]*list.Element{}}
}

// track is a server's ConnState.
func (i *idleConnections) track(conn net.Conn, state http.ConnState) {
	if oldest := i.change(conn, state); oldest != nil {
		oldest.Close()
	}
}

// change notes the state of a connection, and returns one that is to be closed.
func (i *idleConnections) change(conn net.Conn, state http.ConnState) (oldest net.Conn) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if e := i.of[conn]; e != nil {
		i.order.Remove(e)
		delete(i.of, conn)
	}
	if state != http.StateIdle {
		return nil
	}
	i.of[conn] = i.order.PushBack(conn)
	if i.order.Len() <= i.most {
		return nil
	}
	first := i.order.Remove(i.order.Front()).(net.Conn)
	delete(i.of, first)
	return first
}
