package telegramtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"image/jpeg"
	"slices"
	"strings"
	"unicode/utf8"
)

// profile is the name, descriptions and commands of the bot, by language and scope.
type profile struct {
	commands map[string][]any
	texts    map[string]string // by field and language
	photos   [][]byte          // the newest first
}

func newProfile() profile {
	return profile{commands: map[string][]any{}, texts: map[string]string{}}
}

// lengths of the texts, in code points.
var lengths = map[string]int{"name": 64, "description": 512, "short_description": 120}

// Description returns what is set for exactly this language: field is "name", "description"
// or "short_description".
func (s *Server) Description(field, language string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.profile.texts[field+"/"+language]
}

// Photos returns the profile photos of the bot, the newest first.
func (s *Server) Photos() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.profile.photos)
}

// SetPhoto gives the bot a profile photo, as its owner does with BotFather.
func (s *Server) SetPhoto(photo []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.profile.photos = append([][]byte{photo}, s.profile.photos...)
}

func (c *call) getUserProfilePhotos() (any, *apiError) {
	id := c.args.number("user_id")
	if id != c.s.botID && c.s.world.users[id] == nil {
		return nil, badRequest("user not found")
	}
	photos := []any{}
	if id == c.s.botID {
		for i, photo := range c.s.profile.photos {
			photos = append(photos, []object{{"file_id": fmt.Sprintf("photo-%d", i), "file_unique_id": fmt.Sprintf("p%d", i), "width": 640, "height": 640, "file_size": len(photo)}})
		}
	}
	limit := min(len(photos), int(cmp.Or(c.args.number("limit"), 100)))
	return object{"total_count": len(photos), "photos": photos[:limit]}, nil
}

func (c *call) setMyProfilePhoto() (any, *apiError) {
	in := c.args.object("photo")
	name, attached := strings.CutPrefix(in.text("photo"), "attach://")
	file := c.files[name]
	if in.text("type") != "static" || !attached || file == nil {
		return nil, c.refuse("only a static photo that comes with the call is served by this fake")
	}
	if _, err := jpeg.Decode(bytes.NewReader(file.content)); err != nil {
		return nil, c.refuse("PHOTO_EXT_INVALID")
	}
	c.s.profile.photos = append([][]byte{file.content}, c.s.profile.photos...)
	return true, nil
}

// Commands returns the names of the commands set for exactly this type of scope and language.
func (s *Server) Commands(scope, language string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for _, v := range s.profile.commands[`{"type":"`+scope+`"}`+language] {
		command := args(v.(map[string]any))
		names = append(names, command.text("command"))
	}
	return names
}

// language returns language_code: empty, or exactly two lower-case letters.
func (c *call) language() (string, *apiError) {
	code := c.args.text("language_code")
	lower := func(b byte) bool { return 'a' <= b && b <= 'z' }
	if code == "" || len(code) == 2 && lower(code[0]) && lower(code[1]) {
		return code, nil
	}
	return "", c.refuse("the specified language code is invalid")
}

func setText(field string) method {
	return func(c *call) (any, *apiError) {
		language, refused := c.language()
		if refused != nil {
			return nil, refused
		}
		text := c.args.text(field)
		if n := utf8.RuneCountInString(text); n > lengths[field] || !utf8.ValidString(text) {
			return nil, c.refuse("bot %s is too long", field)
		}
		c.s.profile.texts[field+"/"+language] = text
		return true, nil
	}
}

func getText(field string) method {
	return func(c *call) (any, *apiError) {
		language, refused := c.language()
		if refused != nil {
			return nil, refused
		}
		text := c.s.profile.texts[field+"/"+language]
		if field == "name" && text == "" {
			text = "Bot"
		}
		return object{field: text}, nil
	}
}

// commandsKey names the commands of a scope and language.
func (c *call) commandsKey() (string, *apiError) {
	language, refused := c.language()
	if refused != nil {
		return "", refused
	}
	scope := c.args.object("scope")
	if scope == nil {
		scope = args{"type": "default"}
	}
	if id := scope.number("chat_id"); id != 0 && c.s.world.chats[id] == nil {
		return "", badRequest("chat not found")
	}
	key, _ := json.Marshal(scope) // map keys in order
	return string(key) + language, nil
}

func (c *call) setMyCommands() (any, *apiError) {
	key, refused := c.commandsKey()
	if refused != nil {
		return nil, refused
	}
	list := c.args.list("commands")
	if len(list) > 100 {
		return nil, c.refuse("BOT_COMMANDS_TOO_MUCH")
	}
	seen := map[string]bool{}
	for _, v := range list {
		command := args(v.(map[string]any))
		name := command.text("command")
		if !isCommand(name) {
			return nil, c.refuse("BOT_COMMAND_INVALID")
		}
		if n := utf8.RuneCountInString(command.text("description")); n < 1 || n > 256 {
			return nil, c.refuse("BOT_COMMAND_DESCRIPTION_INVALID")
		}
		if seen[name] {
			c.violate("command %q is there twice", name)
		}
		seen[name] = true
	}
	c.s.profile.commands[key] = list
	return true, nil
}

func (c *call) getMyCommands() (any, *apiError) {
	key, refused := c.commandsKey()
	if refused != nil {
		return nil, refused
	}
	return append([]any{}, c.s.profile.commands[key]...), nil
}

// isCommand reports whether a name is 1-32 of a-z, 0-9 and _.
func isCommand(name string) bool {
	for i := range len(name) {
		if !isCommandByte(name[i]) || 'A' <= name[i] && name[i] <= 'Z' {
			return false
		}
	}
	return 1 <= len(name) && len(name) <= 32
}

func (c *call) getMe() (any, *apiError) {
	me := c.s.userJSON(c.s.botID)
	me["can_join_groups"], me["can_read_all_group_messages"], me["supports_inline_queries"] = true, c.s.o.ReadsGroups, c.s.o.Inline
	return me, nil
}

func (c *call) getChat() (any, *apiError) {
	ch := c.s.world.chats[c.args.chat()]
	if ch == nil || !ch.begun {
		return nil, badRequest("chat not found")
	}
	o := c.s.chatJSON(ch)
	o["accent_color_id"], o["max_reaction_count"] = 0, 11
	o["accepted_gift_types"] = object{"unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
		"premium_subscription": false, "gifts_from_channels": false}
	return o, nil
}
