/** Operands of each instruction by itself: rows, locals and words that exist, immediates that encode. */
import { diagnose, mirCodes, type Diagnostic } from '@wasmwright/diagnostics';
import { hasFeature } from './features.ts';
import { formWords, subFormWords } from './forms.ts';
import { mirInstruction, type MirInstruction } from './instructions.ts';
import { intrinsics } from './intrinsics.ts';
import { NavKind, NONE, UAV, type Mir } from './mir.ts';
import { navKindNames } from './names.ts';
import { BLOCK_EMPTY, BLOCK_SIGNATURE, Tag } from './tags.ts';

export function verifyOperands(
  mir: Mir,
  features: ReadonlySet<string> | undefined,
  diagnostics: Diagnostic[],
): void {
  new OperandVerifier(mir, features, diagnostics).run();
}

class OperandVerifier {
  private readonly mir: Mir;
  private readonly features: ReadonlySet<string> | undefined;
  private readonly diagnostics: Diagnostic[];
  private readonly localCount: number;
  private index = 0;
  private row!: MirInstruction;

  constructor(mir: Mir, features: ReadonlySet<string> | undefined, diagnostics: Diagnostic[]) {
    this.mir = mir;
    this.features = features;
    this.diagnostics = diagnostics;
    this.localCount = mir.signatures.params[0]! + mir.locals.length;
  }

  run(): void {
    const { tags, data, extra } = this.mir;
    for (let i = 0; i < tags.length; i++) {
      this.index = i;
      const tag = tags[i]!;
      const isPrefix = tag >= Tag.misc_prefix && tag <= Tag.atomics_prefix;
      const row = mirInstruction(tag, isPrefix ? (extra[data[i]!] ?? 0xffff) : NONE);
      if (row === undefined) {
        const name = isPrefix ? `${tag} with ${extra[data[i]!]}` : tag;
        const at = { symbol: this.mir.name };
        this.diagnostics.push(diagnose(mirCodes.unknownTag, { index: i, tag: name }, at));
        continue;
      }
      this.row = row;
      this.instruction(data[i]!);
    }
  }

  private instruction(word: number): void {
    const { mir, row } = this;
    const { extra } = mir;
    if (
      this.features !== undefined &&
      row.feature !== 'mvp' &&
      !hasFeature(this.features, row.feature)
    ) {
      this.report(diagnose(mirCodes.featureDisabled, { ...this.where(), feature: row.feature }));
    }
    const words = formWords[row.form]! + this.listWords(word);
    if (words > 0 && word + words > extra.length) {
      this.report(diagnose(mirCodes.outsideExtra, this.where()));
      return;
    }
    switch (row.form) {
      case 1: // block
        this.blockType(word);
        break;
      case 4: // tryTable
        this.blockType(extra[word]!);
        for (let k = 0; k < extra[word + 1]!; k++) this.catchClause(word + 2 + 3 * k);
        break;
      case 5: // local
        this.exists('local', word, this.localCount);
        break;
      case 6: // memory
        this.memory(word);
        break;
      case 11: // access
        this.access(word);
        break;
      case 12: // nav
        this.nav(word, row.nav!);
        break;
      case 13: // navOffset
        this.nav(extra[word]!, row.nav!);
        break;
      case 14: // uav
        this.exists('constant', word, mir.uavs.count);
        break;
      case 15: // uavOffset
        this.exists('constant', extra[word]!, mir.uavs.count);
        break;
      case 16: // signature
        this.exists('type', word, mir.signatures.count);
        break;
      case 17: // intrinsic
        this.exists('run-time function', word, intrinsics.length);
        break;
      case 18: // tagName
        this.exists('enum', word, mir.tagNames.count);
        break;
      case 19: // type
        this.valueType(word);
        break;
      case 20: // prefixed
        this.prefixed(word + 1);
        break;
    }
  }

  /** Words of `extra` beyond the fixed ones. A count that lies outside `extra` is found by the caller's check. */
  private listWords(word: number): number {
    const { extra } = this.mir;
    if (this.row.form === 3) return extra[word] ?? 1;
    if (this.row.form === 4) return 3 * (extra[word + 1] ?? 1);
    return this.row.form === 20 ? subFormWords[this.row.subForm]! : 0;
  }

  private where(): { readonly index: number; readonly name: string } {
    return { index: this.index, name: this.row.name };
  }

  private report(diagnostic: Diagnostic): void {
    this.diagnostics.push({ ...diagnostic, at: { symbol: this.mir.name } });
  }

  private bad(problem: string): void {
    this.report(diagnose(mirCodes.badImmediate, { ...this.where(), problem }));
  }

  private exists(what: string, value: number, count: number): boolean {
    if (value < count) return true;
    this.report(diagnose(mirCodes.outOfRange, { ...this.where(), what, value, count }));
    return false;
  }

  private nav(nav: number, expected: NavKind): void {
    const { navs } = this.mir;
    if (!this.exists('nav', nav, navs.count) || navs.kind[nav] === expected) return;
    const kinds = { found: navKindNames[navs.kind[nav]!]!, expected: navKindNames[expected]! };
    this.report(diagnose(mirCodes.navKind, { ...this.where(), nav: navs.names[nav]!, ...kinds }));
  }

  private blockType(type: number): void {
    if (type >= BLOCK_SIGNATURE)
      this.exists('type', type - BLOCK_SIGNATURE, this.mir.signatures.count);
    else if (type !== BLOCK_EMPTY) this.valueType(type);
  }

  private valueType(type: number): void {
    const isNumber = type >= 0x7b && type <= 0x7f;
    const isReference = type === 0x70 || type === 0x6f || type === 0x69;
    const fits = this.row.tag === Tag.ref_null ? isReference : isNumber || isReference;
    if (!fits) this.bad(`0x${type.toString(16)} is no value type it can have`);
  }

  private catchClause(word: number): void {
    const { extra } = this.mir;
    const kind = extra[word]!;
    if (kind > 3) this.bad(`${kind} is no kind of catch clause`);
    else if (kind < 2) this.nav(extra[word + 1]!, NavKind.tag);
  }

  private memory(memory: number): void {
    if (memory !== 0 && this.features?.has('multimemory') === false) {
      this.bad(`memory ${memory} needs the feature multimemory, which is not enabled`);
    }
  }

  private access(word: number): void {
    const { extra, is64, uavs } = this.mir;
    const natural = 2 ** this.row.alignment;
    const alignment = extra[word + 2]! & 0xff;
    const base = extra[word + 3]!;
    if (alignment === 0 || (alignment & (alignment - 1)) !== 0 || alignment > natural) {
      this.bad(`the alignment ${alignment} is not a power of two up to ${natural}`);
    } else if (this.row.feature === 'atomics' && alignment !== natural) {
      this.bad(`the alignment of an atomic access must be ${natural}`);
    }
    this.memory(extra[word + 2]! >>> 8);
    if (base === NONE) {
      if (!is64 && extra[word + 1] !== 0) this.bad('the offset does not fit 32 bits');
    } else if (base >= UAV) this.exists('constant', base - UAV, uavs.count);
    else this.nav(base, NavKind.data);
  }

  private prefixed(word: number): void {
    const { extra } = this.mir;
    switch (this.row.subForm) {
      case 1: // access
        this.access(word);
        break;
      case 2: // accessLane
        this.access(word);
        this.lane(extra[word + 4]!, 16 >> this.row.alignment);
        break;
      case 3: // lane
        this.lane(extra[word]!, Number(/x(\d+)_/.exec(this.row.name)![1]));
        break;
      case 4: // bytes
        if (this.row.name === 'i8x16_shuffle') {
          for (let k = 0; k < 16; k++)
            this.lane((extra[word + (k >> 2)]! >>> (8 * (k & 3))) & 0xff, 32);
        }
        break;
      case 5: // index
        if (this.row.name === 'memory_fill') this.memory(extra[word]!);
        break;
      case 6: // indexes
        if (this.row.name === 'memory_copy') this.memory(extra[word]!);
        this.memory(extra[word + 1]!);
        break;
      case 7: // table
        this.nav(extra[word]!, NavKind.table);
        break;
      case 8: // tables
        this.nav(extra[word]!, NavKind.table);
        this.nav(extra[word + 1]!, NavKind.table);
        break;
      case 9: // segmentTable
        this.nav(extra[word + 1]!, NavKind.table);
        break;
    }
  }

  private lane(lane: number, count: number): void {
    if (lane >= count) this.bad(`lane ${lane} does not exist, there are ${count}`);
  }
}
