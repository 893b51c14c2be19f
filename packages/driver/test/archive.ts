/** Archives for tests. */

const encoder = new TextEncoder();

/** A GNU archive with short member names. */
export function archive(members: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const parts: Uint8Array[] = [encoder.encode('!<arch>\n')];
  for (const [name, bytes] of Object.entries(members)) {
    parts.push(header(`${name}/`, bytes.length), bytes);
    if (bytes.length % 2 === 1) parts.push(encoder.encode('\n'));
  }
  return concat(parts);
}

/** A thin archive: names in the `//` member, no contents. */
export function thinArchive(members: Readonly<Record<string, number>>): Uint8Array {
  let names = '';
  const headers: Uint8Array[] = [];
  for (const [name, size] of Object.entries(members)) {
    headers.push(header(`/${names.length}`, size));
    names += `${name}/\n`;
  }
  if (names.length % 2 === 1) names += '\n';
  const table = encoder.encode(names);
  return concat([encoder.encode('!<thin>\n'), header('//', table.length), table, ...headers]);
}

function header(name: string, size: number): Uint8Array {
  const fields = [name.padEnd(16), '0'.padEnd(12), '0'.padEnd(6), '0'.padEnd(6), '644'.padEnd(8)];
  return encoder.encode(`${fields.join('')}${String(size).padEnd(10)}\`\n`);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}
