/** The name a program was started under (Q6): drivers and users look for `wasm-ld:` in messages. */

/** Base name of the script's path without `.exe` and script endings; a symlink or copy named `wasm-ld` is `wasm-ld`. */
export function programName(script: string | undefined): string {
  const base = (script ?? '').replace(/^.*[/\\]/s, '');
  return base.replace(/\.(exe|cmd|mjs|cjs|js)$/i, '') || 'wasmwright-ld';
}
