// One function: AIR to MIR.

import { type FunctionBody, type FunctionId, type Module, type NavId, None } from '@wasmwright/air';
import { codegenCodes, diagnose, type Diagnostic } from '@wasmwright/diagnostics';
import { type Mir, MirBuilder, NONE } from '@wasmwright/mir';
import { Abi } from './abi.ts';
import { Allocs } from './analysis/promote.ts';
import { Structure } from './analysis/structure.ts';
import { Uses } from './analysis/uses.ts';
import { Constants } from './constants.ts';
import { placeEpilogues } from './epilogue.ts';
import { handlers } from './handlers.ts';
import { Inliner } from './inline/inline.ts';
import { lowerFunction } from './lower/control.ts';
import { FunctionLowering } from './lower/function.ts';
import { Navs } from './navs.ts';
import { PassRunner } from './passes/run.ts';
import { type CodegenOptions, resolveOptions, type ResolvedOptions } from './options.ts';
import { TypeFactsCache } from './type-facts.ts';
import { Support } from './unsupported.ts';

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
  readonly #uses: Uses;
  readonly #support: Support;
  readonly #structure: Structure;
  readonly #allocs: Allocs;
  readonly #lowering: FunctionLowering;
  readonly #passes: PassRunner;

  constructor(module: Module, options?: CodegenOptions) {
    this.module = module;
    this.options = resolveOptions(options);
    this.#passes = new PassRunner((pass) => this.options.passes.has(pass));
    this.abi = new Abi(module);
    this.navs = new Navs(module, this.abi);
    this.#inliner = this.options.inline ? new Inliner(module, this.options.optimize) : undefined;
    this.#builder = new MirBuilder({ is64: module.layout.pointerBytes === 8 });
    this.#constants = new Constants(module, this.#builder, (nav) => this.navs.info(nav));
    const facts = new TypeFactsCache(module);
    this.#uses = new Uses(module, facts);
    this.#support = new Support(module, facts, this.#uses);
    this.#structure = new Structure(facts);
    const { promote } = this.options;
    this.#allocs = new Allocs(module, facts, this.#uses, this.#structure, promote);
    this.#lowering = new FunctionLowering({
      module,
      options: this.options,
      abis: this.abi,
      navs: this.navs,
      builder: this.#builder,
      constants: this.#constants,
      facts,
      uses: this.#uses,
      structure: this.#structure,
      allocs: this.#allocs,
      handlers,
    });
  }

  function(id: FunctionId): Generated {
    const { nav, body } = this.module.functions[id]!;
    const whole = this.#inliner?.inline(id);
    if (whole !== undefined && whole.callees.length > 0) {
      const made = this.#generate(nav, whole.body, whole.callees);
      if (made.mir !== undefined) return made;
      // What is not implemented in a callee is said of the callee alone.
    }
    return this.#generate(nav, body, []);
  }

  /** True for a function nothing needs once all calls of it are replaced by its body. */
  isOnlyCalled(id: FunctionId): boolean {
    return this.#inliner?.isOnlyCalled(id) === true;
  }

  #generate(nav: NavId, body: FunctionBody, inlined: readonly FunctionId[]): Generated {
    const { module } = this;
    this.#uses.analyse(body);
    const missing = this.#support.findUnsupported(module.navs.type(nav), body);
    if (missing !== undefined) {
      const name = module.text(module.navs.name(nav));
      const at = module.lineColumn(body.positions[missing.inst] ?? None);
      const place = { symbol: name, ...(module.file === '' ? {} : { input: module.file }), ...at };
      return {
        diagnostics: [diagnose(codegenCodes.notImplemented, { what: missing.what, name }, place)],
        inlined,
      };
    }
    this.#structure.analyse(body);
    this.#allocs.analyse(body);
    const abi = this.abi.of(module.navs.type(nav));
    this.#builder.begin(this.navs.info(nav).name, abi.signature);
    this.#constants.reset();
    const f = this.#lowering;
    f.begin(body, abi);
    lowerFunction(f);
    const saved = f.takeSavedLocal();
    const draft = this.#builder.close();
    placeEpilogues(
      draft,
      f.hasFrame && f.frame.size > 0
        ? {
            bottom: f.bottom,
            size: f.frame.paddedSize,
            alignment: f.frame.align,
            saved: saved < 0 ? NONE : saved,
          }
        : undefined,
    );
    const { afterPass } = this.options;
    this.#passes.run(draft, afterPass && ((pass) => afterPass(pass, this.#builder.finish())));
    return {
      mir: this.#builder.finish(),
      diagnostics: [],
      inlined,
    };
  }
}
