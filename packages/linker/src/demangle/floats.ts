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
  const sign = top >= 0x800 ? '-' : '';
  if (exponent === 0x7ff) return sign + (/^0*$/.test(fraction) ? 'inf' : 'nan');
  const lead = exponent === 0 ? '0' : '1';
  return sign + hexadecimal(lead, fraction, (exponent || 1) - 1023);
}

/** `%La` of an 80-bit long double, whose leading bit is not hidden. */
function extended(digits: string): string {
  const top = Number.parseInt(digits.slice(0, 4), 16);
  const exponent = top & 0x7fff;
  const mantissa = digits.slice(4);
  const sign = top >= 0x8000 ? '-' : '';
  if (exponent === 0x7fff && mantissa === '8000000000000000') return `${sign}inf`;
  if (exponent === 0x7fff || (exponent !== 0 && mantissa < '8')) return `${sign}nan`;
  return sign + hexadecimal(mantissa[0]!, mantissa.slice(1), (exponent || 1) - 16386);
}

function hexadecimal(lead: string, fraction: string, exponent: number): string {
  const digits = fraction.replace(/0+$/, '');
  const power = lead === '0' && digits === '' ? 0 : exponent;
  return `0x${lead}${digits && `.${digits}`}p${power < 0 ? '' : '+'}${power}`;
}
