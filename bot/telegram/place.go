package telegram

import (
	"strconv"
	"strings"

	"hspbot/bot"
)

// Platform names Telegram in keys.
const Platform = "telegram"

// place is where a conversation is held: a private chat, or one person in a group, in a
// topic of it where it has topics.
type place struct {
	chat   int64
	thread int
	user   int64 // 0 in a private chat
}

// key writes a place as "chat", "chat:user" or "chat/thread:user".
func (p place) key() bot.Key {
	id := strconv.FormatInt(p.chat, 10)
	if p.thread != 0 {
		id += "/" + strconv.Itoa(p.thread)
	}
	if p.user != 0 {
		id += ":" + strconv.FormatInt(p.user, 10)
	}
	return bot.Key{Platform: Platform, ID: id}
}

// placeOf reads a key; a key that is none of ours is the zero place.
func placeOf(k bot.Key) place {
	var p place
	chat, user, inGroup := strings.Cut(k.ID, ":")
	chat, thread, inTopic := strings.Cut(chat, "/")
	var err error
	if p.chat, err = strconv.ParseInt(chat, 10, 64); err != nil {
		return place{}
	}
	if inTopic {
		if p.thread, err = strconv.Atoi(thread); err != nil {
			return place{}
		}
	}
	if inGroup {
		if p.user, err = strconv.ParseInt(user, 10, 64); err != nil {
			return place{}
		}
	}
	return p
}

// actionOf is the action of a button's data, without whose it is.
func actionOf(data string) string {
	if _, action, ok := strings.Cut(data, "!"); ok {
		return action
	}
	return data
}

// owner is what stands before the actions of a card in a group: whose it is.
func (p place) owner() string {
	if p.user == 0 {
		return ""
	}
	return strconv.FormatInt(p.user, 36) + "!"
}
