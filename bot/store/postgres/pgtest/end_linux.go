package pgtest

import "syscall"

// endWithUs has a server end at once when the tests are killed.
func endWithUs(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGQUIT }
