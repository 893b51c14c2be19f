/** Display names of symbols (linking.md O7). */
import { demangleItanium } from './itanium.ts';
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
  // Most names of C programs end here.
  const first = name.charCodeAt(0);
  if (first !== 0x5f && first !== 0x2e) return name;
  return first === 0x2e
    ? (withPrefix('.', demangleExactly(name.slice(1))) ?? name)
    : (demangleExactly(name) ?? demangleExactly(name.slice(1)) ?? name);
}

function withPrefix(prefix: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : prefix + text;
}

/** The text of a name that is mangled as it stands. */
function demangleExactly(name: string): string | undefined {
  const scheme = name.startsWith('_Z') || name.startsWith('___Z') ? demangleItanium : undefined;
  if (scheme === undefined) return undefined;
  try {
    return scheme(name);
  } catch (error) {
    if (error === unparsable) return undefined;
    throw error;
  }
}
