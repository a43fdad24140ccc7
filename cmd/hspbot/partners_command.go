package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"

	"hspbot/bot/partner"
)

// partnersCommand is about the partners who send people.
type partnersCommand struct {
	Check partnersCheckCommand `cmd:"" help:"Read the file of partners, and say what is wrong in it."`
	Key   partnersKeyCommand   `cmd:"" help:"Make a key of the API, with its hash for the file."`
}

// partnersCheckCommand reads a file of partners.
type partnersCheckCommand struct {
	File string `arg:"" optional:"" help:"The file; default: that of HSPBOT_PARTNERS_FILE." placeholder:"FILE"`
}

// Help is the help of the subcommand, in addition to its flags.
func (partnersCheckCommand) Help() string {
	return `The file is TOML, a table for each partner, which is named by its code. Only a name is needed:

    [sakura]
    names.en = "Sakura Office"           # en, ja, zh, zh-Hant; 32 columns at most
    names.ja = "さくら事務所"
    website = "https://sakura.example/"
    languages = ["ja", "zh", "vi"]       # in which it serves people
    logo = "sakura.png"                  # beside this file: PNG or JPEG, 24 kB at most
    contacts = [                         # five at most; languages: those who answer there speak
      { kind = "phone", value = "+81 3 0000 0000", languages = ["ja"] },
      { kind = "email", value = "visa@sakura.example" },
    ]                                    # kinds: url, email, phone, telegram, line, wechat, whatsapp
    origins = ["https://sakura.example"] # of its pages that embed the chat or call the API
    api_keys = ["…"]                     # from: hspbot partners key
    leads.webhook = "https://sakura.example/leads"
    leads.secret_file = "sakura.secret"  # signs what is sent; or leads.secret. Two lines: the new, the old
    #leads.telegram = -1001234567890     # instead: a chat that the bot is in,
    #leads.slack = { team = "T0123ABCD", channel = "C0123ABCD" }
    #leads.email = "visa@sakura.example"
    consent.en = "…"                     # what is asked before something is sent
    colours = { accent = "#9d174d", text = "#ffffff" }

Prints how many partners there are, or a line for each thing that is wrong (exit status 2). A running bot reads the file again upon SIGHUP; one that is wrong changes nothing.`
}

// Run is the subcommand.
func (c partnersCheckCommand) Run(s *streams) error {
	path := cmp.Or(c.File, os.Getenv("HSPBOT_PARTNERS_FILE"))
	if path == "" {
		return usageError{errors.New("name the file, or set HSPBOT_PARTNERS_FILE")}
	}
	partners, err := partner.NewRegistry(path)
	if problems, ok := errors.AsType[partner.Problems](err); ok {
		for _, p := range problems[:len(problems)-1] {
			fmt.Fprintf(s.errs, "hspbot: %s\n", oneLine(p))
		}
		return usageError{problems[len(problems)-1]}
	}
	if err != nil {
		return usageError{err}
	}
	_, err = fmt.Fprintln(s.out, "ok: "+count(len(partners.All()), "partner"))
	return err
}

// count is a number of things.
func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// partnersKeyCommand makes a key.
type partnersKeyCommand struct{}

// Help is the help of the subcommand, in addition to its flags.
func (partnersKeyCommand) Help() string {
	return `Prints a new key, which is for the partner and kept nowhere, and its SHA-256, which goes into api_keys of the partner's table.`
}

// Run is the subcommand.
func (partnersKeyCommand) Run(s *streams) error {
	key := partner.NewKey()
	_, err := fmt.Fprintf(s.out, "key:      %s\napi_keys: %s\n", key, partner.Hash(key))
	return err
}

// openPartners reads the file of partners, and has SIGHUP read it again.
func (s *settings) openPartners() (*partner.Registry, error) {
	r, err := partner.NewRegistry(s.Partners)
	if err != nil {
		return nil, usageError{fmt.Errorf("HSPBOT_PARTNERS_FILE: %w", err)}
	}
	if s.Partners != "" {
		s.again.onFile("HSPBOT_PARTNERS_FILE", r.Reload)
	}
	return r, nil
}

// partners reads the file of partners.
func (c *checkup) partners() {
	if c.set.Partners == "" {
		c.skip("partners", "HSPBOT_PARTNERS_FILE is not set: nobody is named")
		return
	}
	partners, err := partner.NewRegistry(c.set.Partners)
	if err != nil {
		c.fail("partners", "HSPBOT_PARTNERS_FILE: "+err.Error(), "hspbot partners check lists all that is wrong")
		return
	}
	c.ok("partners", "%s", count(len(partners.All()), "partner"))
}
