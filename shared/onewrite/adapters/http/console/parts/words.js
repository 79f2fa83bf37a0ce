// Numbers and names in sentences.

/** `1 stream`, `2 streams`, `1,204 streams`. */
export function counted(number, thing, plural = `${thing}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? thing : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

export const stateWords = (state) => (state ?? "").replaceAll("_", " ");
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
