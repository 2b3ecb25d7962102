/**
 * Preloaded into every child that `npm start` and the browser tests spawn: when the parent is gone
 * (closed terminal, kill -9), its end of the IPC channel closes and the child ends too. No orphan.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel must not keep a child alive that has nothing left to do.
process.channel?.unref();
