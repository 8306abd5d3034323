package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"ashar/db"
	"ashar/handlers"
	"ashar/internal/civic"
	"ashar/internal/i18n"
)

type userCmd struct {
	Add     userAddCmd     `cmd:"" help:"Add a person."`
	List    userListCmd    `cmd:"" help:"List people and their roles."`
	Passwd  userPasswdCmd  `cmd:"" help:"Give a person a new password, or a one-time link to set one."`
	Disable userDisableCmd `cmd:"" help:"Keep a person from signing in; every device of theirs is signed out."`
}

type userAddCmd struct {
	dataFlag
	urlFlag
	Login         string   `arg:"" help:"User name: Latin letters, digits, dot and hyphen."`
	Name          string   `help:"The person's name." required:""`
	Role          []string `help:"administrator, or ROLE@MUNICIPALITY-CODE; several, comma-separated." required:""`
	Sex           string   `help:"f or m: a women's group wants a woman moderator." enum:",f,m" default:""`
	Phone         string   `help:"Phone number."`
	Lang          string   `help:"ky, ru or en." default:"ky" enum:"ky,ru,en"`
	PasswordStdin bool     `help:"Read the password from standard input; else a one-time link is printed."`
}

func (u userAddCmd) Run() error {
	return withStore(u.Data, func(ctx context.Context, store *db.Store) error {
		add := civic.AddUser{ID: store.IDs.New(), Login: civic.CleanLogin(u.Login), Name: u.Name, Sex: u.Sex, Phone: u.Phone, Lang: u.Lang}
		for _, r := range u.Role {
			role, code, _ := strings.Cut(r, "@")
			g := civic.Grant{Role: civic.Role(role)}
			if !g.Role.Valid() {
				return usageError(fmt.Sprintf("no role %q; there are %v", role, civic.Roles))
			}
			if code != "" {
				id, err := store.MunicipalityByCode(ctx, code)
				if err != nil {
					return notThere(err, "no municipality with the code "+code)
				}
				g.Municipality = id
			}
			add.Grants = append(add.Grants, g)
		}
		if u.PasswordStdin {
			hash, err := passwordFrom(os.Stdin, add.Login, add.Name)
			if err != nil {
				return err
			}
			add.PasswordHash = hash
		}
		if _, err := store.Apply(ctx, civic.Operation{Scope: civic.Installation, Change: add}); err != nil {
			return said(err)
		}
		if u.PasswordStdin {
			fmt.Println("added " + add.Login)
			return nil
		}
		fmt.Println("added " + add.Login)
		return invite(ctx, store, add.ID, u.urlFlag)
	})
}

type userListCmd struct {
	dataFlag
	JSON bool `help:"As JSON."`
}

// listedUser is a person as `ashar user list --json` prints them; roles are
// written as --role takes them. No phone, no password's hash.
type listedUser struct {
	Login    string   `json:"login"`
	Name     string   `json:"name"`
	Sex      string   `json:"sex,omitempty"`
	Lang     string   `json:"lang"`
	Disabled bool     `json:"disabled"`
	Roles    []string `json:"roles"`
}

func (u userListCmd) Run() error {
	return withStore(u.Data, func(ctx context.Context, store *db.Store) error {
		users, err := store.Users(ctx)
		if err != nil {
			return err
		}
		units, err := store.UnitsIn(ctx, civic.Installation)
		if err != nil {
			return err
		}
		codes := map[string]string{}
		for _, unit := range units {
			codes[unit.ID] = "@" + unit.Code
		}
		rows := make([]listedUser, len(users))
		for i, x := range users {
			rows[i] = listedUser{Login: x.Login, Name: x.Name, Sex: x.Sex, Lang: x.Lang, Disabled: x.Disabled, Roles: []string{}}
			for _, g := range x.Grants {
				rows[i].Roles = append(rows[i].Roles, string(g.Role)+codes[g.Municipality])
			}
		}
		if u.JSON {
			enc := json.NewEncoder(os.Stdout)
			enc.SetIndent("", "  ")
			enc.SetEscapeHTML(false)
			return enc.Encode(rows)
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		for _, r := range rows {
			state := ""
			if r.Disabled {
				state = "(disabled)"
			}
			if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.Login, r.Name, strings.Join(r.Roles, " "), state); err != nil {
				return err
			}
		}
		return w.Flush()
	})
}

type userPasswdCmd struct {
	dataFlag
	urlFlag
	Login         string `arg:""`
	PasswordStdin bool   `help:"Read the password from standard input; else a one-time link is printed."`
}

func (u userPasswdCmd) Run() error {
	return withStore(u.Data, func(ctx context.Context, store *db.Store) error {
		user, _, err := store.UserByLogin(ctx, civic.CleanLogin(u.Login))
		if err != nil {
			return notThere(err, "nobody is called "+u.Login)
		}
		if !u.PasswordStdin {
			return invite(ctx, store, user.ID, u.urlFlag)
		}
		hash, err := passwordFrom(os.Stdin, user.Login, user.Name)
		if err != nil {
			return err
		}
		if _, err = store.Apply(ctx, civic.Operation{Scope: civic.Installation, Change: civic.SetPassword{User: user.ID, PasswordHash: hash}}); err != nil {
			return said(err)
		}
		fmt.Println("the password of " + user.Login + " is changed; every device of theirs is signed out")
		return nil
	})
}

type userDisableCmd struct {
	dataFlag
	Login  string `arg:""`
	Enable bool   `help:"Let the person in again."`
}

func (u userDisableCmd) Run() error {
	return withStore(u.Data, func(ctx context.Context, store *db.Store) error {
		user, _, err := store.UserByLogin(ctx, civic.CleanLogin(u.Login))
		if err != nil {
			return notThere(err, "nobody is called "+u.Login)
		}
		if _, err = store.Apply(ctx, civic.Operation{Scope: civic.Installation, Change: civic.DisableUser{User: user.ID, Disabled: !u.Enable}}); err != nil {
			return said(err)
		}
		if u.Enable {
			fmt.Println(user.Login + " may sign in again")
		} else {
			fmt.Println(user.Login + " may not sign in any more; every device of theirs is signed out")
		}
		return nil
	})
}

func withStore(folder string, do func(context.Context, *db.Store) error) (err error) {
	ctx := context.Background()
	store, err := openExisting(ctx, folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return do(ctx, store)
}

func passwordFrom(r io.Reader, own ...string) (string, error) {
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	password := strings.TrimRight(line, "\r\n")
	if err := civic.CheckPassword("password", password, own...); err != nil {
		return "", said(err)
	}
	return handlers.HashPassword(password), nil
}

// invite prints a one-time link. Only people know by which address they open
// Ashar: without it the link is a path and says so.
func invite(ctx context.Context, store *db.Store, user string, at urlFlag) error {
	code, hash := handlers.NewInvitation()
	change := civic.Invite{User: user, Hash: hash, Until: store.Now().UTC().AddDate(0, 0, civic.InvitationDays)}
	if _, err := store.Apply(ctx, civic.Operation{Scope: civic.Installation, Change: change}); err != nil {
		return said(err)
	}
	how := "open this path on the address of your Ashar (or name that with --url)"
	if at.URL != "" {
		how = "one-time link"
	}
	fmt.Printf("%s, good once and for %d days:\n%s/invitations/%s\n", how, civic.InvitationDays, at.or(""), code)
	return nil
}

// said turns a refusal into its English sentence.
func said(err error) error {
	ps := civic.Problems(err)
	if len(ps) == 0 {
		return err
	}
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = i18n.EN.T(p.Key, p.Args...)
		if p.Field != "" {
			lines[i] = p.Field + ": " + lines[i]
		}
	}
	return usageError(strings.Join(lines, "\n"))
}
