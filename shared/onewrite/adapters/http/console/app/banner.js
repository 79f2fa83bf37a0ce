// Says that the server is gone, when it will be asked again, and that nothing is lost by waiting.
import { html, useEffect, useState } from "../vendor/htm_preact.js";
import { retry, useConnection } from "../server/connection.js";

export function Banner() {
  const { goneSince, retryAt } = useConnection();
  const [, tick] = useState(0);
  useEffect(() => {
    if (!goneSince) return undefined;
    const timer = setInterval(() => tick((count) => count + 1), 500);
    return () => clearInterval(timer);
  }, [goneSince]);
  if (!goneSince) return null;
  const left = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
  return html`
    <div class="banner" role="status">
      operate_views can't be reached. What you see is as of ${new Date(goneSince).toLocaleTimeString()}.${" "}
      ${left ? `The next try is in ${left} s.` : "Trying …"} <button class="plain" onClick=${retry}>Try now</button>
    </div>`;
}
