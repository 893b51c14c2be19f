/** Names and value types in the text form (codegen.md 6.3): quoting, and type bytes by name. */
import { heapTypeName, valueTypeName } from '@wasmwright/wasm';
import { NavFlag, NavKind } from './mir.ts';

/** Names written without quotes. */
const PLAIN = /^[A-Za-z0-9_.$@!%&*+\-/<=>?^|~:]+$/;

/** `text` in quotes, with escapes for everything that is not printable ASCII. */
export function quote(text: string): string {
  let out = '"';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (character === '"' || character === '\\') out += `\\${character}`;
    else if (code >= 0x20 && code < 0x7f) out += character;
    else out += `\\u{${code.toString(16)}}`;
  }
  return `${out}"`;
}

/** `text` as a name: quoted only if it must be. */
export function symbolText(text: string): string {
  return PLAIN.test(text) ? text : quote(text);
}

/** Undoes `quote` on the text between the quotes. */
export function unquote(text: string): string {
  return text.replaceAll(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|(.))/g,
    (_, hex: string | undefined, plain: string | undefined) => {
      if (hex === undefined) return plain!;
      const code = parseInt(hex, 16);
      return code <= 0x10_ffff ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}

/** Type bytes by name: value types (`i32`, `funcref`) and heap types (`func`). */
const typeBytes: ReadonlyMap<string, number> = /* @__PURE__ */ buildTypeBytes();

function buildTypeBytes(): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  for (let byte = 0x65; byte < 0x80; byte++) {
    for (const name of [valueTypeName(byte), heapTypeName(byte - 0x80)]) {
      if (!name.endsWith('?')) bytes.set(name, byte);
    }
  }
  return bytes;
}

/** Byte of a value type or heap type, or `undefined`. */
export function typeByte(name: string): number | undefined {
  return typeBytes.get(name);
}

/** Words of the nav list by `NavKind`. */
export const navKindNames: readonly string[] = /* @__PURE__ */ Object.keys(NavKind);

/** Words of the nav list by bit. */
export const navFlagNames: readonly (readonly [word: string, bit: number])[] =
  /* @__PURE__ */ Object.entries(NavFlag);
