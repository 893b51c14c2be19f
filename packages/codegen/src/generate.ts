// One function: AIR to MIR.

import { type FunctionId, mainBody, type Module, None } from '@wasmwright/air';
import { codegenCodes, diagnose, type Diagnostic } from '@wasmwright/diagnostics';
import { type Mir, MirBuilder, NONE } from '@wasmwright/mir';
import { Abi } from './abi.ts';
import { analyseAllocs, NO_ALLOCS } from './analysis/promote.ts';
import { analyseStructure, FallTo } from './analysis/structure.ts';
import { analyseUses } from './analysis/uses.ts';
import { Constants } from './constants.ts';
import { placeEpilogues } from './epilogue.ts';
import { handlers } from './handlers.ts';
import { Inliner } from './inline/inline.ts';
import { lowerBody } from './lower/control.ts';
import { FunctionLowering } from './lower/function.ts';
import { Navs } from './navs.ts';
import { optimizeDraft } from './passes/run.ts';
import { Scratch } from './passes/scratch.ts';
import { type CodegenOptions, resolveOptions, type ResolvedOptions } from './options.ts';
import { findUnsupported } from './unsupported.ts';

/** What code generation gives for one function. */
export interface Generated {
  /** Absent when there are errors. */
  readonly mir?: Mir;
  readonly diagnostics: readonly Diagnostic[];
  /** Functions whose bodies are part of this one: when one of them changes, this one is generated again. */
  readonly inlined: readonly FunctionId[];
}

/**
 * Generates the functions of one module, one after the other, in any order.
 *
 * @example
 * const generator = new Generator(parseAir(text, { file: 'main.air' }).module, { optimize: 'size' });
 * const { mir } = generator.function(0 as FunctionId);
 */
export class Generator {
  readonly module: Module;
  readonly options: ResolvedOptions;
  readonly abi: Abi;
  readonly navs: Navs;
  readonly #inliner: Inliner | undefined;
  readonly #builder: MirBuilder;
  readonly #constants: Constants;
  readonly #scratch = new Scratch();

  constructor(module: Module, options?: CodegenOptions) {
    this.module = module;
    this.options = resolveOptions(options);
    this.abi = new Abi(module);
    this.navs = new Navs(module, this.abi);
    this.#inliner = this.options.inline ? new Inliner(module, this.options.optimize) : undefined;
    this.#builder = new MirBuilder({ is64: module.layout.pointerBytes === 8 });
    this.#constants = new Constants(module, this.#builder, (nav) => this.navs.info(nav));
  }

  function(id: FunctionId): Generated {
    const { module } = this;
    const { nav, body: ownBody } = module.functions[id]!;
    const { body, callees: inlined } = this.#inliner?.inline(id) ?? { body: ownBody, callees: [] };
    const uses = analyseUses(module, body);
    const missing = findUnsupported(module, module.navs.type(nav), body, uses);
    if (missing !== undefined) {
      const name = module.text(module.navs.name(nav));
      const at = module.lineColumn(body.positions[missing.inst] ?? None);
      const place = { symbol: name, ...(module.file === '' ? {} : { input: module.file }), ...at };
      return {
        diagnostics: [diagnose(codegenCodes.notImplemented, { what: missing.what, name }, place)],
        inlined,
      };
    }
    const structure = analyseStructure(module, body);
    const found = analyseAllocs(module, body, uses, structure);
    const allocs = this.options.promote ? found : { ...found, promoted: NO_ALLOCS.promoted };
    const abi = this.abi.of(module.navs.type(nav));
    this.#builder.begin(this.navs.symbol(nav), {
      params: abi.wasmParams,
      results: abi.wasmResults,
    });
    this.#constants.reset();
    const f = new FunctionLowering({
      module,
      body,
      abi,
      abis: this.abi,
      navs: this.navs,
      builder: this.#builder,
      constants: this.#constants,
      options: this.options,
      uses,
      structure,
      allocs,
      handlers,
    });
    lowerBody(f, mainBody(body), FallTo.functionEnd);
    f.runTasks();
    const saved = f.takeSavedLocal();
    const draft = this.#builder.close();
    placeEpilogues(
      draft,
      f.hasFrame && f.finalFrameSize > 0
        ? {
            bottom: f.bottom,
            size: f.finalFrameSize,
            alignment: f.frameAlign,
            saved: saved < 0 ? NONE : saved,
          }
        : undefined,
    );
    if (this.options.passes) optimizeDraft(draft, this.#scratch);
    return {
      mir: this.#builder.finish(),
      diagnostics: f.diagnostics,
      inlined,
    };
  }
}
