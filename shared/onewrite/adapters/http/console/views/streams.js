// Streams by their ids, or by how these begin; the category may be left out.
import { html } from "../vendor/htm_preact.js";
import { amend, link } from "../app/router.js";
import { Empty, Shown } from "../parts/shown.js";
import { Table } from "../parts/table.js";
import { Ago } from "../parts/time.js";
import { usePolled } from "../server/poll.js";

const COLUMNS = [
  ["Stream", (one) => html`<a class="mono" href=${link(["streams", one.stream_id])}>${one.stream_id}</a>`],
  ["Version", (one) => one.version.toLocaleString("en"), "number"],
  ["Changed", (one) => html`<${Ago} time=${one.updated_at} />`, "narrow"],
];

export function Streams({ query }) {
  const prefix = query.prefix ?? "";
  const found = usePolled("streams", { prefix, limit: 50 }, 5);
  return html`
    <div class="title"><h1>Streams</h1></div>
    <form class="finding" onSubmit=${(event) => event.preventDefault()}>
      <label>
        <span>Id, or how it begins <span class="faint">account-7, or 7 alone</span></span>
        <input type="search" value=${prefix} autocomplete="off" autocapitalize="off" spellcheck=${false}
          onInput=${(event) => amend(["streams"], { prefix: event.target.value.trim() })} />
      </label>
    </form>
    <${Shown} of=${found}>
      ${({ streams, has_more }) => html`
        ${streams.length
          ? html`<${Table} label="Streams" columns=${COLUMNS} rows=${streams} keyOf=${(one) => one.stream_id} />`
          : html`<${Empty} title=${prefix ? `No stream begins with ${prefix}` : "There are no streams yet"}>${prefix ? "Ids are compared as they are written, capitals and all." : "The first command makes the first one."}<//>`}
        ${has_more && html`<p class="faint">There are more: type more of the id.</p>`}`}
    <//>`;
}
