// Which events a report has that the one before it had not.
import { useRef } from "../vendor/htm_preact.js";

/** The ids of the events that have just arrived; none with the first report, all of which was there before. */
export function useArrived(report) {
  const known = useRef({ report: undefined, ids: undefined, arrived: new Set() });
  if (report && report !== known.current.report) {
    const { ids: before } = known.current;
    const ids = new Set(report.events.map((event) => event.event_id));
    known.current = { report, ids, arrived: new Set(before && [...ids].filter((id) => !before.has(id))) };
  }
  return known.current.arrived;
}
