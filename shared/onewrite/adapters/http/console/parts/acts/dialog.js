// A modal dialog that Escape closes, and that gives the focus back to what opened it.
import { html, useEffect, useRef } from "../../vendor/htm_preact.js";

export function Dialog({ label, close, children }) {
  const dialog = useRef();
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current.showModal();
    return () => opener?.isConnected && opener.focus();
  }, []);
  return html`<dialog ref=${dialog} aria-label=${label} onClose=${close}>${children}</dialog>`;
}
