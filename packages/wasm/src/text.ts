// UTF-8 both ways. TextDecoder and TextEncoder exist in every host of this package but in no TypeScript `lib` of ours.

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = /* @__PURE__ */ new TextEncoder();

/** Decodes UTF-8; an invalid sequence becomes U+FFFD. A byte order mark is kept: it is part of the name. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.slice(start, end)); // a copy: browsers refuse views of shared memory
}

/** True if the bytes are valid UTF-8, as every name of a module must be. */
export function isUtf8(bytes: Uint8Array): boolean {
  if (bytes.every((byte) => byte < 0x80)) return true;
  const again = encodeUtf8(decodeUtf8(bytes, 0, bytes.length));
  return again.length === bytes.length && again.every((byte, i) => byte === bytes[i]);
}

/** Encodes as UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}
