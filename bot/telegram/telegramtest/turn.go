package telegramtest

import "time"

// Changes of chats other than messages.

// Kick removes the bot from a group.
func (s *Server) Kick(chat, by int64) { s.setBotStatus(chat, by, "kicked") }

// Invite adds the bot to a group again.
func (s *Server) Invite(chat, by int64) { s.setBotStatus(chat, by, "member") }

// Deactivate deletes the account of a person: calls to their chat are 403.
func (s *Server) Deactivate(user int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.users[user].deactivated = true
	s.broadcast()
}

// setBotStatus changes the status of the bot in a chat, and delivers my_chat_member.
func (s *Server) setBotStatus(id, by int64, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.world.chats[id]
	old := "member"
	if ch.out {
		old = "kicked"
	}
	if old == status {
		return
	}
	ch.out = status == "kicked"
	state := func(status string) object {
		o := object{"status": status, "user": s.userJSON(s.botID)}
		if status == "kicked" {
			o["until_date"] = 0
		}
		return o
	}
	s.sendUpdate("my_chat_member", chatKey(ch.id), by, object{"chat": s.chatJSON(ch), "from": s.userJSON(by), "date": time.Now().Unix(),
		"old_chat_member": state(old), "new_chat_member": state(status)})
	s.broadcast()
}

// MigrateToSupergroup makes a supergroup of a basic group, with all its people, and returns its id. Both
// chats get their service message; calls to the old one are 400 with the new id.
func (s *Server) MigrateToSupergroup(group, by int64) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	from := s.world.chats[group]
	to := s.addChat(Supergroup, from.title, false)
	from.upgraded = to.id
	s.touch(from)
	s.addServiceMessage(from, by, object{"migrate_to_chat_id": to.id})
	s.addServiceMessage(to, by, object{"migrate_from_chat_id": from.id})
	return to.id
}

// addServiceMessage posts a service message and delivers it to the bot.
func (s *Server) addServiceMessage(ch *chat, by int64, what object) {
	m := s.post(ch, Message{From: by, extra: what})
	s.sendMessageUpdate("message", ch, m)
}

// currentChat returns the chat that a person is in after upgrades.
func (s *Server) currentChat(id int64) *chat {
	ch := s.world.chats[id]
	for ch != nil && ch.upgraded != 0 {
		ch = s.world.chats[ch.upgraded]
	}
	return ch
}
