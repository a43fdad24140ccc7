package slacktest

import (
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// socketConn is a connection of Socket Mode. What it writes waits in a queue, so that writing never
// waits for the app.
type socketConn struct {
	conn    *websocket.Conn
	queue   [][]byte
	more    chan struct{} // has a token while the queue has something
	leaving bool          // nothing new is sent over it
}

// write is called with the lock held.
func (l *socketConn) write(message []byte) {
	l.queue = append(l.queue, message)
	select {
	case l.more <- struct{}{}:
	default:
	}
}

// drop breaks the connection without a close frame.
func (l *socketConn) drop() {
	l.leaving = true
	_ = l.conn.UnderlyingConn().Close()
}

// serveSocket holds a connection until it breaks or the server is closed.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	if !s.useTicket(r) {
		http.Error(w, "no ticket", http.StatusForbidden)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	l := &socketConn{conn: conn, more: make(chan struct{}, 1)}
	s.mu.Lock()
	if s.ctx.Err() != nil {
		s.mu.Unlock()
		_ = conn.Close()
		return
	}
	s.wg.Add(1)
	defer s.wg.Done()
	s.connected(l)
	gone := make(chan struct{})
	s.goRun(func() { s.writeSocket(l, gone) })
	s.mu.Unlock()
	for {
		_, message, err := conn.ReadMessage()
		if err != nil {
			break
		}
		s.mu.Lock()
		s.ack(l, message)
		s.mu.Unlock()
	}
	close(gone)
	s.mu.Lock()
	l.leaving = true
	s.disconnected(l)
	s.mu.Unlock()
	_ = conn.Close()
}

// writeSocket writes what is queued, and pings.
func (s *Server) writeSocket(l *socketConn, gone <-chan struct{}) {
	ticker := time.NewTicker(s.o.PingInterval)
	defer ticker.Stop()
	_ = l.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(time.Second))
	for {
		select {
		case <-l.more:
			s.mu.Lock()
			queue := l.queue
			l.queue = nil
			s.mu.Unlock()
			for _, message := range queue {
				if l.conn.WriteMessage(websocket.TextMessage, message) != nil {
					return // reading sees it too
				}
			}
		case <-ticker.C:
			_ = l.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(time.Second))
		case <-gone:
			return
		case <-s.ctx.Done():
			return
		}
	}
}
