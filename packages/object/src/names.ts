// Names are ranges of bytes; they are compared and hashed as bytes and decoded only to be shown.

/** 32-bit FNV-1a of `bytes[start .. end]`, unsigned. `SymbolTable.hash` holds it for every non-local symbol. */
export function hashName(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash >>> 0;
}

/** True if the range holds exactly this text, which must be ASCII. */
export function isText(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  return end - start === text.length && startsWithText(bytes, start, end, text);
}

/** True if the range begins with this text, which must be ASCII. */
export function startsWithText(
  bytes: Uint8Array,
  start: number,
  end: number,
  text: string,
): boolean {
  if (end - start < text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}
