import type { CodeRow } from '../table.ts';

const SHOWN = 'what stands in front of it is shown';

/** Diagnostics of `wasmwright inspect`: codes WW7000 to WW7999. */
export const inspectCodes = {
  unknownOption: {
    code: 'WW7000',
    severity: 'fatal',
    text: 'unknown option: {option}',
    hint: '`wasmwright inspect --help` lists the options',
  },
  noInput: {
    code: 'WW7001',
    severity: 'fatal',
    text: 'no input files',
    hint: 'wasmwright inspect [options] FILE...',
  },
  noValue: {
    code: 'WW7002',
    severity: 'fatal',
    text: 'option {option} needs a value',
    hint: '`--section=.debug_info`, `-j code`',
  },
  unreadable: { code: 'WW7003', severity: 'error', text: '{file}: {reason}' },
  unknownFile: {
    code: 'WW7010',
    severity: 'error',
    text: '{file}: neither a wasm module nor an archive nor a stub library',
    hint: 'a wasm file begins with the bytes 00 61 73 6d',
  },
  bitcode: {
    code: 'WW7011',
    severity: 'error',
    text: '{file}: LLVM bitcode, not WebAssembly',
    hint: 'compile without -flto, or look at it with llvm-dis',
  },
  component: {
    code: 'WW7012',
    severity: 'error',
    text: '{file}: a component, not a module',
    hint: '`wasm-tools component unbundle` takes its modules out',
  },
  version: {
    code: 'WW7013',
    severity: 'error',
    text: '{file}: version {version} of the binary format',
    hint: 'only version 1 is known',
  },
  sectionHeader: {
    code: 'WW7014',
    severity: 'error',
    text: '{file}: header of section {number}: {what}',
    hint: SHOWN,
  },
  section: {
    code: 'WW7015',
    severity: 'error',
    text: '{file}: section {section}: {what}',
    hint: SHOWN,
  },
  trailing: {
    code: 'WW7016',
    severity: 'warning',
    text: '{file}: section {section}: {count} bytes behind its last entry',
  },
  code: {
    code: 'WW7017',
    severity: 'error',
    text: '{file}: function {index}: {what}',
    hint: SHOWN,
  },
  trailingCode: {
    code: 'WW7018',
    severity: 'warning',
    text: '{file}: function {index}: {count} bytes behind its last `end`',
  },
  bodyCount: {
    code: 'WW7019',
    severity: 'warning',
    text: '{file}: {functions} functions have {bodies} bodies',
  },
  noSection: {
    code: 'WW7020',
    severity: 'warning',
    text: '{file}: no section {section}',
    hint: '`wasmwright inspect --headers` lists the sections',
  },
  manyLocals: {
    code: 'WW7021',
    severity: 'error',
    text: '{file}: function {index}: {count} locals; the text form lists each, engines take 50000',
  },
} as const satisfies Record<string, CodeRow>;
