/**
 * Thrown inside the demanglers, and caught by `demangle`, for what is not a mangled name or would get too deep or too
 * long. One object for all, made without a stack: a link may ask for a hundred thousand names.
 */
export const unparsable: unique symbol = /* @__PURE__ */ Symbol('not a mangled name');

/** Gives up on a name. */
export function fail(): never {
  throw unparsable;
}

/** Deepest nesting of grammar rules that is parsed, and of nodes that is printed: about 500 templates in one another. */
export const MAX_DEPTH = 1536;

/** Longest text a mangled name of `length` units may become, and the most nodes printed for it. */
export function sizeLimit(length: number): number {
  return 4096 + 64 * length;
}
