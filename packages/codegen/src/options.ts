/** What code generation aims at. `none` switches every optimisation off that has a switch of its own. */
export type OptimizeFor = 'none' | 'speed' | 'size';

/** Options of code generation, the same for all functions of a module. */
export interface CodegenOptions {
  /** @default 'speed' */
  readonly optimize?: OptimizeFor;
  /** Keep scalars and small aggregates whose address does not escape in locals. @default true unless optimize is 'none' */
  readonly promote?: boolean;
  /** Evaluate a value where it is used instead of keeping it in a local. @default true unless optimize is 'none' */
  readonly defer?: boolean;
  /** Run the passes over MIR (`passes/`). @default true unless optimize is 'none' */
  readonly passes?: boolean;
  /** Replace calls of small functions of the module by their bodies (`inline/`). @default true unless optimize is 'none' */
  readonly inline?: boolean;
  /** `breakpoint` traps (as LLVM does) or emits nothing. @default true */
  readonly breakpointTraps?: boolean;
}

/** Options with every default applied. */
export type ResolvedOptions = Required<CodegenOptions>;

/** Applies the defaults. */
export function resolveOptions(options: CodegenOptions = {}): ResolvedOptions {
  const optimize = options.optimize ?? 'speed';
  const on = optimize !== 'none';
  return {
    optimize,
    promote: options.promote ?? on,
    defer: options.defer ?? on,
    passes: options.passes ?? on,
    inline: options.inline ?? on,
    breakpointTraps: options.breakpointTraps ?? true,
  };
}
