import { describe, expect, it } from 'vitest';
import { diagnose, objectCodes, renderJson, renderText } from '@wasmwright/diagnostics';
import type { Diagnostic } from '@wasmwright/diagnostics';

const zero = diagnose(
  objectCodes.zeroLengthSection,
  { file: 'a.o' },
  { input: 'a.o', section: 'data', offset: 0x2a },
);

const two: Diagnostic = {
  code: 'WW2104',
  severity: 'warning',
  fatal: false,
  text: 'function signature mismatch: paint\n>>> defined in a.o',
  at: { input: 'libui.a', member: 'draw.o', symbol: 'paint' },
  related: [
    { text: 'called as (i32) -> ()', at: { input: 'main.air', line: 3, column: 7 } },
    { text: 'declared here', at: {} },
  ],
};

describe('diagnose', () => {
  it('fills text and hint and keeps the place', () => {
    const made = diagnose(
      { code: 'WW1999', severity: 'fatal', text: '{a} of {b}', hint: 'see {a}' },
      { a: 1, b: '{a}' },
      { input: 'x' },
    );
    expect(made).toEqual({
      code: 'WW1999',
      severity: 'error',
      fatal: true,
      text: '1 of {a}',
      at: { input: 'x' },
      related: [],
      hint: 'see 1',
    });
  });

  it('takes a hint of its own over that of the row, and has none without either', () => {
    const row = { code: 'WW1999', severity: 'error', text: 'x' } as const;
    expect(diagnose(row, {}, {}, { hint: 'try y' }).hint).toBe('try y');
    expect('hint' in diagnose(row, {})).toBe(false);
  });
});

describe('renderText', () => {
  it('writes the place and the hint on lines of their own', () => {
    expect(renderText(zero)).toBe(
      [
        'error WW1010  a.o: zero length section',
        '  at a.o, section data, offset 0x2a',
        `  hint: ${zero.hint}`,
      ].join('\n'),
    );
  });

  it('indents further lines of the text and lists related places', () => {
    expect(renderText(two)).toBe(
      [
        'warning WW2104  function signature mismatch: paint',
        '  >>> defined in a.o',
        '  at libui.a(draw.o), symbol paint',
        '  called as (i32) -> ()  main.air:3:7',
        '  declared here',
      ].join('\n'),
    );
  });

  it('leaves out an unknown place', () => {
    const plain = { ...two, at: {}, related: [], text: 'x' };
    expect(renderText(plain)).toBe('warning WW2104  x');
    expect(renderText({ ...plain, at: { line: 4, column: 2 } })).toContain('at line 4');
  });

  it('colours when asked', () => {
    const text = renderText(zero, { color: true });
    expect(text.split('\n')[0]).toBe(
      '\x1b[1;31merror\x1b[0m \x1b[1mWW1010\x1b[0m  a.o: zero length section',
    );
    expect(text.replace(/\x1b\[[0-9;]*m/g, '')).toBe(renderText(zero));
  });

  it('shows control characters of inputs', () => {
    const hostile = diagnose(objectCodes.zeroLengthSection, { file: 'a\x1b[2J\t.o' });
    expect(renderText(hostile)).toContain('a\\x1b[2J\\x09.o');
  });
});

describe('renderJson', () => {
  it('is one line with a fixed order of keys', () => {
    expect(renderJson(zero)).toBe(
      '{"code":"WW1010","severity":"error","fatal":true,"text":"a.o: zero length section",' +
        `"at":{"input":"a.o","section":"data","offset":42},"related":[],"hint":${JSON.stringify(zero.hint)}}`,
    );
    expect(renderJson(two)).not.toContain('\n');
  });

  it('round trips', () => {
    expect(JSON.parse(renderJson(two))).toEqual(two);
    expect(JSON.parse(renderJson(zero))).toEqual(zero);
  });
});
