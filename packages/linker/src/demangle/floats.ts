/** Floating-point literals in mangled names: the bits in hexadecimal, printed as C's `%a` does on x86-64. */
import { fail } from './unparsable.ts';

/** `f`loat, `d`ouble, long doubl`e`. */
export type FloatLetter = 'f' | 'd' | 'e';

/** Digits of each type. A long double is the 80-bit format; names with wider ones do not demangle in LLVM. */
const digitCounts = { f: 8, d: 16, e: 20 } as const;

/** The literal whose digits start at `start`, and the number of its digits. */
export function floatText(
  letter: FloatLetter,
  text: string,
  start: number,
): { readonly value: string; readonly length: number } {
  const length = digitCounts[letter];
  const digits = text.slice(start, start + length);
  if (digits.length < length || !/^[0-9a-f]*$/.test(digits)) fail();
  const value =
    letter === 'f'
      ? `${hexOf(widen(digits))}f`
      : letter === 'd'
        ? hexOf(digits)
        : `${extended(digits)}L`;
  return { value, length };
}

/** Bits of a float as the bits of the double with its value. */
function widen(digits: string): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, Number.parseInt(digits, 16));
  view.setFloat64(0, view.getFloat32(0));
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

/** `%a` of a double. */
function hexOf(digits: string): string {
  const top = Number.parseInt(digits.slice(0, 3), 16);
  const exponent = top & 0x7ff;
  const fraction = digits.slice(3);
  const isNormal = exponent !== 0;
  return hexadecimal(
    top >= 0x800,
    exponent === 0x7ff,
    isNormal ? '1' : '0',
    fraction,
    isNormal ? exponent - 1023 : -1022,
  );
}

/** `%La` of an 80-bit long double, which has no hidden bit. */
function extended(digits: string): string {
  const top = Number.parseInt(digits.slice(0, 4), 16);
  const exponent = top & 0x7fff;
  const fraction = digits.slice(exponent === 0x7fff ? 4 : 5);
  return hexadecimal(
    top >= 0x8000,
    exponent === 0x7fff,
    digits[4]!,
    exponent === 0x7fff ? `0${fraction.slice(1)}` : fraction,
    (exponent || 1) - 16386,
  );
}

function hexadecimal(
  isNegative: boolean,
  isSpecial: boolean,
  lead: string,
  fraction: string,
  exponent: number,
): string {
  const sign = isNegative ? '-' : '';
  const digits = fraction.replace(/0+$/, '');
  if (isSpecial) return `${sign}${digits === '' ? 'inf' : 'nan'}`;
  const isZero = lead === '0' && digits === '';
  const power = isZero ? 0 : exponent;
  return `${sign}0x${lead}${digits && `.${digits}`}p${power < 0 ? '' : '+'}${power}`;
}
