/** Samples that compile, run and give the expected results: none of them may stop to. */
export const PASSING: ReadonlySet<string> = new Set([
  'small/a04_aggregates.air',
  'small/a04_aggregates.small.air',
  'small/a10_fnptr.air',
  'small/a10_fnptr.small.air',
  'small/a12_errors.air',
  'small/a12_errors.small.air',
  'behavior/bool.air',
  'behavior/call.air',
  'behavior/defer.air',
  'behavior/fn.air',
  'behavior/for.air',
  'behavior/globals.air',
  'behavior/if.air',
  'behavior/null.air',
  'behavior/pointers.air',
  'behavior/ptrcast.air',
  'behavior/slice.air',
  'behavior/try.air',
  'behavior/while.air',
]);

/**
 * Behaviour tests of which code generation leaves functions out: a test that was left out counts as passed, the others have to
 * pass. The values are tests that cannot because they call such a function for a result.
 */
export const PASSING_IN_PART: ReadonlyMap<string, readonly string[]> = new Map([
  ['behavior/align.air', []],
  ['behavior/bitcast.air', []],
  ['behavior/byteswap.air', []],
  ['behavior/cast_int.air', []],
  ['behavior/enum.air', []],
  ['behavior/error.air', []],
  ['behavior/int128.air', []],
  ['behavior/optional.air', []],
  ['behavior/saturating_arithmetic.air', []],
  ['behavior/switch.air', ['ok switch.test.switch arbitrary int size', 'exit 0']],
  ['behavior/union.air', []],
  ['behavior/wrapping_arithmetic.air', []],
]);
