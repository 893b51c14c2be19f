/**
 * `--why-extract` (linking.md Q2): which reference made the linker parse which lazy input.
 *   reads:  `extractions`
 *   writes: nothing
 */
import type { Link } from './link.ts';

/** The text of the file: a heading, then one line per extraction in order, three columns separated by tabs. */
export function whyExtractText(link: Link): string {
  const lines = link.extractions.map(
    ({ reference, extracted, symbol }) => `${reference}\t${extracted}\t${symbol}\n`,
  );
  return `reference\textracted\tsymbol\n${lines.join('')}`;
}
