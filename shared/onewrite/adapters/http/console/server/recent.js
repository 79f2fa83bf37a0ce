// The last events, as all parts of the page share them.
import { usePolled } from "./poll.js";

export const useRecent = () => usePolled("recent", { limit: 50 });
