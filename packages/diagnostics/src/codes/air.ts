import type { CodeRow } from '../table.ts';

/** Diagnostics of `@wasmwright/air`: codes WW4000 to WW4999. 40 text, 41 declarations, 42 instructions, 43 values, 45 interpreter. */
export const airCodes = {
  // The text.
  unexpectedToken: { code: 'WW4000', severity: 'error', text: 'expected {expected}, found {found}' },
  badNumber: { code: 'WW4001', severity: 'error', text: '{found} is not a valid {what}' },
  badEscape: {
    code: 'WW4002',
    severity: 'error',
    text: 'unknown escape in a string',
    hint: 'escapes are \\n \\r \\t \\\\ \\" \\\' \\xNN and \\u{N}',
  },
  unknownInstruction: { code: 'WW4003', severity: 'error', text: 'no instruction `{name}`' },
  tooLarge: { code: 'WW4004', severity: 'error', text: '{what} is too large: {found}' },
  unknownWord: {
    code: 'WW4005',
    severity: 'error',
    text: 'no {what} `{name}`',
    hint: 'one of: {list}',
  },
  openString: {
    code: 'WW4006',
    severity: 'error',
    text: 'the string is not closed on its line',
    hint: 'end it with `"`; a line break in it is \\n',
  },
  needsQuotes: {
    code: 'WW4007',
    severity: 'error',
    text: '`{name}` is not a name without quotes',
    hint: 'write @"{name}"',
  },
  // Declarations.
  missingTarget: {
    code: 'WW4100',
    severity: 'error',
    text: 'the module does not begin with a target',
    hint: 'begin with a line such as `target wasm32-wasi +bulk_memory`',
  },
  badTarget: {
    code: 'WW4101',
    severity: 'error',
    text: 'no target `{name}`',
    hint: 'the architectures are wasm32 and wasm64: wasm32-wasi, wasm64-freestanding',
  },
  duplicate: { code: 'WW4102', severity: 'error', text: '{what} `{name}` is declared twice' },
  unknownType: { code: 'WW4103', severity: 'error', text: 'no type `{name}`' },
  unknownNav: { code: 'WW4104', severity: 'error', text: 'no function, const or var `{name}`' },
  aliasCycle: { code: 'WW4105', severity: 'error', text: 'type `{name}` is defined by itself' },
  badAlign: { code: 'WW4106', severity: 'error', text: 'alignment {align} is not a power of two' },
  containsItself: { code: 'WW4107', severity: 'error', text: 'type `{name}` contains itself' },
  badFieldType: {
    code: 'WW4108',
    severity: 'error',
    text: 'field `{field}` of `{name}` cannot be of type {type}',
  },
  fieldOverlap: {
    code: 'WW4109',
    severity: 'error',
    text: 'fields `{first}` and `{second}` of `{name}` overlap',
  },
  fieldMisaligned: {
    code: 'WW4110',
    severity: 'error',
    text: 'offset {offset} of field `{field}` of `{name}` is no multiple of its alignment {align}',
  },
  fieldOverflow: {
    code: 'WW4111',
    severity: 'error',
    text: 'field `{field}` of `{name}` ends at {end}, behind the size {size}',
  },
  missingOffset: {
    code: 'WW4112',
    severity: 'error',
    text: 'field `{field}` of `{name}` has no offset, but other fields have one',
  },
  badPacked: {
    code: 'WW4113',
    severity: 'error',
    text: 'the fields of `{name}` have {bits} bits, its integer has {backing}',
  },
  badUnionTag: { code: 'WW4114', severity: 'error', text: 'union `{name}`: {problem}' },
  badEnum: { code: 'WW4115', severity: 'error', text: 'enum `{name}`: {problem}' },
  badSize: {
    code: 'WW4116',
    severity: 'error',
    text: 'size {size} of `{name}` is no multiple of its alignment {align}',
  },
  badPanicHandler: {
    code: 'WW4117',
    severity: 'error',
    text: '`{name}` cannot handle the panic {id}: it is not a function',
  },
  typeTooLarge: { code: 'WW4118', severity: 'error', text: 'type {type} has no size the target can address' },
  badDeclaration: { code: 'WW4119', severity: 'error', text: '`{name}`: {problem}' },
  declarationDepth: {
    code: 'WW4120',
    severity: 'error',
    text: 'declarations need each other through too many comptime values',
    hint: 'declare the types in the order in which their values need them',
  },
  missingNav: { code: 'WW4121', severity: 'error', text: '{what} names nav {nav}, which is not there' },
  badType: { code: 'WW4122', severity: 'error', text: 'type {type}: {problem}' },
  // Functions and instructions.
  unknownLocal: {
    code: 'WW4200',
    severity: 'error',
    text: 'no instruction before this one defines {name}',
  },
  duplicateLocal: { code: 'WW4201', severity: 'error', text: '{name} is defined twice in this function' },
  operandType: { code: 'WW4202', severity: 'error', text: '{tag}: {problem}' },
  notDominating: {
    code: 'WW4203',
    severity: 'error',
    text: '{tag}: %{local} is used outside of the body that defines it',
  },
  noTerminator: {
    code: 'WW4204',
    severity: 'error',
    text: 'the body does not end in a terminator',
    hint: 'end it with ret, br, repeat, switch_dispatch, cond_br, switch_br, loop, trap or unreach',
  },
  afterTerminator: { code: 'WW4205', severity: 'error', text: '{tag} follows the terminator of its body' },
  badBranch: { code: 'WW4206', severity: 'error', text: '{tag}: {problem}' },
  badSwitch: { code: 'WW4207', severity: 'error', text: '{tag}: {problem}' },
  badAtomic: { code: 'WW4210', severity: 'error', text: '{tag}: {problem}' },
  badArgument: { code: 'WW4211', severity: 'error', text: 'arg: {problem}' },
  missingFeature: {
    code: 'WW4212',
    severity: 'error',
    text: '{what} needs the feature {feature}',
    hint: 'add +{feature} to the target line',
  },
  badBody: { code: 'WW4213', severity: 'error', text: 'the body is damaged: {problem}' },
  resultType: {
    code: 'WW4214',
    severity: 'error',
    text: '{tag}: the result is of type {found}, recorded as {recorded}',
  },
  // Values.
  badValue: { code: 'WW4300', severity: 'error', text: '{found} is not a value of type {type}' },
  valueRange: { code: 'WW4301', severity: 'error', text: '{value} does not fit in {type}' },
  elementCount: {
    code: 'WW4302',
    severity: 'error',
    text: 'type {type} has {expected} elements, the value has {found}',
  },
  unknownField: { code: 'WW4303', severity: 'error', text: 'type {type} has no field `{name}`' },
  valueType: { code: 'WW4304', severity: 'error', text: 'a value of type {found} stands for one of type {expected}' },
  notInSet: { code: 'WW4305', severity: 'error', text: 'error.{name} is not in {type}' },
  // The interpreter.
} as const satisfies Record<string, CodeRow>;
