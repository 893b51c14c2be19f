// Small programs that together use every aggregate, memory and control-flow instruction.

/** `f` takes two u32 and gives a u64. */
export interface SmallProgram {
  readonly name: string;
  /** Declarations before `f`. */
  readonly declarations?: string;
  /** Body of `f` with `%a` and `%b`; `%r` (u64) is returned unless the body ends by itself. */
  readonly body: string;
}

const DECLARATIONS = `
errors { Bad, Worse, Worst }
type Point = struct { x: u8, y: u32, z: u16 }
type Outer = struct { p: Point, n: u64, q: Point }
type Pair = extern struct { a: u8, b: u32 }
type Flags = packed struct(u32) { on: bool, mode: u3, level: i5, rest: u23 }
type Wide = packed struct(u40) { a: u7, b: u33 }
type Color = enum(u8) { red = 0, green = 1, blue = 7 }
type Open = enum(u32) { a = 0, b = 1000, _ }
type Signed = enum(i16) { low = -5, zero = 0, high = 500 }
type Big = enum(u64) { a = 0, b = 1, c = 0x100000001 }
type Shape = union(Color) { red: u32, green: void, blue: *Point }
type Bits = extern union { n: u32, b: [4]u8 }
type Raw = union { a: u8, b: u64 }
type Word = packed union(u32) { n: u32, i: i32 }
type Plain = union(enum2) { a: void, b: void }
type enum2 = enum(u1) { a = 0, b = 1 }
const table: [5]u32 = .{ 10, 20, 30, 40, 50 }
const text: [5:0]u8 = "hello"
var counter: u32 = 7
var points: [3]Point = .{ .{ .x = 1, .y = 2, .z = 3 } ** 3 }
var bytes: [64]u8 = .{ 0 ** 64 }
const origin: Point = .{ .x = 9, .y = 8, .z = 7 }
const pointers: [2]*const Point = .{ &origin, &<Point, .{ .x = 4, .y = 5, .z = 6 }> }

fn fail(u32) error{Bad, Worse}!u32 {
  %0 = arg(0)
  %c = cmp_gt(%0, <u32, 100>)
  cond_br(%c, { ret(<error{Bad, Worse}!u32, error.Worse>) }, {
    %w = wrap_errunion_payload(error{Bad, Worse}!u32, %0)
    ret(%w)
  })
}
fn sumPoint(Point) u64 {
  %p = arg(0)
  %x = agg_field_val(%p, 0)
  %y = agg_field_val(%p, 1)
  %z = agg_field_val(%p, 2)
  %x1 = int_cast(u64, %x)
  %y1 = int_cast(u64, %y)
  %z1 = int_cast(u64, %z)
  %s = add_wrap(%x1, %y1)
  %t = mul_wrap(%s, <u64, 3>)
  %u = add_wrap(%t, %z1)
  ret(%u)
}
fn makePoint(u32) Point {
  %0 = arg(0)
  %r = ret_ptr(*Point)
  %x = trunc(u8, %0)
  %z = trunc(u16, %0)
  %px = struct_field_ptr(*u8, %r, 0)
  store(%px, %x)
  %py = struct_field_ptr(*u32, %r, 1)
  store(%py, %0)
  %pz = struct_field_ptr(*u16, %r, 2)
  store(%pz, %z)
  ret_load(%r)
}
fn double(u32) u32 { %0 = arg(0) %1 = add_wrap(%0, %0) ret(%1) }
fn square(u32) u32 { %0 = arg(0) %1 = mul_wrap(%0, %0) ret(%1) }
fn countdown(u32, u64) u64 {
  %n = arg(0)
  %s = arg(1)
  %z = cmp_eq(%n, <u32, 0>)
  cond_br(%z, { ret(%s) }, {
    %m = sub_wrap(%n, <u32, 1>)
    %w = int_cast(u64, %n)
    %t = add_wrap(%s, %w)
    %r = call_always_tail(countdown, [%m, %t])
    ret(%r)
  })
}
`;

/** Narrows `%a` to a small index below `limit`. */
const index = (limit: number): string => `%i = rem(%a, <u32, ${limit}>)`;
const widen = (from: string): string => `%r = int_cast(u64, ${from})`;
const ofBool = (from: string): string => `%u1 = bit_cast(u1, ${from})\n%r = int_cast(u64, %u1)`;

const PROGRAMS: readonly SmallProgram[] = [
  {
    name: 'struct in memory, whole and by field',
    body: `%p = alloc(*Point)
store(%p, <Point, .{ .x = 1, .y = 2, .z = 3 }>)
%y = struct_field_ptr(*u32, %p, 1)
store(%y, %a)
%q = alloc(*Point)
%v = load(%p)
store(%y, <u32, 99>)
store(%q, %v)
%w = load(%q)
%r = call(sumPoint, [%w])`,
  },
  {
    name: 'aggregate_init and agg_field_val',
    body: `%x = trunc(u8, %a)
%s = aggregate_init(Point, [%x, %b, <u16, 77>])
%o = aggregate_init(Outer, [%s, <u64, 5>, %s])
%q = agg_field_val(%o, 2)
%n = agg_field_val(%o, 1)
%t = call(sumPoint, [%q])
%r = add_wrap(%t, %n)`,
  },
  {
    name: 'a struct returned through memory, twice before use',
    body: `%p = call(makePoint, [%a])
%q = call(makePoint, [%b])
%s = call(sumPoint, [%p])
%t = call(sumPoint, [%q])
%d = mul_wrap(%t, <u64, 1000>)
%r = add_wrap(%s, %d)`,
  },
  {
    name: 'a loaded aggregate keeps its value when memory changes',
    body: `%e = slice_elem_ptr(*Point, <[]Point, .{ &points, 3 }>, <usize, 1>)
%old = load(%e)
store(%e, <Point, .{ .x = 200, .y = 5, .z = 6 }>)
%new = load(%e)
%s = call(sumPoint, [%old])
%t = call(sumPoint, [%new])
%u = mul_wrap(%t, <u64, 100000>)
store(%e, %old)
%r = add_wrap(%s, %u)`,
  },
  {
    name: 'nested field pointers and field_parent_ptr',
    body: `%o = alloc(*Outer)
%q = struct_field_ptr(*Point, %o, 2)
%z = struct_field_ptr(*u16, %q, 2)
%z0 = trunc(u16, %a)
store(%z, %z0)
%back = field_parent_ptr(*Point, %z, 2)
%outer = field_parent_ptr(*Outer, %back, 2)
%n = struct_field_ptr(*u64, %outer, 1)
store(%n, <u64, 1000000>)
%same = struct_field_ptr(*Point, %outer, 2)
%z2 = struct_field_ptr(*u16, %same, 2)
%v = load(%z2)
%m = struct_field_ptr(*u64, %o, 1)
%w = load(%m)
%v1 = int_cast(u64, %v)
%r = add_wrap(%v1, %w)`,
  },
  {
    name: 'extern struct by pointer_cast and bytes',
    body: `%p = alloc(*Pair)
store(%p, <Pair, .{ .a = 1, .b = 0 }>)
%b1 = struct_field_ptr(*u32, %p, 1)
store(%b1, %a)
%raw = ptr_cast([*]u8, %p)
${index(4)}
%at = add(%i, <u32, 4>)
%at1 = int_cast(usize, %at)
%v = ptr_elem_val(%raw, %at1)
${widen('%v')}`,
  },
  {
    name: 'packed struct as a value',
    body: `%f = bit_cast(Flags, %a)
%on = agg_field_val(%f, 0)
%mode = agg_field_val(%f, 1)
%level = agg_field_val(%f, 2)
%rest = agg_field_val(%f, 3)
%l = int_cast(i64, %level)
%l1 = bit_cast(u64, %l)
%on1 = bit_cast(u1, %on)
%on2 = int_cast(u64, %on1)
%m2 = int_cast(u64, %mode)
%g = aggregate_init(Flags, [%on, <u3, 5>, %level, %rest])
%h = bit_cast(u32, %g)
%h1 = int_cast(u64, %h)
%s1 = add_wrap(%l1, %on2)
%s2 = mul_wrap(%s1, <u64, 8>)
%s3 = add_wrap(%s2, %m2)
%s4 = shl(%h1, <u6, 20>)
%r = xor(%s3, %s4)`,
  },
  {
    name: 'bit pointers',
    body: `%p = alloc(*Flags)
%init = bit_cast(Flags, %a)
store(%p, %init)
%mode = struct_field_ptr(*align(4:1:4) u3, %p, 1)
%level = struct_field_ptr(*align(4:4:4) i5, %p, 2)
%old = load(%mode)
%m = trunc(u3, %b)
store(%mode, %m)
%bs = bit_cast(i32, %b)
%l = trunc(i5, %bs)
store(%level, %l)
%l2 = load(%level)
%l3 = int_cast(i64, %l2)
%l4 = bit_cast(u64, %l3)
%all = load(%p)
%n = bit_cast(u32, %all)
%n1 = int_cast(u64, %n)
%o1 = int_cast(u64, %old)
%s = add_wrap(%n1, %o1)
%r = xor(%s, %l4)`,
  },
  {
    name: 'packed struct of 40 bits',
    body: `%w = int_cast(u64, %a)
%m = mul_wrap(%w, <u64, 0x123456789>)
%t = trunc(u40, %m)
%f = bit_cast(Wide, %t)
%x = agg_field_val(%f, 0)
%y = agg_field_val(%f, 1)
%g = aggregate_init(Wide, [%x, %y])
%h = bit_cast(u40, %g)
%same = cmp_eq(%h, %t)
%y1 = int_cast(u64, %y)
%s = bit_cast(u1, %same)
%s1 = int_cast(u64, %s)
%r = add_wrap(%y1, %s1)`,
  },
  {
    name: 'array values',
    body: `%v = aggregate_init([3]u32, [%a, %b, <u32, 5>])
%i = rem(%a, <u32, 3>)
%j = int_cast(usize, %i)
%e = array_elem_val(%v, %j)
${widen('%e')}`,
  },
  {
    name: 'array by constant index and of structs',
    body: `%p = call(makePoint, [%a])
%q = call(makePoint, [%b])
%v = aggregate_init([2]Point, [%p, %q])
%e = array_elem_val(%v, <usize, 1>)
%r = call(sumPoint, [%e])`,
  },
  {
    name: 'slices',
    body: `${index(5)}
%n = int_cast(usize, %i)
%s = slice([]const u32, <[*]const u32, &table>, %n)
%len = slice_len(%s)
%ptr = slice_ptr(%s)
%k = alloc(*[]const u32)
store(%k, %s)
%lp = ptr_slice_len_ptr(*usize, %k)
%pp = ptr_slice_ptr_ptr(*[*]const u32, %k)
%l2 = load(%lp)
%p2 = load(%pp)
%d = ptr_add([*]const u32, %p2, <usize, 2>)
%d1 = ptr_sub([*]const u32, %d, <usize, 1>)
%v = ptr_elem_val(%d1, <usize, 0>)
%v2 = ptr_elem_val(%ptr, %n)
%e = slice_elem_val(<[]const u32, .{ &table, 5 }>, %n)
%ep = slice_elem_ptr(*const u32, <[]const u32, .{ &table, 5 }>, %n)
%e2 = load(%ep)
%pe = ptr_elem_ptr(*const u32, %ptr, %n)
%e3 = load(%pe)
%x1 = add_wrap(%e, %e2)
%x2 = add_wrap(%x1, %e3)
%x3 = add_wrap(%x2, %v)
%x4 = add_wrap(%x3, %v2)
%x5 = mul_wrap(%x4, <u32, 100>)
%l = int_cast(u32, %len)
%l3 = int_cast(u32, %l2)
%x6 = add_wrap(%x5, %l)
%x7 = add_wrap(%x6, %l3)
${widen('%x7')}`,
  },
  {
    name: 'array_to_slice without the sentinel',
    body: `%s = array_to_slice([]const u8, <*const [5:0]u8, &text>)
%len = slice_len(%s)
%i = rem(%b, <u32, 6>)
%n = int_cast(usize, %i)
%c = ptr_elem_val(<[*]const u8, &text>, %n)
%c1 = int_cast(u32, %c)
%l = int_cast(u32, %len)
%t = mul_wrap(%l, <u32, 1000>)
%x = add_wrap(%t, %c1)
${widen('%x')}`,
  },
  {
    name: 'memset, memcpy, memmove',
    body: `%v = trunc(u8, %a)
memset(<*[64]u8, &bytes>, %v)
%n0 = rem(%b, <u32, 20>)
%n = int_cast(usize, %n0)
%d = slice([]u8, <[*]u8, &bytes + 3>, %n)
memset(%d, <u8, 0x11>)
memcpy(<*[5]u8, &bytes + 40>, <[*]const u8, &text>)
%from = ptr_add([*]u8, <[*]u8, &bytes>, <usize, 36>)
%to = slice([]u8, <[*]u8, &bytes + 38>, %n)
memmove(%to, %from)
memset_safe(<*[2]u8, &bytes + 60>, <u8, 0x22>)
%words = alloc(*[7]u32)
memset(%words, %b)
%w = ptr_cast([*]u32, %words)
%w6 = ptr_elem_val(%w, <usize, 6>)
%acc = alloc(*u64)
%wide = int_cast(u64, %w6)
store(%acc, %wide)
%i = alloc(*usize)
store(%i, <usize, 0>)
%done = block(void, {
  %l = loop({
    %k = load(%i)
    %more = cmp_lt(%k, <usize, 64>)
    cond_br(%more, {
      %e = ptr_elem_val(<[*]u8, &bytes>, %k)
      %o = load(%acc)
      %o1 = mul_wrap(%o, <u64, 31>)
      %e1 = int_cast(u64, %e)
      %o2 = add_wrap(%o1, %e1)
      store(%acc, %o2)
      %k1 = add(%k, <usize, 1>)
      store(%i, %k1)
      repeat(%l)
    }, { br(%done, void_value) })
  })
})
%r = load(%acc)`,
  },
  {
    name: 'optionals of scalars',
    body: `%big = cmp_gt(%a, <u32, 100>)
%o = block(?u32, {
  cond_br(%big, { br(%o, <?u32, null>) }, { %w = wrap_optional(?u32, %a) br(%o, %w) })
})
%p = alloc(*?u32)
store(%p, %o)
%is = is_null_ptr(%p)
%non = is_non_null_ptr(%p)
%n2 = is_non_null(%o)
%q = alloc(*?u32)
%pay = optional_payload_ptr_set(*u32, %q)
store(%pay, %b)
%v = block(u32, {
  %n = is_null(%o)
  cond_br(%n, { br(%v, <u32, 7>) }, {
    %x = optional_payload(%o)
    %xp = optional_payload_ptr(*u32, %p)
    %x2 = load(%xp)
    %y = add_wrap(%x, %x2)
    br(%v, %y)
  })
})
%q1 = load(%q)
%qv = optional_payload(%q1)
%i1 = bit_cast(u1, %is)
%i2 = bit_cast(u1, %non)
%i3 = bit_cast(u1, %n2)
%j1 = int_cast(u32, %i1)
%j2 = int_cast(u32, %i2)
%j3 = int_cast(u32, %i3)
%t1 = mul_wrap(%v, <u32, 8>)
%t2 = add_wrap(%t1, %j1)
%t3 = mul_wrap(%j2, <u32, 2>)
%t4 = mul_wrap(%j3, <u32, 4>)
%t5 = add_wrap(%t2, %t3)
%t6 = add_wrap(%t5, %t4)
%t7 = xor(%t6, %qv)
${widen('%t7')}`,
  },
  {
    name: 'optional pointers, structs, errors, voids',
    body: `%c = cmp_gt(%a, %b)
%o = block(?*u32, {
  cond_br(%c, { br(%o, <?*u32, null>) }, { br(%o, <?*u32, &counter>) })
})
%n = is_null(%o)
%s = block(?Point, {
  cond_br(%c, { br(%s, <?Point, null>) }, { %m = call(makePoint, [%a]) %w = wrap_optional(?Point, %m) br(%s, %w) })
})
%sn = is_non_null(%s)
%e = block(?anyerror, {
  cond_br(%c, { br(%e, <?anyerror, error.Worst>) }, { br(%e, <?anyerror, null>) })
})
%en = is_null(%e)
%v = block(?void, {
  cond_br(%c, { %w1 = wrap_optional(?void, void_value) br(%v, %w1) }, { br(%v, <?void, null>) })
})
%vn = is_null(%v)
%ev = alloc(*?anyerror)
store(%ev, %e)
%ep = is_null_ptr(%ev)
%sum = block(u64, {
  cond_br(%sn, { %pay = optional_payload(%s) %x = call(sumPoint, [%pay]) br(%sum, %x) }, { br(%sum, <u64, 1>) })
})
%b1 = bit_cast(u1, %n)
%b2 = bit_cast(u1, %en)
%b3 = bit_cast(u1, %vn)
%b4 = bit_cast(u1, %ep)
%c1 = int_cast(u64, %b1)
%c2 = int_cast(u64, %b2)
%c3 = int_cast(u64, %b3)
%c4 = int_cast(u64, %b4)
%d1 = shl(%c1, <u6, 60>)
%d2 = shl(%c2, <u6, 61>)
%d3 = shl(%c3, <u6, 62>)
%d4 = shl(%c4, <u6, 63>)
%e1 = xor(%d1, %d2)
%e2 = xor(%d3, %d4)
%e3 = xor(%e1, %e2)
%r = xor(%e3, %sum)`,
  },
  {
    name: 'error unions by value',
    body: `%u = call(fail, [%a])
%is = is_err(%u)
%non = is_non_err(%u)
%v = block(u32, {
  cond_br(%is, {
    %e = unwrap_errunion_err(%u)
    %n = int_from_error(u16, %e)
    %n1 = int_cast(u32, %n)
    br(%v, %n1)
  }, { %p = unwrap_errunion_payload(%u) br(%v, %p) })
})
%i = bit_cast(u1, %non)
%i1 = int_cast(u32, %i)
%x = mul_wrap(%v, <u32, 2>)
%y = add_wrap(%x, %i1)
${widen('%y')}`,
  },
  {
    name: 'error unions by pointer',
    body: `%p = alloc(*error{Bad, Worse}!u32)
%u = call(fail, [%a])
store(%p, %u)
%is = is_err_ptr(%p)
%non = is_non_err_ptr(%p)
%v = block(u32, {
  cond_br(%is, {
    %e = unwrap_errunion_err_ptr(error{Bad, Worse}, %p)
    %n = int_from_error(u16, %e)
    %n1 = int_cast(u32, %n)
    %ok = errunion_payload_ptr_set(*u32, %p)
    store(%ok, %b)
    br(%v, %n1)
  }, { %q = unwrap_errunion_payload_ptr(*u32, %p) %x = load(%q) br(%v, %x) })
})
%now = load(%p)
%then = unwrap_errunion_payload(%now)
%t = add_wrap(%v, %then)
%m = bit_cast(u1, %non)
%m1 = int_cast(u32, %m)
%t1 = xor(%t, %m1)
${widen('%t1')}`,
  },
  {
    name: 'try, try_cold, try_ptr, try_ptr_cold',
    body: `%u = call(fail, [%a])
%x = try(%u, { %e = unwrap_errunion_err(%u) %n = int_from_error(u16, %e) %w = int_cast(u64, %n) ret(%w) })
%u2 = call(fail, [%b])
%y = try_cold(%u2, { ret(<u64, 55>) })
%p = alloc(*error{Bad, Worse}!u32)
store(%p, %u)
%q = try_ptr(*u32, %p, { ret(<u64, 66>) })
%z = load(%q)
%q2 = try_ptr_cold(*u32, %p, { ret(<u64, 66>) })
%z2 = load(%q2)
%s = add_wrap(%x, %y)
%s1 = mul_wrap(%s, %z)
%s2 = add_wrap(%s1, %z2)
${widen('%s2')}`,
  },
  {
    name: 'wrap_errunion_err, error casts, sets',
    body: `%n = rem(%a, <u32, 3>)
%n1 = add(%n, <u32, 1>)
%n2 = trunc(u16, %n1)
%e = error_from_int(anyerror, %n2)
%has = error_set_has_value(error{Bad, Worst}, %e)
%u = wrap_errunion_err(anyerror!u64, %e)
%i = is_err(%u)
%len = cmp_lte_errors_len(%e)
%r0 = block(u64, {
  cond_br(%has, {
    %c = error_cast(error{Bad, Worst}, %e)
    %m = int_from_error(u16, %c)
    %w = int_cast(u64, %m)
    br(%r0, %w)
  }, { br(%r0, <u64, 40>) })
})
%name = error_name(%e)
%l = slice_len(%name)
%l1 = int_cast(u32, %l)
%l2 = int_cast(u64, %l1)
%c0 = slice_elem_val(%name, <usize, 3>)
%c1 = int_cast(u64, %c0)
%b1 = bit_cast(u1, %i)
%b2 = bit_cast(u1, %len)
%b3 = int_cast(u64, %b1)
%b4 = int_cast(u64, %b2)
%s1 = mul_wrap(%r0, <u64, 16>)
%s2 = add_wrap(%s1, %l2)
%s3 = add_wrap(%s2, %b3)
%s4 = add_wrap(%s3, %b4)
%s5 = mul_wrap(%s4, <u64, 256>)
%r = add_wrap(%s5, %c1)`,
  },
  {
    name: 'tagged unions',
    body: `%p = alloc(*Shape)
%c = cmp_gt(%a, %b)
%x = block(void, {
  cond_br(%c, { %u = union_init(Shape, 0, %a) store(%p, %u) br(%x, void_value) }, {
    store(%p, <Shape, .{ .green = void_value }>)
    br(%x, void_value)
  })
})
%v = load(%p)
%t = get_union_tag(%v)
%red = cmp_eq(%t, <Color, .red>)
%y = block(u32, {
  cond_br(%red, { %f = struct_field_ptr(*u32, %p, 0) %g = load(%f) br(%y, %g) }, { br(%y, <u32, 3>) })
})
set_union_tag(%p, <Color, .blue>)
%w = load(%p)
%t2 = get_union_tag(%w)
%n = bit_cast(u8, %t2)
%n1 = int_cast(u32, %n)
%z = add_wrap(%y, %n1)
${widen('%z')}`,
  },
  {
    name: 'untagged, extern and packed unions, union_from_enum',
    body: `%p = alloc(*Bits)
%u = union_init(Bits, 0, %a)
store(%p, %u)
%b4 = struct_field_ptr(*[4]u8, %p, 1)
%bb = ptr_cast([*]u8, %b4)
%e = ptr_elem_val(%bb, <usize, 1>)
%f = agg_field_val(%u, 0)
%w = union_init(Word, 0, %a)
%i = agg_field_val(%w, 1)
%i1 = bit_cast(u32, %i)
%k = rem(%b, <u32, 2>)
%k1 = trunc(u1, %k)
%en = bit_cast(enum2, %k1)
%pl = union_from_enum(Plain, %en)
%t = get_union_tag(%pl)
%t1 = bit_cast(u1, %t)
%t2 = int_cast(u32, %t1)
%raw = union_init(Raw, 1, <u64, 0x1234567890>)
%big = agg_field_val(%raw, 1)
%e1 = int_cast(u32, %e)
%s1 = add_wrap(%f, %i1)
%s2 = mul_wrap(%s1, <u32, 3>)
%s3 = add_wrap(%s2, %e1)
%s4 = add_wrap(%s3, %t2)
%s5 = int_cast(u64, %s4)
%r = add_wrap(%s5, %big)`,
  },
  {
    name: 'names of enum values',
    body: `%i = rem(%a, <u32, 3>)
%c = block(Color, {
  switch_br(%i, case(0) { br(%c, <Color, .red>) }, case(1) { br(%c, <Color, .green>) }, else { br(%c, <Color, .blue>) })
})
%n = tag_name(%c)
%l = slice_len(%n)
%c2 = slice_elem_val(%n, <usize, 2>)
%o = bit_cast(Open, %a)
%is = is_named_enum_value(%o)
%b1 = bit_cast(u1, %is)
%b2 = int_cast(u32, %b1)
%s16 = trunc(u16, %a)
%s = bit_cast(i16, %s16)
%sg = bit_cast(Signed, %s)
%is2 = is_named_enum_value(%sg)
%b3 = bit_cast(u1, %is2)
%b4 = int_cast(u32, %b3)
%l1 = int_cast(u32, %l)
%d = int_cast(u32, %c2)
%s1 = mul_wrap(%l1, <u32, 256>)
%s2 = add_wrap(%s1, %d)
%s3 = mul_wrap(%s2, <u32, 4>)
%s4 = add_wrap(%s3, %b2)
%s5 = add_wrap(%s4, %b4)
${widen('%s5')}`,
  },
  {
    name: 'switch with ranges and several values',
    body: `%r = block(u64, {
  switch_br(%a, case(0, 5) { br(%r, <u64, 1>) }, case(100...200) { br(%r, <u64, 2>) }, case(77777) { br(%r, <u64, 3>) },
    case(1, 2, 3, 4, 6, 7, 8) { br(%r, <u64, 4>) }, case(0x80000000...0xffffffff) unlikely { br(%r, <u64, 5>) },
    else cold { br(%r, <u64, 6>) })
})`,
  },
  {
    name: 'switch on signed, narrow, bool, error and wide operands',
    body: `%s = bit_cast(i32, %a)
%n = trunc(i7, %s)
%x = block(u64, {
  switch_br(%n, case(-64...-2) { br(%x, <u64, 1>) }, case(-1) { br(%x, <u64, 2>) }, case(0, 1, 2, 3) { br(%x, <u64, 3>) },
    case(63) { br(%x, <u64, 4>) }, else { br(%x, <u64, 5>) })
})
%c = cmp_lt(%a, %b)
%y = block(u64, { switch_br(%c, case(true) { br(%y, <u64, 10>) }, case(false) { br(%y, <u64, 20>) }) })
%aw = int_cast(u64, %a)
%bw = int_cast(u64, %b)
%hi = shl(%bw, <u6, 32>)
%w = bit_or(%hi, %aw)
%z = block(u64, {
  switch_br(%w, case(0) { br(%z, <u64, 100>) }, case(1) { br(%z, <u64, 200>) }, case(2) { br(%z, <u64, 300>) },
    case(3) { br(%z, <u64, 400>) }, case(0x100000001) { br(%z, <u64, 500>) }, else { br(%z, <u64, 600>) })
})
%u = call(fail, [%a])
%v = block(u64, {
  %is = is_err(%u)
  cond_br(%is, {
    %e = unwrap_errunion_err(%u)
    switch_br(%e, case(error.Bad) { br(%v, <u64, 1000>) }, case(error.Worse) { br(%v, <u64, 2000>) })
  }, { br(%v, <u64, 3000>) })
})
%t1 = add_wrap(%x, %y)
%t2 = add_wrap(%z, %v)
%r = add_wrap(%t1, %t2)`,
  },
  {
    name: 'loop_switch_br and switch_dispatch',
    body: `%n = alloc(*u64)
store(%n, <u64, 0>)
%i = rem(%a, <u32, 5>)
%s = loop_switch_br(%i, case(0) {
  %o = load(%n)
  ret(%o)
}, case(1) {
  %o1 = load(%n)
  %o2 = add_wrap(%o1, <u64, 1>)
  store(%n, %o2)
  switch_dispatch(%s, <u32, 2>)
}, case(2, 3) {
  %p1 = load(%n)
  %p2 = mul_wrap(%p1, <u64, 3>)
  %p3 = add_wrap(%p2, <u64, 7>)
  store(%n, %p3)
  %big = cmp_gt(%p3, <u64, 1000>)
  cond_br(%big, { switch_dispatch(%s, <u32, 0>) }, {
    %k = trunc(u2, %p3)
    %k1 = int_cast(u32, %k)
    switch_dispatch(%s, %k1)
  })
}, else {
  %q1 = load(%n)
  %q2 = add_wrap(%q1, <u64, 100>)
  store(%n, %q2)
  switch_dispatch(%s, <u32, 1>)
})`,
  },
  {
    name: 'nested loops with breaks out of both',
    body: `%sum = alloc(*u64)
store(%sum, <u64, 0>)
%i = alloc(*u32)
store(%i, <u32, 0>)
%limit = rem(%a, <u32, 13>)
%stop = rem(%b, <u32, 40>)
%v = block(u64, {
  %outer = loop({
    %x = load(%i)
    %end = cmp_gte(%x, %limit)
    cond_br(%end, { %t = load(%sum) br(%v, %t) }, {
      %j = alloc(*u32)
      store(%j, <u32, 0>)
      %next = block(void, {
        %inner = loop({
          %y = load(%j)
          %z = mul_wrap(%x, %y)
          %hit = cmp_gt(%z, %stop)
          cond_br(%hit, { br(%v, <u64, 4242>) }, {
            %far = cmp_gte(%y, %x)
            cond_br(%far, { br(%next, void_value) }, {
              %s = load(%sum)
              %w = int_cast(u64, %z)
              %s1 = add_wrap(%s, %w)
              store(%sum, %s1)
              %y1 = add(%y, <u32, 1>)
              store(%j, %y1)
              repeat(%inner)
            })
          })
        })
      })
      %x1 = add(%x, <u32, 1>)
      store(%i, %x1)
      repeat(%outer)
    })
  })
})
%more = load(%sum)
%m1 = mul_wrap(%more, <u64, 10000>)
%r = add_wrap(%v, %m1)`,
  },
  {
    name: 'calls: indirect, tail, with hints, in blocks with inlining info',
    body: `%c = cmp_lt(%a, %b)
%f = block(*const fn (u32) u32, {
  cond_br(%c, likely { br(%f, <*const fn (u32) u32, &double>) }, { br(%f, <*const fn (u32) u32, &square>) })
})
%x = call(%f, [%a])
%y = call_never_inline(double, [%b])
%z = call_never_tail(square, [%y])
%n = rem(%a, <u32, 50>)
%t = call(countdown, [%n, <u64, 5>])
%q = dbg_inline_block(u32, "square" at "a.zig":3, {
  dbg_stmt(4:5)
  %q1 = mul_wrap(%x, %z)
  dbg_var_val(%q1, "q1")
  dbg_arg_inline(%x, "x")
  dbg_empty_stmt()
  dbg_var_ptr(<*u32, &counter>, "counter")
  br(%q, %q1)
})
%q2 = int_cast(u64, %q)
%r = add_wrap(%q2, %t)`,
  },
  {
    name: 'globals, constants behind pointers, addresses as integers',
    body: `%old = load(<*u32, &counter>)
store(<*u32, &counter>, %a)
%new = load(<*u32, &counter>)
store(<*u32, &counter>, <u32, 7>)
%i = rem(%b, <u32, 2>)
%j = int_cast(usize, %i)
%pp = ptr_elem_ptr(*const *const Point, <[*]const *const Point, &pointers>, %j)
%p = load(%pp)
%v = load(%p)
%s = call(sumPoint, [%v])
%n = int_from_ptr(usize, %p)
%q = ptr_from_int(*const Point, %n)
%same = cmp_eq(%p, %q)
%k = addrspace_cast(*const Point, %q)
%y = struct_field_ptr(*const u32, %k, 1)
%y1 = load(%y)
%b1 = bit_cast(u1, %same)
%b2 = int_cast(u64, %b1)
%o1 = int_cast(u64, %old)
%o2 = int_cast(u64, %new)
%o3 = int_cast(u64, %y1)
%t1 = add_wrap(%s, %b2)
%t2 = add_wrap(%o1, %o2)
%t3 = add_wrap(%t1, %t2)
%r = mul_wrap(%t3, %o3)`,
  },
  {
    name: 'booleans, comparisons of pointers and optionals',
    body: `%c = cmp_lt(%a, %b)
%d = cmp_gt(%a, <u32, 9>)
%e = bit_and(%c, %d)
%f = bit_or(%c, %d)
%g = xor(%e, %f)
%h = not(%g)
%i = cmp_eq(%g, %h)
%o = block(?u32, { cond_br(%c, { %w = wrap_optional(?u32, %a) br(%o, %w) }, { br(%o, <?u32, null>) }) })
%o2 = block(?u32, { cond_br(%d, { %w2 = wrap_optional(?u32, %a) br(%o2, %w2) }, { br(%o2, <?u32, null>) }) })
%eq = cmp_eq(%o, %o2)
%ne = cmp_neq(%o, %o2)
%pq = cmp_lt(<*const u32, &table + 4>, <*const u32, &table + 8>)
%j1 = bit_cast(u1, %h)
%j2 = bit_cast(u1, %i)
%j3 = bit_cast(u1, %eq)
%j4 = bit_cast(u1, %ne)
%j5 = bit_cast(u1, %pq)
%s = aggregate_init(packed5, [%j1, %j2, %j3, %j4, %j5])
%t = bit_cast(u5, %s)
${widen('%t')}`,
    declarations: 'type packed5 = packed struct(u5) { a: u1, b: u1, c: u1, d: u1, e: u1 }',
  },
  {
    name: 'safe casts and stores of undefined values',
    body: `%p = alloc(*u32)
store_safe(%p, <u32, undef>)
store_safe(%p, %a)
%x = load(%p)
%n = rem(%x, <u32, 8>)
%m = int_cast_safe(u7, %n)
%e8 = trunc(u8, %n)
%e = block(Color, {
  %is = cmp_eq(%e8, <u8, 7>)
  cond_br(%is, { %c = bit_cast_safe(Color, %e8) br(%e, %c) }, { br(%e, <Color, .green>) })
})
%k = bit_cast(u8, %e)
%k1 = int_cast(u64, %k)
%m1 = int_cast(u64, %m)
%t = mul_wrap(%k1, <u64, 100>)
%y = add_wrap(%t, %m1)
ret_safe(%y)`,
  },
  {
    name: 'a failed check traps',
    body: `%n = int_cast_safe(u8, %a)
${widen('%n')}`,
  },
  {
    name: 'bit_cast_safe of a value without a name traps',
    body: `%n = trunc(u8, %a)
%e = bit_cast_safe(Color, %n)
%m = bit_cast(u8, %e)
${widen('%m')}`,
  },
  {
    name: 'trap',
    body: `%c = cmp_gt(%a, <u32, 5>)
cond_br(%c, cold { trap() }, { ret(<u64, 5>) })`,
  },
  {
    name: 'return addresses do not exist, frames do',
    body: `%x = ret_addr()
%f = frame_addr()
%n = cmp_eq(%x, <usize, 0>)
%m = cmp_neq(%f, <usize, 0>)
%g = bit_and(%n, %m)
${ofBool('%g')}`,
  },
  {
    name: 'tuples with overflow in memory, arrays of tuples',
    body: `%t = add_with_overflow(struct { u32, u1 }, %a, %b)
%p = alloc(*struct { u32, u1 })
store(%p, %t)
%v = load(%p)
%x = agg_field_val(%v, 0)
%y = agg_field_val(%v, 1)
%f = struct_field_ptr(*u1, %p, 1)
%z = load(%f)
%x1 = int_cast(u64, %x)
%y1 = int_cast(u64, %y)
%z1 = int_cast(u64, %z)
%s = shl(%x1, <u6, 2>)
%s1 = add_wrap(%s, %y1)
%s2 = shl(%z1, <u6, 1>)
%r = add_wrap(%s1, %s2)`,
  },
  {
    name: 'bit casts between arrays, floats and integers',
    body: `%v = bit_cast([4]u8, %a)
%e = array_elem_val(%v, <usize, 2>)
%w = aggregate_init([4]u8, [%e, <u8, 1>, %e, <u8, 2>])
%n = bit_cast(u32, %w)
%f = bit_cast(f32, %n)
%g = neg(%f)
%h = bit_cast(u32, %g)
${widen('%h')}`,
  },
];

/** The whole module of a program. */
export function programText({ declarations = '', body }: SmallProgram): string {
  const ends =
    /\b(?:ret|ret_safe|cond_br|loop_switch_br)\((?:[^()]*)\)?$/.test(body) || !/%r\b/.test(body);
  return `${DECLARATIONS}${declarations}
export fn f(u32, u32) callconv(c) u64 {
%a = arg(0)
%b = arg(1)
${body}
${ends ? '' : 'ret(%r)'}
}
`;
}

export { PROGRAMS };
