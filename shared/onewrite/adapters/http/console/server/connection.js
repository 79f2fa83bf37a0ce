// Whether operate_views can be reached. While it can't, one request asks for it, after pauses that grow.
import { useEffect, useState } from "../vendor/htm_preact.js";

const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 60;

const connection = { goneSince: undefined, pause: FIRST_PAUSE, retryAt: 0 };
const watchers = new Set();
const back = new Set();

export const isThere = () => connection.goneSince === undefined;
export const whenBack = (call) => back.add(call);

export function useConnection() {
  const [, redraw] = useState(0);
  useEffect(() => {
    const watcher = () => redraw((count) => count + 1);
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, []);
  return connection;
}

export function reached() {
  if (isThere()) return;
  Object.assign(connection, { goneSince: undefined, pause: FIRST_PAUSE });
  tell();
  for (const call of back) call();
}

export function lost() {
  if (!isThere()) return;
  connection.goneSince = Date.now();
  retryLater();
}

export async function retry() {
  clearTimeout(connection.timer);
  try {
    await fetch("health/live", { cache: "no-store", signal: AbortSignal.timeout(1000 * LONGEST_PAUSE) });
    reached();
  } catch {
    connection.pause = Math.min(LONGEST_PAUSE, 2 * connection.pause);
    retryLater();
  }
}

function retryLater() {
  connection.retryAt = Date.now() + 1000 * connection.pause;
  connection.timer = setTimeout(retry, 1000 * connection.pause);
  tell();
}

function tell() {
  for (const watcher of watchers) watcher();
}
