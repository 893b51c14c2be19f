import type { Mir } from '@wasmwright/mir';
import { type PassName, passes } from './passes/run.ts';

/** What code generation aims at. `none` switches everything off that has a switch of its own, but for `defer`, which costs little. */
export type OptimizeFor = 'none' | 'speed' | 'size';

/** Options of code generation, the same for all functions of a module. */
export interface CodegenOptions {
  /** @default 'speed' */
  readonly optimize?: OptimizeFor;
  /** Keep scalars and small aggregates whose address does not escape in locals. @default true unless optimize is 'none' */
  readonly promote?: boolean;
  /** Evaluate a value where it is used instead of keeping it in a local. @default true */
  readonly defer?: boolean;
  /** Run the passes over MIR (`passes/`); an object switches single ones off or on. @default true unless optimize is 'none' */
  readonly passes?: boolean | Readonly<Partial<Record<PassName, boolean>>>;
  /** Told after each pass over a function what it made, to look at or to check. @default nobody is told */
  readonly afterPass?: ((pass: PassName, mir: Mir) => void) | undefined;
  /** Replace calls of small functions of the module by their bodies (`inline/`). @default true unless optimize is 'none' */
  readonly inline?: boolean;
  /** `breakpoint` traps (as LLVM does) or emits nothing. @default true */
  readonly breakpointTraps?: boolean;
}

/** Options with every default applied. */
export interface ResolvedOptions extends Required<Omit<CodegenOptions, 'passes'>> {
  /** Passes that are switched on. */
  readonly passes: ReadonlySet<PassName>;
}

/** Applies the defaults. */
export function resolveOptions(options: CodegenOptions = {}): ResolvedOptions {
  const optimize = options.optimize ?? 'speed';
  const on = optimize !== 'none';
  return {
    optimize,
    promote: options.promote ?? on,
    defer: options.defer ?? true,
    passes: resolvePasses(options.passes ?? on, on),
    afterPass: options.afterPass,
    inline: options.inline ?? on,
    breakpointTraps: options.breakpointTraps ?? true,
  };
}

function resolvePasses(
  wanted: NonNullable<CodegenOptions['passes']>,
  on: boolean,
): ReadonlySet<PassName> {
  const names = Object.keys(passes) as PassName[];
  if (typeof wanted === 'boolean') return new Set(wanted ? names : []);
  for (const name of Object.keys(wanted)) {
    if (!Object.hasOwn(passes, name)) throw new TypeError(`passes: there is no pass ${name}`);
  }
  return new Set(names.filter((name) => wanted[name] ?? on));
}
