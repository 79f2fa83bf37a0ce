// What an error said, and below it the place in the code.
import { html } from "../vendor/htm_preact.js";

/** The place stands in parentheses at the end: `ValueError: … (accounts/views/profiles.py:40, in Profiles.renamed)`. */
const PLACE = /^(.*?)\s*\(([^()]+:\d+[^()]*)\)$/s;

/** `known` is the class of the error where that stands above. */
export function Failure({ error, known }) {
  const shown = error.startsWith(`${known}: `) ? error.slice(known.length + 2) : error;
  const [, said, place] = shown.match(PLACE) ?? [null, shown, ""];
  return html`<code>${said}</code>${place && html`<code class="under">${place}</code>`}`;
}
