// The state before and after an event, field by field; what differs is marked by a word, a sign and a colour.
import { html } from "../../vendor/htm_preact.js";
import { Value, isPlain } from "./value.js";

export function StateDiff({ before, after }) {
  const was = flat(before ?? {});
  const is = flat(after);
  const fields = [...new Set([...was.keys(), ...is.keys()])];
  return html`
    <div class="table diff" role="region" aria-label="State before and after" tabindex="0">
      <table>
        <thead><tr><th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
        <tbody>${fields.map((field) => html`<${Row} key=${field} field=${field} was=${was.get(field)} is=${is.get(field)} />`)}</tbody>
      </table>
    </div>`;
}

function Row({ field, was, is }) {
  const differs = JSON.stringify(was) !== JSON.stringify(is);
  return html`
    <tr class=${differs ? "differs" : ""}>
      <th scope="row">${field}${differs && html` <span class="unseen">differs</span>`}</th>
      <td>${differs ? html`<${Side} of=${was} other=${is} sign="−" />` : html`<${Value} of=${was} />`}</td>
      <td>${differs ? html`<${Side} of=${is} other=${was} sign="+" />` : html`<${Value} of=${is} />`}</td>
    </tr>`;
}

/** One side of a field that differs; of a list only the items that the other side lacks are marked. */
function Side({ of, other, sign }) {
  const kind = sign === "+" ? "added" : "removed";
  if (Array.isArray(of) && of.every(isPlain)) {
    const lacks = new Set(Array.isArray(other) ? other.map(String) : []);
    if (!of.length) return html`<span class="faint">empty</span>`;
    return html`<ul class="items">${of.map((item) => lacks.has(String(item)) ? html`<li>${String(item)}</li>` : html`<li class=${kind}><b>${sign} </b>${String(item)}</li>`)}</ul>`;
  }
  if (of === null || of === undefined) return html`<span class="faint">none</span>`;
  return html`<span class=${kind}><b>${sign} </b><${Value} of=${of} /></span>`;
}

/** Objects within objects become `address.city`; lists stay whole. */
function flat(value, path = "", found = new Map()) {
  for (const [name, inner] of Object.entries(value)) {
    const here = path ? `${path}.${name}` : name;
    if (isPlain(inner) || Array.isArray(inner)) found.set(here, inner);
    else flat(inner, here, found);
  }
  return found;
}
