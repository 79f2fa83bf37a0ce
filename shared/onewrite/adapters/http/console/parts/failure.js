// What an error said, and below it the place in the code.
import { html } from "../vendor/htm_preact.js";

/** The place stands in parentheses at the end: `ValueError: … (accounts/views/profiles.py:40, in Profiles.renamed)`. */
const PLACE = /^(.*?)\s*\(([^()]+:\d+[^()]*)\)$/s;

export function Failure({ error }) {
  const [, said, place] = error.match(PLACE) ?? [null, error, ""];
  return html`<code>${said}</code>${place && html`<code class="under">${place}</code>`}`;
}
