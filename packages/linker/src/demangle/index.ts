/** Display names of symbols (linking.md O7). */
import { decodeUtf8, encodeUtf8 } from '@wasmwright/wasm';
import { demangleD } from './d.ts';
import { demangleItanium } from './itanium.ts';
import { demangleRust } from './rust.ts';
import { unparsable } from './unparsable.ts';

/**
 * The declaration a mangled symbol name stands for, as wasm-ld 19 prints it: Itanium C++ names (one to four underscores
 * and `Z`), Rust v0 names (`_R`) and D names (`_D`). Never throws.
 *
 * @param name - any symbol name
 * @returns `name` itself if it is no mangled name, or if it nests too deep or would print too long
 * @example
 * demangle('_ZNSt3mapIiiE4findERKi'); // 'std::map<int, int>::find(int const&)'
 */
export function demangle(name: string): string {
  if (name.startsWith('_')) return demangleExactly(name) ?? demangleExactly(name.slice(1)) ?? name;
  if (!name.startsWith('.')) return name;
  const rest = demangleExactly(name.slice(1));
  return rest === undefined ? name : `.${rest}`;
}

/** The text of a name that is mangled as it stands. */
function demangleExactly(name: string): string | undefined {
  try {
    if (name.startsWith('_R')) return demangleRust(name);
    if (name.startsWith('_Z') || name.startsWith('___Z')) return inBytes(demangleItanium, name);
    return name.startsWith('_D') ? inBytes(demangleD, name) : undefined;
  } catch (error) {
    // On a small stack the depth the demanglers allow themselves may already be too deep.
    if (error === unparsable || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Calls a demangler for which the lengths in a name count bytes: one character stands for one byte of UTF-8. */
function inBytes(demangler: (name: string) => string, name: string): string {
  if (/^[\0-\x7f]*$/.test(name)) return demangler(name);
  const text = demangler(
    Array.from(encodeUtf8(name), (byte) => String.fromCharCode(byte)).join(''),
  );
  const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
  return decodeUtf8(bytes, 0, bytes.length);
}
