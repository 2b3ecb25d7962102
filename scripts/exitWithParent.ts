/**
 * Preloaded into every child that `npm start` and the browser tests spawn: when the parent is gone
 * (closed terminal, kill -9), the system gives the child another parent, and the child ends too. No
 * orphan. (An IPC channel would tell at once, but taking it out of the event loop's count makes some
 * programs end before their work is done.)
 */
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, 500).unref();
