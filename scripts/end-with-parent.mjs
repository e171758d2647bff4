// Preloaded in what we supervise. The supervisor holds the other end of standard input; the pipe ends with it, even if
// it was killed and could tell nobody.
const end = () => process.kill(process.pid, "SIGTERM");
process.stdin.on("end", end).on("error", end).resume();
process.stdin.unref?.();
