/** Under this many bytes a loop copies faster than `set(subarray)`, whose cost is that of the view. */
const LOOP_COPY = 24;

/** Copies `from[start .. end)` to `out` at `at`. */
export function copy(
  from: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
): void {
  if (end - start > LOOP_COPY) {
    out.set(from.subarray(start, end), at);
  } else {
    for (let i = start; i < end; i++) out[at++] = from[i]!;
  }
}
