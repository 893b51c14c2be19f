// Reports as JSON text, a line per entry of a list: no list is held as a whole, and no string gets longer than an entry.
import type { Inspection } from './inspection.ts';
import type { Parts } from './options.ts';
import type { Details } from './report.ts';
import type { Line } from './text.ts';
import { isLazy, reportFields } from './to-report.ts';

/** Writes the fields of one report; the caller writes the braces. */
export function writeJson(inspection: Inspection, parts: Parts, line: Line): void {
  writeFields(reportFields(inspection, parts), '  ', line);
}

function writeFields(
  fields: Iterable<readonly [key: string, value: unknown]>,
  indent: string,
  line: Line,
): void {
  let last: readonly [key: string, value: unknown] | undefined;
  for (const field of fields) {
    if (last !== undefined) writeField(last, ',', indent, line);
    last = field;
  }
  if (last !== undefined) writeField(last, '', indent, line);
}

function writeField(
  [key, value]: readonly [key: string, value: unknown],
  comma: string,
  indent: string,
  line: Line,
): void {
  const head = `${indent}${JSON.stringify(key)}: `;
  if (isLazy(value)) writeList(value, head, `${indent}]${comma}`, `${indent}  `, line);
  else if (key === 'details') {
    line(`${head}{`);
    writeFields(Object.entries(value as Details), `${indent}  `, line);
    line(`${indent}}${comma}`);
  } else line(`${head}${JSON.stringify(value)}${comma}`);
}

function writeList(
  list: Iterable<unknown>,
  head: string,
  tail: string,
  indent: string,
  line: Line,
): void {
  let last: string | undefined;
  for (const entry of list) {
    line(last === undefined ? `${head}[` : `${indent}${last},`);
    last = JSON.stringify(entry);
  }
  if (last === undefined) line(`${head}[${tail.trimStart()}`);
  else {
    line(indent + last);
    line(tail);
  }
}
