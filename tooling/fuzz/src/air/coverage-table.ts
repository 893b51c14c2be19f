import { outOfScope, placements } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { integerWidths } from './types.ts';

/** What random programs are made of, as a table in Markdown: a row for each instruction, then why others have none. */
export function coverageTable(coverage: Coverage): string {
  const left = new Set(Object.values(outOfScope).flat());
  const lines = ['| instruction | uses | types | integers | places |', '|---|---|---|---|---|'];
  for (const [name, { count, kinds, integers, placements: places }] of coverage.tags) {
    if (left.has(name)) continue;
    const known = integerWidths.flatMap((bits) => [`u${bits}`, `i${bits}`]);
    const widths = known.filter((type) => integers.has(type)).length;
    const share = `${widths} of ${known.length}`;
    const kindList = [...kinds].filter((kind) => !['void', 'noreturn'].includes(kind)).join(' ');
    lines.push(
      `| ${name} | ${count} | ${kindList} | ${integers.size === 0 ? '' : share} | ${listOf([...places])} |`,
    );
  }
  for (const [reason, names] of Object.entries(outOfScope)) {
    lines.push('', `${reason}: ${names.join(' ')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The shorter of what is there and what is not. */
function listOf(places: readonly string[]): string {
  const absent = placements.filter((place) => !places.includes(place));
  if (absent.length === 0) return 'all';
  return absent.length < 6 ? `all but ${absent.join(', ')}` : places.join(', ');
}
