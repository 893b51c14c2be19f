import type { Diagnostic, Place, RelatedPlace } from './diagnostic.ts';

/** One row of the table of codes: everything that is fixed about a diagnostic. */
export interface CodeRow {
  /** `WW` and four digits; the first digit names the area (see `codes.ts`). */
  readonly code: `WW${number}`;
  /** `fatal` is an error after which the work stops at once. */
  readonly severity: 'fatal' | 'error' | 'warning';
  /** Message with `{name}` placeholders. */
  readonly text: string;
  /** The next step to take; may hold placeholders, and braces that are none. */
  readonly hint?: string;
}

/** Names of the placeholders in a message text. */
export type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** Arguments a row takes: one value for each placeholder of the text, and for those only the hint has if they are to be filled. */
export type Arguments<Row extends CodeRow> = {
  readonly [Name in Placeholders<Row['text']>]: string | number | bigint;
} & {
  readonly [Name in HintPlaceholders<Row>]?: string | number | bigint;
};

type HintPlaceholders<Row extends CodeRow> = Row extends {
  readonly hint: infer Hint extends string;
}
  ? Placeholders<Hint>
  : never;

/** Optional parts of a diagnostic. */
export interface DiagnosticDetails {
  readonly related?: readonly RelatedPlace[];
  /** Replaces the hint of the row. */
  readonly hint?: string;
}

/**
 * Makes a diagnostic from a row of the table.
 *
 * @param row - the row, such as `objectCodes.zeroLengthSection`
 * @param values - one value for each `{name}` in the row's text
 * @param at - where it was found
 * @example
 * diagnose(objectCodes.zeroLengthSection, { file: 'a.o' }, { input: 'a.o', offset: 8 }).text;
 * // 'a.o: zero length section'
 */
export function diagnose<Row extends CodeRow>(
  row: Row,
  values: Arguments<Row>,
  at: Place = {},
  details: DiagnosticDetails = {},
): Diagnostic {
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = (values as Record<string, string | number | bigint>)[name];
      return value === undefined ? whole : String(value);
    });
  const hint = details.hint ?? (row.hint === undefined ? undefined : fill(row.hint));
  return {
    code: row.code,
    severity: row.severity === 'warning' ? 'warning' : 'error',
    fatal: row.severity === 'fatal',
    text: fill(row.text),
    at,
    related: details.related ?? [],
    ...(hint === undefined ? {} : { hint }),
  };
}
