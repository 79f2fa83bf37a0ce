// How far each projection is behind: what the last walk has left, or what of the last events has not arrived.

/** What is behind for less than so many seconds is on its way. */
const SOON = 10;
export const isLate = (lag) => lag.streams > 0 && lag.seconds > SOON;

/** By projection `{ streams, seconds }`, from the reads `status` and `recent`; the second may be missing. */
export function lagsOf(status, recent) {
  const live = liveLags(recent?.events ?? []);
  return Object.fromEntries(Object.entries(status.projections).map(([name, view]) => {
    const left = { streams: Math.max(0, view.lagging - view.healed), seconds: view.oldest_lagging_seconds ?? 0 };
    const now = live.get(name) ?? { streams: 0, seconds: 0 };
    return [name, { streams: Math.max(left.streams, now.streams), seconds: Math.max(left.seconds, now.seconds) }];
  }));
}

/** A parked stream doesn't lag: it waits for a person. */
function liveLags(events) {
  const found = new Map();
  for (const event of events) {
    for (const view of event.views) {
      if (view.state !== "lagging" && view.state !== "failing") continue;
      const lag = found.get(view.projection) ?? { which: new Set(), seconds: 0 };
      lag.which.add(event.stream_id);
      lag.streams = lag.which.size;
      lag.seconds = Math.max(lag.seconds, (Date.now() - Date.parse(event.committed_at)) / 1000);
      found.set(view.projection, lag);
    }
  }
  return found;
}
