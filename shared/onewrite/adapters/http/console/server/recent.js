// The last events, as all parts of the page share them.
import { usePolled } from "./poll.js";

/** Of so many or more there may be others before them. */
export const ASKED_FOR = 50;

export const useRecent = () => usePolled("recent", { limit: ASKED_FOR });
