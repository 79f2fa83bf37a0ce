// Data of streams that somebody has asked to see; it is forgotten with the page.
import { useEffect, useState } from "../vendor/htm_preact.js";

const shown = new Map();
const watchers = new Set();

export function keepShown(report) {
  shown.set(report.stream_id, [report, ...(shown.get(report.stream_id) ?? [])]);
  for (const watcher of watchers) watcher();
}

export function hideData(stream) {
  shown.delete(stream);
  for (const watcher of watchers) watcher();
}

/** What was shown of a version: `{ data, before, after, not_folded, rows }`, or undefined. */
export function useShown(stream, version) {
  const [, redraw] = useState(0);
  useEffect(() => {
    const watcher = () => redraw((count) => count + 1);
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, []);
  const report = (shown.get(stream) ?? []).find((one) => one.first <= version && version <= one.last);
  const at = report?.events.findIndex((one) => one.version === version);
  if (!report || at < 0) return undefined;
  const { data, state } = report.events[at];
  const before = at ? report.events[at - 1].state : report.before;
  return { data, before, after: state, not_folded: report.not_folded, rows: report.rows };
}
