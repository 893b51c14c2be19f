// The shapes values have when they cross between C and AIR: one row each, and the C and AIR text made from them.

/** How to reach a scalar inside an aggregate: field index and pointer type of each step. */
type Step = readonly ['field' | 'element', index: number, pointee: string];

/** A scalar inside a value, which the callee changes. */
interface Leaf {
  /** C lvalue behind the value's name, such as `.a[0]`. */
  readonly c: string;
  readonly steps: readonly Step[];
  /** AIR type, which also says how it is changed. */
  readonly type: string;
}

/** A type in both languages. */
export interface Shape {
  readonly name: string;
  /** C: a typedef's right side, with `$` for the name. */
  readonly c: string;
  /** AIR: a type expression for a scalar, or the right side of a declaration. */
  readonly air: string;
  readonly leaves: readonly Leaf[];
}

const scalar = (name: string, c: string, air: string): Shape => ({
  name,
  c: `${c} $`,
  air,
  leaves: [{ c: '', steps: [], type: air }],
});

const field = (c: string, type: string, ...steps: Step[]): Leaf => ({ c, steps, type });
const at = (index: number, pointee: string): Step => ['field', index, pointee];
const item = (index: number, pointee: string): Step => ['element', index, pointee];

/** An aggregate whose members are scalars of these AIR types, named a, b, c, … */
function flat(
  name: string,
  kind: 'struct' | 'union',
  members: readonly (readonly [c: string, air: string])[],
  attribute = '',
): Shape {
  const letter = (index: number): string => 'abcdefgh'[index]!;
  const lines = members.map(([c], index) => `${c} ${letter(index)};`);
  const fields = members.map(
    ([, air], index) => `${letter(index)}: ${air}${attribute === '' ? '' : ` align(${attribute})`}`,
  );
  return {
    name,
    c: `${kind} { ${attribute === '' ? '' : `_Alignas(${attribute}) `}${lines.join(' ')} } $`,
    air: `extern ${kind} { ${fields.join(', ')} }`,
    // Of a union only the first member is written.
    leaves: members
      .slice(0, kind === 'union' ? 1 : undefined)
      .map(([, air], index) => field(`.${letter(index)}`, air, at(index, air))),
  };
}

const I8 = ['signed char', 'i8'] as const;
const U8 = ['unsigned char', 'u8'] as const;
const I16 = ['short', 'i16'] as const;
const U16 = ['unsigned short', 'u16'] as const;
const I32 = ['int', 'i32'] as const;
const U32 = ['unsigned', 'u32'] as const;
const I64 = ['long long', 'i64'] as const;
const U64 = ['unsigned long long', 'u64'] as const;
const F32 = ['float', 'f32'] as const;
const F64 = ['double', 'f64'] as const;
const BOOL = ['_Bool', 'bool'] as const;
const POINTER = ['char *', '[*c]u8'] as const;

export const SHAPES: readonly Shape[] = [
  ...([
    ['i8', ...I8], ['u8', ...U8], ['i16', ...I16], ['u16', ...U16], ['i32', ...I32], ['u32', ...U32], ['i64', ...I64],
    ['u64', ...U64], ['f32', ...F32], ['f64', ...F64], ['bool', ...BOOL], ['pointer', ...POINTER],
    ['long', 'long', 'c_long'], ['u40', 'unsigned _BitInt(40)', 'u40'], ['i33', '_BitInt(33)', 'i33'],
    ['u7', 'unsigned _BitInt(7)', 'u7'], ['i24', '_BitInt(24)', 'i24'],
  ] as const).map(([name, c, air]) => scalar(name, c, air)), // prettier-ignore
  { name: 'enumeration', c: 'enum { R, G = 7, B = 0x7fffffff } $', air: 'enum(u32) { r = 0, g = 7, _ }', leaves: [field('', 'enum')] },
  flat('s_i32', 'struct', [I32]),
  flat('s_i8', 'struct', [I8]),
  flat('s_u8', 'struct', [U8]),
  flat('s_i16', 'struct', [I16]),
  flat('s_bool', 'struct', [BOOL]),
  flat('s_i64', 'struct', [I64]),
  flat('s_f32', 'struct', [F32]),
  flat('s_f64', 'struct', [F64]),
  flat('s_pointer', 'struct', [POINTER]),
  flat('s_u16', 'struct', [U16]),
  flat('s_i24', 'struct', [['_BitInt(24)', 'i24']]),
  flat('s_u7', 'struct', [['unsigned _BitInt(7)', 'u7']]),
  flat('s_u40', 'struct', [['unsigned _BitInt(40)', 'u40']]),
  flat('u_bool', 'union', [BOOL]),
  flat('s_two', 'struct', [I32, I32]),
  flat('s_mixed', 'struct', [U8, U32, U16]),
  flat('s_small', 'struct', [U8, I8]),
  flat('s_wide', 'struct', [I64, BOOL]),
  flat('s_floats', 'struct', [F32, F32, F32, F32]),
  flat('s_all', 'struct', [I8, F64, U16, POINTER, I64, F32, BOOL, U64]),
  flat('s_aligned', 'struct', [I32], '16'),
  flat('u_i32', 'union', [I32]),
  flat('u_f64', 'union', [F64]),
  flat('u_u8', 'union', [U8]),
  flat('u_two', 'union', [I32, F32]),
  flat('u_same', 'union', [I32, I32]),
  flat('u_sizes', 'union', [F64, U8]),
  {
    name: 's_array1',
    c: 'struct { double a[1]; } $',
    air: 'extern struct { a: [1]f64 }',
    leaves: [field('.a[0]', 'f64', at(0, '[1]f64'), item(0, 'f64'))],
  },
  {
    name: 's_nested1',
    c: 'struct { struct { float x; } a[1]; } $',
    air: 'extern struct { a: [1]s_f32 }',
    leaves: [field('.a[0].x', 'f32', at(0, '[1]s_f32'), item(0, 's_f32'), at(0, 'f32'))],
  },
  {
    name: 's_array2',
    c: 'struct { int a[2]; } $',
    air: 'extern struct { a: [2]i32 }',
    leaves: [0, 1].map((n) => field(`.a[${n}]`, 'i32', at(0, '[2]i32'), item(n, 'i32'))),
  },
  {
    name: 's_bytes',
    c: 'struct { unsigned char a[3]; } $',
    air: 'extern struct { a: [3]u8 }',
    leaves: [0, 1, 2].map((n) => field(`.a[${n}]`, 'u8', at(0, '[3]u8'), item(n, 'u8'))),
  },
  {
    name: 's_big',
    c: 'struct { long long a[40]; } $',
    air: 'extern struct { a: [40]i64 }',
    leaves: [0, 17, 39].map((n) => field(`.a[${n}]`, 'i64', at(0, '[40]i64'), item(n, 'i64'))),
  },
  {
    name: 's_inner',
    c: 'struct { s_two a; double b; } $',
    air: 'extern struct { a: s_two, b: f64 }',
    leaves: [
      field('.a.a', 'i32', at(0, 's_two'), at(0, 'i32')),
      field('.a.b', 'i32', at(0, 's_two'), at(1, 'i32')),
      field('.b', 'f64', at(1, 'f64')),
    ],
  },
  { name: 'empty', c: 'struct {} $', air: 'extern struct {}', leaves: [] },
  {
    name: 's_grid',
    c: 'struct { short a[2][3]; } $',
    air: 'extern struct { a: [2][3]i16 }',
    leaves: [0, 5].map((n) =>
      field(`.a[${n % 2}][${n % 3}]`, 'i16', at(0, '[2][3]i16'), item(n % 2, '[3]i16'), item(n % 3, 'i16')),
    ),
  },
  {
    name: 's_array11',
    c: 'struct { int a[1][1]; } $',
    air: 'extern struct { a: [1][1]i32 }',
    leaves: [field('.a[0][0]', 'i32', at(0, '[1][1]i32'), item(0, '[1]i32'), item(0, 'i32'))],
  },
  {
    name: 's_over',
    c: 'struct { signed char a; _Alignas(16) int b; } $',
    air: 'extern struct { a: i8, b: i32 align(16) }',
    leaves: [field('.a', 'i8', at(0, 'i8')), field('.b', 'i32', at(1, 'i32'))],
  },
  {
    name: 's_zero_array',
    c: 'struct { int a; int b[0]; } $',
    air: 'extern struct { a: i32, b: [0]i32 }',
    leaves: [field('.a', 'i32', at(0, 'i32'))],
  },
  {
    name: 's_u_two',
    c: 'struct { u_two a; signed char b; } $',
    air: 'extern struct { a: u_two, b: i8 }',
    leaves: [
      field('.a.a', 'i32', at(0, 'u_two'), at(0, 'i32')),
      field('.b', 'i8', at(1, 'i8')),
    ],
  },
  {
    name: 'u_s_i8',
    c: 'union { s_i8 a; } $',
    air: 'extern union { a: s_i8 }',
    leaves: [field('.a.a', 'i8', at(0, 's_i8'), at(0, 'i8'))],
  },
  {
    name: 's_mix_empty',
    c: 'struct { empty a; u_u8 b; empty c; } $',
    air: 'extern struct { a: empty, b: u_u8, c: empty }',
    leaves: [field('.b.a', 'u8', at(1, 'u_u8'), at(0, 'u8'))],
  },
  {
    name: 's_union',
    c: 'struct { u_i32 a; } $',
    air: 'extern struct { a: u_i32 }',
    leaves: [field('.a.a', 'i32', at(0, 'u_i32'), at(0, 'i32'))],
  },
  {
    name: 'u_struct',
    c: 'union { s_two a; double b; } $',
    air: 'extern union { a: s_two, b: f64 }',
    leaves: [
      field('.a.a', 'i32', at(0, 's_two'), at(0, 'i32')),
      field('.a.b', 'i32', at(0, 's_two'), at(1, 'i32')),
    ],
  },
  {
    name: 's_empty_i64',
    c: 'struct { empty a; long long b; } $',
    air: 'extern struct { a: empty, b: i64 }',
    leaves: [field('.b', 'i64', at(1, 'i64'))],
  },
  {
    name: 'u_empty_i32',
    c: 'union { int a; empty b; } $',
    air: 'extern union { a: i32, b: empty }',
    leaves: [field('.a', 'i32', at(0, 'i32'))],
  },
]; // prettier-ignore

const isDeclared = ({ air }: Shape): boolean => /^(extern|enum)/.test(air);
const airType = (shape: Shape): string => (isDeclared(shape) ? shape.name : shape.air);

/** How a leaf is changed, in C: a function of its old value. */
function changeInC(type: string, value: string): string {
  switch (type) {
    case 'bool':
      return `!${value}`;
    case 'f32':
    case 'f64':
      return `${value} * 0.5f + 1.0f`;
    case '[*c]u8':
      return `${value} + 8`;
    case 'enum':
      return `${value} ^ 7`;
    default:
      return `${value} ^ 0x55`;
  }
}

/** The same in AIR: instructions that make `%new` of `%old`. */
function changeInAir(type: string, shape: Shape): string {
  switch (type) {
    case 'bool':
      return '%new = not(%old)';
    case 'f32':
    case 'f64':
      return `%half = mul(%old, <${type}, 0.5>)\n  %new = add(%half, <${type}, 1>)`;
    case '[*c]u8':
      return '%new = ptr_add([*c]u8, %old, <usize, 8>)';
    case 'enum':
      return `%bits = bit_cast(u32, %old)\n  %flip = xor(%bits, <u32, 7>)\n  %new = bit_cast(${shape.name}, %flip)`;
    default:
      return `%new = xor(%old, <${type}, 0x55>)`;
  }
}

/** Old value of a leaf for the seed, in C. */
function seedInC(type: string, name: string, index: number): string {
  const bits = `seed * 0x9E3779B97F4A7C15ull >> ${index % 8}`;
  switch (type) {
    case 'bool':
      return '(seed & 1) != 0';
    case 'f32':
    case 'f64':
      return `(float)(seed + ${index}) * 0.25f`;
    case '[*c]u8':
      return '(char *)(unsigned long)(seed * 8)';
    case 'enum':
      return `(${name})(seed & 0xff)`;
    default:
      return bits;
  }
}

/** C text: for every shape a callee, a caller of AIR's callee, and helpers on memory. */
export function cText(): string {
  const parts = SHAPES.map(({ name, c, leaves }) => {
    const lines = (line: (leaf: Leaf, index: number) => string): string =>
      leaves.map(line).join(' ');
    return `
typedef ${c.replace('$', name)};
void c_fill_${name}(${name} *p, unsigned long long seed) { ${lines((leaf, n) => `(*p)${leaf.c} = ${seedInC(leaf.type, name, n)};`)} }
int c_equal_${name}(${name} *p, ${name} *q) { return ${['1', ...leaves.map((leaf) => `(*p)${leaf.c} == (*q)${leaf.c}`)].join(' && ')}; }
${name} c_callee_${name}(int pad, ${name} v, signed char tail) {
  seen = pad * 3 + tail;
  ${lines((leaf) => `v${leaf.c} = ${changeInC(leaf.type, `v${leaf.c}`)};`)}
  return v;
}
${name} air_callee_${name}(int, ${name}, signed char);
typedef ${name} (*f_${name})(int, ${name}, signed char);
f_${name} air_pointer_${name}(void);
${name} c_through_${name}(f_${name} f, int pad, ${name} v, signed char tail) { return f(pad, v, tail); }
__attribute__((export_name("c_caller_${name}"))) int c_caller_${name}(unsigned seed) {
  ${name} v, kept, direct, indirect, expected;
  c_fill_${name}(&v, seed);
  c_fill_${name}(&kept, seed);
  expected = c_callee_${name}(seed, kept, -5);
  int want = seen;
  seen = 0;
  direct = air_callee_${name}(seed, v, -5);
  if (seen != want) return 1;
  seen = 0;
  indirect = air_pointer_${name}()(seed, v, -5);
  if (seen != want) return 2;
  if (!c_equal_${name}(&v, &kept)) return 3;
  if (!c_equal_${name}(&direct, &expected)) return 4;
  if (!c_equal_${name}(&indirect, &expected)) return 5;
  return 0;
}`;
  });
  return `int seen;\n${parts.join('\n')}\n`;
}

/** AIR text: `seen` as declared, the twins of the C callees, and callers of C's. */
export function airText(target: string, seen = 'extern var seen: i32'): string {
  const parts = SHAPES.map((shape) => {
    const { name, air, leaves } = shape;
    const type = airType(shape);
    const signature = `(i32, ${type}, i8) callconv(c) ${type}`;
    const change = leaves.map((leaf, n) => {
      let pointer = '%p';
      const path = leaf.steps.map(([kind, index, pointee], step) => {
        const next = `%p${n}_${step}`;
        const line =
          kind === 'field'
            ? `${next} = struct_field_ptr(*${pointee}, ${pointer}, ${index})`
            : `%m${n}_${step} = ptr_cast([*]${pointee}, ${pointer})\n  ${next} = ptr_elem_ptr(*${pointee}, %m${n}_${step}, <usize, ${index}>)`;
        pointer = next;
        return `${line}\n  `;
      });
      const changed = changeInAir(leaf.type, shape).replace(/%(\w+)/g, `%$1${n}`);
      return `${path.join('')}%old${n} = load(${pointer})\n  ${changed}\n  store(${pointer}, %new${n})`;
    });
    return `${isDeclared(shape) ? `type ${name} = ${air}\n` : ''}
extern fn c_fill_${name}(*${type}, u64) callconv(c) void
extern fn c_equal_${name}(*${type}, *${type}) callconv(c) i32
extern fn c_callee_${name}${signature}
extern fn c_through_${name}(*const fn ${signature}, i32, ${type}, i8) callconv(c) ${type}
export fn air_callee_${name}${signature} {
  %pad = arg(0)
  %v = arg(1)
  %tail = arg(2)
  %triple = mul_wrap(%pad, <i32, 3>)
  %wide = int_cast(i32, %tail)
  %sum = add_wrap(%triple, %wide)
  store(<*i32, &seen>, %sum)
  %p = alloc(*${type})
  store(%p, %v)
  ${change.join('\n  ')}
  %result = load(%p)
  ret(%result)
}
export fn air_pointer_${name}() callconv(c) *const fn ${signature} {
  ret(<*const fn ${signature}, &air_callee_${name}>)
}
export fn air_caller_${name}(u32) callconv(c) i32 {
  %seed = arg(0)
  %wide = int_cast(u64, %seed)
  %pad = bit_cast(i32, %seed)
  %v = alloc(*${type})
  %kept = alloc(*${type})
  %r = alloc(*${type})
  call(c_fill_${name}, [%v, %wide])
  call(c_fill_${name}, [%kept, %wide])
  %x = load(%v)
  %expected = call(air_callee_${name}, [%pad, %x, <i8, -5>])
  store(%r, %expected)
  %want = load(<*i32, &seen>)
  store(<*i32, &seen>, <i32, 0>)
  %direct = call(c_callee_${name}, [%pad, %x, <i8, -5>])
  %d = alloc(*${type})
  store(%d, %direct)
  %seen1 = load(<*i32, &seen>)
  store(<*i32, &seen>, <i32, 0>)
  %indirect = call(c_through_${name}, [<*const fn ${signature}, &c_callee_${name}>, %pad, %x, <i8, -5>])
  %i = alloc(*${type})
  store(%i, %indirect)
  %seen2 = load(<*i32, &seen>)
  %same1 = cmp_eq(%seen1, %want)
  %same2 = cmp_eq(%seen2, %want)
  %a = call(c_equal_${name}, [%v, %kept])
  %b = call(c_equal_${name}, [%d, %r])
  %c = call(c_equal_${name}, [%i, %r])
  %both = bit_and(%same1, %same2)
  %one = bit_cast(u1, %both)
  %s = int_cast(i32, %one)
  %ab = bit_and(%a, %b)
  %abc = bit_and(%ab, %c)
  %all = bit_and(%abc, %s)
  ret(%all)
}
`;
  });
  return `target ${target}\n${seen}\n${parts.join('')}`;
}
