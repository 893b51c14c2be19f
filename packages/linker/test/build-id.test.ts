import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILD_ID_FILLER, buildId, buildIdSize, type BuildIdStyle } from '../src/build-id.ts';

/** Outputs of wasm-ld 19, one a line: file, style, bytes before a run of zeros, its length, bytes after it, the id. */
const outputs = readFileSync(new URL('fixtures/build-ids.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split(' ') as [string, 'fast' | 'sha1', string, string, string, string]);

describe('buildId', () => {
  it.each(outputs)('gives the id wasm-ld gave: %s %s', (_, style, head, zeros, tail, id) => {
    const output = Buffer.concat([
      Buffer.from(head, 'hex'),
      Buffer.alloc(Number(zeros)),
      Buffer.from(tail, 'hex'),
      Buffer.alloc(buildIdSize(style), BUILD_ID_FILLER),
    ]);
    expect(Buffer.from(buildId(new Uint8Array(output), style)).toString('hex')).toBe(id);
  });

  it('marks random bytes as a UUID of version 4', () => {
    const id = buildId(new Uint8Array(9), 'uuid', (count) => new Uint8Array(count).fill(0xff));
    expect(Buffer.from(id).toString('hex')).toBe('ffffffffffff4fffbfffffffffffffff');
    expect(() => buildId(new Uint8Array(9), 'uuid')).toThrow(TypeError);
  });

  it('takes an id as it is', () => {
    const style: BuildIdStyle = { hex: Uint8Array.of(0xca, 0xfe, 1) };
    expect(buildId(new Uint8Array(3), style)).toEqual(Uint8Array.of(0xca, 0xfe, 1));
    expect(buildIdSize(style)).toBe(3);
    expect(['fast', 'sha1', 'uuid'].map((s) => buildIdSize(s as BuildIdStyle))).toEqual([
      16, 20, 16,
    ]);
  });
});
