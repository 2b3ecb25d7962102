/**
 * Preloaded into every child that `npm start` and the browser tests spawn: when the parent is gone
 * (closed terminal, kill -9), the system gives the child another parent, and the child ends too. No
 * orphan. (An IPC channel would tell at once, but taking it out of the event loop's count makes some
 * programs end before their work is done.)
 */
const CHECK_MS = 500;
/** An orderly end may wait for a database that went with the parent. */
const GRACE_MS = 5_000;

const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
}, CHECK_MS);
watch.unref();
