// The generations of a projection, and what can be done with each.
import { html } from "../../vendor/htm_preact.js";
import { acts } from "../acts/acts.js";
import { Chip } from "../icon.js";
import { Table } from "../table.js";
import { stateWords } from "../words.js";

export function Generations({ known, state }) {
  const columns = [
    ["Generation", (number) => html`<b>${number}</b>`, "narrow"],
    ["What it does", (number) => html`<${Role} known=${known} number=${number} state=${state} />`],
    ["Equals the store", (number) => verified(known, number)],
    [".Acts", (number) => html`<${Acts} known=${known} number=${number} />`, "acts"],
  ];
  const newestFirst = [...known.kept].sort((one, other) => other - one);
  return html`<${Table} label="Generations of ${known.projection}" columns=${columns} rows=${newestFirst} keyOf=${(number) => number} />`;
}

function Role({ known, number, state }) {
  if (number === known.active) return html`<${Chip} kind="accent" icon="next">answers queries<//>`;
  if (number === known.building) return html`<${Chip} icon="build">is being built, ${stateWords(state ?? known.state)}<//>`;
  if (number === known.previous) return html`<${Chip} icon="kept">kept up to date; answered before<//>`;
  return html`<${Chip} icon="kept">kept up to date<//>`;
}

function verified(known, number) {
  return known.verified.includes(number) ? html`<${Chip} kind="good" icon="good">when verified last<//>` : html`<span class="faint">not verified</span>`;
}

function Acts({ known, number }) {
  const { projection, active, building, previous } = known;
  if (number === active) return null;
  const isVerified = known.verified.includes(number);
  return html`
    ${number === previous && html`<button onClick=${() => acts.rollback(projection, known)}>Roll back</button>`}
    ${number !== previous && html`<button disabled=${!isVerified} title=${isVerified ? undefined : "Verify it first"} onClick=${() => acts.switch(projection, known, number)}>Switch</button>`}
    ${number !== building && html`<button onClick=${() => acts.drop(projection, known, number)}>Drop</button>`}`;
}
