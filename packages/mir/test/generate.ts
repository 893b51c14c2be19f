import {
  SubForm,
  Form,
  MirBuilder,
  mirInstructions,
  NavKind,
  NONE,
  Tag,
  UAV,
  intrinsics,
  type Mir,
} from '@wasmwright/mir';

/** A small generator of random numbers (mulberry32): the same seed gives the same function. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const types = [0x7f, 0x7e, 0x7d, 0x7c, 0x7b, 0x70, 0x6f, 0x69];
const names = ['f', 'a.b', 'with space', '"quoted"', 'naïve', 'hash#1', '', 'f', '(', '\\', '\n'];

/** A function with every kind of operand and table; its structure is balanced, its types are random. */
export function randomFunction(seed: number): Mir {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[next(list.length)]!;
  const list = (): number[] => Array.from({ length: next(4) }, () => pick(types));
  const u32 = (): number =>
    pick([0, 1, 127, 128, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, next(2 ** 32)]);
  const b = new MirBuilder({ is64: next(4) === 0 });
  b.begin(pick(names), { params: list(), results: list() });
  for (const type of list()) b.locals.fresh(type);
  if (next(3) === 0) {
    const savedLocal = pick([NONE, next(9)]);
    b.setPrologue({
      savedLocal,
      bottomLocal: next(9),
      alignment: 2 ** next(8),
      size: 16 * next(99),
    });
  }
  const signatures = [
    0,
    ...Array.from({ length: next(3) }, () => b.signature({ params: list(), results: list() })),
  ];
  const navs: number[] = [];
  for (let id = 0; id < 6; id++) {
    const kind = id as NavKind;
    const info = { name: pick(names), kind, flags: next(32), ...(next(2) === 0 ? {} : { id }) };
    const module = next(3) === 0 ? { module: pick(names) } : {};
    const type =
      kind === NavKind.global
        ? { type: pick([0x7f, 0x17e]) }
        : kind === NavKind.table
          ? { type: 0x70 }
          : {};
    navs.push(b.nav({ ...info, ...module, ...type, signature: { params: list(), results: [] } }));
  }
  const uavs: number[] = [];
  for (let i = next(3); i >= 0; i--) {
    const bytes = Array.from({ length: next(20) }, () => next(256));
    const target = uavs.length > 0 && next(2) === 0 ? UAV + pick(uavs) : pick([navs[0]!, navs[1]!]);
    const relocations =
      next(2) === 0 ? [] : [{ offset: 4 * next(8), target, addend: next(99) - 50 }];
    uavs.push(
      b.uav({ size: bytes.length + next(2) * 1000, alignment: 2 ** next(6), bytes, relocations }),
    );
  }
  const enums = Array.from({ length: next(2) }, (_, id) => {
    const fields = Array.from({ length: next(4) }, (_, i) => ({
      name: pick(names),
      value: BigInt(i) - 1n,
    }));
    return b.tagNameType({ id, bits: pick([0, 8, 64, 65, 130]), signed: true, fields });
  });
  const base = (): number => pick([NONE, pick(navs), UAV + pick(uavs)]);
  let depth = 0;
  for (let i = next(60); i >= 0; i--) {
    const row = pick(mirInstructions);
    const { tag } = row;
    if (tag === Tag.end || tag === Tag.delegate) {
      if (depth === 0) continue;
      depth--;
    }
    if ((tag >= Tag.block && tag <= Tag.if) || tag === Tag.try || tag === Tag.try_table) depth++;
    const blockType = (): number => pick([0x40, 0x7f, 0x7b, 0x100 + pick(signatures)]);
    const access = (): number[] => {
      const isPlain = next(2) === 0;
      return [u32(), u32(), 2 ** next(5) + 0x100 * (isPlain ? 0 : next(3)), base()];
    };
    switch (row.form) {
      case Form.block:
        b.opWord(tag, blockType());
        break;
      case Form.labels:
        b.opWords(tag, [2, next(9), next(9)]);
        break;
      case Form.tryTable:
        b.opWords(tag, [blockType(), 2, 1, pick(navs), next(9), 2, NONE, next(9)]);
        break;
      case Form.label:
      case Form.local:
      case Form.memory:
        b.opWord(tag, u32());
        break;
      case Form.i32:
      case Form.f32:
        b.opWord(
          tag,
          tag === Tag.f32_const
            ? pick([0x7f80_0000, 0xffc0_0001, 0x7fa0_0000, 0x8000_0000, u32()])
            : u32(),
        );
        break;
      case Form.i64:
      case Form.f64:
        b.opWords(tag, [u32(), pick([0x7ff0_0000, 0xfff8_0000, 0x7ff4_0000, 0x8000_0000, u32()])]);
        break;
      case Form.access:
        b.opWords(tag, access());
        break;
      case Form.nav:
        b.opWord(tag, pick(navs));
        break;
      case Form.navOffset:
        b.opWords(tag, [pick(navs), u32()]);
        break;
      case Form.uav:
        b.opWord(tag, pick(uavs));
        break;
      case Form.uavOffset:
        b.opWords(tag, [pick(uavs), u32()]);
        break;
      case Form.signature:
        b.opWord(tag, pick(signatures));
        break;
      case Form.intrinsic:
        b.opWord(tag, next(intrinsics.length));
        break;
      case Form.tagName:
        if (enums.length > 0) b.opWord(tag, 0);
        break;
      case Form.type:
        b.opWord(tag, pick(tag === Tag.ref_null ? [0x70, 0x6f, 0x69] : types));
        break;
      case Form.position:
        b.dbgLine(u32(), u32());
        break;
      case Form.prefixed: {
        const words: Readonly<Record<number, () => number[]>> = {
          [SubForm.none]: () => [],
          [SubForm.access]: access,
          [SubForm.accessLane]: () => [...access(), next(16)],
          [SubForm.lane]: () => [next(16)],
          [SubForm.bytes]: () => [u32(), u32(), u32(), u32()],
          [SubForm.index]: () => [u32()],
          [SubForm.indexes]: () => [u32(), u32()],
          [SubForm.table]: () => [pick(navs)],
          [SubForm.tables]: () => [pick(navs), pick(navs)],
          [SubForm.segmentTable]: () => [u32(), pick(navs)],
          [SubForm.fence]: () => [],
        };
        b.opWords(tag, [row.sub, ...words[row.subForm]!()]);
        break;
      }
      default:
        b.op(tag);
    }
    if (tag === Tag.br_if && next(2) === 0) b.hint(next(2) === 0);
  }
  for (; depth > 0; depth--) b.op(Tag.end);
  if (next(2) === 0) {
    b.setDebug({
      files: ['src/a.zig', pick(names)],
      name: pick(names),
      line: next(99),
      variableNames: [pick(names)],
      variableIsParameter: Uint8Array.of(next(2)),
      variablePlace: Uint8Array.of(next(3)),
      variableValue: Uint32Array.of(next(9)),
      variableStart: Uint32Array.of(1),
      variableEnd: Uint32Array.of(2),
      inlinedNames: [pick(names)],
      inlinedFile: Uint32Array.of(0),
      inlinedLine: Uint32Array.of(7),
      inlinedStart: Uint32Array.of(0),
      inlinedEnd: Uint32Array.of(1),
    });
  }
  return b.finish();
}
