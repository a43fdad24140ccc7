package check_test

import (
	"archive/tar"
	"bytes"
	"debug/elf"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
)

// nobody is the user the image runs under.
const nobody = 65532

// image builds the Dockerfile with buildah, without an engine and without a registry: what
// the first stage leaves behind is made here, with the stage's own commands.
func image(t *testing.T) v1.Image {
	t.Helper()
	buildah := tool(t, "buildah", "buildah")
	if os.Geteuid() != 0 {
		missing(t, "an image is built by root here")
	}
	dir := t.TempDir()
	stage := filepath.Join(dir, "stage")
	const roots = "etc/ssl/certs/ca-certificates.crt"
	for _, d := range []string{"stage/etc/ssl/certs", "stage/out", "context"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(stage, roots), []byte(read(t, "/"+roots)), 0o644); err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile(`(?m)^RUN (.*/out/.*)$`).FindAllStringSubmatch(read(t, "../Dockerfile"), -1)
	if len(commands) != 2 {
		t.Fatalf("the Dockerfile leaves something behind by %q", commands)
	}
	for _, c := range commands {
		command(t, "../..", "sh", "-c", strings.ReplaceAll(c[1], "/out/", stage+"/out/"))
	}

	own := []string{"--storage-driver=vfs", "--root=" + filepath.Join(dir, "root"), "--runroot=" + filepath.Join(dir, "runroot")}
	command(t, ".", buildah, append(own, "build", "--isolation=chroot", "--file=../Dockerfile", "--build-context=build="+stage,
		"--build-arg=VERSION=v1.2.3", "--build-arg=COMMIT=0123abc", "--tag=hspbot", filepath.Join(dir, "context"))...)
	made := filepath.Join(dir, "image")
	command(t, ".", buildah, append(own, "push", "--quiet", "hspbot", "oci:"+made)...)
	index, err := layout.ImageIndexFromPath(made)
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := index.IndexManifest()
	if err != nil || len(manifest.Manifests) != 1 {
		t.Fatal(manifest, err)
	}
	img, err := index.Image(manifest.Manifests[0].Digest)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func command(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
	}
}

// TestImage builds the image and looks at what it is: one static program, the roots of
// trust, a place for data, and a user without a name. Then it runs it, with nothing else
// in sight.
func TestImage(t *testing.T) {
	img := image(t)
	t.Run("configuration", func(t *testing.T) { configuration(t, img) })
	root := t.TempDir()
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Run("files", func(t *testing.T) { unpack(t, img, root) })
	t.Run("static", func(t *testing.T) { static(t, filepath.Join(root, "hspbot")) })
	t.Run("version", func(t *testing.T) {
		out, err := inside(root, nil, "/hspbot", "version")
		if err != nil || !strings.HasPrefix(out, "hspbot ") {
			t.Errorf("%q, %v", out, err)
		}
	})
	t.Run("data", func(t *testing.T) {
		config, err := img.ConfigFile()
		if err != nil {
			t.Fatal(err)
		}
		// There is no such Bot API: it is waited for, with the database there, until the end.
		env := append(config.Config.Env, "HSPBOT_TELEGRAM_TOKEN=1:x", "HSPBOT_TELEGRAM_API=http://127.0.0.1:1")
		cmd := exec.Command("/hspbot", "serve")
		cmd.Dir, cmd.Env = "/", env
		cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		if err := errors.Join(cmd.Process.Signal(os.Interrupt), cmd.Wait()); err != nil {
			t.Errorf("serve: %v", err)
		}
		if info, err := os.Stat(filepath.Join(root, "data/hspbot/serve.db")); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("database: %v, %v", info, err)
		}
	})
}

func configuration(t *testing.T, img v1.Image) {
	file, err := img.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	c := file.Config
	if c.User != "65532:65532" {
		t.Errorf("runs as %q", c.User)
	}
	if got := strings.Join(append(c.Entrypoint, c.Cmd...), " "); got != "/hspbot serve" {
		t.Errorf("runs %q", got)
	}
	for label, want := range map[string]string{"title": "hspbot", "version": "v1.2.3", "revision": "0123abc"} {
		if got := c.Labels["org.opencontainers.image."+label]; got != want {
			t.Errorf("label %s: %q, want %q", label, got, want)
		}
	}
	if len(c.ExposedPorts) != 1 {
		t.Errorf("ports: %v", c.ExposedPorts)
	}
}

// unpack writes the image's files below root and compares them with all that may be there.
func unpack(t *testing.T, img v1.Image, root string) {
	want := map[string]struct {
		mode int64
		uid  int
	}{
		"hspbot": {0o755, 0}, "data": {0o700, nobody},
		"etc": {0o755, 0}, "etc/ssl": {0o755, 0}, "etc/ssl/certs": {0o755, 0}, "etc/ssl/certs/ca-certificates.crt": {0o644, 0},
	}
	files := mutate.Extract(img)
	defer files.Close()
	seen := 0
	for r := tar.NewReader(files); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		name := strings.Trim(filepath.Clean("/"+h.Name), "/")
		w, ok := want[name]
		if !ok || h.Mode&0o7777 != w.mode || h.Uid != w.uid || h.Gid != w.uid {
			t.Errorf("%q of %d:%d, mode %o", name, h.Uid, h.Gid, h.Mode&0o7777)
		}
		seen++
		path := filepath.Join(root, name)
		if h.Typeflag == tar.TypeDir {
			err = os.MkdirAll(path, 0o755)
		} else {
			var b bytes.Buffer
			_, err = b.ReadFrom(r)
			if err == nil {
				err = os.WriteFile(path, b.Bytes(), 0o755)
			}
		}
		if err == nil && ok {
			err = errors.Join(os.Chmod(path, os.FileMode(w.mode)), os.Lchown(path, w.uid, w.uid))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen != len(want) {
		t.Errorf("%d files, want %d", seen, len(want))
	}
}

// static checks that a program needs no loader and no library.
func static(t *testing.T, program string) {
	f, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("wants a loader")
		}
	}
	if libraries, err := f.ImportedLibraries(); err == nil && len(libraries) > 0 {
		t.Errorf("wants %v", libraries)
	}
}

// inside runs a program with the image as the whole world, as the image's user.
func inside(root string, env []string, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = "/", append([]string{}, env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	return string(out), err
}
